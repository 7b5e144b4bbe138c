import { describe, expect, it } from 'vitest';
import type { ColumnRoles } from '../../../../src/domain/reading/dataset.js';
import { guessRoles } from '../../../../src/domain/reading/roles.js';

const NONE: ColumnRoles = { text: '', textJoin: '', textB: '', label: '', id: '', sLabel: '' };
const rows = (...lines: string[]): string[][] => lines.map((line) => line.split('|'));

describe('guessRoles by name', () => {
  it.each<[string, Partial<ColumnRoles>]>([
    ['text,label', { text: 'text', label: 'label' }],
    ['label,gt,text,group', { text: 'text', label: 'label' }],
    ['id,text,label,s_label', { text: 'text', label: 'label', id: 'id', sLabel: 's_label' }],
    ['guid,Sentence,Class', { text: 'Sentence', label: 'Class', id: 'guid' }],
    ['text_a,text_b,label,type', { text: 'text_a', textB: 'text_b', label: 'label' }],
    ['idx,premise,hypothesis,gold_label', { text: 'premise', textB: 'hypothesis', label: 'gold_label', id: 'idx' }],
    ['question1,question2,target', { text: 'question1', textB: 'question2', label: 'target' }],
    ['question,sentence,label', { text: 'question', textB: 'sentence', label: 'label' }],
    ['Class Index,Title,Description', { text: 'Title', textJoin: 'Description', label: 'Class Index' }],
    ['text,gt', { text: 'text', label: 'gt' }],
    ['标题,内容,标签', { text: '标题', textJoin: '内容', label: '标签' }],
    ['review,sentiment', { text: 'review', label: 'sentiment' }],
    ['headline,category', { text: 'headline', label: 'category' }],
  ])('%s', (columns, expected) => {
    const names = columns.split(',');
    const records = Array.from({ length: 4 }, (_, i) => names.map((name) => `${name} ${i}`));
    expect(guessRoles(names, records)).toEqual({ ...NONE, ...expected });
  });

  it.each([
    [['1', '2', '3', '4'], 'id'],
    [['1', '2', '3', '3'], 'id'],
    [['1', '2', '3', ''], 'id'],
    [['1', '1', '2', '2'], ''],
    [['1', '2', '', ''], ''],
    [['1', '1'], ''],
    [['1', ''], ''],
    [['1'], 'id'],
  ])('ids %j: a few missing or repeated ones are faults of their records, many are no ids', (ids, id) => {
    const records = ids.map((cell, i) => [cell, `text ${i}`, i % 2 === 0 ? 'x' : 'y']);
    expect(guessRoles(['id', 'text', 'label'], records).id).toBe(id);
  });
});

describe('guessRoles by look', () => {
  it('numbers with a fraction are no labels', () => {
    const records = Array.from({ length: 30 }, (_, i) => [
      `a text of some words, ${i}`,
      '0,5',
      i % 2 ? '0.25' : '0.75',
      `${i % 5}`,
    ]);
    expect(guessRoles(['0', '1', '2', '3'], records)).toEqual({ ...NONE, text: '0', label: '3' });
  });

  it.each([
    ['of two constant columns the shorter one is the label', '0'],
    ['a column with two values is the label, beside constant ones', '4'],
  ])('%s', (_, other) => {
    const records = Array.from({ length: 30 }, (__, i) => [
      i % 2 === 0 ? '0' : other,
      String(1467810000 + i),
      `Mon Apr 06 22:${10 + i}:45 PDT 2009`,
      'NO_QUERY',
      `user${i}`,
      `@pal so tired of this, number ${i}, and it rains`,
    ]);
    expect(guessRoles(['0', '1', '2', '3', '4', '5'], records)).toEqual({ ...NONE, text: '5', label: '0' });
  });

  const long = 'Prices fell on Monday as traders waited for news that did not come until the evening';

  it.each<[string, string[][], Partial<ColumnRoles>]>([
    [
      'AG News: class, title, description',
      rows(`3|Stocks fall today|${long}`, `1|Talks go on again|${long}!`, `3|A third title here|${long}?`),
      { label: '0', text: '1', textJoin: '2' },
    ],
    ['text, label', rows('a stirring film|1', 'a tired film|0', 'an odd little film|1'), { text: '0', label: '1' }],
    ['label, text', rows('pos|a stirring film', 'neg|a tired film', 'pos|an odd film'), { text: '1', label: '0' }],
    [
      'a pair',
      rows(
        'where can I eat|where to eat here|1',
        'who wrote this book|what is this book|0',
        'how far is it|how long is the way|1',
      ),
      { text: '0', textB: '1', label: '2' },
    ],
    ['short texts', rows('hi|greet', 'bye|leave', 'hey|greet'), { text: '1', label: '0' }],
  ])('%s', (_, records, expected) => {
    const columns = (records[0] ?? []).map((_cell, i) => String(i));
    expect(guessRoles(columns, records)).toEqual({ ...NONE, ...expected });
  });

  it('nothing to go by', () => {
    expect(guessRoles([], [])).toEqual(NONE);
    expect(guessRoles(['0'], [])).toEqual(NONE);
  });
});

