/**
 * The shapes of points; the shader switches on the index (see `point-shader.ts`). The shape repeats the colour for
 * colour-blind eyes.
 */
export const SHAPES = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-left',
  'triangle-right',
] as const;
type Shape = (typeof SHAPES)[number];

/** The outline of each shape in a box from -6 to 6, for legends. */
export const SHAPE_PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z',
  square: 'M-4.3-4.3h8.6v8.6h-8.6z',
  'triangle-up': 'M0-5.5L5 3.5H-5z',
  diamond: 'M0-6L6 0L0 6L-6 0z',
  cross: 'M-5.5-3L-3-5.5L0-2.5L3-5.5L5.5-3L2.5 0L5.5 3L3 5.5L0 2.5L-3 5.5L-5.5 3L-2.5 0z',
  'triangle-down': 'M0 5.5L5-3.5H-5z',
  'triangle-left': 'M-5.5 0L3.5-5V5z',
  'triangle-right': 'M5.5 0L-3.5-5V5z',
};

/** The shape for colour number `index`. After eight, where colours repeat, other pairs follow. */
export function shapeFor(index: number): number {
  return (index + Math.floor(index / SHAPES.length)) % SHAPES.length;
}
