import { describe, expect, test } from 'vitest';
import type { ColumnRoles, DatasetLabel, Reject } from '../../../../src/domain/reading/dataset.js';
import { reasonCounts, roleOf, ROLES, shownColumns, summarizeLabels } from '../../../../src/ui/import/columns.js';

const roles: ColumnRoles = { text: 'title', textJoin: 'body', textB: '', label: 'class', id: '', sLabel: '' };

test('every role has a select of its own, with text and label first', () => {
  expect(ROLES.map(({ testId }) => testId)).toEqual([
    'import-text',
    'import-label',
    'import-text-join',
    'import-text-b',
    'import-id',
    'import-s-label',
  ]);
});

describe('roleOf', () => {
  test.each([
    ['title', 'text'],
    ['body', 'textJoin'],
    ['class', 'label'],
    ['other', undefined],
    ['', undefined],
    ['__proto__', undefined],
  ])('%j plays %s', (column, role) => {
    expect(roleOf(column, roles)?.role).toBe(role);
  });
});

describe('shownColumns', () => {
  const columns = ['a', 'b', 'title', 'c', 'class', 'd', 'body'];

  test('returns all columns in file order when there are few', () => {
    expect(shownColumns(columns, roles, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('always returns columns with a role, in file order', () => {
    expect(shownColumns(columns, roles, 4)).toEqual([0, 2, 4, 6]);
    expect(shownColumns(columns, roles, 5)).toEqual([0, 1, 2, 4, 6]);
  });

  test('returns nested fields with a role first', () => {
    const nested = { ...roles, text: 'data.text', label: 'a.0.b' };
    expect(shownColumns(['id', 'a', 'data', 'a.0.b', 'data.text', 'data.more'], nested, 30)).toEqual([
      3, 4, 0, 1, 2, 5,
    ]);
  });
});

test('labels are counted: most frequent first, and lists of several or no labels by their rows', () => {
  const label = (name: string, count: number, several?: readonly string[]): DatasetLabel => ({
    name,
    token: JSON.stringify(name),
    count,
    ...(several && { several }),
  });
  const labels = [
    label('a', 2),
    label('b', 5),
    label('c', 0),
    label('d', 5),
    label('["a","b"]', 4, ['a', 'b']),
    label('[]', 3, []),
    label('e', 9),
  ];
  const { top, ...counts } = summarizeLabels(labels, 3);
  expect(top.map(({ name }) => name)).toEqual(['e', 'b', 'd']);
  expect(counts).toEqual({ classes: 5, used: 4, severalRows: 4, unlabelledRows: 3 });
  expect(summarizeLabels(labels, 9).top.map(({ name }) => name)).toEqual(['e', 'b', 'd', 'a', 'c']);
  expect(summarizeLabels([], 3)).toEqual({ top: [], classes: 0, used: 0, severalRows: 0, unlabelledRows: 0 });
});

test('reasonCounts counts each reason, the most frequent first', () => {
  const reject = (reason: Reject['reason']): Reject => ({ line: 1, sourceRow: 0, reason, content: '' });
  expect(reasonCounts([reject('broken-json'), reject('missing-text'), reject('missing-text')])).toEqual([
    ['missing-text', 2],
    ['broken-json', 1],
  ]);
});
