import { labelOrder } from '../../domain/labels/order.js';
import type { KeepRuns } from '../../domain/training/builder.js';
import { joinSignals, type JoinBasis, type SignalsJoin } from '../../domain/training/join.js';
import type { SignalRun, SignalsKind } from '../../domain/training/report.js';
import type { Fault } from '../../protocol/fault.js';
import type { JobId } from '../../protocol/job.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../../protocol/signals-wire.js';
import { guarded } from '../project/guarded.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';
import { rowsOf } from './joined-signals.js';

export interface SignalsReadingDeps {
  readonly wire: SignalsWire;
  readonly notices: Notices;
  /** The open work that the signals will be joined to. */
  readonly project: Project;
}

/** Signals that wait for a person to confirm them. */
interface Confirming {
  readonly at: 'confirming';
  /** Names of their files. */
  readonly names: readonly string[];
  /** The reading of the signals. Null = the signals were read before. */
  readonly job: JobId | null;
  readonly result: SignalsResult;
  /** The appended runs to keep. */
  readonly keep: KeepRuns;
  /** The join that a person chose. Null = the best one. */
  readonly basis: JoinBasis | null;
}

/** The dialog about training signals: closed, reading files, or open with signals to confirm. */
export type SignalsReadingState =
  | { readonly at: 'idle' }
  | { readonly at: 'reading'; readonly names: readonly string[]; readonly progress: SignalsProgress | null }
  | Confirming;

/** Signals that a person confirmed. */
export interface ConfirmedSignals {
  readonly result: SignalsResult;
  /** Null without an open dataset. */
  readonly join: SignalsJoin | null;
  readonly names: readonly string[];
}

/** Reads dropped files of training signals and shows them in a dialog. Applies no signals before a person confirms. */
export class SignalsReading {
  state = $state.raw<SignalsReadingState>({ at: 'idle' });
  /** Signals that wait for a person to confirm them. */
  readonly result: SignalsResult | null = $derived(this.state.at === 'confirming' ? this.state.result : null);
  readonly keep: KeepRuns = $derived(this.state.at === 'confirming' ? this.state.keep : 'all');
  /** The proposed join of the signals to the open dataset. Null without a dataset. */
  readonly join: SignalsJoin | null = $derived.by(() => {
    const { dataset } = this.#deps.project;
    const { state } = this;
    if (state.at !== 'confirming' || !dataset) return null;
    return joinSignals(dataset, rowsOf(state.result), state.basis ?? undefined);
  });

  /** Ends with the dialog, and with the next reading. */
  readonly #turns = new Turns();
  readonly #deps: SignalsReadingDeps;

  constructor(deps: SignalsReadingDeps) {
    this.#deps = deps;
  }

  /** The kind of training signals in a file, by its content. Null where it has none or cannot be read. */
  async recognise(file: Blob): Promise<SignalsKind | null> {
    const kind = await guarded(this.#deps.wire.recognise(file));
    return kind.ok ? kind.value : null;
  }

  /**
   * Reads files of one kind in the order of their names. At first keeps the last of appended runs if they are certain,
   * else all runs. A file that cannot be read closes the dialog and raises a notice.
   */
  async open(given: readonly File[]): Promise<void> {
    const { wire } = this.#deps;
    const files = labelOrder(given.map((file) => file.name)).flatMap((at) => given[at] ?? []);
    const names = files.map((file) => file.name);
    const signal = this.#newTurn();
    this.state = { at: 'reading', names, progress: null };
    let step = await guarded(wire.begin(files));
    while (!hasEnded(signal) && step.ok && !step.value.done) {
      this.state = { at: 'reading', names, progress: step.value };
      step = await guarded(wire.advance(step.value.job));
    }
    if (hasEnded(signal)) {
      if (step.ok) void guarded(wire.end(step.value.job));
      return;
    }
    if (!step.ok) {
      this.#giveUp(step.fault, names);
      return;
    }
    const runs = await this.#take(signal, step.value.job, 'all', names);
    if (!hasEnded(signal) && areCertain(runs)) await this.choose('last-run');
  }

  /** Chooses among appended runs. Signals that were read before have no choice of runs. */
  async choose(keep: KeepRuns): Promise<void> {
    const { state } = this;
    if (state.at === 'confirming' && state.job !== null) {
      await this.#take(this.#turns.signal, state.job, keep, state.names);
    }
  }

  /** Chooses the join of the signals to the open dataset. */
  joinBy(basis: JoinBasis): void {
    if (this.state.at === 'confirming') this.state = { ...this.state, basis };
  }

  /** Opens the dialog with signals that were read before, unless it is open. */
  offer(result: SignalsResult, names: readonly string[]): void {
    if (this.state.at !== 'idle') return;
    this.state = { at: 'confirming', names, job: null, result, keep: 'all', basis: null };
  }

  /** Closes the dialog and returns its signals. Null where it has none yet. */
  confirm(): ConfirmedSignals | null {
    const { state, join } = this;
    if (state.at !== 'confirming') return null;
    this.cancel();
    return { result: state.result, join, names: state.names };
  }

  /** Closes the dialog, or ends the reading, and forgets its signals. */
  cancel(): void {
    this.#newTurn();
    this.state = { at: 'idle' };
  }

  /** Ends a finished reading that waits for confirmation. An unfinished reading ends at its next piece. */
  #newTurn(): AbortSignal {
    const { state } = this;
    if (state.at === 'confirming' && state.job !== null) void guarded(this.#deps.wire.end(state.job));
    return this.#turns.next();
  }

  /** Takes the signals of a reading and returns its runs. Returns no runs where the signals cannot be taken. */
  async #take(
    signal: AbortSignal,
    job: JobId,
    keep: KeepRuns,
    names: readonly string[],
  ): Promise<readonly SignalRun[]> {
    const { wire } = this.#deps;
    const taken = await guarded(wire.take(job, keep));
    if (hasEnded(signal)) {
      void guarded(wire.end(job));
      return [];
    }
    if (!taken.ok) {
      this.#giveUp(taken.fault, names);
      return [];
    }
    const basis = this.state.at === 'confirming' ? this.state.basis : null;
    this.state = { at: 'confirming', names, job, result: taken.value, keep, basis };
    return taken.value.report.runs;
  }

  #giveUp(fault: Fault, names: readonly string[]): void {
    this.cancel();
    this.#deps.notices.raise({ ...fault, params: { name: names[0] ?? '', ...fault.params } });
  }
}

/** Whether the appended runs are certain. A mean that falls back can be part of one training. */
export function areCertain(runs: readonly SignalRun[]): boolean {
  return runs.length > 1 && runs.at(-1)?.reason !== 'fell';
}
