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

/** Joins training signals to the open dataset. Shows, removes and restores them, and stores those from files. */
export class Training {
  readonly signals: AppliedSignals;
  /** The data map of the shown signals. */
  readonly map: DataMapState;
  /** Ends with the dataset. */
  readonly #datasets = new Turns();
  /** Ends with every change of the signals, which makes signals in preparation out of date. */
  readonly #preparations = new Turns();
  readonly #deps: TrainingDeps;

  constructor(deps: TrainingDeps) {
    this.#deps = deps;
    this.signals = deps.signals;
    this.map = deps.map;
  }

  /**
   * Joins the signals of the dialog to the open dataset and stores them. Without an open dataset, returns a dataset
   * made of the signals alone. Makes no change where another tab writes.
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
   * Takes signals from a model, whose run stores them. Signals from a file stay on the map unless a person `requested`
   * the model's, now or last. Null: the model has no signals. `series`: the series, where learning made the signals.
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
    // Each step passes over all evaluations of all rows. Rests keep the page responsive. The map changes at the end.
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
   * Shows the signals of a newly opened dataset: those that it was made of (`given`), else its stored ones. Offers a
   * dataset without signals those of the dataset of signals alone that was open before.
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

  /** Releases the signals of a closed dataset. */
  closed(): void {
    this.#datasets.end();
    this.#release();
  }

  /** Holds signals from files to store them again, after the browser has deleted the store. */
  storedIsGone(): void {
    const { signals, store, project, review } = this.#deps;
    if (!signals.fromFile || !project.record || !review.writable) return;
    store.hold(project.record.id, storedFormOf(signals.fromFile));
  }

  /** Removes all signals from the dataset. `putBack` restores them while the dataset is open. */
  async remove(): Promise<void> {
    const { signals, store, project, review } = this.#deps;
    const { record } = project;
    if (!record || !review.writable) return;
    const { fromFile, requested } = signals;
    this.#release();
    signals.removed = { projectId: record.id, stored: fromFile && storedFormOf(fromFile), requested };
    await store.put(record.id, null);
  }

  /** Restores the latest removed signals. Returns false where there are none. */
  async putBack(): Promise<boolean> {
    const { signals, project } = this.#deps;
    const { removed } = signals;
    if (!removed || removed.projectId !== project.record?.id) return false;
    signals.removed = null;
    if (removed.stored) await this.#useFile(removed.stored);
    await this.#request(removed.requested);
    return true;
  }

  /** Shows signals from files as the requested ones and stores them. `join`: the join, where it is already known. */
  async #useFile(stored: StoredSignals, join?: SignalsJoin): Promise<void> {
    const { signals, store, project, review } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return;
    this.#preparations.end();
    let requested = Promise.resolve();
    this.#change(() => {
      requested = this.#request('file');
      signals.fromFile = joinedFromFile(dataset, stored, isStandIn(record.name), join);
      // The model makes its signals again when a person requests them.
      signals.fromModel = null;
    });
    if (review.writable) await store.put(record.id, stored);
    await requested;
  }

  /** Remembers the origin of the signals that a person requested. */
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

  /** Changes the signals. Updates map and list if the shown signals change. `columns`: their columns, where known. */
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
    // Signals from a model are replaced as they grow. The choices of a person stay.
    const again = fromModel && before?.fromModel === true;
    signals.removed = null;
    this.map.show(course, columns, sLabelOf(project.dataset, shown), again);
    if (again) return;
    if (series === null) view.suggestTraining(kind.startsWith('cartography'), available);
    else view.offerTraining(available);
  }
}
