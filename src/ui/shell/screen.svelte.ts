import type { Application } from '../../app/application.js';
import { Desk } from '../../app/desk.svelte.js';
import { LEARNED_KEY } from '../../app/models.svelte.js';
import { Panes } from './panes.svelte.js';

/** What the working screen shows of the application: its panes, and the setup panel over the map. */
export class Screen {
  readonly #app: () => Application;
  #setupOpen = $state.raw(false);
  /** The label whose key is being set, by its place in `desk.options`; null = none. */
  keyedLabel = $state.raw<number | null>(null);

  /** `app`: reads reactive state. */
  constructor(app: () => Application) {
    this.#app = app;
  }

  readonly desk = $derived.by(() => {
    const { review, scores, view, workspace, notices, labelKeys } = this.#app();
    return new Desk(review, scores, view, workspace, notices, labelKeys);
  });
  /** The dataset itself is chosen in the place of a model. */
  readonly learns = $derived.by(() => this.#app().models.chosenKey === LEARNED_KEY);
  readonly busy = $derived.by(() => (this.learns ? this.#app().learning.busy : this.#app().run.busy));
  /** Learning is done, and found nothing: there is no row to rank. */
  readonly foundNothing = $derived.by(() => {
    const { learned, busy, again } = this.#app().learning;
    return this.learns && learned?.useful === false && (!busy || again);
  });
  /** Learned results are shown, or will be in a moment. */
  readonly learnt = $derived.by(() => {
    const { learned, busy } = this.#app().learning;
    return this.learns && !this.foundNothing && (busy || learned !== null);
  });
  readonly setupShown = $derived.by(() => {
    const { scores, training } = this.#app();
    return this.#setupOpen || (scores.done === 0 && !this.busy && !training.applied);
  });
  readonly panes = new Panes(() => (this.setupShown ? 'map' : 'queue'));

  /** A person has asked for the setup panel. */
  get setupOpen(): boolean {
    return this.#setupOpen;
  }

  /** Opens or closes the setup panel; a narrow window shows what is of use then. */
  showSetup(open: boolean): void {
    this.#setupOpen = open;
    this.panes.reset();
  }

  start(): void {
    this.showSetup(false);
    void this.#app().workspace.start();
  }

  /** Chooses the dataset itself in the place of a model, and learns. */
  async learn(): Promise<void> {
    this.showSetup(false);
    const { workspace } = this.#app();
    await workspace.chooseModel(LEARNED_KEY);
    await workspace.start();
  }
}
