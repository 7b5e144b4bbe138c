import { untrack } from 'svelte';
import type { LabelMatch } from '../../domain/labels/match.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import { reasonCounts } from '../../domain/review/reasons.js';
import type { Clock } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { Column, Predictions } from '../predictions/predictions.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { RowMarks } from '../rows/row-marks.svelte.js';
import { Slices } from '../shell/slices.js';
import type { Training } from '../training/training.js';
import type { AlikeTexts } from './alike-texts.svelte.js';
import { resultReasons, signalReasons, sourceReasons, textReasons, type ReasonPart } from './reason-parts.js';
import type { Review } from './review.svelte.js';

export interface RowReasonsDeps {
  readonly project: Pick<Project, 'dataset' | 'restoring'>;
  readonly predictions: Predictions;
  readonly labelMap: Pick<LabelMap, 'match'>;
  readonly training: Pick<Training, 'signals' | 'map'>;
  readonly review: Review;
  readonly alike: Pick<AlikeTexts, 'groups'>;
  /** Holds the reasons, for the list and the card. */
  readonly marks: Pick<RowMarks, 'reasons'>;
  readonly clock: Clock;
}

/** Time between two computations while a run adds results. */
const GROWING_EVERY_MS = 2000;

/**
 * Computes the reasons of all rows, in steps. One effect follows the results, the label map, the signals, the groups of
 * texts and the decisions. Changes during a computation cause one more computation. While a run adds results, reasons
 * follow every few seconds, and at its end.
 */
export class RowReasons {
  #isDue = false;
  #isBusy = false;
  /** Time of the last computation, monotonic ms. */
  #computedAt = 0;
  /** The reasons from results, with the state that they are from. */
  #known: {
    readonly loss: Column<Float32Array>;
    readonly match: LabelMatch | null;
    readonly part: ReasonPart;
  } | null = null;
  /** The reasons from source and signals, with the state that they are from. No decision changes them. */
  #fixed: { readonly inputs: readonly unknown[]; readonly parts: readonly ReasonPart[] } | null = null;
  readonly #deps: RowReasonsDeps;

  constructor(deps: RowReasonsDeps) {
    this.#deps = deps;
    // The effect lives as long as the page.
    $effect.root(() => {
      $effect(() => {
        this.#read();
        untrack(() => void this.#follow());
      });
    });
  }

  /** Reads all state that the reasons follow. */
  #read(): readonly unknown[] {
    const { project, predictions, labelMap, training, review, alike } = this.#deps;
    const results = [predictions.loss, predictions.stage, labelMap.match];
    const signals = [training.signals.shown, training.map.signals.columns, training.map.sLabel];
    return [project.dataset, project.restoring, alike.groups, review.label, review.status, ...results, ...signals];
  }

  async #follow(): Promise<void> {
    const { project, marks } = this.#deps;
    if (!project.dataset || project.restoring) {
      marks.reasons = null;
      this.#known = null;
      this.#fixed = null;
    }
    this.#isDue = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#isDue) {
      this.#isDue = false;
      await this.#computeDue();
    }
    this.#isBusy = false;
  }

  /** Computes after the page shows the change. */
  async #computeDue(): Promise<void> {
    const { project, predictions, marks, clock } = this.#deps;
    await clock.afterPaint();
    const { dataset } = project;
    if (!dataset || project.restoring) return;
    const isEarly = clock.ticks() - this.#computedAt < GROWING_EVERY_MS;
    if (marks.reasons && predictions.stage === 'growing' && isEarly) return;
    this.#computedAt = clock.ticks();
    await this.#compute(dataset);
  }

  /** Computes what has changed. Another dataset that opens meanwhile keeps nothing of it. */
  async #compute(dataset: Dataset): Promise<void> {
    const { project, review, alike, marks, clock } = this.#deps;
    const { rows } = dataset;
    const slices = new Slices(clock);
    const results = await this.#resultsPart(dataset, slices);
    if (project.dataset !== dataset || project.restoring) return;
    const parts = [results, ...this.#fixedParts(dataset), textReasons(dataset, review, alike.groups)];
    const bits = new Uint16Array(rows);
    for (const part of parts) {
      for (let row = 0; row < rows; row++) bits[row] = (bits[row] as number) | (part.bits[row] as number);
    }
    marks.reasons = { bits, known: parts.reduce((all, { known }) => all | known, 0), counts: reasonCounts(bits) };
  }

  #fixedParts(dataset: Dataset): readonly ReasonPart[] {
    const { training, alike } = this.#deps;
    const { rows } = dataset;
    const sLabel = training.map.sLabel ?? dataset.sLabel;
    const inputs = [dataset, sLabel, alike.groups, training.signals.shown, training.map.signals.columns];
    if (this.#fixed && inputs.every((input, place) => input === this.#fixed?.inputs[place])) return this.#fixed.parts;
    const parts = [sourceReasons(rows, sLabel, alike.groups), signalReasons(rows, training)];
    this.#fixed = { inputs, parts };
    return parts;
  }

  /** The reasons from results. Decisions do not change them. */
  async #resultsPart(dataset: Dataset, slices: Slices): Promise<ReasonPart> {
    const { predictions, labelMap } = this.#deps;
    const { loss } = predictions;
    const { match } = labelMap;
    if (this.#known?.loss === loss && this.#known.match === match) return this.#known.part;
    const part = await resultReasons(dataset, predictions, match, slices);
    this.#known = { loss, match, part };
    return part;
  }
}
