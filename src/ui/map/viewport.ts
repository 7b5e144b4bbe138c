import { shareOf, valueAt, type Domain } from '../../domain/map/axes.js';

/** The visible part of the plot: its centre as shares of both axes, and its zoom. */
export interface Viewport {
  readonly centreX: number;
  readonly centreY: number;
  /** 0 = everything. Each step doubles the scale. */
  readonly zoom: number;
}

/** A drawing area in CSS pixels with the axes on it. It turns values into positions. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: Domain;
  readonly y: Domain;
  readonly viewport: Viewport;
}

/** A position in CSS pixels from the top left corner of the drawing area. */
export interface Pixel {
  readonly left: number;
  readonly top: number;
}

export const WHOLE: Viewport = { centreX: 0.5, centreY: 0.5, zoom: 0 };
/** 1,024 times: a pixel is then about a millionth of an axis, close to the precision of 32-bit values. */
export const MAX_ZOOM = 10;

/** The closest viewport that stays inside the axes. */
export function clamped(viewport: Viewport): Viewport {
  const zoom = Math.min(MAX_ZOOM, Math.max(0, viewport.zoom));
  const half = 0.5 / 2 ** zoom;
  const inside = (centre: number): number => Math.min(1 - half, Math.max(half, centre));
  return { centreX: inside(viewport.centreX), centreY: inside(viewport.centreY), zoom };
}

/** A position as shares of both axes. */
export interface Share {
  readonly x: number;
  readonly y: number;
}

/** Zooms by `steps` doublings. `about` keeps its position on screen as far as the axes allow; null = the centre. */
export function zoomed(viewport: Viewport, steps: number, about: Share | null = null): Viewport {
  const zoom = Math.min(MAX_ZOOM, Math.max(0, viewport.zoom + steps));
  const left = 2 ** (viewport.zoom - zoom);
  const { x, y } = about ?? { x: viewport.centreX, y: viewport.centreY };
  return clamped({ centreX: x + (viewport.centreX - x) * left, centreY: y + (viewport.centreY - y) * left, zoom });
}

/** The smallest move that puts a place (in values) at least `marginPx` inside the drawing area. */
export function brought(frame: Frame, x: number, y: number, marginPx: number): Viewport {
  const { viewport } = frame;
  const half = 0.5 / 2 ** viewport.zoom;
  const move = (share: number, centre: number, lengthPx: number): number => {
    const reach = half * Math.max(0, 1 - (2 * marginPx) / Math.max(1, lengthPx));
    return Math.min(share + reach, Math.max(share - reach, centre));
  };
  return clamped({
    centreX: move(shareOf(frame.x, x), viewport.centreX, frame.width),
    centreY: move(shareOf(frame.y, y), viewport.centreY, frame.height),
    zoom: viewport.zoom,
  });
}

/** The viewport that keeps the same values in the middle when the axes change their range. */
export function rebased(viewport: Viewport, from: readonly [Domain, Domain], to: readonly [Domain, Domain]): Viewport {
  return clamped({
    centreX: shareOf(to[0], valueAt(from[0], viewport.centreX)),
    centreY: shareOf(to[1], valueAt(from[1], viewport.centreY)),
    zoom: viewport.zoom,
  });
}

/** The position of a pair of values on screen. */
export function project(frame: Frame, x: number, y: number): Pixel {
  const scale = 2 ** frame.viewport.zoom;
  return {
    left: (0.5 + (shareOf(frame.x, x) - frame.viewport.centreX) * scale) * frame.width,
    top: (0.5 - (shareOf(frame.y, y) - frame.viewport.centreY) * scale) * frame.height,
  };
}

/** Whether a position is inside the drawing area. */
export function isInside(frame: Frame, pixel: Pixel): boolean {
  return pixel.left >= 0 && pixel.left <= frame.width && pixel.top >= 0 && pixel.top <= frame.height;
}

/** The visible values on both axes. */
export function visibleDomains(frame: Frame): readonly [Domain, Domain] {
  const { centreX, centreY, zoom } = frame.viewport;
  const half = 0.5 / 2 ** zoom;
  return [
    { min: valueAt(frame.x, centreX - half), max: valueAt(frame.x, centreX + half) },
    { min: valueAt(frame.y, centreY - half), max: valueAt(frame.y, centreY + half) },
  ];
}
