import { CORRECTED, isDecided, PENDING } from '../../../domain/reading/dataset.js';
import { sampleSize } from '../../../domain/review/estimate/intervals.js';
import {
  countStrata,
  drawOrders,
  nextStratum,
  sampledRows,
  seedOf,
  strataOf,
  type SampledRow,
  type StratumCounts,
} from '../../../domain/review/estimate/strata.js';
import { NO_DRAWS, type Audit, type StoredDraws } from '../../../domain/review/estimate/stored-draws.js';
import { remainingErrors, type Remaining } from '../../../domain/review/estimate/total.js';
import type { Predictions } from '../../predictions/predictions.svelte.js';
import type { ProjectValue } from '../../project/project-value.svelte.js';
import type { Project } from '../../project/project.svelte.js';
import type { Review } from '../review.svelte.js';

export interface DrawsDeps {
  readonly stored: ProjectValue<StoredDraws>;
  readonly predictions: Pick<Predictions, 'loss' | 'done'>;
  readonly review: Pick<Review, 'status' | 'counts' | 'writable'>;
  readonly project: Pick<Project, 'dataset' | 'record'>;
}

/** Rows answered from one draw to the next one: every tenth row is a draw. */
const EVERY = 10;
const NO_ROWS: ReadonlySet<number> = new Set();

/**
 * Random draws among the rows that a person reviews, and the estimate of the wrong labels left. The store keeps them with
 * the project.
 *
 * The first draw fixes strata by loss. Each stratum has a random order, which depends on the project's id alone. A turn
 * takes exactly one row of one order, and offers it if it is undecided. A decided row joins the sample without a question,
 * so that the sample never depends on the choices of a person. A drawn row that a person marks as unsure stays in the
 * sample, and widens the interval: its label can be right or wrong. It is not offered again as a draw.
 */
