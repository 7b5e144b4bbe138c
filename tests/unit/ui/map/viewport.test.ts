import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brought,
  clamped,
  isInside,
  MAX_ZOOM,
  project,
  rebased,
  visibleDomains,
  WHOLE,
  zoomed,
  type Frame,
  type Viewport,
} from '../../../../src/ui/map/viewport.js';

const FRAME: Frame = { width: 800, height: 600, x: { min: 0, max: 1 }, y: { min: 0, max: 10 }, viewport: WHOLE };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const viewports: fc.Arbitrary<Viewport> = fc
  .record({ centreX: share, centreY: share, zoom: fc.double({ min: 0, max: MAX_ZOOM, noNaN: true }) })
  .map(clamped);

describe('project', () => {
  it('puts the ends of the axes in the corners, with high values at the top', () => {
    expect(project(FRAME, 0, 0)).toEqual({ left: 0, top: 600 });
    expect(project(FRAME, 1, 10)).toEqual({ left: 800, top: 0 });
  });

  it('is inside between the corners, edges included', () => {
    expect(isInside(FRAME, project(FRAME, 0, 0))).toBe(true);
    expect(isInside(FRAME, project(FRAME, 1.01, 5))).toBe(false);
    expect(isInside(FRAME, project(FRAME, 0.5, -0.1))).toBe(false);
  });

  it('shows exactly the visible values', () => {
    fc.assert(
      fc.property(viewports, (viewport) => {
        const frame = { ...FRAME, viewport };
        const [x, y] = visibleDomains(frame);
        const corner = project(frame, x.min, y.max);
        expect(corner.left).toBeCloseTo(0, 6);
        expect(corner.top).toBeCloseTo(0, 6);
        expect(project(frame, x.max, y.min).left).toBeCloseTo(800, 6);
      }),
    );
  });
});

describe('viewports', () => {
  it('stay inside the axes', () => {
    const wild = fc.double({ min: -5, max: 5, noNaN: true });
    fc.assert(
      fc.property(wild, wild, fc.double({ min: -20, max: 20, noNaN: true }), (centreX, centreY, zoom) => {
        const [x, y] = visibleDomains({ ...FRAME, viewport: clamped({ centreX, centreY, zoom }) });
        expect(x.min).toBeGreaterThanOrEqual(-1e-9);
        expect(x.max).toBeLessThanOrEqual(1 + 1e-9);
        expect(y.min).toBeGreaterThanOrEqual(-1e-8);
        expect(y.max).toBeLessThanOrEqual(10 + 1e-8);
      }),
    );
  });

  it('return to the whole map by zooming out', () => {
    expect(zoomed(zoomed({ centreX: 0.1, centreY: 0.9, zoom: 0 }, 3), -3)).toEqual(WHOLE);
  });

  it('move no further than needed to show a point', () => {
    fc.assert(
      fc.property(viewports, share, share, (viewport, x, shareY) => {
        const frame = { ...FRAME, viewport };
        const seen = { ...frame, viewport: brought(frame, x, shareY * 10, 24) };
        const at = project(seen, x, shareY * 10);
        const hair = 1e-6;
        expect(Math.abs(at.left - 400)).toBeLessThanOrEqual(400 + hair);
        expect(Math.abs(at.top - 300)).toBeLessThanOrEqual(300 + hair);
        expect(seen.viewport.zoom).toBe(viewport.zoom);
      }),
    );
    const near = { centreX: 0.5, centreY: 0.5, zoom: 2 };
    expect(brought({ ...FRAME, viewport: near }, 0.5, 5, 24)).toEqual(near);
  });

  it('keep the central values when an axis grows', () => {
    const from = [
      { min: 0, max: 1 },
      { min: 0, max: 10 },
    ] as const;
    const to = [
      { min: 0, max: 1 },
      { min: 0, max: 20 },
    ] as const;
    expect(rebased({ centreX: 0.5, centreY: 0.6, zoom: 2 }, from, to)).toEqual({ centreX: 0.5, centreY: 0.3, zoom: 2 });
  });
});

describe('zoomed', () => {
  const frame = (viewport: Viewport): Frame => ({
    width: 400,
    height: 300,
    x: { min: 0, max: 1 },
    y: { min: 0, max: 1 },
    viewport,
  });

  it('keeps the target in place, in and out', () => {
    const start = { centreX: 0.5, centreY: 0.45, zoom: 2 };
    const before = project(frame(start), 0.45, 0.4);
    const after = project(frame(zoomed(start, 2, { x: 0.45, y: 0.4 })), 0.45, 0.4);
    expect(after.left).toBeCloseTo(before.left, 9);
    expect(after.top).toBeCloseTo(before.top, 9);
    expect(zoomed(zoomed(start, 2, { x: 0.45, y: 0.4 }), -2, { x: 0.45, y: 0.4 }).centreX).toBeCloseTo(0.5, 9);
  });

  it('stops at the closest zoom, and shows everything at the farthest', () => {
    const close = zoomed({ centreX: 0.3, centreY: 0.3, zoom: MAX_ZOOM }, 1, { x: 0.2, y: 0.2 });
    expect(close).toEqual({ centreX: 0.3, centreY: 0.3, zoom: MAX_ZOOM });
    expect(zoomed({ centreX: 0.9, centreY: 0.1, zoom: 0.5 }, -3, { x: 1, y: 0 })).toEqual(WHOLE);
  });
});
