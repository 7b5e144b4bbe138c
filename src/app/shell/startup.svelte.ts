import type { TakenFile } from '../../protocol/app-ports.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import type { Application } from './application.js';

/** What the start is made of. `Whole`: the application and what shows it. */
export interface StartupDeps<Whole> {
  readonly store: Store;
  /** Something other than the last project is to be opened by itself. */
  readonly opensSample: boolean;
  /** Loads and builds the application; null where it cannot be loaded, which is reported. It may be called again then. */
  readonly build: () => Promise<Whole | null>;
  /** The files of a drop, called inside the drop event. */
  readonly collect: (transfer: DataTransfer) => Promise<readonly TakenFile[]>;
}

/** The start page, before and until the application is there: what is asked of the application waits for it, in order. */
export class Startup<Whole extends { readonly app: Application }> {
  /** The application, once it is there. */
  whole = $state.raw<Whole | null>(null);
  /** Work opens by itself as soon as the application is there: nothing is shown in its place. */
  expectsWork = $state.raw(false);
  /** Files or other wishes wait for the application. */
  waits = $state.raw(false);
  #stored = $state.raw<readonly ProjectRecord[]>([]);
  #asked: ((app: Application) => void)[] = [];
  #opening: Promise<boolean> | null = null;
  readonly #deps: StartupDeps<Whole>;

  constructor(deps: StartupDeps<Whole>) {
    this.#deps = deps;
  }

  /** Stored projects, the one opened last first. */
  readonly projects: readonly ProjectRecord[] = $derived(this.whole?.app.projects.list ?? this.#stored);

  /** Reads what the start page shows. */
  async init(): Promise<void> {
    const { store, opensSample } = this.#deps;
    const projects = await store.projects();
    if (projects.ok) this.#stored = [...projects.value].sort((a, b) => b.openedAt - a.openedAt);
    const last = await store.setting('last-project');
    this.expectsWork = opensSample || (last.ok && this.#stored.some(({ id }) => id === last.value));
  }

  /** Loads the application, and gives it what waits for it. False where it cannot be loaded. */
  open(): Promise<boolean> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Begins the application, which may open work by itself. */
  async begin(): Promise<void> {
    await this.whole?.app.begin();
  }

  /** Takes files that were picked or pasted. */
  take(files: readonly TakenFile[]): void {
    this.when((app) => void app.take(files));
  }

  /** Takes what was dropped, folders too. It must be called inside the drop event. */
  takeDropped(transfer: DataTransfer): void {
    const files = this.#deps.collect(transfer);
    this.when((app) => void files.then((taken) => app.take(taken)));
  }

  /** Takes a folder that was picked as a model. */
  takeModel(files: readonly TakenFile[], name: string): void {
    this.when((app) => void app.takeModel(files, name));
  }

  /** Asks something of the application: at once, or as soon as it is there. */
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
