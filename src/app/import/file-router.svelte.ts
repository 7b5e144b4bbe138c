import { distinctNames } from '../../domain/files/file-set.js';
import { openingOrder, classifyFiles } from '../../domain/files/classify.js';
import { modelsAmong } from '../../domain/models/folder.js';
import type { TakenFile } from '../../protocol/app-ports.js';
import type { ProjectRecord } from '../../protocol/ports.js';
import type { SourceWire } from '../../protocol/source-wire.js';
import type { Session } from '../project/session.js';
import type { Analysis } from '../scoring/analysis.js';
import { fileChoice, lookAt, type LookedAtFile } from './file-choice.js';
import type { Importer } from './importer.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import type { EarlierVersion } from '../review/earlier/earlier-version.svelte.js';
import type { SessionMerge } from '../review/session-merge.svelte.js';
import type { SignalsReading } from '../training/signals-reading.svelte.js';

export interface FileRouterDeps {
  /** Looks at the heads of files. */
  readonly source: SourceWire;
  readonly importer: Importer;
  readonly models: Models;
  readonly notices: Notices;
  readonly signalsReading: Pick<SignalsReading, 'recognise' | 'open'>;
  readonly sessions: Pick<SessionMerge, 'recognise' | 'take'>;
  readonly earlier: Pick<EarlierVersion, 'look'>;
  readonly session: Pick<Session, 'openImported' | 'openStored'>;
  readonly analysis: Pick<Analysis, 'applyResults' | 'chooseModel'>;
  readonly passes: Pick<PassesRun, 'proposeCheckpoints'>;
}

/**
 * Passes files on: a model folder to the models, a session and signals to their dialogs, and data to the mapping dialog.
 * Opens the confirmed data.
 */
export class FileRouter {
  /** Whether a confirmed dataset is opening, and then the results that were dropped with it. */
  opening = $state.raw(false);
  /** A session that was dropped with its dataset. It is merged once the dataset is open. */
  #waitingSession: File | null = null;
  readonly #deps: FileRouterDeps;

  constructor(deps: FileRouterDeps) {
    this.#deps = deps;
  }

  /** Takes files of any kinds. A notice names a file of an unknown kind. */
  async take(taken: readonly TakenFile[]): Promise<void> {
    if (taken.length === 0) return;
    const paths = distinctNames(taken.map(({ path }) => path));
    const files = taken.map(({ file }, place) => ({ path: paths[place] ?? '', file }));
    const byPath = new Map(files.map(({ path, file }) => [path, file]));
    const classified = classifyFiles(paths);
    if (classified.model) {
      const ofModel = new Set(classified.model.paths);
      await this.takeModel(
        files.filter(({ path }) => ofModel.has(path)),
        classified.model.name,
      );
    }
    const withoutSession = await this.#withoutSession(classified.datasets, byPath);
    await this.#openData(await this.#withoutSignals(withoutSession, byPath), byPath);
    // Other files beside the data in a folder need no notice.
    const unknown = classified.ignored.find((path) => classified.datasets.length === 0 || !path.includes('/'));
    if (unknown !== undefined && !classified.model) {
      this.#deps.notices.raise({ code: 'file-kind-unknown', params: { name: unknown } }, 'warning');
    }
  }

  /**
   * Opens the file of the mapping dialog as results of the open dataset, or as a dataset. Then opens the results that
   * were dropped with the dataset. Does nothing before the file is read.
   */
  async confirm(): Promise<void> {
    const { importer, session, analysis } = this.#deps;
    if (importer.target === 'results') {
      const results = importer.confirmResults();
      if (results) await analysis.applyResults(results);
      return;
    }
    const ready = importer.confirm();
    if (ready) await this.#open(() => session.openImported(ready));
  }

  /** Closes the mapping dialog and opens an earlier project on the same content. */
  async continueWork(record: ProjectRecord): Promise<void> {
    const { importer, session } = this.#deps;
    importer.close();
    await this.#open(() => session.openStored(record));
  }

