import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxAround, placeBeside } from '../../../../src/ui/map/placement.js';

const BOX = { width: 300, height: 200 };
const BOUNDS = { width: 900, height: 600 };

describe('placeBeside', () => {
  it.each([
    ['right, if there is room', { left: 100, top: 300 }, { left: 120, top: 200 }],
    ['left at the right edge', { left: 850, top: 300 }, { left: 530, top: 200 }],
    ['inside at the top', { left: 100, top: 5 }, { left: 120, top: 0 }],
    ['inside at the bottom', { left: 100, top: 590 }, { left: 120, top: 400 }],
  ])('%s', (_, point, place) => {
    expect(placeBeside(point, BOX, BOUNDS, 20)).toMatchObject(place);
  });

  it('places the box below or above if the plot is narrow', () => {
    const narrow = { width: 340, height: 600 };
    expect(placeBeside({ left: 170, top: 100 }, BOX, narrow, 20)).toMatchObject({ left: 20, top: 120 });
    expect(placeBeside({ left: 170, top: 500 }, BOX, narrow, 20)).toMatchObject({ left: 20, top: 280 });
  });

  it('stays inside and never covers the point, for all sizes', () => {
    const length = fc.integer({ min: 1, max: 1200 });
    fc.assert(
      fc.property(
        fc.record({ width: length, height: length }),
        fc.record({ width: length, height: length }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (box, bounds, shareX, shareY) => {
          const point = { left: shareX * bounds.width, top: shareY * bounds.height };
          const place = placeBeside(point, box, bounds, 20);
          const width = Math.min(box.width, place.maxWidth);
          const height = Math.min(box.height, place.maxHeight);
          if (width === 0 || height === 0) return;
          expect(place.left).toBeGreaterThanOrEqual(-1e-6);
          expect(place.top).toBeGreaterThanOrEqual(-1e-6);
          expect(place.left + width).toBeLessThanOrEqual(bounds.width + 1e-6);
          expect(place.top + height).toBeLessThanOrEqual(bounds.height + 1e-6);
          const away = Math.max(
            place.left - point.left,
            point.left - place.left - width,
            place.top - point.top,
            point.top - place.top - height,
          );
          expect(away).toBeGreaterThanOrEqual(20 - 1e-6);
        },
      ),
    );
  });
});

describe('boxAround', () => {
  const element = (left: number, top: number, width: number, height: number) => ({
    getBoundingClientRect: () => new DOMRect(left, top, width, height),
  });

  it('measures from the corner of the plot', () => {
    const box = boxAround(element(10, 20, 500, 400), element(74, 60, 436, 300), { width: 436, height: 300 });
    expect(box).toEqual({ left: -64, top: -40, width: 500, height: 400 });
  });

  it('is the frame if there is nothing to measure', () => {
    expect(boxAround(undefined, element(1, 2, 3, 4), BOX)).toEqual({ left: 0, top: 0, ...BOX });
  });
});