export class Draws {
  /** The rows of the sample so far, and the offered one. */
  readonly rows: ReadonlySet<number> = $derived.by(() => this.#rowsTaken());
  /** What the estimate knows of each stratum. Empty before the first draw. */
  readonly counts: readonly StratumCounts[] = $derived.by(() => {
    const { strata, taken } = this.#state;
    return strata ? countStrata(strata, this.#orders, taken, this.#deps.review.status.value) : [];
  });
  /** The estimate of the wrong labels left. */
  readonly remaining: Remaining = $derived.by(() => remainingErrors(this.#counted()));
  /** Draws among other rows than those of the dataset do not count. */
  readonly #state: StoredDraws = $derived.by(() => {
    const { value } = this.#deps.stored;
    const isOfDataset = value.strata === null || value.strata.length === this.#rowCount;
    return isOfDataset ? value : { ...NO_DRAWS, on: value.on };
  });
  readonly #strata = $derived.by(() => this.#state.strata);
  readonly #orders = $derived.by(() => (this.#strata ? drawOrders(this.#strata, this.#seed) : []));
  /** Every saved decision replaces the record. Its id stays, and so do the orders. */
  readonly #seed = $derived.by(() => seedOf(this.#deps.project.record?.id ?? ''));
  readonly #deps: DrawsDeps;

  constructor(deps: DrawsDeps) {
    this.#deps = deps;
  }

  /** The sampled rows with their weights. */
  get sample(): readonly SampledRow[] {
    return sampledRows(this.#orders, this.#state.taken, this.#deps.review.status.value);
  }

  /** Whether every tenth row offered is a random draw. */
  get on(): boolean {
    return this.#state.on;
  }

  /** The audit that is under way or whose report was not closed yet; else the last one; null = none. */
  get audit(): Audit | null {
    return this.#state.audit;
  }

  /** Whether an audit has rows that a person did not answer yet. */
  get auditing(): boolean {
    const { audit } = this;
    return audit !== null && !audit.closed && this.auditDone < audit.size;
  }

  /** Whether every row of an audit is decided or unsure, and its report was not closed yet. */
  get reportsAudit(): boolean {
    const { audit } = this;
    return audit !== null && !audit.closed && this.auditDone >= audit.size;
  }

  /** Whether given label and prediction are hidden. */
  get blind(): boolean {
    return this.auditing && this.audit?.blind === true;
  }

  /** Decided and unsure rows of the sample. */
  get auditDone(): number {
    return this.remaining.sampled;
  }

  /** Whether every tenth row offered is a random draw from now on. */
  turn(on: boolean): void {
    this.#set({ on });
  }

  /**
   * The random row to review now; -1 = none. In an audit each row is one. Else every tenth is, if `fromTop`: the person
   * reviews the whole list from the highest loss down. A pending draw is offered again at the next turn.
   */
  offer(fromTop: boolean): number {
    if (!this.#deps.review.writable) return -1;
    if (this.auditing) return this.#offerAudit();
    if (!this.on || !fromTop) return -1;
    const answered = this.#answered;
    // An undo can lower the number of answered rows.
    if (answered - Math.min(this.#state.decidedAtDraw, answered + 1) < EVERY - 1) return -1;
    this.#begin();
    const { counts } = this;
    const isOpen = (stratum: number): boolean => (counts[stratum]?.decided ?? 0) < (counts[stratum]?.rows ?? 0);
    if (this.#waiting < 0) this.#take(isOpen);
    this.#set({ decidedAtDraw: answered + 1 });
    return this.#waiting;
  }

  /** Begins an audit with this precision, a share to either side. */
  beginAudit(halfWidth: number, blind: boolean): void {
    if (!this.#deps.review.writable) return;
    this.#begin();
    this.#set({ audit: { size: this.sizeOf(halfWidth), halfWidth, blind, closed: false } });
  }

  /** Rows of a sample with this precision, a share to either side. */
  sizeOf(halfWidth: number): number {
    return sampleSize(halfWidth, this.#rowCount);
  }

  /** Ends the audit, or closes its report. Its decisions remain. */
  closeAudit(): void {
    const { audit } = this;
    if (audit) this.#set({ audit: { ...audit, closed: true } });
  }

  #offerAudit(): number {
    const size = this.audit?.size ?? 0;
    while (this.#waiting < 0 && this.#taken < size) this.#take(() => true);
    return this.#waiting;
  }

  /** Fixes the strata before the first draw. */
  #begin(): void {
    if (this.#state.strata) return;
    const { value } = this.#deps.predictions.loss;
    const loss = value.length === this.#rowCount ? value : new Float32Array(this.#rowCount);
    this.#set({ strata: strataOf(loss), taken: [] });
  }

  /** Takes the next row of a stratum that may be drawn from. */
  #take(eligible: (stratum: number) => boolean): void {
    const { taken } = this.#state;
    const stratum = nextStratum(this.#orders, taken, eligible);
    if (stratum < 0) return;
    this.#set({ taken: this.#orders.map((_, at) => (taken[at] ?? 0) + (at === stratum ? 1 : 0)) });
  }

  /** A drawn pending row; -1 = none. */
  get #waiting(): number {
    const { value: status } = this.#deps.review.status;
    for (const row of this.rows) if (status[row] === PENDING) return row;
    return -1;
  }

  get #taken(): number {
    return this.#state.taken.reduce((sum, count) => sum + count, 0);
  }

  /** Rows that are decided or unsure. */
  get #answered(): number {
    return this.#deps.review.counts.slice(1).reduce((sum, count) => sum + count, 0);
  }

  #rowsTaken(): ReadonlySet<number> {
    const { taken } = this.#state;
    if (taken.length === 0) return NO_ROWS;
    return new Set(this.#orders.flatMap((order, stratum) => [...order.subarray(0, taken[stratum] ?? 0)]));
  }

  /** The strata of the estimate. Before the first draw all rows are one stratum without a sample. */
  #counted(): readonly StratumCounts[] {
    if (this.#state.strata) return this.counts;
    const { counts } = this.#deps.review;
    const decided = counts.reduce((sum, count, status) => sum + (isDecided(status) ? count : 0), 0);
    const rows = counts.reduce((sum, count) => sum + count, 0);
    return [{ rows, decided, wrong: counts[CORRECTED] ?? 0, sampled: 0, sampledWrong: 0, sampledUnsure: 0 }];
  }

  #set(change: Partial<StoredDraws>): void {
    void this.#deps.stored.set({ ...this.#state, ...change });
  }

  get #rowCount(): number {
    return this.#deps.project.dataset?.rows ?? 0;
  }
}
