import { describe, expect, it } from 'vitest';
import { TextGroupsWork } from '../../../../workers/review/text-groups.js';
import { columnOf } from '../../../fakes/dataset.js';

describe('the worker that compares texts', () => {
  it('begins anew with each dataset', async () => {
    const work = new TextGroupsWork();
    for (const texts of [['a b', 'A B', 'c d'], ['e f']]) {
      await work.begin({ rows: texts.length, textBytes: 9, nearest: false });
      await work.read(columnOf(texts), null);
    }
    expect(await work.finish()).toMatchObject({ ok: true, value: { same: Uint32Array.of(0) } });
  });

  it('reports texts that cannot be read', async () => {
    const work = new TextGroupsWork();
    await work.begin({ rows: 1, textBytes: 9, nearest: false });
    const broken = { bytes: new Uint8Array(0), offsets: null as unknown as Uint32Array };
    expect(await work.read(broken, null)).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });

  it('reports calls that are out of order', async () => {
    const work = new TextGroupsWork();
    expect(await work.finish()).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
    await work.begin({ rows: 0, textBytes: 0, nearest: false });
    expect(await work.nearest(0, 0)).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });
});
