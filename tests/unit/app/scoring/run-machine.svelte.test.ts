import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RunMachine, type RunStep } from '../../../../src/app/scoring/run-machine.svelte.js';
import { failed, ok } from '../../../../src/protocol/outcome.js';
import type { Fault } from '../../../../src/protocol/fault.js';

interface Step extends RunStep {
  readonly number?: number;
}

const LOADING: Step = { at: 'loading' };
const SCORING: Step = { at: 'scoring' };
const FAULT: Fault = { code: 'unexpected' };

type At = 'idle' | 'working' | 'held' | 'paused' | 'done' | 'failed';
const STATES: readonly At[] = ['idle', 'working', 'held', 'paused', 'done', 'failed'];

/** The state of a machine in one word. A held run is paused with its signal alive. */
function at({ state, busy, underWay }: RunMachine<Step>): At {
  if (busy) return 'working';
  if (underWay) return 'held';
  return state.at === 'idle' || state.at === 'paused' || state.at === 'done' ? state.at : 'failed';
}

/** A machine in a state, and the signal of its latest run. The signal has ended in the states of rest. */
function machineAt(wanted: At): { readonly machine: RunMachine<Step>; readonly signal: AbortSignal } {
  const machine = new RunMachine<Step>();
  const signal = machine.start(LOADING) ?? expect.fail();
  if (wanted === 'idle') machine.stop();
  if (wanted === 'held') machine.hold();
  if (wanted === 'paused') machine.pause();
  if (wanted === 'done') machine.finish(signal, ok(null));
  if (wanted === 'failed') machine.finish(signal, failed(FAULT));
  expect(at(machine)).toBe(wanted);
  expect(signal.aborted).toBe(wanted !== 'working' && wanted !== 'held');
  return { machine, signal };
}

type Event = (machine: RunMachine<Step>, signal: AbortSignal) => unknown;

/** The next state for each event, from each state in the order of `STATES`. */
const TABLE: Readonly<Record<string, readonly [Event, ...At[]]>> = {
  start: [(m) => m.start(SCORING), 'working', 'working', 'held', 'working', 'working', 'working'],
  read: [(m) => m.read(), 'idle', 'working', 'held', 'paused', 'done', 'failed'],
  enter: [(m, s) => m.enter(s, SCORING), 'idle', 'working', 'held', 'paused', 'done', 'failed'],
  report: [(m, s) => m.report(s, 1, 1), 'idle', 'working', 'held', 'paused', 'done', 'failed'],
  count: [(m) => m.count(1, 2), 'idle', 'working', 'held', 'paused', 'done', 'failed'],
  hold: [(m) => m.hold(), 'idle', 'held', 'held', 'paused', 'done', 'failed'],
  resume: [(m) => m.resume(), 'idle', 'working', 'working', 'paused', 'done', 'failed'],
  pause: [(m) => m.pause(), 'idle', 'paused', 'paused', 'paused', 'done', 'failed'],
  stop: [(m) => m.stop(), 'idle', 'idle', 'idle', 'idle', 'idle', 'idle'],
  'stop with results': [(m) => m.stop('done'), 'done', 'done', 'done', 'done', 'done', 'done'],
  reset: [(m) => m.reset(), 'idle', 'idle', 'idle', 'idle', 'idle', 'idle'],
  'finish well': [(m, s) => m.finish(s, ok(null)), 'idle', 'done', 'done', 'paused', 'done', 'failed'],
  'finish with a fault': [(m, s) => m.finish(s, failed(FAULT)), 'idle', 'failed', 'failed', 'paused', 'done', 'failed'],
  fail: [(m) => m.fail(FAULT), 'failed', 'working', 'held', 'failed', 'failed', 'failed'],
  'settle idle': [(m) => m.settle('idle'), 'idle', 'working', 'held', 'idle', 'idle', 'idle'],
  'settle paused': [(m) => m.settle('paused'), 'paused', 'working', 'held', 'paused', 'paused', 'paused'],
  'settle done': [(m) => m.settle('done'), 'done', 'working', 'held', 'done', 'done', 'done'],
};

const TRANSITIONS = Object.entries(TABLE).flatMap(([name, [event, ...to]]) =>
  STATES.map((from, index) => ({ name, event, from, to: to[index] })),
);

describe('every event in every state', () => {
  test.each(TRANSITIONS)('$name leads from $from to $to', ({ event, from, to }) => {
    const { machine, signal } = machineAt(from);
    event(machine, signal);
    expect(at(machine)).toBe(to);
  });

  test.each(TRANSITIONS.filter(({ from }) => from === 'working' || from === 'held'))(
    '$name in $from ends the signal where no run is under way after it, and nowhere else',
    ({ event, from, to }) => {
      const { machine, signal } = machineAt(from);
      event(machine, signal);
      expect(signal.aborted).toBe(to !== 'working' && to !== 'held');
    },
  );

  test.each(Object.entries(TABLE))('%s with no run under way leaves no time left', (_, [event]) => {
    for (const from of STATES) {
      const { machine, signal } = machineAt(from);
      machine.count(1, 10);
      machine.report(signal, 2, 4);
      event(machine, signal);
      if (!machine.busy) expect(machine.etaS).toBeNull();
    }
  });
});

