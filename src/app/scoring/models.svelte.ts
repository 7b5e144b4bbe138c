import { pickModelFiles, type ModelGraph } from '../../domain/models/folder.js';
import type { Choice, Fault } from '../../protocol/fault.js';
import type { ModelFile } from '../../protocol/model-wire.js';
import { modelGraphSetting } from '../../protocol/setting-keys.js';
import type {
  AskOutput,
  Clock,
  FoundModel,
  HubProgress,
  ModelEntry,
  ModelLibrary,
  Store,
} from '../../protocol/ports.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';

/** Key of the results that came with the open dataset. A person chooses them like a model, but no run scores rows. */
export const RESULTS_KEY = 'results';
/** Key of the results learnt from the open dataset itself. A person chooses them like a model. No model exists. */
export const LEARNED_KEY = 'learned';

export type HubState =
  | { readonly at: 'idle' }
  /** The person must agree to the host first. */
  | { readonly at: 'asking'; readonly id: string; readonly host: string; readonly precision: string | null }
  | { readonly at: 'downloading'; readonly id: string; readonly progress: HubProgress | null }
  | { readonly at: 'failed'; readonly id: string; readonly fault: Fault };

/** A question while the page adds a model: which of its outputs has a number for each class? */
export interface OutputQuestion {
  /** Name of the model. */
  readonly name: string;
  readonly choices: readonly Choice[];
  /** Ends the question. Null = the person rejects the model. */
  answer(output: string | null): void;
}

/** The available models and the chosen one. */
export class Models {
  entries = $state.raw<readonly ModelEntry[]>([]);
  chosenKey = $state.raw('default');
  hub = $state.raw<HubState>({ at: 'idle' });
  /** Name of the folder under check. '' = none. */
  checking = $state.raw('');
  question = $state.raw<OutputQuestion | null>(null);
  chosen = $derived(this.entries.find((entry) => entry.key === this.chosenKey) ?? null);

  #abort: AbortController | null = null;
  /** Ends with the next check. */
  readonly #checks = new Turns();
  readonly #library: ModelLibrary;
  readonly #store: Store;
  readonly #clock: Clock;
  #listed: Promise<void> | null = null;
  readonly #notices: Notices;

  constructor(library: ModelLibrary, store: Store, clock: Clock, notices: Notices) {
    this.#library = library;
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /** Lists the built-in model and the stored ones, once. Settles when they are listed. */
  init(): Promise<void> {
    this.#listed ??= this.#readAll();
    return this.#listed;
  }

  async #readAll(): Promise<void> {
    const builtIn = await this.#library.builtIn();
    if (builtIn.ok) this.entries = [builtIn.value, ...this.entries];
    else this.#notices.raise(builtIn.fault);
    const stored = await this.#store.models();
    if (!stored.ok) return;
    for (const model of stored.value) {
      const files = await this.#store.modelFiles(model.hash);
      if (!files.ok || !files.value) continue;
      const graph = await this.#store.setting(modelGraphSetting(model.hash));
      this.#list({ ...model, files: files.value }, graph.ok && typeof graph.value === 'string' ? graph.value : null);
    }
  }

  choose(key: string): void {
    if (this.entries.some((entry) => entry.key === key)) this.chosenKey = key;
  }

  /**
   * Lists results that were computed elsewhere, under these classes. Null removes them from the list. `name`: name of
   * their second file, '' = they are the dataset's own.
   */
  offerResults(classes: readonly string[] | null, name = ''): void {
    const others = this.entries.filter((entry) => entry.key !== RESULTS_KEY);
    const source = { kind: 'files', files: [] } as const;
    this.entries = classes ? [...others, { key: RESULTS_KEY, name, classes, source }] : others;
    if (!classes && this.chosenKey === RESULTS_KEY) this.chosenKey = 'default';
  }

  /** Lists the open dataset itself as a source of results, under its labels. Null removes it from the list. */
  offerLearned(labels: readonly string[] | null): void {
    const others = this.entries.filter((entry) => entry.key !== LEARNED_KEY);
    const source = { kind: 'files', files: [] } as const;
    this.entries = labels ? [...others, { key: LEARNED_KEY, name: '', classes: labels, source }] : others;
    if (!labels && this.chosenKey === LEARNED_KEY) this.chosenKey = 'default';
  }

  /** Whether the chosen entry is a model that can be run. */
  get runnable(): boolean {
    return this.chosen !== null && this.chosenKey !== RESULTS_KEY && this.chosenKey !== LEARNED_KEY;
  }

  /** Adds a model folder, stores it for offline use and chooses it. Returns its key. Null where it is no model. */
  async addFiles(files: readonly ModelFile[], name: string): Promise<string | null> {
    const signal = this.#checks.next();
    this.checking = name;
    const found = await this.#library.fromFiles(files, name, this.#asking(name));
    if (!hasEnded(signal)) this.checking = '';
    if (!found.ok) {
      this.#notices.raise(found.fault);
      return null;
    }
    return this.#keep(found.value);
  }

