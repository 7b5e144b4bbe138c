import { describe, expect, it } from 'vitest';
import { Learning } from '../../../../workers/learning/learning.js';

const PLAN = { rows: 1, classes: 1, pairs: false, textBytes: 10, shared: false };

describe('the learning worker', () => {
  it('reports a lack of memory', async () => {
    const learning = new Learning();
    await learning.begin({ ...PLAN, rows: 2 ** 40 });
    expect(await learning.prepare(Int32Array.of(0))).toMatchObject({ ok: false, fault: { code: 'learning-memory' } });
  });

  it('answers a call out of order with a fault', async () => {
    const learning = new Learning();
    const text = { bytes: new Uint8Array(0), offsets: Uint32Array.of(0) };
    for (const call of [
      learning.read(text, null),
      learning.prepare(Int32Array.of(0)),
      learning.material(),
      learning.bayes(0),
      learning.epoch(0),
      learning.pool(),
    ]) {
      expect(await call).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
    }
  });
});
