import { describe, expect, it } from 'vitest';
import { TextGroupsWork } from '../../../../workers/review/text-groups.js';
import { columnOf } from '../../../fakes/dataset.js';

describe('the worker that compares texts', () => {
  it('begins anew with each dataset', async () => {
    const work = new TextGroupsWork();
    for (const texts of [['a b', 'A B', 'c d'], ['e f']]) {
      await work.begin(texts.length);
      await work.read(columnOf(texts), null);
    }
    expect(await work.finish()).toMatchObject({ ok: true, value: { same: Uint32Array.of(0) } });
  });

  it('reports texts that cannot be read', async () => {
    const work = new TextGroupsWork();
    await work.begin(1);
    const broken = { bytes: new Uint8Array(0), offsets: null as unknown as Uint32Array };
    expect(await work.read(broken, null)).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });
});
