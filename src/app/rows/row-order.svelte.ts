import { untrack } from 'svelte';
import type { LabelMatch } from '../../domain/labels/match.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import type { Order } from '../../domain/review/rank.js';
import { bitsOf } from '../../domain/review/reasons.js';
import type { SignalColumns } from '../../domain/training/signals.js';
import type { Clock } from '../../protocol/ports.js';
import type { Column, ResultsStage } from '../predictions/predictions.svelte.js';
import {
  filtersByTraining,
  isScoreOrder,
  isTrainingOrder,
  rankedRows,
  type RankingChoices,
  type RankingColumns,
} from './ranking.js';
import type { ReasonMarks } from './row-marks.svelte.js';
import type { RowChoices } from './row-choices.svelte.js';
import type { RowSearch, SearchResult } from './row-search.svelte.js';
import { chosen, joined, maskOf } from './row-sets.js';

/** State of other classes that the order follows. Another object in a field means that the state has changed. */
interface Inputs {
  /** One of the score columns. */
  readonly results: Column<Float32Array>;
  readonly stage: ResultsStage;
  readonly labelMap: LabelMatch | null;
  readonly bothDoubt: Uint8Array | null;
  readonly reasons: ReasonMarks | null;
  readonly signals: Column<SignalColumns> | null;
  readonly search: SearchResult;
}

export interface RowOrderDeps extends Omit<RankingColumns, 'classOf'> {
  readonly clock: Clock;
  readonly choices: Pick<RowChoices, 'filters' | 'order' | 'trained' | 'findPredicted'>;
  readonly search: Pick<RowSearch, 'result'>;
  readonly labelMap: { readonly match: LabelMatch | null; readonly classOf: (label: number) => number };
  readonly signals: { readonly columns: Column<SignalColumns> | null };
  readonly project: { readonly restoring: boolean };
  /** The selected row, -1 = none. */
  readonly selected: () => number;
}

/** The rows to rank: none, the rows below the selected one, or all rows. */
type Due = 'nothing' | 'below' | 'all';

const RANK_EVERY_MS = 1000;

/**
 * The filtered rows in order. `follow` compares the inputs of the order with those of the last ranking, and ranks if
 * needed. Rows do not move under the pointer: it ranks new results below the selected row, at most once a second, and
 * not while rows are held.
 */
export class RowOrder {
  /** Row ids in order, after the filters. A new array after each ranking. */
  rows = $state.raw(new Uint32Array(0));
  /** The open dataset; null = none. */
  dataset = $state.raw<Dataset | null>(null);
  /** There are results that the order does not include yet. */
  stale = $state.raw(false);

  #hold = false;
  #due: Due = 'nothing';
  /** The state of other classes at the last `follow`; null = none for this dataset yet. */
  #seen: Inputs | null = null;
  /** The order of the last ranking. */
  #rankedBy: Order = 'source';
  /** Time of the last ranking of new results, monotonic ms. */
  #rankedAt = 0;
  readonly #deps: RowOrderDeps;

  constructor(deps: RowOrderDeps) {
    this.#deps = deps;
  }

  /** Reacts to another dataset: the next `follow` ranks all of its rows. */
  open(dataset: Dataset): void {
    this.dataset = dataset;
    this.#hold = false;
    this.#seen = null;
    this.#due = 'all';
  }

  close(): void {
    this.dataset = null;
    this.rows = new Uint32Array(0);
    this.#due = 'nothing';
  }

  /** Number of rows of the open dataset. */
  get count(): number {
    return this.dataset?.rows ?? 0;
  }

  /** Whether ranking waits: no dataset is open, or stored data of it is still loading. */
  get waits(): boolean {
    return this.dataset === null || this.#deps.project.restoring;
  }

