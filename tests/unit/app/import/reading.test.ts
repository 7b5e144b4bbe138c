import { describe, expect, it } from 'vitest';
import { readSource } from '../../../../src/app/import/reading.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled } from '../../../fakes/controlled.js';
import { tsvOf } from '../../../fakes/page.js';

describe('readings of one worker', () => {
  const rowsOf = (count: number): File => tsvOf(Array.from({ length: count }, (_, row) => (row % 2 ? 'a' : 'b')));

  it('does not return a reading that was replaced before it began', async () => {
    const source = new Source();
    const table = new File(['text\tlabel\nA b\tx\n'], 'a.tsv');
    const lines = new File(['{"text":"A","label":"p"}\n{"text":"B","label":"q"}\n'], 'b.jsonl');
    const inspected = await Promise.all([source.inspect(table), source.inspect(lines)]);
    const [a, b] = inspected;
    if (!a.ok || !b.ok) throw new Error('not readable');
    const older = source.begin(table, a.value.settings, a.value.roles);
    const newer = source.begin(lines, b.value.settings, b.value.roles);
    expect(await older).toEqual({ ok: false, fault: { code: 'job-ended' } });
    const begun = await newer;
    if (!begun.ok) throw new Error('not begun');
    const read = await source.advance(begun.value.job);
    expect(read).toMatchObject({ ok: true, value: { done: true, rows: 2 } });
  });

  it('ends an aborted reading in the worker', async () => {
    const source = controlled(new Source());
    const file = rowsOf(20);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const { settings, roles } = inspected.value;
    for (const last of ['begin', 'advance']) {
      const turn = new AbortController();
      source.after = (method) => {
        if (method === last) turn.abort();
        return undefined;
      };
      const read = await readSource(turn.signal, source.it, { file, settings, roles }, () => undefined);
      expect(read).toBeNull();
      expect(source.calls.slice(-2).map(({ method }) => method)).toEqual([last, 'end']);
    }
  });

  it('reports progress and stops at a fault', async () => {
    const source = controlled(new Source());
    const file = rowsOf(20);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const { settings, roles } = inspected.value;
    const seen: number[] = [];
    const { signal } = new AbortController();
    const read = await readSource(signal, source.it, { file, settings, roles }, (progress) => seen.push(progress.rows));
    expect(read).toMatchObject({ ok: true, value: { dataset: { rows: 20 } } });
    expect(seen[0]).toBe(0);
    source.before = (method) => (method === 'advance' ? { code: 'file-unreadable' } : undefined);
    expect(await readSource(signal, source.it, { file, settings, roles }, () => undefined)).toMatchObject({
      ok: false,
      fault: { code: 'file-unreadable' },
    });
  });
});
