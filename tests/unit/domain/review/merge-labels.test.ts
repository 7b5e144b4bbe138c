import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabelEdit } from '../../../../src/domain/review/label-edits.js';
import { LabelTable } from '../../../../src/domain/review/label-table.js';
import { mergeLabelEdits } from '../../../../src/domain/review/merge-labels.js';

const SOURCE = ['A', 'B', 'C', 'D'];
const rename = (from: string, to: string): LabelEdit => ({ do: 'rename', from, to });
const merge = (from: string, to: string): LabelEdit => ({ do: 'merge', from, to });

/** Makes the edits that have a meaning. */
function made(edits: readonly LabelEdit[]): { readonly table: LabelTable; readonly edits: readonly LabelEdit[] } {
  const table = new LabelTable(SOURCE);
  return { table, edits: edits.filter((edit) => table.edit([edit])) };
}

/** The name that each label of the source has after edits. Removed ones are in brackets. */
function names(edits: readonly LabelEdit[]): string[] {
  const { table } = made(edits);
  return SOURCE.map((_, label) => {
    const now = table.countsAs[label] as number;
    return table.removed.has(now) ? `(${table.names[now]})` : (table.names[now] ?? '');
  });
}

describe('edits of another side', () => {
  test.each<[string, LabelEdit[], LabelEdit[], LabelEdit[], string[]]>([
    [
      'are all taken over where this side has none',
      [],
      [rename('A', 'X'), merge('B', 'C')],
      [rename('A', 'X'), merge('B', 'C')],
      ['X', 'C', 'C', 'D'],
    ],
    ['of other labels are added', [rename('A', 'X')], [rename('B', 'Y')], [rename('B', 'Y')], ['X', 'Y', 'C', 'D']],
    [
      'that this side made too are not made again',
      [rename('A', 'X'), merge('B', 'C')],
      [rename('A', 'X'), merge('B', 'C')],
      [],
      ['X', 'C', 'C', 'D'],
    ],
    ['in several steps are one', [], [rename('A', 'X'), rename('X', 'Y')], [rename('A', 'Y')], ['Y', 'B', 'C', 'D']],
    [
      'follow a label that this side renamed',
      [rename('B', 'Y')],
      [merge('A', 'B')],
      [merge('A', 'Y')],
      ['Y', 'Y', 'C', 'D'],
    ],
    [
      'rename a label with all that this side merged into it',
      [merge('A', 'B')],
      [rename('B', 'Y')],
      [rename('B', 'Y')],
      ['Y', 'Y', 'C', 'D'],
    ],
    ['add a label once', [{ do: 'add', name: 'N' }], [{ do: 'add', name: 'N' }], [], ['A', 'B', 'C', 'D']],
    ['remove a label', [], [{ do: 'remove', name: 'D' }], [{ do: 'remove', name: 'D' }], ['A', 'B', 'C', '(D)']],
    [
      'that merge the same two labels the other way round change nothing',
      [merge('A', 'B')],
      [merge('B', 'A')],
      [],
      ['B', 'B', 'C', 'D'],
    ],
  ])('%s', (_, mine, theirs, edits, after) => {
    const merged = mergeLabelEdits(mine, theirs);
    expect(merged).toMatchObject({ edits, conflicts: [] });
    expect(names([...mine, ...merged.edits])).toEqual(after);
  });

  test.each<[string, LabelEdit[], LabelEdit[], object]>([
    ['two new names', [rename('A', 'X')], [rename('A', 'Y')], { label: 'A', mine: 'X', theirs: 'Y' }],
    ['a new name and a merge', [rename('A', 'X')], [merge('A', 'B')], { label: 'A', mine: 'X', theirs: 'B' }],
    ['a merge and a removal', [merge('A', 'B')], [{ do: 'remove', name: 'A' }], { label: 'A', mine: 'B', theirs: '' }],
    [
      'a removal and a new name',
      [{ do: 'remove', name: 'A' }],
      [rename('A', 'X')],
      { label: 'A', mine: '', theirs: 'X' },
    ],
    [
      'a name that another label has here',
      [rename('B', 'X')],
      [rename('A', 'X')],
      { label: 'A', mine: 'A', theirs: 'X' },
    ],
  ])('of one label in different ways are a conflict, and nothing changes: %s', (_, mine, theirs, conflict) => {
    expect(mergeLabelEdits(mine, theirs)).toMatchObject({ edits: [], conflicts: [conflict] });
  });

  test('do not touch a label of the same name that is another one here', () => {
    const merged = mergeLabelEdits(
      [rename('A', 'N')],
      [
        { do: 'add', name: 'N' },
        { do: 'remove', name: 'N' },
      ],
    );
    expect(merged.edits).toEqual([]);
  });

  test('add a label whose name another edit makes free', () => {
    const theirs: LabelEdit[] = [rename('C', 'X'), { do: 'add', name: 'C' }];
    const first = mergeLabelEdits([merge('A', 'C')], theirs);
    expect(first.edits).toEqual(theirs);
    expect(mergeLabelEdits([merge('A', 'C'), ...first.edits], theirs).edits).toEqual([]);
  });

  test('do not offer a label again that was removed here', () => {
    const mine: LabelEdit[] = [{ do: 'remove', name: 'D' }];
    expect(mergeLabelEdits(mine, [merge('D', 'A'), { do: 'add', name: 'D' }]).edits).toEqual([]);
  });

  test('give names that this side knows to the decisions of the other side', () => {
    const { nameOf } = mergeLabelEdits([rename('A', 'X'), rename('C', 'Z')], [rename('A', 'Y'), merge('B', 'C')]);
    expect(['Y', 'C', 'D', 'new'].map(nameOf)).toEqual(['X', 'Z', 'D', 'new']);
  });
});

const name = fc.constantFrom(...SOURCE, 'X', 'Y');
const edits = fc.array(
  fc.oneof(
    fc.record({ do: fc.constantFrom('add' as const, 'remove' as const), name }),
    fc.record({ do: fc.constantFrom('rename' as const, 'merge' as const), from: name, to: name }),
  ),
  { maxLength: 4 },
);

test('a second merge of the same side adds nothing', () => {
  fc.assert(
    fc.property(edits, edits, (one, other) => {
      const mine = made(one).edits;
      const theirs = made(other).edits;
      const first = mergeLabelEdits(mine, theirs);
      const after = made([...mine, ...first.edits]).edits;
      if (after.length < mine.length + first.edits.length) return;
      expect(mergeLabelEdits(after, theirs).edits).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});
