import { describe, expect, it } from 'vitest';
import { CORRECTED } from '../../../../src/domain/reading/dataset.js';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { exportAll, readDetected, rowsOf, untouched } from './helpers.js';

const json = JSON.stringify;
const LABELS = ['World', 'Sports', 'Business'];
const TEXTS = Array.from({ length: 12 }, (_, i) => `Some words of the report with number ${i}`);
const RECORDS = TEXTS.map((text, i) => ({ text, label: LABELS[i % 3] ?? '' }));
const [FIRST, SECOND] = [RECORDS.slice(0, 6), RECORDS.slice(6)];

type Read = Awaited<ReturnType<typeof readDetected>>;
type Records = typeof RECORDS;

function byKey<T>(items: readonly T[], keyOf: (i: number) => string = String): Record<string, T> {
  return Object.fromEntries(items.map((item, i) => [keyOf(i), item]));
}

const split = (records: Records, index?: readonly unknown[]): object => ({
  columns: ['text', 'label'],
  index: index ?? [...records.keys()],
  data: records.map(({ text, label }) => [text, label]),
});
const columns = (records: Records, keyOf?: (i: number) => string): object => ({
  text: byKey(
    records.map(({ text }) => text),
    keyOf,
  ),
  label: byKey(
    records.map(({ label }) => label),
    keyOf,
  ),
});