  /** Chooses the graph for a model's runs and remembers it. Null = the graph that suits the device. */
  async chooseGraph(key: string, graph: string | null): Promise<void> {
    this.entries = this.entries.map((entry) => {
      if (entry.key !== key || entry.source.kind !== 'files') return entry;
      const { graph: _, ...source } = entry.source;
      return { ...entry, source: graph === null ? source : { ...source, graph } };
    });
    const stored = await this.#store.putSetting(modelGraphSetting(key), graph);
    if (!stored.ok) this.#notices.raise(stored.fault, 'warning');
  }

  /** Asks one question at a time. A newer question ends the previous one without an answer. */
  #asking(name: string): AskOutput {
    return (choices) => {
      this.question?.answer(null);
      this.#notices.withdraw('model-outputs');
      return new Promise((resolve) => {
        const question: OutputQuestion = {
          name,
          choices,
          answer: (output) => {
            if (this.question === question) this.question = null;
            resolve(output);
          },
        };
        this.question = question;
      });
    };
  }

  /**
   * Asks the person to agree to a download from this host. Sends no request. `precision`: null = as suits the device.
   */
  askHub(id: string, host: string, precision: string | null = null): void {
    this.#abort?.abort();
    this.hub = { at: 'asking', id, host, precision };
  }

  /**
   * Downloads the model from the host that the person has just agreed to. Returns its key. Null where the page asked no
   * person, or where the download fails or is cancelled.
   */
  async agreeToHub(): Promise<string | null> {
    if (this.hub.at !== 'asking') return null;
    const { id, host, precision } = this.hub;
    const abort = new AbortController();
    this.#abort = abort;
    this.hub = { at: 'downloading', id, progress: null };
    const found = await this.#library.fromHub(
      id,
      host,
      (progress) => {
        if (!abort.signal.aborted) this.hub = { at: 'downloading', id, progress };
      },
      abort.signal,
      { precision, askOutput: this.#asking(id) },
    );
    if (abort.signal.aborted) return null;
    if (!found.ok) {
      this.hub = { at: 'failed', id, fault: found.fault };
      return null;
    }
    const joined = await this.#joined(found.value);
    const key = await this.#keep(joined ?? found.value);
    if (joined) await this.chooseGraph(key, onlyGraph(found.value));
    if (abort === this.#abort) this.hub = { at: 'idle' };
    return key;
  }

  cancelHub(): void {
    this.#abort?.abort();
    if (this.hub.at === 'downloading' && this.question?.name === this.hub.id) this.question.answer(null);
    this.hub = { at: 'idle' };
  }

  async remove(key: string): Promise<void> {
    if (key === 'default' || key === RESULTS_KEY || key === LEARNED_KEY) return;
    const removed = await this.#store.removeModel(key);
    if (!removed.ok) {
      this.#notices.raise(removed.fault);
      return;
    }
    this.entries = this.entries.filter((entry) => entry.key !== key);
    if (this.chosenKey === key) this.chosenKey = 'default';
  }

  /** Joins a download of one more precision to the stored files of the same model. Null where none are stored. */
  async #joined(found: FoundModel): Promise<FoundModel | null> {
    const graph = onlyGraph(found);
    for (const { key, name, source } of this.entries) {
      if (name !== found.name || key === found.hash || source.kind !== 'files') continue;
      const here = new Map(source.files.map(({ path, blob }) => [path, blob]));
      if (graph === null || here.has(graph) || source.output !== found.output) continue;
      const shared = found.files.filter(({ path }) => here.has(path));
      const same = await Promise.all(
        shared.map(async ({ path, blob }) => (await here.get(path)?.text()) === (await blob.text())),
      );
      // Another version of the repository is another model.
      if (shared.length === 0 || !same.every(Boolean)) continue;
      return { ...found, hash: key, files: [...source.files, ...found.files.filter(({ path }) => !here.has(path))] };
    }
    return null;
  }

  async #keep(found: FoundModel): Promise<string> {
    const sizeBytes = found.files.reduce((sum, file) => sum + file.blob.size, 0);
    const { files, ...known } = found;
    const stored = await this.#store.putModel({ ...known, addedAt: this.#clock.now(), sizeBytes }, files);
    if (!stored.ok) this.#notices.raise(stored.fault, 'warning');
    this.#list(found);
    this.chosenKey = found.hash;
    return found.hash;
  }

  #list(found: FoundModel, graph: string | null = null): void {
    const { hash, name, classes, files, output, traits } = found;
    const source = {
      kind: 'files',
      files,
      ...(graph !== null && { graph }),
      ...(output !== undefined && { output }),
    } as const;
    const entry: ModelEntry = { key: hash, name, classes, source, ...(traits && { traits }) };
    this.entries = [...this.entries.filter((other) => other.key !== entry.key), entry];
  }
}

/** The graph of a download with one graph. Null where it has several. */
function onlyGraph({ files }: FoundModel): string | null {
  const { graphs } = pickModelFiles(files.map(({ path }) => path));
  return graphs.length === 1 ? (graphs[0]?.onnx ?? null) : null;
}

/** The precisions of a model: its graphs. Empty for a model that is no folder of files. */
export function graphsOf({ source }: ModelEntry): readonly ModelGraph[] {
  return source.kind === 'files' ? pickModelFiles(source.files.map(({ path }) => path)).graphs : [];
}
