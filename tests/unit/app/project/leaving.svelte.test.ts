import { describe, expect, it } from 'vitest';
import { Leaving, type LeavingQuestion, type LeavingWork } from '../../../../src/app/project/leaving.svelte.js';
import { FakeClock } from '../../../fakes/clock.js';
import { gate, tick } from '../../../fakes/controlled.js';

const QUESTION: LeavingQuestion = { about: 'open', decisions: 3 };

function work(question: () => LeavingQuestion | null, settled = (): Promise<void> => Promise.resolve()): LeavingWork {
  return { question, settled };
}

describe('leaving a project', () => {
  it('asks no question when everything is stored', async () => {
    const leaving = new Leaving(new FakeClock());
    expect(await leaving.mayLeave(work(() => null))).toBe(true);
    expect(leaving.question).toBeNull();
  });

  it('waits for pending writes before it asks', async () => {
    const leaving = new Leaving(new FakeClock());
    const held = gate();
    let unsaved = true;
    const settled = async (): Promise<void> => {
      await held.passed;
      unsaved = false;
    };
    const answer = leaving.mayLeave(work(() => (unsaved ? QUESTION : null), settled));
    held.open();
    expect(await answer).toBe(true);
    expect(leaving.question).toBeNull();
  });

  it('asks when pending writes do not finish', async () => {
    const leaving = new Leaving(new FakeClock());
    const answer = leaving.mayLeave(
      work(
        () => QUESTION,
        () => new Promise(() => undefined),
      ),
    );
    await tick();
    await tick();
    expect(leaving.question).toEqual(QUESTION);
    leaving.stay();
    expect(await answer).toBe(false);
    expect(leaving.question).toBeNull();
  });

  it('leaves when the answer is yes', async () => {
    const leaving = new Leaving(new FakeClock());
    const answer = leaving.mayLeave(work(() => QUESTION));
    await tick();
    leaving.leave();
    expect(await answer).toBe(true);
  });

  it('answers the earlier question with no when a second one begins', async () => {
    const leaving = new Leaving(new FakeClock());
    const first = leaving.mayLeave(work(() => QUESTION));
    await tick();
    const second = leaving.mayLeave(work(() => QUESTION));
    expect(await first).toBe(false);
    await tick();
    leaving.leave();
    expect(await second).toBe(true);
  });
});
