import { beforeEach, describe, expect, it } from 'vitest';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { SourceColumns } from '../../../../src/app/rows/source-columns.svelte.js';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';
import type { SourceWire } from '../../../../src/protocol/source-wire.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, gate, tick, type Controlled } from '../../../fakes/controlled.js';
import { readDetected } from '../../workers/source/helpers.js';

const FILE = new Blob(['text,label,year,from\na film,pos,2020,mail\nb film,neg,2021,web\n']);

let project: Project;
let source: Controlled<SourceWire>;
let columns: SourceColumns;
beforeEach(async () => {
  project = new Project();
  source = controlled<SourceWire>(new Source());
  columns = new SourceColumns(source.it, project);
  await open('p');
});

async function open(id: string): Promise<void> {
  const { dataset, settings, roles } = await readDetected(FILE);
  project.record = { id, name: 'films.csv', settings, roles } as unknown as ProjectRecord;
  project.dataset = dataset;
  project.file = FILE;
  columns.open();
}

describe('the columns of the source', () => {
  it('are offered without those of text and label', async () => {
    expect(columns.names).toEqual([]);
    await columns.offer();
    expect(columns.names).toEqual([
      { place: 2, name: 'year' },
      { place: 3, name: 'from' },
    ]);
    await columns.offer();
    expect(source.calls).toHaveLength(1);
  });

  it('are read once each, and filter rows', async () => {
    await columns.offer();
    const condition = { place: 2, words: '', range: { min: 2021, max: Infinity } };
    expect(columns.maskOf(condition)).toBe(null);
    await columns.read(2);
    expect([columns.reading, columns.fault]).toEqual([null, null]);
    expect(columns.valuesOf(2)?.kind).toBe('number');
    expect(columns.maskOf(condition)).toEqual(Uint8Array.of(0, 1));
    expect(columns.maskOf(condition)).toBe(columns.maskOf(condition));
    expect(columns.maskOf({ ...condition, range: null })).toBe(null);
    const calls = source.calls.length;
    await columns.read(2);
    expect(source.calls).toHaveLength(calls);
    await columns.read(99);
    expect(source.calls).toHaveLength(calls);
  });

  it('are read one at a time: a later one ends the reading before', async () => {
    await columns.offer();
    const held = gate();
    source.after = (method) => (method === 'beginColumn' ? held.passed : undefined);
    const first = columns.read(2);
    expect(columns.reading).toMatchObject({ place: 2, done: 0 });
    const second = columns.read(3);
    held.open();
    await Promise.all([first, second]);
    expect(columns.valuesOf(2)).toBe(null);
    const from = columns.valuesOf(3);
    expect(from && [textOf(from.text, 0), textOf(from.text, 1)]).toEqual(['mail', 'web']);
  });

  it('give the fault of a reading with the name of the file, and can be read again', async () => {
    await columns.offer();
    source.before = (method) => (method === 'beginColumn' ? { code: 'file-changed' } : undefined);
    await columns.read(3);
    expect(columns.fault).toEqual({ code: 'file-changed', params: { name: 'films.csv' } });
    source.before = () => undefined;
    await columns.read(3);
    expect([columns.fault, columns.valuesOf(3)?.kind]).toEqual([null, 'words']);
  });

  it('stay for the same project, and are forgotten for another one and when it is closed', async () => {
    await columns.offer();
    await columns.read(3);
    await open('p');
    expect(columns.valuesOf(3)).not.toBe(null);
    const held = gate();
    source.after = (method) => (method === 'beginColumn' ? held.passed : undefined);
    void columns.read(2);
    await open('q');
    held.open();
    for (let turn = 0; turn < 5; turn++) await tick();
    expect([columns.names, columns.valuesOf(3), columns.valuesOf(2)]).toEqual([[], null, null]);
    await columns.offer();
    columns.close();
    expect(columns.names).toEqual([]);
  });
});
