import { describe, expect, it } from 'vitest';
import { CORRECTED } from '../../../src/domain/dataset.js';
import type { ExportKind } from '../../../src/protocol/export-spec.js';
import type { ExportColumns } from '../../../src/protocol/export-spec.js';
import { exportAll, readDetected, rowsOf, untouched } from './source-helpers.js';

type Read = Awaited<ReturnType<typeof readDetected>>;

const TEXTS = [
  'Prices fell on Monday again',
  'The match ended in a draw',
  'Ministers met in Geneva',
  'A coach, "new", was named',
];

/** Columns in which some rows are corrected to labels by name. A label that the source does not have is the last. */
function corrected({ dataset, rejectedCount }: Read, changes: Readonly<Record<number, string>>): ExportColumns {
  const columns = untouched({ dataset, rejectedCount });
  const labels: ExportColumns['labels'][number][] = [...dataset.labels];
  for (const [row, name] of Object.entries(changes)) {
    let index = labels.findIndex((label) => label.name === name);
    if (index < 0) index = labels.push({ name }) - 1;
    columns.label[Number(row)] = index;
    columns.status[Number(row)] = CORRECTED;
  }
  return { ...columns, labels };
}

async function exported(
  content: string,
  changes: Readonly<Record<number, string>>,
  kind: ExportKind = 'dataset',
): Promise<{ read: Read; text: string }> {
  const file = new Blob([content]);
  const read = await readDetected(file);
  const bytes = await exportAll(file, read.settings, read.roles, kind, corrected(read, changes));
  return { read, text: new TextDecoder().decode(bytes) };
}

const labelsOf = (read: Read): string[] => rowsOf(read).map(({ label }) => label);

describe('columns of 0 and 1', () => {
  const HOT = [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
    [0, 1, 0],
  ];
  const csv = `text,world,sports,business\n${TEXTS.map((text, i) => `"${text.replaceAll('"', '""')}",${HOT[i]?.join(',')}\n`).join('')}`;

  it('are read as one label, and a correction moves the 1', async () => {
    const { read, text } = await exported(csv, { 1: 'world', 2: 'Sci/Tech' });
    expect(labelsOf(read)).toEqual(['business', 'sports', 'world', 'sports']);
    expect(read.rejectedCount).toBe(0);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    expect(lines[0]).toEqual({ text: TEXTS[0], world: '0', sports: '0', business: '1' });
    expect(lines[1]).toEqual({ text: TEXTS[1], world: '1', sports: '0', business: '0' });
    expect(lines[2]).toEqual({ text: TEXTS[2], world: '0', sports: '0', business: '0', 'Sci/Tech': '1' });
    expect(read.quoteDoubt).toBeNull();
  });

  it('have the names of the classes in the list of changes and in the audit', async () => {
    const { text } = await exported(csv, { 1: 'world' }, 'changes');
    expect(JSON.parse(text)).toMatchObject({ row: 1, original_label: 'sports', corrected_label: 'world' });
    const audit = await exported(csv, { 1: 'world' }, 'audit');
    expect(JSON.parse(audit.text.split('\n')[1] ?? '')).toMatchObject({
      sports: '1',
      original_label: 'sports',
      corrected_label: 'world',
    });
  });

  it('change only at their places in JSON lines', async () => {
    const lines = TEXTS.map(
      (text, i) =>
        `{"sports": ${HOT[i]?.[1]}, "text": ${JSON.stringify(text)}, "world":${HOT[i]?.[0]},"business": ${HOT[i]?.[2]}}\n`,
    );
    const { read, text } = await exported(lines.join(''), { 1: 'world' });
    expect(labelsOf(read)).toEqual(['business', 'sports', 'world', 'sports']);
    const expected = lines.with(
      1,
      (lines[1] ?? '').replace('"sports": 1', '"sports": 0').replace('"world":0', '"world":1'),
    );
    expect(text).toBe(expected.join(''));
  });

  it('hold several labels and none', async () => {
    const several = `text,a,b,c\n${TEXTS.map((_, i) => `text number ${i} here,${['1,1,0', '0,0,0', '1,0,0', '0,1,0'][i]}\n`).join('')}`;
    const { read, text } = await exported(several, { 0: 'a', 1: 'c' });
    const { labels, label } = read.dataset;
    expect(Array.from(label, (index) => labels[index]?.several ?? labels[index]?.name)).toEqual([
      ['a', 'b'],
      [],
      'a',
      'b',
    ]);
    expect(
      text
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { text: 'text number 0 here', a: '1', b: '0', c: '0' },
      { text: 'text number 1 here', a: '0', b: '0', c: '1' },
    ]);
  });
});

