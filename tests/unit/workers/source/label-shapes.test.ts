import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExportKind } from '../../../../src/protocol/export-spec.js';
import { parquetFile } from '../../../fakes/parquet.js';
import { readDetected } from './helpers.js';
import { exported, labelLines, relabelled } from './relabelled.js';

/** The label tokens of a JSONL file after corrections. */
async function corrected(tokens: readonly string[], changes: Readonly<Record<number, string>>): Promise<string[]> {
  const file = new Blob([labelLines(tokens)]);
  const read = await readDetected(file, { roles: { text: 'text', label: 'label' } });
  const text = await exported(file, read, 'dataset', relabelled(read, changes));
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(line.indexOf(' : ') + 3, line.lastIndexOf(',"n":')));
}

describe('a corrected label has the shape of the one before', () => {
  it.each<[string, readonly string[], Readonly<Record<number, string>>, readonly string[]]>([
    ['integers', ['0', '1', '3'], { 0: '2' }, ['2', '1', '3']],
    [
      'integers of any length',
      ['90071992547409931', '1'],
      { 1: '90071992547409931' },
      ['90071992547409931', '90071992547409931'],
    ],
    ['floats', ['0.0', '1.0', '3.0'], { 0: '2.0', 1: '3.0' }, ['2.0', '3.0', '3.0']],
    ['numbers in strings', ['"0"', '"1"'], { 0: '2', 1: '0' }, ['"2"', '"0"']],
    ['booleans', ['true', 'true'], { 0: 'false' }, ['false', 'true']],
    ['lists of one', ['["World"]', '["Sports"]'], { 0: 'Business', 1: 'World' }, ['["Business"]', '["World"]']],
    ['lists of one number', ['[0]', '[1]'], { 0: '2' }, ['[2]', '[1]']],
    ['lists of lists', ['[["World"]]', '[["Sports"]]'], { 0: 'Sports' }, ['[["Sports"]]', '[["Sports"]]']],
    [
      'a list in a string',
      ['"[\\"World\\"]"', '"[\\"Sports\\"]"'],
      { 0: 'Business' },
      ['"[\\"Business\\"]"', '"[\\"Sports\\"]"'],
    ],
    [
      'a list as Python writes it in a string',
      ['"[\'World\']"', '"[\'Sports\']"'],
      { 0: 'Business', 1: "it's" },
      ['"[\'Business\']"', '"[\\"it\'s\\"]"'],
    ],
    [
      'a dict as Python writes it in a string',
      ["\"{'name': 'World', 'id': 0}\"", "\"{'name': 'Sports', 'id': 1}\""],
      { 0: 'Sports', 1: 'Business' },
      ["\"{'name': 'Sports', 'id': 1}\"", "\"{'name': 'Business', 'id': None}\""],
    ],
    ['a name among numbers is a string', ['0', '1'], { 0: 'Business' }, ['"Business"', '1']],
    ['an empty list', ['["World"]', '[]'], { 1: 'World' }, ['["World"]', '["World"]']],
    ['an empty list, a new name', ['["World"]', '[]'], { 1: 'Business' }, ['["World"]', '["Business"]']],
    ['an empty list among numbers', ['[0]', '[]'], { 1: '2' }, ['[0]', '[2]']],
    [
      'an empty list among objects',
      ['[{"name":"World","id":0}]', '[]'],
      { 1: 'World' },
      ['[{"name":"World","id":0}]', '[{"name":"World","id":0}]'],
    ],
    ['several labels', ['["a"]', '["b","c"]'], { 1: 'a' }, ['["a"]', '["a"]']],
    [
      'an object with one key',
      ['{"label":"World"}', '{"label":"Sports"}'],
      { 0: 'Business' },
      ['{"label":"Business"}', '{"label":"Sports"}'],
    ],
    [
      'an object with an id',
      ['{"name":"World","id":0}', '{"name":"Sports","id":1}'],
      { 0: 'Sports' },
      ['{"name":"Sports","id":1}', '{"name":"Sports","id":1}'],
    ],
    [
      'an object with an id in another order',
      ['{"id":0, "name":"World"}', '{"name":"Sports","id":1}'],
      { 0: 'Sports' },
      ['{"id":1, "name":"Sports"}', '{"name":"Sports","id":1}'],
    ],
    [
      'an object with an id, a new name',
      ['{"name":"World","id":0}', '{"name":"Sports","id":1}'],
      { 0: 'Business' },
      ['{"name":"Business","id":null}', '{"name":"Sports","id":1}'],
    ],
    [
      'an object with what is its own',
      [
        '{"name":"World","id":0,"by":"ann","type":"c"}',
        '{"name":"Sports","id":1,"by":"bob","type":"c"}',
        '{"name":"Sports","id":1,"by":"eve","type":"c"}',
      ],
      { 0: 'Sports' },
      [
        '{"name":"Sports","id":1,"by":"ann","type":"c"}',
        '{"name":"Sports","id":1,"by":"bob","type":"c"}',
        '{"name":"Sports","id":1,"by":"eve","type":"c"}',
      ],
    ],
    ['one-hot lists', ['[1,0]', '[0, 1]', '[0, 1]'], { 0: '[0, 1]' }, ['[0, 1]', '[0, 1]', '[0, 1]']],
    [
      'mixed shapes: the own one',
      ['1', '"2"', '"1"', '2', '2', '["2"]'],
      { 0: '2', 2: '2', 5: '1' },
      ['2', '"2"', '"2"', '2', '2', '["1"]'],
    ],
    [
      'mixed shapes: the value as it stands where the own one cannot hold it',
      ['1', '"World"', '1.0'],
      { 0: 'World', 2: '1' },
      ['"World"', '"World"', '1'],
    ],
    [
      'of several spellings the most frequent',
      ['"\\u0061"', '"a"', '"a"', '"b"'],
      { 3: 'a' },
      ['"\\u0061"', '"a"', '"a"', '"a"'],
    ],
  ])('%s', async (_, tokens, changes, expected) => {
    expect(await corrected(tokens, changes)).toEqual(expected);
  });

  it('is equal in the list of changes and in the audit', async () => {
    const file = new Blob([labelLines(['["World"]', '["Sports"]', '[]'])]);
    const read = await readDetected(file, { roles: { text: 'text', label: 'label' } });
    const columns = relabelled(read, { 0: 'Business', 2: 'World' });
    const linesOf = async (kind: ExportKind) =>
      (await exported(file, read, kind, columns))
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect((await linesOf('changes')).map((line) => [line['original_label'], line['corrected_label']])).toEqual([
      [['World'], ['Business']],
      [[], ['World']],
    ]);
    expect((await linesOf('audit')).map((line) => [line['original_label'], line['corrected_label']])).toEqual([
      [['World'], ['Business']],
      [['Sports'], null],
      [[], ['World']],
    ]);
  });

  it('keeps lines whole where a list covers several', async () => {
    const file = new Blob(['[{"text":"a","label":[\n"x"\n]},{"text":"b","label":["y"]}]']);
    const read = await readDetected(file);
    expect(await exported(file, read, 'dataset', relabelled(read, { 0: 'z', 1: 'x' }))).toBe(
      '{"text":"a","label":["z"]}\n{"text":"b","label":["x"]}\n',
    );
  });

  it('has the form of another row’s cell in a table', async () => {
    const file = new Blob(['text\tlabel\na\t World\nb\tTrue\nc\t1.0\nd\t["World"]\ne\t["Sports", "World"]\n']);
    const read = await readDetected(file, { settings: { header: true }, roles: { text: 'text', label: 'label' } });
    expect(read.dataset.labels.map(({ name, several }) => [name, several])).toEqual([
      [' World', undefined],
      ['1.0', undefined],
      ['True', undefined],
      ['World', undefined],
      ['["Sports", "World"]', ['Sports', 'World']],
    ]);
    const text = await exported(
      file,
      read,
      'dataset',
      relabelled(read, { 0: '2.0', 1: ' World', 2: 'True', 3: 'Business', 4: 'World' }),
    );
    expect(text.split('\n').slice(0, -1)).toEqual([
      '{"text":"a","label":"2.0"}',
      '{"text":"b","label":" World"}',
      '{"text":"c","label":"True"}',
      '{"text":"d","label":"[\\"Business\\"]"}',
      '{"text":"e","label":"[\\"World\\"]"}',
    ]);
  });

  it('is a number in a Parquet file, a list where there was one', async () => {
    const file = new Blob([
      parquetFile([
        { name: 'text', type: 'string', values: ['a', 'b'] },
        { name: 'label', type: 'int64', values: [9007199254740993n, 1n] },
      ]),
    ]);
    const read = await readDetected(file);
    expect(await exported(file, read, 'dataset', relabelled(read, { 0: '2', 1: '9007199254740993' }))).toBe(
      '{"text":"a","label":2}\n{"text":"b","label":9007199254740993}\n',
    );
  });
});