  /** The order that the rows can have. Before any score exists, a training order replaces a score order. */
  get orderNow(): Order {
    const { order, trained } = this.#deps.choices;
    if (!isScoreOrder(order) || this.#deps.predictions.done > 0) return order;
    return trained ? 'avg_probs' : 'source';
  }

  /** Ranks all rows again, also while rows are held, at a person's request. */
  rankAll(): void {
    this.#due = 'all';
    this.follow();
  }

  /** Whether rows are held: the pointer is over the list, or a person works in it. */
  get hold(): boolean {
    return this.#hold;
  }

  set hold(on: boolean) {
    this.#hold = on;
    if (!on) this.follow();
  }

  /** Ranks the rows that need it after the changes since the last call. */
  follow(): void {
    untrack(() => {
      if (this.waits) return;
      this.#compare();
      this.#rankDue();
    });
  }

  /** Also ranks results that wait for their second, before the next row is selected. */
  catchUp(): void {
    untrack(() => {
      this.follow();
      if (this.waits) return;
      if (this.#rankedBy !== this.orderNow) this.#ask('below');
      else if (this.stale) this.#grow();
      this.#rankDue();
    });
  }

  /** Reads all state that `follow` follows, for an effect that calls it. */
  read(): void {
    if (!this.waits) this.#inputs();
  }

  #inputs(): Inputs {
    const { predictions, labelMap, marks, signals, search } = this.#deps;
    return {
      results: predictions.loss,
      stage: predictions.stage,
      labelMap: labelMap.match,
      bothDoubt: marks.bothDoubt,
      reasons: marks.reasons,
      signals: signals.columns,
      search: search.result,
    };
  }

  #compare(): void {
    const seen = this.#seen;
    const now = this.#inputs();
    this.#seen = now;
    if (this.#deps.choices.findPredicted()) this.#ask('all');
    if (!seen || this.#due === 'all') return;
    if (now.search !== seen.search) this.#ask('all');
    if (now.labelMap !== seen.labelMap && now.stage !== 'unknown') this.#ask('all');
    const awaited = this.#deps.choices.filters.agreement === 'both' && !seen.bothDoubt;
    if (awaited && now.bothDoubt) this.#ask('all');
    const chosen = bitsOf(this.#deps.choices.filters.reason);
    const newlyKnown = (now.reasons?.known ?? 0) & ~(seen.reasons?.known ?? 0);
    if ((chosen & newlyKnown) !== 0) this.#ask('all');
    if (now.results !== seen.results || now.stage !== seen.stage) this.#followResults(now.stage);
    if (this.#due !== 'nothing') return;
    const byTraining = this.#usesTraining() && now.signals !== seen.signals;
    if (byTraining || (chosen !== 0 && now.reasons !== seen.reasons)) this.#lookWhetherStale();
  }

  #usesTraining(): boolean {
    return isTrainingOrder(this.orderNow) || filtersByTraining(this.#rankingChoices());
  }

  #followResults(stage: ResultsStage): void {
    if (stage === 'whole') this.#ask('all');
    else if (stage === 'grown') this.#ask('below');
    else if (stage === 'growing' && this.#due === 'nothing') this.#grow();
  }

  /** Ranks new results at once if the last ranking of results was a second ago. */
  #grow(): void {
    const now = this.#deps.clock.ticks();
    if (now - this.#rankedAt < RANK_EVERY_MS) {
      this.stale = true;
      return;
    }
    this.#rankedAt = now;
    this.#ask('below');
  }

  /**
   * Reacts to changed signals of the order or of a filter, and to changed reasons of the filter: rows stay until a person
   * requests the new order.
   */
  #lookWhetherStale(): void {
    const now = this.#ranked();
    const { rows } = this;
    this.stale = !now.every((row, place) => row === rows[place]);
  }

  #ask(due: 'below' | 'all'): void {
    if (this.#due !== 'all') this.#due = due;
  }

  #rankDue(): void {
    if (this.#due === 'below' && this.#hold) this.stale = true;
    else if (this.#due !== 'nothing') this.#rank(this.#due);
  }

  #rank(due: 'below' | 'all'): void {
    const before = this.rows;
    const selected = this.#deps.selected();
    const place = due === 'all' || selected < 0 ? -1 : before.indexOf(selected);
    this.#due = 'nothing';
    this.stale = false;
    this.#rankedBy = this.orderNow;
    const ranked = this.#ranked();
    this.rows = place < 0 ? ranked : withHead(before.subarray(0, place + 1), ranked, this.count);
  }

  #ranked(): Uint32Array<ArrayBuffer> {
    if (!this.dataset) return new Uint32Array(0);
    const columns = { ...this.#deps, classOf: this.#deps.labelMap.classOf };
    return rankedRows(this.dataset, columns, this.#rankingChoices());
  }

  #rankingChoices(): RankingChoices {
    const { choices, search } = this.#deps;
    const { filters, trained } = choices;
    return { filters, search: search.result, order: this.orderNow, trained };
  }
}

/** Keeps the rows of `head` in place and puts the other `ranked` rows below them. */
function withHead(head: Uint32Array, ranked: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  const others = maskOf(ranked, count);
  for (const row of head) others[row] = 0;
  return joined(head, chosen(ranked, others));
}