describe('objects of textcat', () => {
  it('are read as one label, and a correction moves the 1.0', async () => {
    const names = ['Business', 'Sports', 'World', 'Sports'];
    const lines = TEXTS.map((text, i) => {
      const cats = ['World', 'Sports', 'Business'].map((name) => `"${name}": ${name === names[i] ? '1.0' : '0.0'}`);
      return `{"text": ${JSON.stringify(text)}, "cats": {${cats.join(', ')}}, "meta": {"n": ${i}}}\n`;
    });
    const { read, text } = await exported(lines.join(''), { 1: 'World' });
    expect(read.roles.label).toBe('cats');
    expect(labelsOf(read)).toEqual(names);
    const changed = (lines[1] ?? '').replace('"World": 0.0, "Sports": 1.0', '"World": 1.0, "Sports": 0.0');
    expect(text).toBe(lines.with(1, changed).join(''));
  });
});

describe('labels in collections of Python', () => {
  it.each([
    ["('Sports',)", "('World',)"],
    ["{'Sports'}", "{'World'}"],
  ])('are read, and written in the same form: %s', async (sports, world) => {
    const csv = `text,label\n${TEXTS.slice(0, 3)
      .map((text, i) => `${text},"${i === 1 ? sports : world}"\n`)
      .join('')}`;
    const { read, text } = await exported(csv, { 1: 'World' });
    expect(read.roles.label).toBe('label');
    expect(labelsOf(read)).toEqual(['World', 'Sports', 'World']);
    expect(JSON.parse(text.split('\n')[1] ?? '')).toEqual({ text: TEXTS[1], label: world });
  });
});

describe('training data of spaCy', () => {
  it('has its label in an object of an object', async () => {
    const rows = TEXTS.map((text, i) => [text, { cats: { World: i % 2, Sports: 1 - (i % 2) } }]);
    const { read, text } = await exported(JSON.stringify(rows), { 0: 'World' });
    expect(read.roles).toMatchObject({ text: '0', label: '1.cats' });
    expect(labelsOf(read)).toEqual(['Sports', 'World', 'Sports', 'World']);
    expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual({ 0: TEXTS[0], 1: { cats: { World: 1, Sports: 0 } } });
  });
});

