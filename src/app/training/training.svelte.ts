import type { DataMapState } from './data-map.svelte.js';
import type { DownloadQueue } from '../export/download-queue.svelte.js';
import { guarded } from '../project/guarded.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { MadeSignals } from './passes-run.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { ColumnRoles, Dataset } from '../../domain/reading/dataset.js';
import { downloadName } from '../../domain/export/download-name.js';
import { labelOrder } from '../../domain/labels/order.js';
import type { KeepRuns } from '../../domain/training/builder.js';
import { summaryTsv } from '../../domain/training/export.js';
import { joinSignals, type JoinBasis, type SignalsJoin } from '../../domain/training/join.js';
import type { SignalRun, SignalsKind } from '../../domain/training/report.js';
import { reportOfCourse } from '../../domain/training/passes.js';
import { columnsOfRows, courseOfRows } from '../../domain/training/rows.js';
import {
  SIGNAL_NAMES,
  summarise,
  type SignalColumns,
  type SignalName,
  type TrainingSignals,
} from '../../domain/training/signals.js';
import { textOf } from '../../domain/bytes/text-column.js';
import type { Fault } from '../../protocol/fault.js';
import type { JobId } from '../../protocol/job.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { Clock } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../../protocol/signals-wire.js';

export interface TrainingDeps {
  readonly wire: SignalsWire;
  readonly outbox: Outbox;
  readonly notices: Notices;
  readonly downloads: DownloadQueue;
  readonly clock: Clock;
  readonly view: RowView;
  readonly project: Project;
  readonly review: Review;
  /** Shows the signals. */
  readonly map: DataMapState;
}

/** Series of signals that learning makes: of rows that a learner has not seen, and of rows that it learns from. */
export type LearningSeries = 'out' | 'in';

export type TrainingState =
  | { readonly at: 'idle' }
  | { readonly at: 'reading'; readonly names: readonly string[]; readonly progress: SignalsProgress | null }
  /** `job`: the reading that was taken; null = what is confirmed was not read now. */
  | { readonly at: 'confirming'; readonly names: readonly string[]; readonly job: JobId | null };

/** Signals that are joined to the open dataset. */
export interface AppliedSignals {
  readonly result: SignalsResult;
  readonly join: SignalsJoin;
  /** The course of each row of the dataset; null where only a summary is known. */
  readonly course: TrainingSignals | null;
  readonly available: readonly SignalName[];
  readonly kind: SignalsKind;
  /** Names of the files they were read from, as far as they are known. */
  readonly names: readonly string[];
  /** They were made here, not read from files. */
  readonly made: boolean;
  /** Which series they are, where learning made them. */
  readonly series?: LearningSeries | null;
}

/** Signals that were taken off, so that they can be put back. */
interface Removed {
  readonly projectId: string;
  readonly stored: StoredSignals | null;
  readonly preferMade: boolean;
}

/** A dataset that was made of signals alone ends so; its texts are the ids. */
const STAND_IN_ENDING = '.signals-only.jsonl';
const STAND_IN_ROLES: ColumnRoles = {
  text: 'text',
  textJoin: '',
  textB: '',
  label: 'label',
  id: 'id',
  sLabel: 's_label',
};

/** Signals as they are stored with a project. */
export interface StoredSignals {
  readonly result: SignalsResult;
  readonly basis: JoinBasis;
  readonly names?: readonly string[];
}

/** A dataset that was made of signals alone, to be opened with them. */
export interface StandIn {
  readonly file: File;
  readonly roles: ColumnRoles;
  readonly signals: StoredSignals;
}

/** Where signals come from: `names` of files, else they were made here; `series` where learning made them. */
interface Origin {
  readonly names?: readonly string[];
  readonly series?: LearningSeries | null;
}

/** Rows between two rests, so that a page with many rows still answers. */
const ROWS_AT_ONCE = 8192;

/** Training signals: from dropped files by way of a dialog to the rows of the open dataset. */
export class Training {
  state = $state.raw<TrainingState>({ at: 'idle' });
  /** What was read and waits to be confirmed. */
  result = $state.raw<SignalsResult | null>(null);
  /** How it is to be joined, where a person has chosen; null = as fits best. */
  basis = $state.raw<JoinBasis | null>(null);
  /** Which of the appended runs are kept. */
  keep = $state.raw<KeepRuns>('all');
  applied = $state.raw<AppliedSignals | null>(null);
  /** What was taken off last, while nothing has come in its place; null = nothing to put back. */
  removed = $state.raw<Removed | null>(null);
  /** What the map shows of the applied signals. */
  readonly map: DataMapState;

  /** How the signals that wait would be joined to the open dataset; null without a dataset. */
  join: SignalsJoin | null = $derived.by(() => {
    const dataset = this.#deps.project.dataset;
    return this.result && dataset ? joinSignals(dataset, rowsOf(this.result), this.basis ?? undefined) : null;
  });