  async #open(open: () => Promise<void>): Promise<void> {
    this.opening = true;
    try {
      await open();
      await this.#takeSession();
      await this.#deps.importer.openWaiting();
    } finally {
      this.opening = false;
    }
    void this.#deps.earlier.look();
  }

  /**
   * Opens one dataset, and then the results for it. The dialog offers a choice among several files of the same kind. A
   * notice names a file that is not opened.
   */
  async #openData(paths: readonly string[], byPath: ReadonlyMap<string, File>): Promise<void> {
    const files = await this.#lookAt(paths, byPath);
    const kinds = files.map(({ look }) => look?.kind ?? 'dataset');
    const { first, results } = openingOrder(kinds);
    const file = files[first];
    if (!file) return;
    const after = files[results];
    const waiting = after ? { file: after.file, name: baseName(after.path) } : null;
    const alike = [...files.keys()].filter((place) => kinds[place] === kinds[first] && place !== results);
    if (alike.length > 1) {
      const several = alike.flatMap((place) => files[place] ?? []);
      await this.#deps.importer.openChoice(await fileChoice(several, alike.indexOf(first)), waiting);
    } else await this.#deps.importer.open(file.file, baseName(file.path), waiting);
    const left = files.find((_, place) => place !== results && !alike.includes(place));
    if (left) this.#deps.notices.raise({ code: 'file-second', params: { name: baseName(left.path) } }, 'warning');
  }

  /**
   * Offers to merge the first session file, after the data that was dropped with it is open. Returns the other files. A
   * notice names a second session.
   */
  async #withoutSession(paths: readonly string[], byPath: ReadonlyMap<string, File>): Promise<readonly string[]> {
    const { sessions, notices } = this.#deps;
    const isSession = await Promise.all(
      paths.map(async (path) => {
        const file = byPath.get(path);
        return file !== undefined && (await sessions.recognise(file));
      }),
    );
    const [first, second] = paths.filter((_, place) => isSession[place]);
    const others = paths.filter((_, place) => !isSession[place]);
    this.#waitingSession = byPath.get(first ?? '') ?? null;
    if (second !== undefined) notices.raise({ code: 'file-second', params: { name: baseName(second) } }, 'warning');
    if (others.length === 0) await this.#takeSession();
    return others;
  }

  async #takeSession(): Promise<void> {
    const file = this.#waitingSession;
    this.#waitingSession = null;
    if (file) await this.#deps.sessions.take(file, file.name);
  }

  /** Reads the head of each of several files. The dialog inspects a single file. */
  async #lookAt(paths: readonly string[], byPath: ReadonlyMap<string, File>): Promise<readonly LookedAtFile[]> {
    const files: LookedAtFile[] = [];
    for (const path of paths) {
      const file = byPath.get(path);
      if (!file) continue;
      const look = paths.length > 1 ? await lookAt(this.#deps.source, file, file.name) : null;
      files.push({ path, file, look });
    }
    return files;
  }

  /** Opens training signals, all files of the same kind as the first one. Returns the files without signals. */
  async #withoutSignals(paths: readonly string[], byPath: ReadonlyMap<string, File>): Promise<readonly string[]> {
    const { signalsReading } = this.#deps;
    const kinds = await Promise.all(
      paths.map(async (path) => {
        const file = byPath.get(path);
        return file ? await signalsReading.recognise(file) : null;
      }),
    );
    const kind = kinds.find((found) => found !== null);
    if (kind === undefined) return paths;
    const files = paths.flatMap((path, index) => (kinds[index] === kind ? (byPath.get(path) ?? []) : []));
    void signalsReading.open(files);
    const other = paths.find((_, index) => kinds[index] !== null && kinds[index] !== kind);
    if (other !== undefined) {
      const params = { name: byPath.get(other)?.name ?? other, first: files[0]?.name ?? '' };
      this.#deps.notices.raise({ code: 'signals-second', params }, 'warning');
    }
    return paths.filter((_, index) => kinds[index] === null);
  }

  /**
   * Adds a folder as a model, with any file names. A notice names a missing file. A folder of several checkpoints
   * becomes several models, and the last one is chosen.
   */
  async takeModel(files: readonly TakenFile[], name: string): Promise<void> {
    const keys: string[] = [];
    const models = modelsAmong(
      files.map(({ path }) => path),
      name,
    );
    for (const model of models) {
      const paths = new Set(model.paths);
      const own = files.filter(({ path }) => paths.has(path)).map(({ path, file }) => ({ path, blob: file }));
      const key = await this.#deps.models.addFiles(own, model.name);
      if (key !== null) keys.push(key);
    }
    const last = keys.at(-1);
    if (last === undefined) return;
    await this.#deps.analysis.chooseModel(last);
    if (keys.length > 1) this.#deps.passes.proposeCheckpoints(keys);
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