describe('labels of a source', () => {
  it('holds lists of several labels or none apart from classes', async () => {
    const file = new Blob([labelLines(['["b"]', '["b", "a"]', '[]', '"a"', '["b","a"]', '[null]'])]);
    const { dataset } = await readDetected(file, { roles: { text: 'text', label: 'label' } });
    expect(dataset.labels.map(({ name, count, several }) => [name, count, several])).toEqual([
      ['a', 1, undefined],
      ['b', 1, undefined],
      ['["b", "a"]', 2, ['b', 'a']],
      ['[]', 2, []],
    ]);
    expect([...dataset.label]).toEqual([1, 2, 3, 0, 2, 3]);
  });

  it('keeps for a class the fields of all its rows, and for none a row’s own fields', async () => {
    const tokens = [
      '{"name":"World","id":0,"by":"ann","kind":"x","sure":0.5}',
      '{"name":"Sports","id":1,"by":"bob","kind":"x","sure":0.7}',
      '{"name":"Sports","id":1,"by":"eve","kind":"x","sure":0.7}',
    ];
    const { dataset } = await readDetected(new Blob([labelLines(tokens)]), { roles: { text: 'text', label: 'label' } });
    expect(dataset.labels.map(({ name, fields }) => [name, fields])).toEqual([
      ['Sports', [['id', '1']]],
      ['World', [['id', '0']]],
    ]);
  });

  it('holds the labels of doccano', async () => {
    const path = 'tests/fixtures/cases/04-doccano/all.jsonl';
    const source = readFileSync(path, 'utf8');
    const file = new Blob([source]);
    const read = await readDetected(file);
    const { dataset } = read;
    expect(dataset.rows).toBe(24);
    const single = dataset.labels.filter(({ several }) => several === undefined);
    expect(single.map(({ name }) => name)).toEqual(['Sci/Tech', 'Sports', 'World']);
    expect(dataset.labels.slice(3).every(({ several }) => several?.length !== 1)).toBe(true);
    const lines = source.split('\n');
    const expected = lines.with(2, (lines[2] ?? '').replace('["World"]', '["Business"]')).join('\n');
    expect(await exported(file, read, 'dataset', relabelled(read, { 2: 'Business' }))).toBe(expected);
  });
});
