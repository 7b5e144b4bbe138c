import type { Application } from '../../app/shell/application.js';
import { ReviewActions } from '../../app/review/actions.svelte.js';
import { BulkActions } from '../../app/review/bulk.svelte.js';
import { LabelEditing } from '../../app/review/label-editing.svelte.js';
import { LEARNED_KEY } from '../../app/scoring/models.svelte.js';
import { agreementOf } from '../../domain/predictions/agreement.js';
import type MapView from '../map/MapView.svelte';
import { Panes } from './panes.svelte.js';
import type { ScreenParts } from './screen-parts.js';
import { suspectCounts, type SuspectCounts } from './suspects.js';

/** The state of the screen: its panes, and the setup panel over the map. */
export class Screen {
  readonly #app: () => Application;
  #setupOpen = $state.raw(false);
  /** The label whose key a person sets, by its place in `actions.options`; null = none. */
  keyedLabel = $state.raw<number | null>(null);
  /** The dialog with the guidelines is visible. */
  guidelinesOpen = $state.raw(false);
  /** The last changes are visible. */
  historyOpen = $state.raw(false);
  /** The dialog that edits labels is visible. */
  labelsOpen = $state.raw(false);
  /** The health of the labels is visible. */
  healthOpen = $state.raw(false);
  /** The row whose alike texts are visible in a dialog; null = none. */
  alikeRow = $state.raw<number | null>(null);
  /** Whether a person opened the dialog about the remaining wrong labels. */
  estimateOpen = $state.raw(false);
  /** Whether a person opened the dialog about the audit. */
  auditOpen = $state.raw(false);
  /** The map while it is visible beside the list and the row. */
  mapView: MapView | undefined = $state.raw();
  readonly parts: ScreenParts;

  /** `app`: it reads reactive state. */
  constructor(app: () => Application, parts: ScreenParts) {
    this.#app = app;
    this.parts = parts;
  }

  /** The dataset on the screen. It appears together with all of its stored results. */
  readonly dataset = $derived.by(() => {
    const { project } = this.#app();
    return project.restoring ? null : project.dataset;
  });
  readonly actions = $derived.by(() => {
    const { review, predictions, view, labelMap, notices, labelKeys, remarks } = this.#app();
    return new ReviewActions(review, predictions, view, labelMap, notices, labelKeys, remarks);
  });
  readonly bulk = $derived.by(() => {
    const { review, predictions, view, notices, remarks } = this.#app();
    return new BulkActions({ review, predictions, picked: view.picked, actions: this.actions, notices, remarks });
  });
  readonly labelEditing = $derived.by(() => {
    const { review, project, predictions, labelKeys, labelFollowers: followers, remarks } = this.#app();
    return new LabelEditing({ review, project, predictions, actions: this.actions, labelKeys, followers, remarks });
  });
  /** Whether learning is chosen in place of a model. */
  readonly learns = $derived.by(() => this.#app().models.chosenKey === LEARNED_KEY);
  /** Name of the model that scores the next opened dataset; '' = the built-in one. */
  readonly chosenModelName = $derived.by(() => {
    const { models } = this.#app();
    return models.chosenKey === 'default' || this.learns ? '' : (models.chosen?.name ?? '');
  });
  readonly busy = $derived.by(() => (this.learns ? this.#app().learning.busy : this.#app().run.busy));
  /** Whether learning ended without finding anything: there is no row to rank. */
  readonly foundNothing = $derived.by(() => {
    const { learned, busy, again } = this.#app().learning;
    return this.learns && learned?.useful === false && (!busy || again);
  });
  /** Whether learned results are visible or expected. */
  readonly learnt = $derived.by(() => {
    const { learned, busy } = this.#app().learning;
    return this.learns && !this.foundNothing && (busy || learned !== null);
  });
  /** Whether nothing can replace the setup panel yet. */
  readonly needsSetup = $derived.by(() => {
    const { project, predictions, training } = this.#app();
    return predictions.done === 0 && !this.busy && !project.starting && !training.signals.shown;
  });
  readonly setupShown = $derived(this.#setupOpen || this.needsSetup);
  /** Whether focus mode is on: the card, its labels and a small map. */
  readonly focused = $derived.by(() => this.#app().preferences.focus && this.dataset !== null && !this.setupShown);
  /** A derived value of its own, so that a batch of results does not look up labels again. */
  readonly #classes = $derived.by(() => {
    const { review, labelMap } = this.#app();
    return Int32Array.from(review.labels, (_, label) => labelMap.classOf(label));
  });
  /** Agreement of the prediction with the source's label, by row. */
  readonly #agreement = $derived.by(() => {
    const { review, predictions } = this.#app();
    return agreementOf(review.original, predictions.predicted.value, this.#classes);
  });
  /** The progress through the suspected rows, counted once for each decision; null without results. */
  readonly suspects: SuspectCounts | null = $derived.by(() => {
    if (this.needsSetup || this.foundNothing) return null;
    return suspectCounts(this.#agreement, this.actions.shown.status.value);
  });
  /** Whether to warn that the browser may delete saved work: from the first decision until a person dismisses the warning. */
  readonly tellsEviction = $derived.by(() => {
    const { evictable, preferences, project, downloaded } = this.#app();
    return evictable && !preferences.knowsEviction && project.record !== null && downloaded.changes > 0;
  });
  readonly panes = new Panes(() => (this.setupShown ? 'map' : 'queue'));

  /** Whether the dialog about the audit is visible: a person opened it, or the audit has ended with its report. */
  get auditShown(): boolean {
    return this.auditOpen || this.#app().draws.reportsAudit;
  }

  /** Closes the dialog about the audit, with its report. */
  closeAudit(): void {
    const { draws } = this.#app();
    this.auditOpen = false;
    if (draws.reportsAudit) draws.closeAudit();
  }

  /** Begins an audit and shows its first row. */
  beginAudit(halfWidth: number, blind: boolean): void {
    const { draws, view } = this.#app();
    draws.beginAudit(halfWidth, blind);
    // The number of picked rows by label would show labels that the audit hides.
    view.picked.clear();
    this.auditOpen = false;
    view.nextPending();
    this.panes.show('row');
  }

  /** Whether a person opened the setup panel. */
  get setupOpen(): boolean {
    return this.#setupOpen;
  }

  /** Opens or closes the setup panel. A narrow window also changes its pane. */
  showSetup(open: boolean): void {
    this.#setupOpen = open;
    this.panes.reset();
  }

  /** Enters or leaves focus mode. Entering needs a row to show. */
  setFocused(on: boolean): void {
    if (on && this.needsSetup) return;
    if (on) this.showSetup(false);
    this.#app().preferences.setFocus(on);
    // A narrow window keeps showing the same row.
    if (!on) this.panes.show('row');
  }

  /** Shows the health of the labels as it is now. */
  openHealth(): void {
    this.healthOpen = true;
    void this.#app().health.open();
  }

  closeHealth(): void {
    this.healthOpen = false;
    this.#app().health.close();
  }

  /** Shows the dialog of the audit in place of the one of the estimate. */
  leaveEstimateForAudit(): void {
    this.estimateOpen = false;
    this.auditOpen = true;
  }

  start(): void {
    this.showSetup(false);
    void this.#app().analysis.start();
  }

  /** Chooses learning in place of a model, and starts it. */
  learn(): void {
    this.showSetup(false);
    void this.#app().modelChoice.learn();
  }
}
