import { describe, expect, test } from 'vitest';
import { mergedClasses } from '../../../../src/domain/labels/merged-classes.js';

/** Labels 0 to 3 have these classes. */
function merged(countsAs: readonly number[], classes: readonly number[] = [0, 1, 2, -1]) {
  const { ofLabel, into } = mergedClasses(countsAs, (label) => classes[label] ?? -1, 3);
  return { ofLabel: Object.fromEntries(ofLabel), into: into && [...into] };
}

describe('classes after merges of labels', () => {
  test('are their own without a merge', () => {
    expect(merged([0, 1, 2, 3])).toEqual({ ofLabel: {}, into: null });
  });

  test('count as the class of the label that theirs was merged into', () => {
    expect(merged([1, 1, 2, 3])).toEqual({ ofLabel: { 1: 1 }, into: [1, 1, 2] });
    expect(merged([2, 2, 2, 2])).toEqual({ ofLabel: { 2: 2 }, into: [2, 2, 2] });
  });

  test('stay where the other label has none, which has their class then', () => {
    expect(merged([3, 1, 2, 3])).toEqual({ ofLabel: { 3: 0 }, into: null });
    expect(merged([3, 3, 2, 3])).toEqual({ ofLabel: { 3: 0 }, into: [0, 0, 2] });
  });

  test('stay where another label has the class too', () => {
    expect(merged([0, 1, 2, 2], [0, 1, 2, 1])).toEqual({ ofLabel: { 2: 2 }, into: null });
  });

  test('are none where no label has one', () => {
    expect(merged([1, 1, 2, 3], [-1, -1, 2, -1])).toEqual({ ofLabel: { 1: -1 }, into: null });
  });
});