  readonly #deps: TrainingDeps;
  #generation = 0;
  /** Number of the latest change of what is shown. */
  #turn = 0;
  /** The open dataset was made of signals alone. */
  #isStandIn = false;
  /** Of signals from files and signals made here, the latter were asked for last. */
  #preferMade = false;

  constructor(deps: TrainingDeps) {
    this.#deps = deps;
    this.map = deps.map;
  }

  /** Whether a file is training signals, by its content; null also where it cannot be read. */
  async recognise(file: Blob): Promise<SignalsKind | null> {
    const kind = await guarded(this.#deps.wire.recognise(file));
    return kind.ok ? kind.value : null;
  }

  /**
   * Reads files of one kind, in the order of their names, and shows what was found; nothing is applied before it is
   * confirmed. Of appended runs the last one counts at first where they are certain, else all.
   */
  async open(given: readonly File[]): Promise<void> {
    const generation = ++this.#generation;
    const { wire } = this.#deps;
    const files = labelOrder(given.map((file) => file.name)).flatMap((at) => given[at] ?? []);
    const names = files.map((file) => file.name);
    this.result = null;
    this.basis = null;
    this.keep = 'all';
    this.#endTaken();
    this.state = { at: 'reading', names, progress: null };
    let step = await guarded(wire.begin(files));
    while (generation === this.#generation && step.ok && !step.value.done) {
      this.state = { at: 'reading', names, progress: step.value };
      step = await guarded(wire.advance(step.value.job));
    }
    if (generation !== this.#generation) {
      if (step.ok) void guarded(wire.end(step.value.job));
      return;
    }
    if (!step.ok) {
      this.#giveUp(step.fault, names);
      return;
    }
    const runs = await this.#take(step.value.job, 'all', names);
    if (generation === this.#generation && areCertain(runs)) await this.choose('last-run');
  }

  /** Chooses among appended runs. */
  async choose(keep: KeepRuns): Promise<void> {
    const { state } = this;
    if (state.at === 'confirming' && state.job !== null) await this.#take(state.job, keep, state.names);
  }

  /** Applies what was found to the open dataset. Without one, returns a dataset that is made of the signals alone. */
  async confirm(): Promise<StandIn | null> {
    const { result, join } = this;
    if (!result || (join && !this.#deps.review.writable)) return null;
    const names = this.state.at === 'confirming' ? this.state.names : [];
    this.cancel();
    if (join) {
      this.#apply(result, join, { names });
      await this.#remember({ result, basis: join.basis, names });
      return null;
    }
    const file = await this.#standIn(result, names[0] ?? 'training');
    return { file, roles: STAND_IN_ROLES, signals: { result, basis: 'id', names } };
  }

  /**
   * Shows signals that were made here; who made them keeps them. Those of a file stay unless the others were `asked` for
   * last. Null: there are none (any more), and those of a file that is kept come back. `series`: which of its two, where
   * learning made them.
   */
  async adopt(made: MadeSignals | null, asked: boolean, series: LearningSeries | null = null): Promise<void> {
    if (asked) void this.#prefer(true);
    this.#turn++;
    if (this.applied && !this.applied.made && !this.#preferMade) return;
    if (made) await this.#adoptInSteps(made, series);
    else if (this.applied?.made) await this.#bringBack();
  }

  /** Closes the dialog, or ends the reading; nothing of it is kept. */
  cancel(): void {
    this.#endTaken();
    this.#generation++;
    this.result = null;
    this.state = { at: 'idle' };
  }

  /**
   * A dataset was opened. It has the `signals` that it was made of; else those stored with it are restored, or those of the
   * dataset of signals alone that was open before are offered to it.
   */
  async opened(signals: StoredSignals | null): Promise<void> {
    const { project } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return;
    const before = this.#isStandIn ? this.applied : null;
    this.#isStandIn = record.name.endsWith(STAND_IN_ENDING);
    this.#turn++;
    this.applied = null;
    this.removed = null;
    this.map.clear();
    if (signals) {
      this.#applyStored(signals);
      await this.#remember(signals);
      return;
    }
    const kept = await this.#deps.outbox.setting(projectSetting('signals', record.id));
    const preferred = await this.#deps.outbox.setting(projectSetting('signals-made', record.id));
    if (project.record?.id !== record.id) return;
    this.#preferMade = preferred.ok && preferred.value === true;
    const stored = kept.ok ? (kept.value as StoredSignals | null | undefined) : null;
    if (stored) {
      this.#applyStored(stored);
      return;
    }
    this.#deps.view.forgetTraining();
    if (before && !before.made && !this.#isStandIn && this.state.at === 'idle') {
      this.result = before.result;
      this.state = { at: 'confirming', names: before.names, job: null };
    }
  }

  /** The dataset was closed. */
  closed(): void {
    this.#isStandIn = false;
    this.#letGo();
  }

  /** The browser has deleted the store: signals of files that are shown are to be stored again. */
  storedIsGone(): void {
    const { applied } = this;
    const { project, review } = this.#deps;
    if (!applied || applied.made || !project.record || !review.writable) return;
    const stored: StoredSignals = { result: applied.result, basis: applied.join.basis, names: applied.names };
    this.#deps.outbox.holdSetting(projectSetting('signals', project.record.id), stored);
  }

  /** Removes all signals from the dataset; `putBack` restores them while the dataset is open. */
  async remove(): Promise<void> {
    const { project, review } = this.#deps;
    const projectId = project.record?.id;
    if (projectId === undefined || !review.writable) return;
    const stored = await this.#storedOf(projectId);
    if (project.record?.id !== projectId) return;
    this.#letGo();
    this.removed = { projectId, stored, preferMade: this.#preferMade };
    await this.#deps.outbox.putSetting(projectSetting('signals', projectId), null);
  }

  /** Restores what was removed last; false where there is nothing. */
  async putBack(): Promise<boolean> {
    const { removed } = this;
    if (!removed || removed.projectId !== this.#deps.project.record?.id) return false;
    this.removed = null;
    if (removed.stored) {
      this.#applyStored(removed.stored);
      await this.#remember(removed.stored);
    }
    await this.#prefer(removed.preferMade);
    return true;
  }

  /** Downloads the summary in the format of the original tutorial. */
  async exportSummary(): Promise<void> {
    const { applied } = this;
    const { project, downloads, clock } = this.#deps;
    if (!applied) return;
    const { result } = applied;
    const of = project.record?.name ?? 'training';
    await downloads.add({
      // Signals without a dataset are called as their own file.
      fileName: downloadName(of.replace(STAND_IN_ENDING, ''), 'signals', 'tsv'),
      mimeType: 'text/tab-separated-values',
      of,
      content: ['signals', result, of],
      parts: () => summaryParts(result, clock),
      facts: () => ({ kind: 'signals', count: rowsOf(result).rows, leftOut: 0 }),
    });
  }

  /** Signals of files that belong to a project: those that are shown, also where they could not be stored, else the stored. */
  async #storedOf(projectId: string): Promise<StoredSignals | null> {
    const { applied } = this;
    if (applied && !applied.made) return { result: applied.result, basis: applied.join.basis, names: applied.names };
    const kept = await this.#deps.outbox.setting(projectSetting('signals', projectId));
    return kept.ok ? ((kept.value as StoredSignals | null | undefined) ?? null) : null;
  }

  /** Ends the reading whose result waits to be confirmed; one that is under way ends when its next piece comes. */
  #endTaken(): void {
    const { state } = this;
    if (state.at === 'confirming' && state.job !== null) void guarded(this.#deps.wire.end(state.job));
  }

  /** Takes the reading over; returns the runs in it, none where it cannot be had. */
  async #take(job: JobId, keep: KeepRuns, names: readonly string[]): Promise<readonly SignalRun[]> {
    const generation = this.#generation;
    const { wire } = this.#deps;
    const taken = await guarded(wire.take(job, keep));
    if (generation !== this.#generation) {
      void guarded(wire.end(job));
      return [];
    }
    if (!taken.ok) {
      this.#giveUp(taken.fault, names);
      return [];
    }
    this.keep = keep;
    this.result = taken.value;
    this.state = { at: 'confirming', names, job };
    return taken.value.report.runs;
  }

  /** Each step passes over all evaluations of all rows: the page answers in between. What is shown meanwhile stays. */
  async #adoptInSteps({ signals, join }: MadeSignals, series: LearningSeries | null): Promise<void> {
    const turn = this.#turn;
    const course = courseOfRows(signals, join.signalOf);
    await this.#deps.clock.sleep(0);
    if (turn !== this.#turn) return;
    const columns = summarise(course);
    const report = reportOfCourse(signals);
    await this.#deps.clock.sleep(0);
    if (turn === this.#turn) this.#show({ form: 'course', signals, report }, join, course, columns, { series });
  }

  /** Shows the signals of a file in the place of those made here, where some are kept. */
  async #bringBack(): Promise<void> {
    const { project } = this.#deps;
    const turn = this.#turn;
    const kept = await this.#deps.outbox.setting(projectSetting('signals', project.record?.id ?? ''));
    // Others have come or are coming, or another dataset.
    if (turn !== this.#turn) return;
    const stored = kept.ok ? (kept.value as StoredSignals | null | undefined) : null;
    if (stored) this.#applyStored(stored);
    else this.#letGo();
  }

  #applyStored({ result, basis, names }: StoredSignals): void {
    const { dataset } = this.#deps.project;
    if (dataset) this.#apply(result, joinSignals(dataset, rowsOf(result), basis), { names: names ?? [] });
  }

  #apply(result: SignalsResult, join: SignalsJoin, origin: Origin): void {
    if (result.form === 'course') {
      const course = courseOfRows(result.signals, join.signalOf);
      this.#show(result, join, course, summarise(course), origin);
    } else {
      this.#show(result, join, null, columnsOfRows(result.summary.columns, join.signalOf), origin);
    }
  }

  /** `course`, `columns`: the course of the dataset's rows, where it is known, and their signals. */
  #show(
    result: SignalsResult,
    join: SignalsJoin,
    course: TrainingSignals | null,
    columns: SignalColumns,
    { names, series = null }: Origin,
  ): void {
    this.#turn++;
    const { view } = this.#deps;
    const available = result.form === 'course' ? SIGNAL_NAMES : result.summary.available;
    const { kind } = result.report;
    const sLabel = sLabelOf(this.#deps.project.dataset, rowsOf(result), join.signalOf);
    const made = names === undefined;
    // Signals made here come again and again as they grow: what a person chose of them stays.
    const again = made && this.applied?.made === true;
    this.applied = { result, join, course, available, kind, names: names ?? [], made, series };
    this.removed = null;
    this.map.show(course, columns, sLabel, again);
    if (again) return;
    if (series === null) view.suggestTraining(kind.startsWith('cartography'), available);
    else view.offerTraining(available);
  }

  #letGo(): void {
    this.#turn++;
    this.applied = null;
    this.removed = null;
    this.map.clear();
    this.#deps.view.forgetTraining();
  }

  async #remember(stored: StoredSignals): Promise<void> {
    const { project, review } = this.#deps;
    if (!project.record || !review.writable) return;
    const preferred = this.#prefer(false);
    await this.#deps.outbox.putSetting(projectSetting('signals', project.record.id), stored);
    await preferred;
  }

  async #prefer(made: boolean): Promise<void> {
    const { project, review } = this.#deps;
    if (this.#preferMade === made || !project.record || !review.writable) return;
    this.#preferMade = made;
    await this.#deps.outbox.putSetting(projectSetting('signals-made', project.record.id), made);
  }

  /** A dataset of the signals alone, a row for each id; its text is the id. */
  async #standIn(result: SignalsResult, name: string): Promise<File> {
    const { rows, ids, classes, label, sLabel } = rowsOf(result);
    const parts: string[] = [];
    for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
      if (from > 0) await this.#deps.clock.sleep(0);
      let lines = '';
      for (let row = from; row < Math.min(rows, from + ROWS_AT_ONCE); row++) {
        const id = textOf(ids, row);
        const given = classes[label[row] ?? -1] ?? '?';
        lines += `${JSON.stringify({ id, text: id, label: given, s_label: sLabel[row] ?? 0 })}\n`;
      }
      parts.push(lines);
    }
    return new File(parts, `${name.replace(/(\.[a-z0-9]{1,8})+$/i, '')}${STAND_IN_ENDING}`);
  }

