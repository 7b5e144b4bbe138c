import { courseOfRows } from '../../domain/training/rows.js';
import type { SignalsJoin } from '../../domain/training/join.js';
import { emptyColumns, summarise, type SignalColumns } from '../../domain/training/signals.js';
import type { Clock } from '../../protocol/ports.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { Review } from '../review/review.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { AppliedSignals, SignalsOrigin } from './applied-signals.svelte.js';
import type { DataMapState } from './data-map.svelte.js';
import {
  columnsOf,
  joinedFromFile,
  joinedFromModel,
  sLabelOf,
  storedFormOf,
  type JoinedSignals,
  type LearningSeries,
  type ModelSignals,
  type StoredSignals,
} from './joined-signals.js';
import type { SignalsReading } from './signals-reading.svelte.js';
import type { SignalsStore } from './signals-store.js';
import { isStandIn, standInOf, type StandIn } from './stand-in.js';

export interface TrainingDeps {
  readonly signals: AppliedSignals;
  readonly reading: SignalsReading;
  readonly store: SignalsStore;
  readonly project: Project;
  readonly review: Review;
  readonly clock: Clock;
  /** Shows the signals. */
  readonly map: DataMapState;
  readonly view: RowView;
}

/** Joins training signals to the open dataset, shows them, stores those of files, removes them and puts them back. */
export class Training {
  readonly signals: AppliedSignals;
  /** The data map of the shown signals. */
  readonly map: DataMapState;
  /** Ends with the dataset. */
  readonly #datasets = new Turns();
  /** Ends with every change of the signals: those that are still being prepared are out of date then. */
  readonly #preparations = new Turns();
  readonly #deps: TrainingDeps;

  constructor(deps: TrainingDeps) {
    this.#deps = deps;
    this.signals = deps.signals;
    this.map = deps.map;
  }

  /**
   * Joins the signals of the dialog to the open dataset and stores them. Without a dataset, returns one that is made of
   * the signals alone. Does nothing where another tab writes.
   */
  async confirm(): Promise<StandIn | null> {
    const { reading, review, clock } = this.#deps;
    if (reading.join && !review.writable) return null;
    const confirmed = reading.confirm();
    if (!confirmed) return null;
    const { result, join, names } = confirmed;
    if (!join) return standInOf(result, names, clock);
    await this.#useFile({ result, basis: join.basis, names }, join);
    return null;
  }

  /**
   * Takes signals from a model; its run stores them. Signals of a file stay on the map unless the model's are `requested`
   * by a person, now or last. Null: the model has none, or none any more. `series`: which of its two, where learning made them.
   */
  async adopt(given: ModelSignals | null, requested: boolean, series: LearningSeries | null = null): Promise<void> {
    const { signals, clock } = this.#deps;
    const signal = this.#preparations.next();
    if (requested) void this.#request('model');
    if (signals.fromFile && signals.requested === 'file') return;
    if (!given) {
      this.#change(() => (signals.fromModel = null));
      return;
    }
    // Each step passes over all evaluations of all rows: the page answers in between. The map stays as it is until then.
    const course = courseOfRows(given.signals, given.join.signalOf);
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    const columns = emptyColumns(course.rows);
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    summarise(course, course.evaluations, columns);
    await clock.sleep(0);
    if (hasEnded(signal)) return;
    const joined = joinedFromModel(given, course, series);
    await clock.sleep(0);
    if (!hasEnded(signal)) this.#change(() => (signals.fromModel = joined), columns);
  }

  /**
   * A dataset was opened. It has the signals that it was made of (`given`), else those stored with it. A dataset without
   * any is offered those of the dataset of signals alone that was open before.
   */
  async opened(given: StoredSignals | null): Promise<void> {
    const { signals, store, project, reading, view } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return;
    const before = signals.fromFile?.standIn ? signals.fromFile : null;
    const signal = this.#datasets.next();
    this.#preparations.end();
    signals.release();
    signals.requested = 'file';
    this.map.clear();
    if (given) {
      await this.#useFile(given);
      return;
    }
    const stored = await store.read(record.id);
    const requested = await store.requested(record.id);
    if (hasEnded(signal)) return;
    signals.requested = requested;
    if (stored) {
      this.#change(() => (signals.fromFile = joinedFromFile(dataset, stored, isStandIn(record.name))));
      return;
    }
    view.forgetTraining();
    if (before && !isStandIn(record.name)) reading.offer(before.result, before.names);
  }

  /** The dataset was closed. */
  closed(): void {
    this.#datasets.end();
    this.#release();
  }

  /** The browser has deleted the store: signals of files are to be stored again. */
  storedIsGone(): void {
    const { signals, store, project, review } = this.#deps;
    if (!signals.fromFile || !project.record || !review.writable) return;
    store.hold(project.record.id, storedFormOf(signals.fromFile));
  }

  /** Removes all signals from the dataset; `putBack` restores them while the dataset is open. */
  async remove(): Promise<void> {
    const { signals, store, project, review } = this.#deps;
    const { record } = project;
    if (!record || !review.writable) return;
    const { fromFile, requested } = signals;
    this.#release();
    signals.removed = { projectId: record.id, stored: fromFile && storedFormOf(fromFile), requested };
    await store.put(record.id, null);
  }

  /** Restores the signals that were removed last; false where there are none. */
  async putBack(): Promise<boolean> {
    const { signals, project } = this.#deps;
    const { removed } = signals;
    if (!removed || removed.projectId !== project.record?.id) return false;
    signals.removed = null;
    if (removed.stored) await this.#useFile(removed.stored);
    await this.#request(removed.requested);
    return true;
  }

  /** Shows signals of files as the requested ones, and stores them. `join`: where it is worked out already. */
  async #useFile(stored: StoredSignals, join?: SignalsJoin): Promise<void> {
    const { signals, store, project, review } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return;
    this.#preparations.end();
    let requested = Promise.resolve();
    this.#change(() => {
      requested = this.#request('file');
      signals.fromFile = joinedFromFile(dataset, stored, isStandIn(record.name), join);
      // The model gives its signals again when they are requested.
      signals.fromModel = null;
    });
    if (review.writable) await store.put(record.id, stored);
    await requested;
  }

  /** Remembers whose signals a person requested. */
  async #request(requested: SignalsOrigin): Promise<void> {
    const { signals, store, project, review } = this.#deps;
    if (signals.requested === requested || !project.record || !review.writable) return;
    signals.requested = requested;
    await store.putRequested(project.record.id, requested);
  }

  #release(): void {
    const { signals, view } = this.#deps;
    this.#preparations.end();
    signals.release();
    this.map.clear();
    view.forgetTraining();
  }

  /** Changes the signals. Map and list follow where others are shown then. `columns`: theirs, where they are worked out. */
  #change(change: () => void, columns?: SignalColumns): void {
    const { signals } = this.#deps;
    const before = signals.shown;
    change();
    const { shown } = signals;
    if (shown === before) return;
    if (shown) this.#show(shown, columns ?? columnsOf(shown), before);
    else this.#release();
  }

  #show(shown: JoinedSignals, columns: SignalColumns, before: JoinedSignals | null): void {
    const { signals, view, project } = this.#deps;
    const { course, available, kind, fromModel, series } = shown;
    // Signals from a model come again and again as they grow: what a person chose of them stays.
    const again = fromModel && before?.fromModel === true;
    signals.removed = null;
    this.map.show(course, columns, sLabelOf(project.dataset, shown), again);
    if (again) return;
    if (series === null) view.suggestTraining(kind.startsWith('cartography'), available);
    else view.offerTraining(available);
  }
}
