import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ELEMENT_PX,
  elementPx,
  keepHeight,
  offsetOf,
  revealRow,
  rowWindow,
  scrollTopOf,
  type ListMetrics,
} from '../../../../src/ui/review/virtual-scroll.js';

const list = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 3_000_000 })),
  rowPx: fc.integer({ min: 20, max: 120 }),
  viewportPx: fc.integer({ min: 0, max: 4000 }),
}) satisfies fc.Arbitrary<ListMetrics>;
const MILLION: ListMetrics = { rows: 1_000_000, rowPx: 84, viewportPx: 700 };
const SMALL: ListMetrics = { rows: 1000, rowPx: 84, viewportPx: 700 };

function endOf(metrics: ListMetrics): number {
  return Math.max(0, elementPx(metrics) - metrics.viewportPx);
}

describe('scroll arithmetic', () => {
  it('keeps the element below the height cap of browsers', () => {
    expect(elementPx(MILLION)).toBe(MAX_ELEMENT_PX);
    expect(MAX_ELEMENT_PX).toBeLessThan(16_777_214);
    expect(elementPx(SMALL)).toBe(84_000);
  });

  it('is the identity where the list fits, and at both ends of one that does not', () => {
    expect(offsetOf(12_345.5, SMALL)).toBe(12_345.5);
    expect(offsetOf(12_345.5, MILLION)).toBe(12_345.5);
    const end = endOf(MILLION);
    expect(offsetOf(end, MILLION) - offsetOf(end - 100, MILLION)).toBe(100);
    expect(offsetOf(end, MILLION)).toBe(84_000_000 - 700);
  });

  it('is monotone, from the first px to the last', () => {
    fc.assert(
      fc.property(
        list,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (metrics, a, b) => {
          const [low, high] = [Math.min(a, b) * endOf(metrics), Math.max(a, b) * endOf(metrics)];
          expect(offsetOf(low, metrics)).toBeLessThanOrEqual(offsetOf(high, metrics));
          expect(offsetOf(0, metrics)).toBe(0);
          expect(offsetOf(endOf(metrics), metrics)).toBe(
            Math.max(0, metrics.rows * metrics.rowPx - metrics.viewportPx),
          );
        },
      ),
    );
  });

  it('has an inverse', () => {
    fc.assert(
      fc.property(list, fc.double({ min: 0, max: 1, noNaN: true }), (metrics, part) => {
        const offset = part * Math.max(0, metrics.rows * metrics.rowPx - metrics.viewportPx);
        expect(offsetOf(scrollTopOf(offset, metrics), metrics)).toBeCloseTo(offset, 4);
      }),
    );
  });

  it('clamps values outside the list', () => {
    expect(offsetOf(-50, SMALL)).toBe(0);
    expect(offsetOf(1e9, MILLION)).toBe(84_000_000 - 700);
    expect(scrollTopOf(-1, MILLION)).toBe(0);
    expect(scrollTopOf(1e12, MILLION)).toBe(endOf(MILLION));
  });
});

describe('rowWindow', () => {
  it('covers the window without gaps', () => {
    fc.assert(
      fc.property(
        list,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 8 }),
        (metrics, part, spare) => {
          const scrollTop = part * endOf(metrics);
          const { first, end, topPx } = rowWindow(scrollTop, metrics, spare);
          expect(first).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(metrics.rows);
          expect(end - first).toBeLessThanOrEqual(Math.ceil(metrics.viewportPx / metrics.rowPx) + 1 + 2 * spare);
          // What is drawn reaches over both edges of the window, or to the ends of the list.
          expect(topPx <= scrollTop + 1e-6 || first === 0).toBe(true);
          const bottom = topPx + (end - first) * metrics.rowPx;
          expect(bottom >= scrollTop + metrics.viewportPx - 1e-6 || end === metrics.rows).toBe(true);
        },
      ),
    );
  });

  it('draws each row at its own place where the list fits', () => {
    expect(rowWindow(840, SMALL, 2)).toEqual({ first: 8, end: 21, topPx: 672 });
    expect(rowWindow(0, SMALL, 2)).toEqual({ first: 0, end: 11, topPx: 0 });
  });

  it('draws no row of an empty list', () => {
    expect(rowWindow(0, { ...SMALL, rows: 0 }, 4)).toEqual({ first: 0, end: 0, topPx: 0 });
  });
});

describe('revealRow', () => {
  it('shows every row whole', () => {
    fc.assert(
      fc.property(
        list.filter(({ rows, rowPx, viewportPx }) => rows > 0 && viewportPx >= rowPx),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (metrics, which, from) => {
          const position = Math.min(metrics.rows - 1, Math.floor(which * metrics.rows));
          const offset = offsetOf(revealRow(position, from * endOf(metrics), metrics), metrics);
          const top = position * metrics.rowPx;
          expect(top).toBeGreaterThanOrEqual(offset - 1e-3);
          expect(top + metrics.rowPx).toBeLessThanOrEqual(offset + metrics.viewportPx + 1e-3);
        },
      ),
    );
  });

  it('does not scroll to a visible row', () => {
    expect(revealRow(12, 840, SMALL)).toBe(840);
  });

  it('scrolls by one row to the next row, and puts a far row in the middle', () => {
    expect(revealRow(17, 840, SMALL)).toBe(17 * 84 + 168 - 700);
    expect(revealRow(10, 840, SMALL)).toBe(9 * 84);
    expect(revealRow(500, 840, SMALL)).toBe(500 * 84 - 308);
  });
});

describe('keepHeight', () => {
  const before = { rows: 1000, rowPx: 50, viewportPx: 500 };
  const list = { ...before, rows: 100 };

  it.each([
    ['moves the list by as much as the row moves in it', 500, 24_900, 60, 2900],
    ['leaves a row that is partly in view where it is', 500, 25_040, 60, 3040],
    ['stops at the top', 500, 24_600, 2, 0],
    ['stops at the end', 500, 25_000, 95, 4500],
    ['has no answer for a row above the window', 500, 25_050, 60, null],
    ['has no answer for a row below the window', 500, 24_500, 60, null],
  ])('%s', (_, from, scrollTop, to, expected) => {
    expect(keepHeight(from, scrollTop, before, to, list)).toBe(expected);
  });

  it('keeps the height of a row between lists that do not fit into an element', () => {
    const huge = { ...before, rows: 5_000_000 };
    const small = { ...before, rows: 2_000_000 };
    const scrollTop = scrollTopOf(3_000_000 * 50 - 120, huge);
    const kept = keepHeight(3_000_000, scrollTop, huge, 1_234_567, small);
    expect(1_234_567 * 50 - offsetOf(kept ?? 0, small)).toBeCloseTo(120, 3);
  });
});