  #giveUp(fault: Fault, names: readonly string[]): void {
    this.cancel();
    this.#deps.notices.raise({ ...fault, params: { name: names[0] ?? '', ...fault.params } });
  }
}

/** What both forms of signals have of each id. */
export function rowsOf(result: SignalsResult) {
  return result.form === 'course' ? result.signals : result.summary;
}

/** What is known of each row beforehand: by the dataset, else by the signals. */
function sLabelOf(dataset: Dataset | null, signals: Pick<TrainingSignals, 'sLabel'>, signalOf: Int32Array): Uint8Array {
  const sLabel = new Uint8Array(signalOf.length);
  for (let row = 0; row < sLabel.length; row++) {
    sLabel[row] = (dataset?.sLabel?.[row] ?? 0) || (signals.sLabel[signalOf[row] as number] ?? 0);
  }
  return sLabel;
}

/** Whether runs were appended for certain: a mean that falls back may be the training's own. */
export function areCertain(runs: readonly SignalRun[]): boolean {
  return runs.length > 1 && runs.at(-1)?.reason !== 'fell';
}

/** The summary piece by piece, with a rest between two: making them all at once would hold the page up. */
async function* summaryParts(result: SignalsResult, clock: Clock): AsyncGenerator<Outcome<Uint8Array<ArrayBuffer>>> {
  const columns = result.form === 'course' ? summarise(result.signals) : result.summary.columns;
  for (const part of summaryTsv(rowsOf(result), columns)) {
    yield ok(part);
    await clock.sleep(0);
  }
}
