import { afterEach, describe, expect, it, vi } from 'vitest';
import { PatternClient } from '../../../../src/effects/workers/pattern-client.js';
import { Patterns } from '../../../../workers/patterns/patterns.js';
import { columnOf } from '../../../fakes/dataset.js';
import { valueOf } from '../../workers/source/helpers.js';
import { endAll, start, started } from './fake-worker.js';

const OIL = [{ source: 'oil', flags: '' }];
/** A pattern that the workers of these tests never finish. */
const HOSTILE = [{ source: '(a+)+$', flags: '' }];

class SlowPatterns extends Patterns {
  override find(...args: Parameters<Patterns['find']>): ReturnType<Patterns['find']> {
    return args[2][0]?.source === HOSTILE[0]?.source ? new Promise(() => undefined) : super.find(...args);
  }
}

function client(): PatternClient {
  return new PatternClient(() => start(new SlowPatterns()).worker);
}

afterEach(() => {
  vi.useRealTimers();
  endAll();
});

describe('the page side of the pattern worker', () => {
  it('starts a worker with the first dataset, and transfers its texts', async () => {
    const patterns = client();
    expect(started).toHaveLength(0);
    const job = valueOf(await patterns.open());
    const text = columnOf(['oil', 'gas']);
    valueOf(await patterns.give(job, 0, text, null));
    expect([text.bytes.length, text.offsets.length]).toEqual([0, 0]);
    expect(valueOf(await patterns.find(job, 0, OIL))).toEqual(Uint8Array.of(1, 0));
    expect(valueOf(await patterns.places(job, OIL, ['oil']))).toEqual([[{ start: 0, end: 3 }]]);
    expect(started).toHaveLength(1);
  });

  it('ends a worker whose patterns take too long, and starts a fresh one for the next dataset', async () => {
    const patterns = client();
    const job = valueOf(await patterns.open());
    vi.useFakeTimers();
    const slow = patterns.find(job, 0, HOSTILE);
    await vi.advanceTimersByTimeAsync(1900);
    expect(started[0]?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(400);
    expect(await slow).toEqual({ ok: false, fault: { code: 'pattern-slow' } });
    expect(started[0]?.terminated).toBe(true);
    vi.useRealTimers();
    expect(await patterns.find(job, 0, OIL)).toEqual({ ok: false, fault: { code: 'job-ended' } });
    expect(started).toHaveLength(1);
    const next = valueOf(await patterns.open());
    expect(valueOf(await patterns.find(next, 0, OIL))).toBe(null);
    expect(started).toHaveLength(2);
  });

  it('stops a call that does not finish soon', async () => {
    const patterns = client();
    const job = valueOf(await patterns.open());
    vi.useFakeTimers();
    const slow = patterns.find(job, 0, HOSTILE);
    patterns.stop();
    await vi.advanceTimersByTimeAsync(300);
    expect(await slow).toEqual({ ok: false, fault: { code: 'job-ended' } });
    expect(started[0]?.terminated).toBe(true);
  });

  it('keeps a worker whose calls finish soon after a stop', async () => {
    const patterns = client();
    const job = valueOf(await patterns.open());
    const quick = patterns.find(job, 0, OIL);
    patterns.stop();
    expect(valueOf(await quick)).toBe(null);
    vi.useFakeTimers();
    patterns.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(started[0]?.terminated).toBe(false);
  });
});
