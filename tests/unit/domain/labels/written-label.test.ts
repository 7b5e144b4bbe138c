import { describe, expect, test } from 'vitest';
import { LabelWriter, writtenLabel } from '../../../../src/domain/labels/writer.js';
import type { DatasetLabel } from '../../../../src/domain/reading/dataset.js';

const label = (name: string, token: string, more: Partial<DatasetLabel> = {}): DatasetLabel => ({
  name,
  token,
  count: 1,
  ...more,
});

/** JSON text of a renamed label in place of its own text in the source. */
function written(source: DatasetLabel, name: string, own = source.token): string {
  return new LabelWriter([writtenLabel(name, source), label('Other', '"Other"')]).write(own, 0);
}

describe('a renamed label is written', () => {
  test.each([
    ['as a string', label('World', '"World"'), 'Politics', '"Politics"'],
    ['in a list of one', label('World', '["World"]'), 'Politics', '["Politics"]'],
    ['as a number, where it is one', label('3', '3'), '7', '7'],
    ['as text in place of a number', label('3', '3'), 'Politics', '"Politics"'],
    ['with quotes and signs', label('World', '"World"'), 'a "b"\\c', String.raw`"a \"b\"\\c"`],
    [
      'in an object, whose other members stay',
      label('World', '{"id":3,"name":"World"}', { fields: [['.id', '3']] }),
      'Politics',
      '{"id":3,"name":"Politics"}',
    ],
  ])('%s', (_, source, name, expected) => {
    const read = written(source, name);
    expect(JSON.parse(read)).toEqual(JSON.parse(expected));
  });

  test('not at all where the file has its name elsewhere', () => {
    expect(written(label('Sports', '2', { value: '2' }), 'Games')).toBe('2');
  });
});
