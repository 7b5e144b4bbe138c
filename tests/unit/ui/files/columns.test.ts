import { describe, expect, test } from 'vitest';
import type { ColumnRoles, Reject } from '../../../../src/domain/dataset.js';
import { clip, reasonCounts, roleOf, ROLES, shownColumns, topLabels } from '../../../../src/ui/files/columns.js';

const roles: ColumnRoles = { text: 'title', textJoin: 'body', textB: '', label: 'class', id: '', sLabel: '' };

test('every part has a select of its own, text and label first', () => {
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

  test('all, in file order, when there are few', () => {
    expect(shownColumns(columns, roles, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('those that play a part are always shown, in file order', () => {
    expect(shownColumns(columns, roles, 4)).toEqual([0, 2, 4, 6]);
    expect(shownColumns(columns, roles, 5)).toEqual([0, 1, 2, 4, 6]);
  });

  test('nested fields that play a part come first', () => {
    const nested = { ...roles, text: 'data.text', label: 'a.0.b' };
    expect(shownColumns(['id', 'a', 'data', 'a.0.b', 'data.text', 'data.more'], nested, 30)).toEqual([
      3, 4, 0, 1, 2, 5,
    ]);
  });
});

describe('clip', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 5, 'longe…'],
    ['ab😀', 3, 'ab…'],
    ['ab😀c', 4, 'ab😀…'],
    ['', 0, ''],
  ])('%j to %d', (text, length, clipped) => {
    expect(clip(text, length)).toBe(clipped);
  });
});

test('topLabels puts the most frequent first and counts the others', () => {
  const labels = [5, 9, 1, 9].map((count, index) => ({ name: `l${index}`, token: `"l${index}"`, count }));
  const { top, more } = topLabels(labels, 3);
  expect(top.map((label) => label.name)).toEqual(['l1', 'l3', 'l0']);
  expect(more).toBe(1);
  expect(topLabels([], 3)).toEqual({ top: [], more: 0 });
});

test('reasonCounts counts each reason, the most frequent first', () => {
  const reject = (reason: Reject['reason']): Reject => ({ line: 1, sourceRow: 0, reason, content: '' });
  expect(reasonCounts([reject('broken-json'), reject('missing-text'), reject('missing-text')])).toEqual([
    ['missing-text', 2],
    ['broken-json', 1],
  ]);
});