describe('guessRoles by look, with columns that are neither', () => {
  const cells = (i: number): Record<string, string> => ({
    url: `https://example.org/a/long/way/to/page/${i}`,
    created: `2024-01-0${i}T10:00:00Z`,
    hash: 'a3f5'.repeat(8) + String(i),
    file: `/data/texts/file_${i}.txt`,
    uid: `550e8400-e29b-41d4-a716-44665544000${i}`,
    note: `A remark about ${i} things`,
    lang: 'en',
    lead_time: String(3.5 + i),
    group: i % 2 ? 'north' : 'south',
  });

  it('dates, addresses, hashes, paths, decimals and constants are no texts and no labels', () => {
    const records = [1, 2, 3, 4].map((i) => Object.values(cells(i)));
    expect(guessRoles(Object.keys(cells(1)), records, true)).toMatchObject({
      text: 'note',
      textB: '',
      label: 'group',
      id: 'uid',
    });
  });

  it.each([
    ['another column is called a label', ['text', 'label', 'category'], 'category'],
    ['another column looks like a label', ['text', 'label', 'group'], 'group'],
    ['there is no other', ['text', 'label', 'split'], 'label'],
  ])('a column with one value is no label where %s', (_, columns, label) => {
    const records = ['a b c', 'd e f', 'g h i', 'j k l'].map((text, i) => [text, 'same', i % 2 ? 'x' : 'y']);
    expect(guessRoles(columns, records, true).label).toBe(label);
    expect(guessRoles(columns, records, false).label).toBe('label');
  });

  it('flags and origins are labels only where there is no other', () => {
    const records = ['a b c', 'd e f', 'g h i', 'j k l'].map((text, i) => [text, String(i < 2), i % 2 ? 'x' : 'y']);
    expect(guessRoles(['said', 'is_new', 'mood'], records, true).label).toBe('mood');
    expect(
      guessRoles(
        ['said', 'is_new', 'when'],
        records.map(([a = '', b = '']) => [a, b, '2024-01-01']),
        true,
      ).label,
    ).toBe('is_new');
  });

  it.each([
    [['编号', '评论内容', '情感倾向'], '评论内容', '情感倾向'],
    [['文本', '类别'], '文本', '类别'],
    [['正文', '标注'], '正文', '标注'],
  ])('names in Chinese: %j', (columns, text, label) => {
    const records = Array.from({ length: 4 }, (_, i) => columns.map((name) => `${name}${i}`));
    expect(guessRoles(columns, records)).toMatchObject({ text, label });
  });

  it('a nested field counts by its last key, after the keys of the record', () => {
    const records = ['a b c', 'd e f'].map((text, i) => [text, `${text}!`, i ? 'x' : 'y', i ? 'u' : 'v']);
    const nested = ['data.text', 'row.body', 'meta.label', 'spans.0.label'];
    expect(guessRoles(nested, records)).toMatchObject({ text: 'data.text', label: 'meta.label' });
    expect(guessRoles(['data.text', 'review', 'meta.label', 'kind'], records)).toMatchObject({ text: 'review' });
  });
});

describe('a column in which all rows are different', () => {
  const words = ['one', 'two', 'three', 'four', 'five'];
  const records = (count: number, cell: (i: number) => string): string[][] =>
    Array.from({ length: count }, (_, i) => [cell(i), `some text about number ${i}`, words[i % 3] ?? '']);

  it.each<[string, (i: number) => string]>([
    ['numbers from 0', String],
    ['numbers from 1', (i) => String(i + 1)],
    ['names of rows', (i) => `doc-${i * 7}`],
    ['words', (i) => `${words[i % 5] ?? ''} ${'x'.repeat(i)}`],
  ])('is not proposed as the label: %s', (_, cell) => {
    for (const count of [5, 12, 40, 300]) {
      const own = records(count, cell).map((record) => record.slice(0, 2));
      expect(guessRoles(['key', 'text'], own, true).label).toBe('');
      expect(guessRoles(['key', 'text', 'kind'], records(count, cell), true).label).toBe('kind');
      // Nor where it is called a label, once there are many rows.
      const called = guessRoles(['label', 'text', 'kind'], records(count, cell), true).label;
      expect(called).toBe(count > 20 || (count > 9 && cell(1) <= '2') ? 'kind' : 'label');
    }
  });

  it('is proposed where it is called a label and no other column can be one, unless it numbers the rows', () => {
    const own = (cell: (i: number) => string) => records(300, cell).map((record) => record.slice(0, 2));
    expect(
      guessRoles(
        ['label', 'text'],
        own((i) => `label ${i}`),
        true,
      ).label,
    ).toBe('label');
    expect(guessRoles(['label', 'text'], own(String), true).label).toBe('');
  });

  it('is the label by its name where the first rows alone are known', () => {
    expect(
      guessRoles(
        ['intent', 'text', 'x'],
        records(50, (i) => `intent-${i}`),
        false,
      ).label,
    ).toBe('intent');
  });
});
