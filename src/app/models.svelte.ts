import type { Fault } from '../protocol/fault.js';
import type { ModelFile } from '../protocol/model-wire.js';
import type { Clock, FoundModel, HubProgress, ModelEntry, ModelLibrary, Store } from '../protocol/ports.js';
import type { Notices } from './notices.svelte.js';

/** Key of the results that came with the open dataset: chosen like a model, but nothing is scored. */
export const RESULTS_KEY = 'results';
/** Key of what is learnt from the open dataset itself: chosen like a model, of which there is none. */
export const LEARNED_KEY = 'learned';

export type HubState =
  | { readonly at: 'idle' }
  /** The person has to agree to the host first. */
  | { readonly at: 'asking'; readonly id: string; readonly host: string }
  | { readonly at: 'downloading'; readonly id: string; readonly progress: HubProgress | null }
  | { readonly at: 'failed'; readonly id: string; readonly fault: Fault };

/** The models at hand and the one that is chosen. */
export class Models {
  entries = $state.raw<readonly ModelEntry[]>([]);
  chosenKey = $state.raw('default');
  hub = $state.raw<HubState>({ at: 'idle' });
  /** Name of the folder that is being tried out; '' = none. */
  checking = $state.raw('');
  chosen = $derived(this.entries.find((entry) => entry.key === this.chosenKey) ?? null);

  #abort: AbortController | null = null;
  /** The check begun last. */
  #check = 0;
  readonly #library: ModelLibrary;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #notices: Notices;

  constructor(library: ModelLibrary, store: Store, clock: Clock, notices: Notices) {
    this.#library = library;
    this.#store = store;
    this.#clock = clock;
    this.#notices = notices;
  }

  /** Lists the built-in model and the stored ones. */
  async init(): Promise<void> {
    const builtIn = await this.#library.builtIn();
    if (builtIn.ok) this.entries = [builtIn.value];
    else this.#notices.raise(builtIn.fault);
    const stored = await this.#store.models();
    if (!stored.ok) return;
    for (const model of stored.value) {
      const files = await this.#store.modelFiles(model.hash);
      if (files.ok && files.value) this.#list({ ...model, files: files.value });
    }
  }

  choose(key: string): void {
    if (this.entries.some((entry) => entry.key === key)) this.chosenKey = key;
  }

  /**
   * Lists results that were computed elsewhere, under these classes; null takes them off the list. `name`: of the second
   * file that they came in, '' = they are the dataset's own.
   */
  offerResults(classes: readonly string[] | null, name = ''): void {
    const others = this.entries.filter((entry) => entry.key !== RESULTS_KEY);
    const source = { kind: 'files', files: [] } as const;
    this.entries = classes ? [...others, { key: RESULTS_KEY, name, classes, source }] : others;
    if (!classes && this.chosenKey === RESULTS_KEY) this.chosenKey = 'default';
  }

  /** Lists what can be learnt from the open dataset, under its labels; null takes it off the list. */
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

  /** Takes a model folder in, keeps it for offline use and chooses it. Returns its key, null where it is no model. */
  async addFiles(files: readonly ModelFile[], name: string): Promise<string | null> {
    const check = ++this.#check;
    this.checking = name;
    const found = await this.#library.fromFiles(files, name);
    if (check === this.#check) this.checking = '';
    if (!found.ok) {
      this.#notices.raise(found.fault);
      return null;
    }
    return this.#keep(found.value);
  }

  /** Asks the person to agree to a download from this host. Nothing is sent yet. */
  askHub(id: string, host: string): void {
    this.#abort?.abort();
    this.hub = { at: 'asking', id, host };
  }

  /**
   * Downloads the model from the host that the person has just agreed to. Returns its key, null where nobody was asked, it
   * fails or it was cancelled.
   */
  async agreeToHub(): Promise<string | null> {
    if (this.hub.at !== 'asking') return null;
    const { id, host } = this.hub;
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
    );
    if (abort.signal.aborted) return null;
    if (!found.ok) {
      this.hub = { at: 'failed', id, fault: found.fault };
      return null;
    }
    const key = await this.#keep(found.value);
    if (abort === this.#abort) this.hub = { at: 'idle' };
    return key;
  }

  cancelHub(): void {
    this.#abort?.abort();
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

  async #keep(found: FoundModel): Promise<string> {
    const sizeBytes = found.files.reduce((sum, file) => sum + file.blob.size, 0);
    const model = { hash: found.hash, name: found.name, addedAt: this.#clock.now(), sizeBytes, classes: found.classes };
    const stored = await this.#store.putModel(model, found.files);
    if (!stored.ok) this.#notices.raise(stored.fault, 'warning');
    this.#list(found);
    this.chosenKey = found.hash;
    return found.hash;
  }

  #list(found: FoundModel): void {
    const entry: ModelEntry = {
      key: found.hash,
      name: found.name,
      classes: found.classes,
      source: { kind: 'files', files: found.files },
    };
    this.entries = [...this.entries.filter((other) => other.key !== entry.key), entry];
  }
}
