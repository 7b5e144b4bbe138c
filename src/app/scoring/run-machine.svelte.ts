import type { Fault } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import { hasEnded } from '../project/turn.js';

/** A step of an active run. Each kind of run has its own steps. */
export interface RunStep {
  readonly at: 'loading' | 'scoring' | 'learning';
}

/** The states in which the run asks no worker. */
export type RunRest =
  | { readonly at: 'idle' }
  | { readonly at: 'paused' }
  | { readonly at: 'done' }
  | { readonly at: 'failed'; readonly fault: Fault };

/** The state of a run with these steps. */
export type RunState<Step extends RunStep> = RunRest | Step;

/**
 * The state of a run and its progress. A run is under way from `start` until it is finished, stopped or paused. It has
 * one `AbortSignal` for that time. Every state allows every event. An event that does not fit the state has no effect.
 * An event with the signal of an ended run has no effect either.
 */
export class RunMachine<Step extends RunStep> {
  #state = $state.raw<RunState<Step>>({ at: 'idle' });
  #done = $state.raw(0);
  #total = $state.raw(0);
  #rate = $state.raw(0);
  #etaS = $state.raw<number | null>(null);
  readonly #busy = $derived(isStep(this.#state));
  /** Ends with the run, or with the reading that `read` began. */
  #turn: AbortController | null = null;
  /** The step to resume. Null unless the run is held. */
  #held: Step | null = null;

  get state(): RunState<Step> {
    return this.#state;
  }

  /** Whether the state is a step. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether a run is at work or held. */
  get underWay(): boolean {
    return this.#busy || this.#held !== null;
  }

  /** Number of finished units: rows, or a share of 1. */
  get done(): number {
    return this.#done;
  }

  /** Number of all units. */
  get total(): number {
    return this.#total;
  }

  /** Units a second at the latest report. 0 = not known yet. */
  get rate(): number {
    return this.#rate;
  }

  /** Seconds left at that rate. Null = not known yet, or no run is active. */
  get etaS(): number | null {
    return this.#etaS;
  }

  /** Sets the number of finished units and of all units. */
  count(done: number, total: number): void {
    this.#done = done;
    this.#total = total;
  }

  /** Begins a run with this step and returns its signal. Null while a run is under way. */
  start(step: Step): AbortSignal | null {
    if (this.underWay) return null;
    const signal = this.#newTurn();
    this.#state = step;
    return signal;
  }

  /**
   * Begins a reading for a run at rest and returns its signal. Null while a run is under way. The signal ends with the
   * next `read`, `start`, `stop` or `fail`.
   */
  read(): AbortSignal | null {
    return this.underWay ? null : this.#newTurn();
  }

  /** Sets the step of a run. A held run resumes with it. */
  enter(signal: AbortSignal, step: Step): void {
    if (!this.underWay || hasEnded(signal)) return;
    if (this.#held) this.#held = step;
    else this.#state = step;
  }

  /** Sets the finished units of an active run. `rate`: units a second, 0 = not known yet. Without it the rate stays. */
  report(signal: AbortSignal, done: number, rate?: number): void {
    if (!this.#busy || hasEnded(signal)) return;
    this.#done = done;
    if (rate === undefined) return;
    this.#rate = rate;
    this.#etaS = rate > 0 ? (this.#total - done) / rate : null;
  }

  /** Holds an active run and keeps its signal alive. Returns false where no run is active. */
  hold(): boolean {
    const state = this.#state;
    if (!isStep(state)) return false;
    this.#held = state;
    this.#rest({ at: 'paused' });
    return true;
  }

  /** Resumes a held run. Returns false where no run is held. */
  resume(): boolean {
    if (!this.#held) return false;
    this.#state = this.#held;
    this.#held = null;
    return true;
  }

  /** Ends a run as paused. The next start does the remaining work. Returns false where no run is under way. */
  pause(): boolean {
    if (!this.underWay) return false;
    this.#end({ at: 'paused' });
    return true;
  }

  /** Ends a run and sets this state, from every state. */
  stop(at: 'idle' | 'done' = 'idle'): void {
    this.#end({ at });
  }

  /** Stops, and forgets all units and the rate. */
  reset(): void {
    this.stop();
    this.count(0, 0);
    this.#rate = 0;
  }

  /** Ends a run with its outcome. Returns false where the run had already ended. */
  finish(signal: AbortSignal, outcome: Outcome<unknown>): boolean {
    if (!this.underWay || hasEnded(signal)) return false;
    this.#end(outcome.ok ? { at: 'done' } : { at: 'failed', fault: outcome.fault });
    return true;
  }

  /** Refuses to begin a run. Returns false while a run is under way. */
  fail(fault: Fault): boolean {
    if (this.underWay) return false;
    this.#end({ at: 'failed', fault });
    return true;
  }

  /** Sets the state of a run at rest from its stored results. Returns false while a run is under way. */
  settle(at: 'idle' | 'paused' | 'done'): boolean {
    if (this.underWay) return false;
    this.#rest({ at });
    return true;
  }

  #newTurn(): AbortSignal {
    this.#turn?.abort();
    this.#turn = new AbortController();
    return this.#turn.signal;
  }

  #end(rest: RunRest): void {
    this.#turn?.abort();
    this.#turn = null;
    this.#held = null;
    this.#rest(rest);
  }

  #rest(rest: RunRest): void {
    this.#state = rest;
    this.#etaS = null;
  }
}

function isStep<Step extends RunStep>(state: RunState<Step>): state is Step {
  return state.at === 'loading' || state.at === 'scoring' || state.at === 'learning';
}
