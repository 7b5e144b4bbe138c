import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRAWN_WHOLE, drawnRows, staysInList } from '../../../../src/ui/controls/long-list.js';

const ROW_PX = 40;

describe('drawnRows', () => {
  it('draws a short list whole, with no gaps', () => {
    const drawn = drawnRows({ rows: DRAWN_WHOLE, rowPx: ROW_PX, viewportPx: 300 }, 0, -1);
    expect(drawn.rows.map(({ index }) => index)).toEqual(Array.from({ length: DRAWN_WHOLE }, (_, i) => i));
    expect(drawn.rows.every(({ gap }) => gap === 0) && drawn.rest === 0).toBe(true);
  });

  it('draws the rows in the window and the focused row with its neighbours, which with the gaps are the whole list', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 65_535 }),
        fc.nat(2000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: -1, max: 65_535 }),
        (rows, viewportPx, share, kept) => {
          const scrollTop = share * Math.max(0, rows * ROW_PX - viewportPx);
          const drawn = drawnRows({ rows, rowPx: ROW_PX, viewportPx }, scrollTop, kept);
          const indexes = drawn.rows.map(({ index }) => index);
          expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
          expect(indexes.length).toBeLessThanOrEqual(Math.max(DRAWN_WHOLE, viewportPx / ROW_PX + 17));
          expect(drawn.rows.reduce((sum, { gap }) => sum + gap + 1, drawn.rest)).toBe(rows);
          if (kept >= 0 && kept < rows) expect(indexes).toContain(kept);
          if (kept >= 0 && kept + 1 < rows) expect(indexes).toContain(kept + 1);
          const seen = Math.floor(scrollTop / ROW_PX);
          if (rows > 0) expect(indexes).toContain(Math.min(seen, rows - 1));
        },
      ),
    );
  });
});

describe('a lost focus', () => {
  it('stays in the list only where another row of the list takes it', () => {
    const list = document.createElement('div');
    const row = list.appendChild(document.createElement('button'));
    const elsewhere = document.createElement('button');
    const lostTo = (relatedTarget: EventTarget | null) => new FocusEvent('blur', { relatedTarget });
    expect(staysInList(lostTo(row), list)).toBe(true);
    expect(staysInList(lostTo(elsewhere), list)).toBe(false);
    expect(staysInList(lostTo(null), list)).toBe(false);
  });
});