describe('answers', () => {
  test.each([
    ['start', (m: RunMachine<Step>) => m.start(LOADING) !== null, [true, false, false, true, true, true]],
    ['read', (m: RunMachine<Step>) => m.read() !== null, [true, false, false, true, true, true]],
    ['hold', (m: RunMachine<Step>) => m.hold(), [false, true, false, false, false, false]],
    ['resume', (m: RunMachine<Step>) => m.resume(), [false, false, true, false, false, false]],
    ['pause', (m: RunMachine<Step>) => m.pause(), [false, true, true, false, false, false]],
    ['fail', (m: RunMachine<Step>) => m.fail(FAULT), [true, false, false, true, true, true]],
    ['settle', (m: RunMachine<Step>) => m.settle('done'), [true, false, false, true, true, true]],
  ] as const)('%s returns whether it fitted the state', (_, event, expected) => {
    expect(STATES.map((from) => event(machineAt(from).machine))).toEqual(expected);
  });

  test('finish returns whether the run was under way', () => {
    const answers = STATES.map((from) => {
      const { machine, signal } = machineAt(from);
      return machine.finish(signal, ok(null));
    });
    expect(answers).toEqual([false, true, true, false, false, false]);
  });
});

describe('a run', () => {
  test('shows its step, its fault and its progress', () => {
    const machine = new RunMachine<Step>();
    machine.count(10, 100);
    const signal = machine.start(LOADING) ?? expect.fail();
    expect([machine.state, machine.done, machine.total, machine.rate, machine.etaS]).toEqual([
      LOADING,
      10,
      100,
      0,
      null,
    ]);
    machine.enter(signal, SCORING);
    machine.report(signal, 20, 4);
    expect([machine.state, machine.done, machine.rate, machine.etaS]).toEqual([SCORING, 20, 4, 20]);
    machine.report(signal, 24);
    expect([machine.done, machine.rate, machine.etaS]).toEqual([24, 4, 20]);
    machine.report(signal, 28, 0);
    expect([machine.rate, machine.etaS]).toEqual([0, null]);
    machine.finish(signal, failed(FAULT));
    expect([machine.state, machine.done, machine.etaS]).toEqual([{ at: 'failed', fault: FAULT }, 28, null]);
    machine.reset();
    expect([machine.state, machine.done, machine.total]).toEqual([{ at: 'idle' }, 0, 0]);
  });

  test('that is held resumes with the step that it reached meanwhile', () => {
    const machine = new RunMachine<Step>();
    const signal = machine.start({ at: 'learning', number: 1 }) ?? expect.fail();
    machine.hold();
    machine.enter(signal, { at: 'learning', number: 2 });
    expect(machine.state).toEqual({ at: 'paused' });
    machine.resume();
    expect(machine.state).toEqual({ at: 'learning', number: 2 });
    expect(signal.aborted).toBe(false);
  });

  test.each(['read', 'start', 'stop', 'fail'] as const)('%s ends the previous reading', (name) => {
    const machine = new RunMachine<Step>();
    const reading = machine.read() ?? expect.fail();
    expect(reading.aborted).toBe(false);
    TABLE[name]?.[0](machine, reading);
    expect(reading.aborted).toBe(true);
  });

  test.each(['settle done', 'count', 'pause', 'hold'])('%s does not end a reading', (name) => {
    const machine = new RunMachine<Step>();
    const reading = machine.read() ?? expect.fail();
    TABLE[name]?.[0](machine, reading);
    expect(reading.aborted).toBe(false);
  });
});

describe('in any order of events', () => {
  /** Events by name. `run` chooses among the signals so far. */
  const events = fc.array(fc.record({ name: fc.constantFrom(...Object.keys(TABLE)), run: fc.nat(20) }), {
    maxLength: 40,
  });
  const shown = ({ state, done, rate, etaS }: RunMachine<Step>): unknown => [state, done, rate, etaS];

  test('at most the latest signal is alive, and exactly while a run or a reading is under way', () => {
    fc.assert(
      fc.property(events, (sequence) => {
        const machine = new RunMachine<Step>();
        const signals: AbortSignal[] = [];
        for (const { name, run } of sequence) {
          const given = TABLE[name]?.[0](machine, signals[run % Math.max(1, signals.length)] ?? AbortSignal.abort());
          if (given instanceof AbortSignal) signals.push(given);
          expect(signals.slice(0, -1).every(({ aborted }) => aborted)).toBe(true);
          if (machine.underWay) expect(signals.at(-1)?.aborted).toBe(false);
        }
      }),
    );
  });

  test('a run that has ended never changes the state again', () => {
    fc.assert(
      fc.property(events, fc.nat(20), (sequence, late) => {
        const machine = new RunMachine<Step>();
        const signals: AbortSignal[] = [];
        for (const { name, run } of sequence) {
          const given = TABLE[name]?.[0](machine, signals[run % Math.max(1, signals.length)] ?? AbortSignal.abort());
          if (given instanceof AbortSignal) signals.push(given);
          const ended = signals.filter(({ aborted }) => aborted);
          const signal = ended[late % Math.max(1, ended.length)];
          if (!signal) continue;
          const before = shown(machine);
          machine.enter(signal, { at: 'learning', number: 7 });
          machine.report(signal, 77, 7);
          expect(machine.finish(signal, ok(null))).toBe(false);
          expect(machine.finish(signal, failed(FAULT))).toBe(false);
          expect(shown(machine)).toEqual(before);
        }
      }),
    );
  });
});
