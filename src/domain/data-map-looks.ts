/** The shapes of the tutorial's markers. */
type MarkerShape = 'cross' | 'triangle-down' | 'triangle-up' | 'triangle-left' | 'triangle-right' | 'diamond';
export type Colour = readonly [red: number, green: number, blue: number];

/** The colours of the tutorial's plots: matplotlib's r, m, orange, g, c, b and black. */
const COLOURS = {
  red: [255, 0, 0],
  magenta: [191, 0, 191],
  orange: [255, 165, 0],
  green: [0, 128, 0],
  cyan: [0, 191, 191],
  blue: [0, 0, 255],
  black: [0, 0, 0],
} as const satisfies Record<string, Colour>;
/** `original`: the tutorial's colours. `safe`: greys by `strength`, which every eye can tell apart. */
export type MapPalette = 'original' | 'safe';
type ColourPart = keyof typeof COLOURS;

/** A group of points with the same look, as named in the tutorial's legend. */
export interface MapBucket {
  /** The key in the original's legend. */
  readonly key: string;
  readonly part: ColourPart;
  readonly shape: MarkerShape;
  /** How much attention the group needs, 0..1. */
  readonly strength: number;
  /** 0.3, or 1 where the original draws opaque. */
  readonly opacity: number;
}

/** The colour of a bucket in the tutorial's plots. */
export function originalColour(bucket: MapBucket): Colour {
  return COLOURS[bucket.part];
}

const FAINT = 0.3;

function look(key: string, part: ColourPart, shape: MarkerShape, strength: number, opacity = FAINT): MapBucket {
  return { key, part, shape, strength, opacity };
}

/** By correct_ratio: <0.2, <0.4, <0.6, <0.8, <1, 1. */
export const RATIO_BUCKETS: readonly MapBucket[] = [
  look('correct_ratio_0.0', 'red', 'cross', 1),
  look('correct_ratio_0.2', 'magenta', 'triangle-down', 0.8),
  look('correct_ratio_0.4', 'orange', 'triangle-up', 0.6),
  look('correct_ratio_0.6', 'green', 'triangle-left', 0.4),
  look('correct_ratio_0.8', 'cyan', 'triangle-right', 0.2),
  look('correct_ratio_1.0', 'blue', 'diamond', 0),
];

/** By times: 0 and never right; 0 and sometimes right; 0 and always right; 1; 2; 3 and more. */
function timesBuckets(never: string, sometimes: string, name: string): readonly MapBucket[] {
  return [
    look(never, 'cyan', 'triangle-down', 0.8),
    look(sometimes, 'black', 'cross', 1, 1),
    look(`${name}=0`, 'blue', 'triangle-right', 0),
    look(`${name}=1`, 'red', 'triangle-left', 0.2),
    look(`${name}=2`, 'green', 'diamond', 0.4),
    look(`${name}>=3`, 'orange', 'triangle-up', 0.6),
  ];
}

export const FORGETTING_BUCKETS = timesBuckets('forgotten_times-', 'forgotten_times-+', 'forgotten_times');
export const LEARNING_BUCKETS = timesBuckets('learnt_times-', 'learnt_times+-', 'learnt_times');

/** By s_label: 2 (known wrong), all other values. */
export const DIRTY_BUCKETS: readonly MapBucket[] = [
  look('errors', 'red', 'cross', 1, 1),
  look('corrects', 'blue', 'diamond', 0, 1),
];
