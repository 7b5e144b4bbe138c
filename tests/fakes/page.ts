import type { Application } from '../../src/app/shell/application.js';
import { composeApp } from '../../src/app/compose.js';
import type { LeavingQuestion } from '../../src/app/project/leaving.svelte.js';
import type { LearningSeries } from '../../src/app/training/joined-signals.js';
import { crossEntropy } from '../../src/domain/predictions/loss.js';
import type { TrainingSignals } from '../../src/domain/training/signals.js';
import { HandOvers } from '../../src/effects/storage/hand-over.js';
import { WebLocks } from '../../src/effects/storage/locks.js';
import { MemoryStore } from '../../src/effects/storage/memory-store.js';
import { copyBytes } from '../../src/effects/storage/page-copy.js';
import type { Fault } from '../../src/protocol/fault.js';
import { failed } from '../../src/protocol/outcome.js';
import type { Store } from '../../src/protocol/ports.js';
import type { SignalsWire } from '../../src/protocol/signals-wire.js';
import type { SourceWire } from '../../src/protocol/source-wire.js';
import { Signals } from '../../workers/signals/signals.js';
import { Source } from '../../workers/source/source.js';
import { FakeAddress, FakeDownloads, FakeLibrary } from './browser-parts.js';
import { FakeClock } from './clock.js';
import { controlled, type Controlled } from './controlled.js';
import { LearnersInProcess } from './learners.js';
import { FakeChannels, type FakeTabChannel } from './channels.js';
import { FakeLockManager, type FakeTabLocks } from './locks.js';
import { patternsInProcess } from './patterns.js';
import { shellOf } from './shell.js';
import { FAKE_CLASSES, FakeModelHost, logitsOf } from './model-host.js';

