import { untrack } from 'svelte';
import type { LabelMatch } from '../../domain/labels/match.js';
import { isClass, type Dataset } from '../../domain/reading/dataset.js';
import { OtherRows } from '../../domain/review/other-rows.js';
import { addToCounts, reasonCounts } from '../../domain/review/reasons.js';
import type { Clock } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { LabelDoubts } from '../predictions/label-doubts.js';
import type { Column, Predictions } from '../predictions/predictions.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { ReasonMarks, RowMarks } from '../rows/row-marks.svelte.js';
import { Slices } from '../shell/slices.js';
import type { Training } from '../training/training.js';
import type { AlikeTexts } from './alike-texts.svelte.js';
import { resultReasons, signalReasons, sourceReasons, type ReasonPart } from './reason-parts.js';
import type { Review } from './review.svelte.js';

export interface RowReasonsDeps {
  readonly project: Pick<Project, 'dataset' | 'restoring'>;
  readonly predictions: Predictions;
  readonly doubts: LabelDoubts;
  readonly labelMap: Pick<LabelMap, 'match'>;
  readonly training: Pick<Training, 'signals' | 'map'>;
  readonly review: Review;
  readonly alike: Pick<AlikeTexts, 'groups' | 'nearest' | 'leftOut'>;
  /** Holds the reasons, for the list and the card. */
  readonly marks: Pick<RowMarks, 'reasons'>;
  readonly clock: Clock;
}

/** Time between two computations while a run adds results. */
const GROWING_EVERY_MS = 2000;

/**
 * Computes the reasons of all rows, in steps. One effect follows the results, the label map, the signals, the groups of
 * texts and the decisions. Changes during a computation cause one more computation. While a run adds results, reasons
 * follow every few seconds, and at its end. After a decision, only the rows are changed whose reasons depend on it.
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
  /** The reasons from the labels of other rows, with the state that they are from. They follow the decisions. */
  #others: { readonly inputs: readonly unknown[]; readonly rows: OtherRows | null } | null = null;
  /** The parts of the shown reasons. */
  #shown: readonly unknown[] = [];
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
    const texts = [alike.groups, alike.nearest];
    return [project.dataset, project.restoring, ...texts, review.label, review.status, ...results, ...signals];
  }

  async #follow(): Promise<void> {
    const { project, marks } = this.#deps;
    if (!project.dataset || project.restoring) {
      marks.reasons = null;
      this.#known = null;
      this.#fixed = null;
      this.#others = null;
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
    const { review, alike, marks, clock } = this.#deps;
    const slices = new Slices(clock);
    const results = await this.#resultsPart(dataset, slices);
    if (!this.#isShown(dataset)) return;
    const parts = [results, ...this.#fixedParts(dataset)];
    const others = this.#otherRows(dataset);
    const isClassOf = Uint8Array.from(dataset.labels, (own) => (isClass(own) ? 1 : 0));
    const now = { label: review.label.value, status: review.status.value, isClass: isClassOf };
    const changed = (await others?.follow(now, () => slices.rest())) ?? [];
    if (!this.#isShown(dataset)) return;
    const shown = [...parts, others];
    const before = shown.every((part, place) => part === this.#shown[place]) ? marks.reasons : null;
    this.#shown = shown;
    const { leftOut } = alike;
    const known = parts.reduce((all, part) => all | part.known, others?.known ?? 0);
    const counted = before ? this.#changed(before, parts, others, changed) : this.#united(dataset.rows, parts, others);
    marks.reasons = { ...counted, known, others, leftOut };
  }

  /** Whether the page shows this dataset. A function, since the answer changes with every wait. */
  #isShown(dataset: Dataset): boolean {
    const { project } = this.#deps;
    return project.dataset === dataset && !project.restoring;
  }

  /** The reasons of all rows, and their numbers of rows. */
  #united(rows: number, parts: readonly ReasonPart[], others: OtherRows | null): Pick<ReasonMarks, 'bits' | 'counts'> {
    const bits = new Uint16Array(rows);
    for (const part of others ? [...parts, others] : parts) {
      for (let row = 0; row < rows; row++) bits[row] = (bits[row] as number) | (part.bits[row] as number);
    }
    return { bits, counts: reasonCounts(bits) };
  }

  /** Writes the reasons of the changed rows in place, and counts them anew. */
  #changed(
    { bits, counts }: ReasonMarks,
    parts: readonly ReasonPart[],
    others: OtherRows | null,
    changed: readonly number[],
  ): Pick<ReasonMarks, 'bits' | 'counts'> {
    const now = counts.slice();
    for (const row of changed) {
      const own = parts.reduce((all, part) => all | (part.bits[row] as number), others?.bits[row] ?? 0);
      addToCounts(now, bits[row] as number, -1);
      addToCounts(now, own, 1);
      bits[row] = own;
    }
    return { bits, counts: now };
  }

  #otherRows(dataset: Dataset): OtherRows | null {
    const { groups, nearest } = this.#deps.alike;
    const inputs = [dataset, groups, nearest];
    if (this.#others && inputs.every((input, place) => input === this.#others?.inputs[place])) return this.#others.rows;
    const rows = groups && new OtherRows(groups, nearest);
    this.#others = { inputs, rows };
    return rows;
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
    const { predictions, doubts, labelMap } = this.#deps;
    const { loss } = predictions;
    const { match } = labelMap;
    if (this.#known?.loss === loss && this.#known.match === match) return this.#known.part;
    const part = await resultReasons(dataset, predictions, await doubts.find(slices), match, slices);
    this.#known = { loss, match, part };
    return part;
  }
}
