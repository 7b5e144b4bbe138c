import type { Application } from '../../app/shell/application.js';
import { ReviewActions } from '../../app/review/actions.svelte.js';
import { LEARNED_KEY } from '../../app/scoring/models.svelte.js';
import { agreementOf } from '../../domain/predictions/agreement.js';
import type MapView from '../map/MapView.svelte';
import { Panes } from './panes.svelte.js';
import type { ScreenParts } from './screen-parts.js';
import { suspectCounts, type SuspectCounts } from './suspects.js';

/** What the working screen shows of the application: its panes, and the setup panel over the map. */
export class Screen {
  readonly #app: () => Application;
  #setupOpen = $state.raw(false);
  /** The label whose key is being set, by its place in `desk.options`; null = none. */
  keyedLabel = $state.raw<number | null>(null);
  /** The map, while it is shown beside the list and the row. */
  mapView: MapView | undefined = $state.raw();
  readonly parts: ScreenParts;

  /** `app`: reads reactive state. */
  constructor(app: () => Application, parts: ScreenParts) {
    this.#app = app;
    this.parts = parts;
  }

  /** The dataset that is on the screen: it is shown with everything that is stored of it. */
  readonly dataset = $derived.by(() => {
    const { project } = this.#app();
    return project.restoring ? null : project.dataset;
  });
  readonly actions = $derived.by(() => {
    const { review, predictions, view, labelMap, notices, labelKeys, remarks } = this.#app();
    return new ReviewActions(review, predictions, view, labelMap, notices, labelKeys, remarks);
  });
  /** The dataset itself is chosen in the place of a model. */
  readonly learns = $derived.by(() => this.#app().models.chosenKey === LEARNED_KEY);
  /** Name of the model that scores the dataset opened next; '' = the built-in one. */
  readonly chosenModelName = $derived.by(() => {
    const { models } = this.#app();
    return models.chosenKey === 'default' || this.learns ? '' : (models.chosen?.name ?? '');
  });
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
  /** There is nothing to show in the setup panel's place yet. */
  readonly needsSetup = $derived.by(() => {
    const { project, predictions, training } = this.#app();
    return predictions.done === 0 && !this.busy && !project.starting && !training.signals.shown;
  });
  readonly setupShown = $derived(this.#setupOpen || this.needsSetup);
  /** Only the card, its labels and a small map are shown. */
  readonly focused = $derived.by(() => this.#app().preferences.focus && this.dataset !== null && !this.setupShown);
  /** By itself, so that labels are not looked up anew with every batch of results. */
  readonly #classes = $derived.by(() => {
    const { review, labelMap } = this.#app();
    return Int32Array.from(review.labels, (_, label) => labelMap.classOf(label));
  });
  /** Of the prediction with the source's label, by row. */
  readonly #agreement = $derived.by(() => {
    const { review, predictions } = this.#app();
    return agreementOf(review.original, predictions.predicted.value, this.#classes);
  });
  /** How far the suspected rows are worked through, counted once for each decision; null without results. */
  readonly suspects: SuspectCounts | null = $derived.by(() => {
    if (this.needsSetup || this.foundNothing) return null;
    return suspectCounts(this.#agreement, this.actions.shown.status.value);
  });
  /** That the browser may delete what is saved is said once there is something to lose, until a person knows it. */
  readonly tellsEviction = $derived.by(() => {
    const { evictable, preferences, project, downloaded } = this.#app();
    return evictable && !preferences.knowsEviction && project.record !== null && downloaded.changes > 0;
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

  /** Enters or leaves focus mode. It cannot be entered before there is something to look at. */
  setFocused(on: boolean): void {
    if (on && this.needsSetup) return;
    if (on) this.showSetup(false);
    this.#app().preferences.setFocus(on);
    // A narrow window shows the same row as before.
    if (!on) this.panes.show('row');
  }

  start(): void {
    this.showSetup(false);
    void this.#app().analysis.start();
  }

  /** Chooses the dataset itself in the place of a model, and learns. */
  learn(): void {
    this.showSetup(false);
    void this.#app().modelChoice.learn();
  }
}
