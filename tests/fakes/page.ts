import { DownloadQueue, type DownloadParts } from '../../src/app/download-queue.svelte.js';
import { Downloaded } from '../../src/app/downloaded.svelte.js';
import { Engine } from '../../src/app/engine.svelte.js';
import { Exports } from '../../src/app/exports.svelte.js';
import { History } from '../../src/app/history.js';
import { Importer } from '../../src/app/importer.svelte.js';
import { LabelKeys } from '../../src/app/label-keys.svelte.js';
import { BothDoubt } from '../../src/app/learning/both-doubt.js';
import { LearnedCourse } from '../../src/app/learning/learned-course.js';
import { LearnedResults } from '../../src/app/learning/learned-results.js';
import { LearningRun } from '../../src/app/learning/learning-run.svelte.js';
import type { LeavingQuestion } from '../../src/app/leaving.svelte.js';
import { Models } from '../../src/app/models.svelte.js';
import { Notices } from '../../src/app/notices.svelte.js';
import type { MadeSignals } from '../../src/app/passes.svelte.js';
import { Remarks } from '../../src/app/remarks.svelte.js';
import { Review } from '../../src/app/review.svelte.js';
import { Run } from '../../src/app/run.svelte.js';
import { Scores } from '../../src/app/scores.svelte.js';
import type { LearningSeries } from '../../src/app/training.svelte.js';
import { View } from '../../src/app/view.svelte.js';
import { StoreRecovery } from '../../src/app/store-recovery.js';
import { Workspace } from '../../src/app/workspace.svelte.js';
import { crossEntropy } from '../../src/domain/loss.js';
import { HandOvers } from '../../src/effects/hand-over.js';
import { WebLocks } from '../../src/effects/locks.js';
import { MemoryStore } from '../../src/effects/memory-store.js';
import { copyBytes } from '../../src/effects/page-copy.js';
import type { ModelFile } from '../../src/protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { AddressPort, Downloads, FoundModel, ModelEntry, ModelLibrary, Store } from '../../src/protocol/ports.js';
import type { SourceWire } from '../../src/protocol/source-wire.js';
import { Source } from '../../workers/source.js';
import { FakeClock } from './clock.js';
import { controlled, type Controlled } from './controlled.js';
import { LearnersInProcess } from './learners.js';
import { FakeChannels, type FakeTabChannel } from './channels.js';
import { FakeLockManager, type FakeTabLocks } from './locks.js';
import { FAKE_CLASSES, FakeModelHost, logitsOf } from './model-host.js';

/** An address bar. */
export class FakeAddress implements AddressPort {
  readonly params: URLSearchParams;

  constructor(query = '') {
    this.params = new URLSearchParams(query);
  }

  read(): URLSearchParams {
    return new URLSearchParams(this.params);
  }

  write(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === '') this.params.delete(name);
      else this.params.set(name, value);
    }
  }
}

/** Downloads as texts. */
export class FakeDownloads implements Downloads {
  readonly saved = new Map<string, string>();
  /** All of them in order, also several of one name. */
  readonly all: { readonly name: string; readonly text: string }[] = [];

  async save(fileName: string, _mimeType: string, parts: DownloadParts): Promise<Outcome<null>> {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let text = '';
    try {
      for await (const part of parts) {
        if (!part.ok) return part;
        text += decoder.decode(part.value, { stream: true });
      }
    } catch (error) {
      return failed({ code: 'export-failed', detail: String(error) });
    }
    text += decoder.decode();
    this.saved.set(fileName, text);
    this.all.push({ name: fileName, text });
    return ok(null);
  }
}

/** The built-in model, and folders: a folder's name is its model's hash, its files name its classes. */
export class FakeLibrary implements ModelLibrary {
  readonly entry: ModelEntry = {
    key: 'default',
    name: 'Built-in',
    classes: FAKE_CLASSES,
    source: { kind: 'url', base: 'models/built-in', files: [] },
  };

  builtIn(): Promise<Outcome<ModelEntry>> {
    return Promise.resolve(ok(this.entry));
  }

  fromFiles(files: readonly ModelFile[], name: string): Promise<Outcome<FoundModel>> {
    if (files.length === 0) return Promise.resolve(failed({ code: 'model-missing-config' }));
    return Promise.resolve(ok({ name, hash: name, classes: files.map((file) => file.path), files }));
  }

  fromHub(id: string): Promise<Outcome<FoundModel>> {
    return Promise.resolve(ok({ name: id, hash: `hash of ${id}`, classes: ['a', 'b'], files: [] }));
  }
}

/** What tabs of one browser share, and what outlives them. */
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

  /** The browser deletes what is stored, under these pages. */
  clear(...pages: readonly Page[]): void {
    this.#inner = new MemoryStore();
    for (const page of pages) page.recovery.lost({ code: 'storage-evicted' });
  }

  /** Opens the page in a tab. */
  visit(query = ''): Page {
    return new Page(this, query);
  }
}