/** The parts that tabs of one browser share, and that outlive them. */
export class FakeBrowser {
  #inner: Store = new MemoryStore();
  readonly store: Store = new Proxy({} as Store, {
    get: (own, method) => {
      // A test may replace a method.
      const value: unknown = Reflect.get(own, method) ?? Reflect.get(this.#inner, method);
      return typeof value === 'function' ? (value.bind(this.#inner) as unknown) : value;
    },
  });
  readonly locks = new FakeLockManager();
  readonly channels = new FakeChannels();
  readonly clock = new FakeClock();
  readonly library = new FakeLibrary();

  /** Deletes the browser's data under its open pages. */
  clear(...pages: readonly Page[]): void {
    this.#inner = new MemoryStore();
    for (const page of pages) page.lose({ code: 'storage-evicted' });
  }

  /** Opens the page in a tab. `storeFault`: the fault of the tab's store. */
  visit(query = '', storeFault: Fault | null = null): Page {
    return new Page(this, query, storeFault);
  }
}

/** The page in one tab: the app that main.ts composes, with the work of the real workers done in process. */
export class Page {
  readonly address: FakeAddress;
  readonly downloads = new FakeDownloads();
  readonly host = new FakeModelHost();
  readonly learners = new LearnersInProcess();
  readonly storing: Controlled<Store>;
  readonly reading = controlled<SourceWire>(new Source());
  readonly importing = controlled<SourceWire>(new Source());
  readonly exporting = controlled<SourceWire>(new Source());
  readonly signalling = controlled<SignalsWire>(new Signals());
  readonly patterns = patternsInProcess();
  readonly app: Application;
  /** The questions before leaving work, and the answer to all of them. */
  readonly questions: LeavingQuestion[] = [];
  leaves = true;
  /** Reports a fault of the browser's store. */
  lose: (fault: Fault) => void = () => undefined;
  readonly #browser: FakeBrowser;
  readonly #locks: FakeTabLocks;
  readonly #channel: FakeTabChannel;

  constructor(browser: FakeBrowser, query: string, storeFault: Fault | null) {
    this.#browser = browser;
    this.#locks = browser.locks.tab();
    this.#channel = browser.channels.tab();
    this.address = new FakeAddress(query);
    this.storing = controlled(browser.store);
    this.host.lossOf = (logits, label) => crossEntropy(logits, 0, logits.length, label);
    this.app = composeApp(
      {
        address: this.address,
        clock: browser.clock,
        storage: {
          store: this.storing.it,
          persisted: storeFault === null,
          fault: storeFault,
          onLost: (lost) => (this.lose = lost),
        },
        locks: new WebLocks(
          this.#locks as LockManager,
          new HandOvers(this.#channel, () => browser.channels.patience()),
        ),
        downloads: this.downloads,
        copyBytes,
        sources: { open: this.reading.it, dialog: this.importing.it, exports: this.exporting.it },
        signals: this.signalling.it,
        patterns: this.patterns.it,
        model: this.host,
        threads: { count: 1, cause: null },
        library: browser.library,
        learners: this.learners,
        wishes: { device: null, learnsByItself: new URLSearchParams(query).get('learn') === 'on' },
        sample: () => Promise.resolve(failed({ code: 'file-unreadable', params: { name: 'news.tsv' } })),
      },
      shellOf(this.address, this.storing.it),
    );
    this.app.leaving.mayLeave = async (work) => {
      await work.settled();
      const question = work.question();
      if (question) this.questions.push(question);
      return !question || this.leaves;
    };
  }

  /** The course of learning that is shown as training signals. */
  get course(): { readonly signals: TrainingSignals; readonly series: LearningSeries } | null {
    const { shown } = this.app.training.signals;
    if (!shown?.series || shown.result.form !== 'course') return null;
    return { signals: shown.result.signals, series: shown.series };
  }

  get project(): Application['project'] {
    return this.app.project;
  }

  get projects(): Application['projects'] {
    return this.app.projects;
  }

  get source(): Application['source'] {
    return this.app.source;
  }

  get session(): Application['session'] {
    return this.app.session;
  }

  get analysis(): Application['analysis'] {
    return this.app.analysis;
  }

  get keeper(): Application['keeper'] {
    return this.app.keeper;
  }

  get labelMap(): Application['labelMap'] {
    return this.app.labelMap;
  }

  get engine(): Application['engine'] {
    return this.app.engine;
  }

  get run(): Application['run'] {
    return this.app.run;
  }

  get learning(): Application['learning'] {
    return this.app.learning;
  }

  get passes(): Application['passes'] {
    return this.app.passes;
  }

  get training(): Application['training'] {
    return this.app.training;
  }

  get signalsReading(): Application['signalsReading'] {
    return this.app.signalsReading;
  }

  get models(): Application['models'] {
    return this.app.models;
  }

  get predictions(): Application['predictions'] {
    return this.app.predictions;
  }

  get review(): Application['review'] {
    return this.app.review;
  }

  get view(): Application['view'] {
    return this.app.view;
  }

  get importer(): Application['importer'] {
    return this.app.importer;
  }

  get labelKeys(): Application['labelKeys'] {
    return this.app.labelKeys;
  }

  get exports(): Application['exports'] {
    return this.app.exports;
  }

  get downloaded(): Application['downloaded'] {
    return this.app.downloaded;
  }

  get history(): Application['history'] {
    return this.app.history;
  }

  get queue(): Application['downloads'] {
    return this.app.downloads;
  }

  get notices(): Application['notices'] {
    return this.app.notices;
  }

  get remarks(): Application['remarks'] {
    return this.app.remarks;
  }

  get preferences(): Application['preferences'] {
    return this.app.preferences;
  }

  /** Starts the page as main.ts does. */
  async begin(): Promise<this> {
    await this.app.prepare();
    await this.app.begin();
    return this;
  }

  /** Drops a file, confirms the mapping as guessed or with this column as the label, and opens it. */
  async drop(file: File, label?: string): Promise<void> {
    await this.importer.open(file, file.name);
    if (label !== undefined) await this.importer.changeRoles({ label });
    const ready = this.importer.confirm();
    if (!ready) throw new Error(`not readable: ${JSON.stringify(this.importer.fault ?? this.codes())}`);
    await this.session.openImported(ready);
  }

  /** Closes or kills the tab: stops all of its work, and frees its locks. */
  die(): void {
    this.storing.alive = false;
    for (const worker of [this.reading, this.importing, this.exporting, this.signalling, this.patterns])
      worker.alive = false;
    this.run.pause();
    this.#browser.locks.end(this.#locks);
    this.#channel.end();
  }

  codes(): string[] {
    return this.notices.items.map((notice) => notice.fault.code);
  }

  /** Each row as `status label`. */
  decisions(): string[] {
    return Array.from(this.review.status.value, (status, row) => `${status} ${this.review.labelName(row)}`);
  }
}

/** A TSV of one row for each label. Texts begin with different letters, by which the fake model recognises them. */
export function tsvOf(labels: readonly string[], name = 'news.tsv'): File {
  const rows = labels.map((label, row) => `${textOfRow(row)}\t${label}\n`);
  return new File([`text\tlabel\n`, ...rows], name);
}

export function textOfRow(row: number): string {
  return `${String.fromCharCode(65 + row)}${'x'.repeat(row % 5)} some words`;
}

/** The loss of row `row` of `tsvOf` for a class, from the fake model's logits. */
export function lossOfRow(row: number, classIndex: number): number {
  return crossEntropy(logitsOf(65 + row), 0, FAKE_CLASSES.length, classIndex);
}
