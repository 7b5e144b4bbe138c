import { describe, expect, it } from 'vitest';
import { Patterns } from '../../../../workers/patterns/patterns.js';
import { columnOf } from '../../../fakes/dataset.js';
import { valueOf } from '../source/helpers.js';

const OIL = [{ source: 'oil', flags: 'i' }];

describe('the pattern worker', () => {
  it('finds rows of the slices that it holds', async () => {
    const worker = new Patterns();
    const job = valueOf(await worker.open());
    expect(valueOf(await worker.find(job, 0, OIL))).toBe(null);
    valueOf(await worker.give(job, 0, columnOf(['Oil', 'gas']), null));
    valueOf(await worker.give(job, 2, columnOf(['gas']), columnOf(['oil'])));
    expect(valueOf(await worker.find(job, 0, OIL))).toEqual(Uint8Array.of(1, 0));
    expect(valueOf(await worker.find(job, 2, OIL))).toEqual(Uint8Array.of(1));
    expect(valueOf(await worker.find(job, 1, OIL))).toBe(null);
  });

  it('forgets the texts of the dataset before', async () => {
    const worker = new Patterns();
    const before = valueOf(await worker.open());
    valueOf(await worker.give(before, 0, columnOf(['oil']), null));
    const job = valueOf(await worker.open());
    const ended = { ok: false, fault: { code: 'job-ended' } };
    expect(await worker.find(before, 0, OIL)).toEqual(ended);
    expect(await worker.places(before, OIL, ['oil'])).toEqual(ended);
    expect(valueOf(await worker.find(job, 0, OIL))).toBe(null);
  });

  it('names the places in each text', async () => {
    const worker = new Patterns();
    const job = valueOf(await worker.open());
    expect(valueOf(await worker.places(job, OIL, ['gas', 'an oil, Oil']))).toEqual([
      [],
      [
        { start: 3, end: 6 },
        { start: 8, end: 11 },
      ],
    ]);
  });

  it.each([
    ['(', ''],
    ['a{2,1}', ''],
    ['\\', ''],
    ['[b-a]', ''],
    ['a', 'ii'],
    ['\\p', 'u'],
  ])('gives the reason against /%s/%s, and keeps its texts', async (source, flags) => {
    const worker = new Patterns();
    const job = valueOf(await worker.open());
    valueOf(await worker.give(job, 0, columnOf(['oil']), null));
    const answer = await worker.find(job, 0, [...OIL, { source, flags }]);
    expect(answer).toMatchObject({
      ok: false,
      fault: { code: 'pattern-invalid', params: { pattern: `/${source}/${flags}` } },
    });
    const reason = answer.ok ? '' : String(answer.fault.params?.['reason']);
    expect(reason).not.toBe('');
    expect(reason).not.toContain('Invalid regular expression');
    expect(valueOf(await worker.find(job, 0, OIL))).toEqual(Uint8Array.of(1));
  });
});
