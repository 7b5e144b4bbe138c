import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { PickedRows, type PickingList } from '../../../../src/app/rows/picked-rows.svelte.js';
import { maskOf } from '../../../../src/app/rows/row-sets.js';

const ROWS = 8;

let visible: Uint32Array;
let selected: number;
let picked: PickedRows;

beforeEach(() => {
  visible = Uint32Array.of(5, 3, 0, 7, 1);
  selected = -1;
  const list: PickingList = {
    get visible() {
      return visible;
    },
    get mask() {
      return maskOf(visible, ROWS);
    },
    get selected() {
      return selected;
    },
    select: (row) => (selected = row),
  };
  picked = new PickedRows(list, (row) => visible.indexOf(row));
  picked.open(ROWS);
});

const rows = (): number[] => [...picked.rows()];

describe('picked rows', () => {
  it('replace earlier ones, or are added to them', () => {
    picked.pick(Uint32Array.of(2, 6));
    picked.pick(Uint32Array.of(4, 2));
    expect(rows()).toEqual([2, 4]);
    picked.pick(Uint32Array.of(4, 0), true);
    expect(rows()).toEqual([0, 2, 4]);
    expect([picked.count, picked.has(0), picked.has(1)]).toEqual([3, true, false]);
  });

  it('are all rows of the list, and stay when the list changes', () => {
    picked.pickListed();
    expect(rows()).toEqual([0, 1, 3, 5, 7]);
    expect(picked.unlisted).toBe(0);
    visible = Uint32Array.of(3, 2);
    picked.now = { ...picked.now };
    expect(picked.count).toBe(5);
    expect(picked.unlisted).toBe(4);
  });

  it('have a new wrapper after each change, also after one of no row', () => {
    const seen = [picked.now];
    picked.pick(Uint32Array.of(1));
    seen.push(picked.now);
    picked.toggle(1);
    seen.push(picked.now);
    picked.clear();
    seen.push(picked.now);
    expect(new Set(seen).size).toBe(4);
    expect(picked.count).toBe(0);
  });

  it('end with the dataset', () => {
    picked.pickListed();
    picked.open(3);
    expect([picked.count, rows().length, picked.unlisted]).toEqual([0, 0, 0]);
  });

  it('have the right count after any changes', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: ROWS - 1 }));
    const step = fc.oneof(
      fc.tuple(fc.constant('pick'), list, fc.boolean()),
      fc.tuple(fc.constant('toggle'), fc.integer({ min: 0, max: ROWS - 1 })),
      fc.tuple(fc.constant('extend'), fc.integer({ min: -3, max: 3 })),
      fc.tuple(fc.constant('clear')),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        picked.clear();
        for (const [what, value, add] of steps) {
          if (what === 'pick') picked.pick(Uint32Array.from(value as number[]), add as boolean);
          else if (what === 'toggle') picked.toggle(value as number);
          else if (what === 'extend') picked.extend(value as number);
          else picked.clear();
          expect(picked.count).toBe(picked.now.marks.reduce((sum, mark) => sum + mark, 0));
          expect(rows()).toEqual(Array.from({ length: ROWS }, (_, row) => row).filter((row) => picked.has(row)));
        }
      }),
    );
  });
});

describe('a range', () => {
  it('reaches from the selected row in the order of the list, and follows its end', () => {
    selected = 3;
    picked.extendTo(3);
    expect([rows(), selected]).toEqual([[0, 3, 7], 7]);
    picked.extend(1);
    expect([rows(), selected]).toEqual([[0, 1, 3, 7], 1]);
    picked.extend(-4);
    expect([rows(), selected]).toEqual([[3, 5], 5]);
    picked.extend(-1);
    expect([rows(), selected]).toEqual([[3, 5], 5]);
  });

  it('starts again at a row that was selected in another way', () => {
    selected = 5;
    picked.extend(1);
    expect(rows()).toEqual([3, 5]);
    selected = 7;
    picked.extend(1);
    expect(rows()).toEqual([1, 7]);
  });

  it('starts at the first row if none is selected, and where its start left the list', () => {
    picked.extend(1);
    expect([rows(), selected]).toEqual([[5], 5]);
    picked.extend(2);
    expect(rows()).toEqual([0, 3, 5]);
    visible = Uint32Array.of(3, 0, 7);
    picked.extend(1);
    expect(rows()).toEqual([0, 7]);
  });

  it('starts at a row that Ctrl picked', () => {
    picked.toggle(3);
    expect([rows(), selected]).toEqual([[3], 3]);
    picked.extendTo(3);
    expect(rows()).toEqual([0, 3, 7]);
    picked.toggle(0);
    expect(rows()).toEqual([3, 7]);
  });

  it('does nothing in an empty list', () => {
    visible = new Uint32Array(0);
    picked.extend(1);
    picked.pickListed();
    expect([rows(), selected]).toEqual([[], -1]);
  });
});