/** The page in one tab: everything that main.ts builds, with the real source worker's work in process. */
export class Page {
  readonly address: FakeAddress;
  readonly downloads = new FakeDownloads();
  readonly host = new FakeModelHost();
  readonly notices = new Notices();
  readonly remarks = new Remarks();
  readonly scores = new Scores();
  readonly storing: Controlled<Store>;
  readonly reading: Controlled<SourceWire>;
  readonly importing: Controlled<SourceWire>;
  readonly exporting: Controlled<SourceWire>;
  readonly review: Review;
  readonly view: View;
  readonly models: Models;
  readonly engine: Engine;
  readonly run: Run;
  readonly learning: LearningRun;
  readonly learners: LearnersInProcess;
  readonly importer: Importer;
  readonly workspace: Workspace;
  readonly labelKeys: LabelKeys;
  readonly exports: Exports;
  readonly downloaded: Downloaded;
  readonly history: History;
  /** The course of learning that is shown last. */
  course: { readonly made: MadeSignals; readonly series: LearningSeries } | null = null;
  readonly queue: DownloadQueue;
  /** What a person has chosen for downloads. */
  readonly preferences = { withoutDiscarded: true };
  /** Questions asked before something was left, and the answer to all of them. */
  readonly questions: LeavingQuestion[] = [];
  leaves = true;
  readonly recovery: StoreRecovery;
  readonly #browser: FakeBrowser;
  readonly #locks: FakeTabLocks;
  readonly #channel: FakeTabChannel;

  constructor(browser: FakeBrowser, query: string) {
    const { clock } = browser;
    this.#browser = browser;
    this.#locks = browser.locks.tab();
    this.#channel = browser.channels.tab();
    this.address = new FakeAddress(query);
    this.storing = controlled(browser.store);
    this.reading = controlled<SourceWire>(new Source());
    this.importing = controlled<SourceWire>(new Source());
    this.exporting = controlled<SourceWire>(new Source());
    this.queue = new DownloadQueue(this.downloads, this.notices, this.remarks);
    const store = this.storing.it;
    const source = this.reading.it;
    const { notices, scores } = this;
    this.host.lossOf = (logits, label) => crossEntropy(logits, 0, logits.length, label);
    this.review = new Review(store, clock, notices);
    this.view = new View(scores, this.review, this.address, clock);
    this.models = new Models(browser.library, store, clock, notices);
    this.engine = new Engine(this.host, clock, notices, { count: 1, cause: null });
    this.run = new Run(this.engine, scores, clock, notices);
    this.learners = new LearnersInProcess();
    const results = new LearnedResults({ scores, view: this.view, store, notices });
    const doubts = new BothDoubt({ models: this.models, scores, view: this.view, store, results });
    this.learning = new LearningRun({
      workers: this.learners,
      scores,
      review: this.review,
      view: this.view,
      notices,
      clock,
      results,
      doubts,
      offer: (classes) => this.models.offerLearned(classes),
      course: new LearnedCourse((made, series) => void (this.course = { made, series }), clock),
    });
    this.importer = new Importer(this.importing.it, store, notices, copyBytes);
    this.workspace = new Workspace({
      source,
      store,
      locks: new WebLocks(this.#locks as LockManager, new HandOvers(this.#channel, () => browser.channels.patience())),
      clock,
      notices,
      models: this.models,
      scores,
      review: this.review,
      run: this.run,
      learning: this.learning,
      doubts,
      view: this.view,
      learnsByItself: new URLSearchParams(query).get('learn') === 'on',
      leaving: {
        mayLeave: async (work) => {
          await work.settled();
          const question = work.question();
          if (question) this.questions.push(question);
          return !question || this.leaves;
        },
      },
      copyBytes,
      unsavedBeside: () => false,
    });
    this.labelKeys = new LabelKeys({ store, notices, review: this.review });
    this.recovery = new StoreRecovery({ work: [this.workspace, this.labelKeys], clock, notices });
    this.importer.host = this.workspace;
    this.downloaded = new Downloaded(store, this.review);
    this.workspace.onOpened = async () => {
      const { record } = this.workspace;
      if (record) await this.downloaded.open(record.id);
      await this.labelKeys.opened(record?.id ?? '');
    };
    this.workspace.onClosed = () => {
      this.downloaded.close();
      this.labelKeys.closed();
    };
    this.history = new History({
      review: this.review,
      view: this.view,
      remarks: this.remarks,
      project: this.workspace,
    });
    this.exports = new Exports({
      source: this.exporting.it,
      downloads: this.queue,
      downloaded: this.downloaded,
      importer: this.importer,
      review: this.review,
      scores,
      host: this.workspace,
      preferences: this.preferences,
    });
  }

  /** What main.ts does at the start. */
  async begin(): Promise<this> {
    await this.models.init();
    const last = await this.workspace.findLast();
    if (last) await this.workspace.openStored(last);
    return this;
  }

  /** Drops a file, confirms the mapping as guessed, and opens it. */
  async drop(file: File): Promise<void> {
    await this.importer.open(file, file.name);
    const ready = this.importer.confirm();
    if (!ready) throw new Error(`not readable: ${JSON.stringify(this.importer.fault ?? this.codes())}`);
    await this.workspace.openImported(ready);
  }

  /** The tab is closed or dies: nothing of it goes on, its locks are free. */
  die(): void {
    this.storing.alive = false;
    for (const worker of [this.reading, this.importing, this.exporting]) worker.alive = false;
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

/** A TSV of one row for each label. Texts begin with different letters, which name them to the fake model. */
export function tsvOf(labels: readonly string[], name = 'news.tsv'): File {
  const rows = labels.map((label, row) => `${textOfRow(row)}\t${label}\n`);
  return new File([`text\tlabel\n`, ...rows], name);
}

export function textOfRow(row: number): string {
  return `${String.fromCharCode(65 + row)}${'x'.repeat(row % 5)} some words`;
}

/** The loss that the fake model's logits give row `row` of `tsvOf` for a class. */
export function lossOfRow(row: number, classIndex: number): number {
  return crossEntropy(logitsOf(65 + row), 0, FAKE_CLASSES.length, classIndex);
}