/** The corrected dataset with the label of one row changed, as objects. */
async function correctedOf(file: Blob, read: Read, row: number, name: string): Promise<unknown[]> {
  const written = untouched(read);
  written.label[row] = read.dataset.labels.findIndex((label) => label.name === name);
  written.status[row] = CORRECTED;
  const bytes = await exportAll(file, read.settings, read.roles, 'dataset', written);
  return new TextDecoder()
    .decode(bytes)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function idsOf({ dataset }: Read): string[] | null {
  const { id } = dataset;
  return id && Array.from({ length: dataset.rows }, (_, row) => textOf(id, row));
}

describe('columns by row that do not all have every row', () => {
  it('a short first column takes no rows away', async () => {
    const content = json({ note: { '2': 'x' }, ...columns(RECORDS.slice(0, 5)) });
    const read = await readDetected(new Blob([content]));
    expect(read.rejects).toEqual([]);
    expect(rowsOf(read)).toEqual(RECORDS.slice(0, 5));
  });

  it('a row without a text is set aside with its reason, and is in the corrected dataset', async () => {
    const { text, label } = columns(RECORDS) as { text: Record<string, string>; label: Record<string, string> };
    const { '5': gone, ...rest } = text;
    const file = new Blob([json({ text: rest, label })]);
    const read = await readDetected(file);
    expect(gone).toBe(TEXTS[5]);
    expect(read.rejects.map(({ reason, sourceRow }) => [reason, sourceRow])).toEqual([['missing-text', 5]]);
    expect(rowsOf(read)).toEqual(RECORDS.toSpliced(5, 1));
    const corrected = await correctedOf(file, read, 5, 'Business');
    expect(corrected).toEqual(
      RECORDS.map((record, i) =>
        i === 5 ? { label: record.label } : i === 6 ? { ...record, label: 'Business' } : record,
      ),
    );
  });

  it.each<[string, object]>([
    ['an empty one and one of another row', { note: {}, more: { '40': 'x' }, ...columns(RECORDS) }],
    [
      'an array beside objects',
      { label: { ...(columns(RECORDS) as { label: object }).label, '3': undefined }, text: TEXTS },
    ],
    ['arrays of different lengths', { text: TEXTS, label: RECORDS.slice(0, 11).map(({ label }) => label) }],
  ])('%s', async (name, content) => {
    const read = await readDetected(new Blob([json(content)]), { roles: { id: '' } });
    const lacks = name.startsWith('an array ') ? 3 : name.startsWith('arrays') ? 11 : 12;
    expect(rowsOf(read)).toEqual(RECORDS.toSpliced(lacks, 1));
    expect(read.rejectedCount).toBe(1);
  });

  it('rows that each column lacks others of come in the order of both', async () => {
    const content = json({
      text: { b: TEXTS[1], c: TEXTS[2], d: TEXTS[3] },
      label: { a: 'World', b: 'Sports', d: 'World', e: 'Sports' },
    });
    const read = await readDetected(new Blob([content]), { roles: { text: 'text', label: 'label', id: 'index' } });
    expect(idsOf(read)).toEqual(['b', 'd']);
    expect(read.rejects.map(({ reason, sourceRow }) => [reason, sourceRow])).toEqual([
      ['missing-text', 0],
      ['missing-label', 2],
      ['missing-text', 4],
    ]);
  });
});

describe('several documents in one file', () => {
  const pretty = (...documents: readonly object[]): string =>
    documents.map((document) => json(document, null, 2)).join('\n');
  const lines = (...documents: readonly object[]): string =>
    documents.map((document) => `${json(document)}\n`).join('');

  it.each<[string, string]>([
    ['records under a key, line by line', lines({ data: FIRST }, { data: SECOND })],
    ['records under a key beside others', lines({ page: 1, items: FIRST }, { page: 2, items: SECOND })],
    ['records under a key, pretty', pretty({ data: FIRST }, { data: SECOND })],
    ['records under keys in each other', lines({ result: { rows: FIRST } }, { result: { rows: SECOND } })],
    ['split tables', lines(split(FIRST), split(SECOND))],
    ['split tables, pretty', pretty(split(FIRST), split(SECOND))],
    ['columns by row', lines(columns(FIRST), columns(SECOND))],
    [
      'columns as lists',
      lines(
        ...[FIRST, SECOND].map((records) => ({
          text: records.map(({ text }) => text),
          label: records.map(({ label }) => label),
        })),
      ),
    ],
    [
      'records by name',
      lines(
        byKey(FIRST, (i) => `a${i}`),
        byKey(SECOND, (i) => `b${i}`),
      ),
    ],
    ['records by number', pretty(byKey(FIRST), byKey(SECOND))],
    ['arrays of records in an array', json([FIRST, SECOND])],
    ['arrays of records in an array, pretty', json([FIRST, SECOND], null, 2)],
    ['arrays of records in an array under a key', json({ n: 2, data: [FIRST, SECOND] })],
    [
      'documents in an array',
      json([
        { page: 1, data: FIRST },
        { page: 2, data: SECOND },
      ]),
    ],
    ['documents in a pretty array', json([{ result: { rows: FIRST } }, { result: { rows: SECOND } }], null, 2)],
    ['one without records first', lines({ data: [] }, { data: RECORDS })],
    ['one without records last', lines({ data: RECORDS }, { data: [] })],
    ['arrays of arrays of records', json([[], [FIRST], [SECOND.slice(0, 2), SECOND.slice(2)]])],
    ['records by name beside a number', json({ ...byKey(RECORDS, (i) => `r${i}`), version: 3 })],
    ['records by name behind an object', json({ ...byKey(RECORDS, (i) => `r${i}`), meta: { version: 3 } })],
    ['columns by row beside a number', json({ version: 3, ...columns(RECORDS) })],
  ])('%s', async (_, content) => {
    const file = new Blob([content]);
    const read = await readDetected(file);
    expect(read.roles).toMatchObject({ text: 'text', label: 'label' });
    expect(rowsOf(read).map(({ text, label }) => ({ text, label }))).toEqual(RECORDS);
    const corrected = await correctedOf(file, read, 7, 'World');
    const rows = corrected.filter((record) => Object.hasOwn(Object(record) as object, 'text'));
    expect(rows).toMatchObject(RECORDS.with(7, { text: TEXTS[7] ?? '', label: 'World' }));
  });

  it('is read where the second one goes on behind what is looked at first', async () => {
    const many = Array.from({ length: 9000 }, (_, i) => ({
      text: `Some words of number ${i}`,
      label: LABELS[i % 3] ?? '',
    }));
    const content = lines({ data: many.slice(0, 4000) }, { data: many.slice(4000) });
    const read = await readDetected(new Blob([content]));
    expect(read.roles).toMatchObject({ text: 'text', label: 'label' });
    expect([read.dataset.rows, read.rejectedCount]).toEqual([9000, 0]);
  });

  it.each<[string, readonly object[]]>([
    [
      'with a list of utterances and a label of their own',
      RECORDS.map(({ label }) => ({ label, text: 'A talk about it', utterances: [{ text: 'Yes', label: 'x' }] })),
    ],
    [
      'with translations',
      RECORDS.map(({ text, label }) => ({ text: { en: text, de: text }, label: { en: label, de: label } })),
    ],
    [
      'with messages',
      RECORDS.map(({ text, label }) => ({
        messages: [
          { role: 'user', content: text },
          { role: 'assistant', content: label },
        ],
      })),
    ],
    [
      'with entities',
      RECORDS.map(({ text }) => ({ tokens: text.split(' '), entities: [{ text: 'Some', label: 'x' }] })),
    ],
    ['of pairs of objects', RECORDS.map(({ text, label }) => ({ premise: { text }, hypothesis: { text: label } }))],
  ])('are no records %s', async (_, records) => {
    const read = await readDetected(new Blob([lines(...records)]), { roles: { text: 'a' } });
    expect(read.settings).toMatchObject({ format: 'jsonl' });
    expect(read.rejectedCount).toBe(12);
    const listed = await readDetected(new Blob([json(records)]), { roles: { text: 'a' } });
    expect(listed.settings).toMatchObject({ format: 'json-array' });
    expect(listed.rejectedCount).toBe(12);
  });

  it('a text of one element of a list is not proposed', async () => {
    const { Source } = await import('../../../../workers/source/source.js');
    const content = lines(...[FIRST, SECOND].map((records) => ({ about: 'x', label: 'y', data: records })));
    const inspected = await new Source().inspect(new Blob([content]));
    expect(inspected.ok && inspected.value.columns).toContain('data.0.text');
    expect(inspected.ok && inspected.value.roles.text).not.toBe('data.0.text');
  });
});

describe('rows that have names', () => {
  const NAMES = RECORDS.map((_, i) => `doc-${17 + i * 3}`);
  const named = (i: number): string => NAMES[i] ?? '';
  const numbered = RECORDS.map((_, i) => String(10 + i * 2));

  it.each<[string, string, readonly string[]]>([
    ['keys of records', json(byKey(RECORDS, named)), NAMES],
    ['keys of pretty records', json(byKey(RECORDS, named), null, 2), NAMES],
    ['keys of records under a key', json({ data: byKey(RECORDS, named) }), NAMES],
    ['keys of columns', json(columns(RECORDS, named)), NAMES],
    ['an index', json(split(RECORDS, NAMES)), NAMES],
    ['an index of numbers', json(split(RECORDS, numbered.map(Number))), numbered],
    [
      'keys of Python dicts',
      `{${RECORDS.map(({ text, label }, i) => `'${named(i)}': {'text': '${text}', 'label': '${label}', }`).join(', ')}}`,
      NAMES,
    ],
  ])('%s', async (_, content, names) => {
    const file = new Blob([content]);
    const read = await readDetected(file);
    expect(read.roles).toMatchObject({ text: 'text', label: 'label', id: 'index' });
    expect(idsOf(read)).toEqual(names);
    const corrected = await correctedOf(file, read, 3, 'Business');
    expect(
      corrected.map((record) => ({ ...(record as object), index: String((record as { index: unknown }).index) })),
    ).toEqual(RECORDS.map(({ text, label }, i) => ({ text, label: i === 3 ? 'Business' : label, index: names[i] })));
    const changed = untouched(read);
    const audit = new TextDecoder().decode(await exportAll(file, read.settings, read.roles, 'audit', changed));
    expect(JSON.parse(audit.split('\n')[1] ?? '')).toMatchObject({ text: TEXTS[1], original_label: 'Sports' });
    expect(audit.split('\n')[1]).toContain(names[1] ?? '?');
  });

  it('records with an index of their own keep it', async () => {
    const content = json(
      byKey(
        RECORDS.map((record, i) => ({ index: i, ...record })),
        named,
      ),
    );
    const read = await readDetected(new Blob([content]), { roles: { id: 'key' } });
    expect(idsOf(read)).toEqual(NAMES);
    const { settings } = await readDetected(new Blob([json(byKey(RECORDS, (i) => String(i)))]));
    expect(settings.index).toBeUndefined();
  });

  it('an index with one name twice is no column', async () => {
    const read = await readDetected(new Blob([json(split(RECORDS, NAMES.with(11, 'doc-17')))]));
    expect([read.dataset.rows, read.dataset.id]).toEqual([12, null]);
  });
});