describe('labels of several people', () => {
  const result = (label: string): unknown => ({ from_name: 'topic', type: 'choices', value: { choices: [label] } });
  const tasks = (given: readonly (readonly (readonly [string, boolean?])[])[]): string =>
    JSON.stringify(
      given.map((annotations, i) => ({
        id: i,
        data: { text: TEXTS[i] },
        annotations: annotations.map(([label, cancelled = false], k) => ({
          completed_by: k,
          was_cancelled: cancelled,
          result: label === '' ? [] : [result(label)],
        })),
      })),
      null,
      1,
    );

  it('are one label where they agree, and several without a class where they do not', async () => {
    const content = tasks([
      [['World'], ['World']],
      [['Sports'], ['World'], ['Sports']],
      [['World', true], ['Sports']],
      [['Sports'], ['']],
    ]);
    const { read, text } = await exported(content, { 0: 'Sports', 1: 'Sports', 2: 'World' });
    const { labels, label } = read.dataset;
    expect(read.roles.label).toBe('annotations.*.result.0.value.choices');
    expect(Array.from(label, (index) => labels[index]?.several ?? labels[index]?.name)).toEqual([
      'World',
      ['Sports', 'World'],
      'Sports',
      'Sports',
    ]);
    expect(read.disagreeing).toBe(1);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { annotations: { result: unknown[] }[] });
    const choices = lines.map(({ annotations }) => annotations.map(({ result: [first] }) => first ?? null));
    expect(choices[0]).toEqual([result('Sports'), result('Sports')]);
    expect(choices[1]).toEqual([result('Sports'), result('Sports'), result('Sports')]);
    expect(choices[2]).toEqual([result('World'), result('World')].with(0, result('World')));
    expect(choices[3]).toEqual([result('Sports'), null]);
    const again = await readDetected(new Blob([text]));
    expect(again.disagreeing).toBe(0);
    expect(labelsOf(again)).toEqual(['Sports', 'Sports', 'World', 'Sports']);
  });

  it('are those of the first where each record has one', async () => {
    const read = await readDetected(new Blob([tasks([[['World']], [['Sports']], [['World']], [['Sports']]])]));
    expect(read.roles.label).toBe('annotations.0.result.0.value.choices.0');
    expect(read.disagreeing).toBe(0);
  });

  it('are counted where they disagree, even if only the first is read', async () => {
    const given: (readonly (readonly [string])[])[] = Array.from({ length: 1100 }, (_, i) => [
      [i % 2 ? 'World' : 'Sports'],
    ]);
    given[1050] = [['World'], ['Sports']];
    const records = given.map((annotations, i) => ({
      data: { text: `${TEXTS[i % 4] ?? ''} ${i}` },
      annotations: annotations.map(([label]) => ({ result: [result(label)] })),
    }));
    const read = await readDetected(new Blob([JSON.stringify(records)]));
    expect(read.roles.label).toBe('annotations.0.result.0.value.choices.0');
    expect(read.disagreeing).toBe(1);
    expect(labelsOf(read)[1050]).toBe('World');
  });

  it('count in the responses of Argilla that were submitted', async () => {
    const lines = TEXTS.map((text, i) =>
      JSON.stringify({
        id: `r${i}`,
        fields: { text },
        suggestions: {},
        responses: {
          topic: [
            { value: i % 2 ? 'Sports' : 'World', user_id: 'u', status: 'submitted' },
            { value: i === 1 ? 'World' : 'Sports', user_id: 'v', status: i === 1 ? 'submitted' : 'discarded' },
          ],
        },
      }),
    );
    const { read } = await exported(lines.join('\n'), {});
    expect(read.roles.label).toBe('responses.topic.*.value');
    expect(read.disagreeing).toBe(1);
    const { labels, label } = read.dataset;
    expect(labels[label[1] ?? 0]?.several).toEqual(['Sports', 'World']);
    expect(labelsOf(read).filter((_, i) => i !== 1)).toEqual(['World', 'World', 'Sports']);
  });

  it('count in a table of Argilla', async () => {
    const lines = TEXTS.map((text, i) =>
      JSON.stringify({
        id: `r${i}`,
        text,
        'label.responses': i === 1 ? ['Sports', 'World'] : ['World', 'World'].slice(i % 2),
        'label.responses.users': ['u', 'v'].slice(i % 2),
        'label.suggestion': null,
      }),
    );
    const { read, text } = await exported(lines.join('\n'), { 0: 'Sports', 1: 'World' });
    expect(read.disagreeing).toBe(1);
    expect(labelsOf(read).filter((_, i) => i !== 1)).toEqual(['World', 'World', 'World']);
    const [first, second] = text
      .split('\n')
      .map((line) => (JSON.parse(line) as Record<string, unknown>)['label.responses']);
    expect([first, second]).toEqual([
      ['Sports', 'Sports'],
      ['World', 'World'],
    ]);
  });
});
