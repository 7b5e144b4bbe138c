import type { TakenFile } from '../../protocol/app-ports.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import type { Application } from './application.js';

/** The effects that the start needs. `Whole`: the application and its components. */
export interface StartupDeps<Whole> {
  readonly store: Store;
  /** Whether the sample opens automatically. */
  readonly opensSample: boolean;
  /** Loads and builds the application. Null after a failure, which is reported. A later call tries again. */
  readonly build: () => Promise<Whole | null>;
  /** The files of a drop, called inside the drop event. */
  readonly collect: (transfer: DataTransfer) => Promise<readonly TakenFile[]>;
}

/** The start page until the application is loaded. Requests to the application wait for it, in order. */
export class Startup<Whole extends { readonly app: Application }> {
  /** The application, after it is loaded. */
  whole = $state.raw<Whole | null>(null);
  /** Whether a project opens automatically after loading. The start page leaves its place empty until then. */
  expectsWork = $state.raw(false);
  /** Whether files or other requests wait for the application. */
  waits = $state.raw(false);
  #stored = $state.raw<readonly ProjectRecord[]>([]);
  #asked: ((app: Application) => void)[] = [];
  #opening: Promise<boolean> | null = null;
  readonly #deps: StartupDeps<Whole>;

  constructor(deps: StartupDeps<Whole>) {
    this.#deps = deps;
  }

  /** Stored projects, the last opened one first. */
  readonly projects: readonly ProjectRecord[] = $derived(this.whole?.app.projects.list ?? this.#stored);

  /** Reads the content of the start page. */
  async init(): Promise<void> {
    const { store, opensSample } = this.#deps;
    const projects = await store.projects();
    if (projects.ok) this.#stored = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
    const last = await store.setting('last-project');
    this.expectsWork = opensSample || (last.ok && this.#stored.some(({ id }) => id === last.value));
  }

  /** Loads the application and gives it the waiting requests. False after a failure. */
  open(): Promise<boolean> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Starts the application, which may open a project. */
  async begin(): Promise<void> {
    await this.whole?.app.begin();
  }

  /** Takes picked or pasted files. */
  take(files: readonly TakenFile[]): void {
    this.when((app) => void app.take(files));
  }

  /** Takes a drop, folders too. Call it inside the drop event. */
  takeDropped(transfer: DataTransfer): void {
    const files = this.#deps.collect(transfer);
    this.when((app) => void files.then((taken) => app.take(taken)));
  }

  /** Takes a picked folder as a model. */
  takeModel(files: readonly TakenFile[], name: string): void {
    this.when((app) => void app.takeModel(files, name));
  }

  /** Sends a request to the application, at once or after it is loaded. */
  when(ask: (app: Application) => void): void {
    if (this.whole) {
      ask(this.whole.app);
      return;
    }
    this.#asked.push(ask);
    this.waits = true;
    void this.open();
  }

  async #open(): Promise<boolean> {
    const whole = await this.#deps.build();
    this.expectsWork = false;
    if (!whole) {
      this.#opening = null;
      return false;
    }
    this.whole = whole;
    this.waits = false;
    for (const ask of this.#asked.splice(0)) ask(whole.app);
    return true;
  }
}
