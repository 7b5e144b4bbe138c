/** The shapes that the tutorial's markers have. */
export type MarkerShape = 'cross' | 'triangle-down' | 'triangle-up' | 'triangle-left' | 'triangle-right' | 'diamond';
export type Colour = readonly [red: number, green: number, blue: number];

/**
 * Colours by the part they play: `original` as the tutorial's plots have them (matplotlib's r, m, orange, g, c, b and
 * black), `safe` from Okabe and Ito's set, which the colour-blind tell apart.
 */
const COLOURS = {
  original: {
    red: [255, 0, 0],
    magenta: [191, 0, 191],
    orange: [255, 165, 0],
    green: [0, 128, 0],
    cyan: [0, 191, 191],
    blue: [0, 0, 255],
    black: [0, 0, 0],
  },
  safe: {
    red: [213, 94, 0],
    magenta: [204, 121, 167],
    orange: [230, 159, 0],
    green: [0, 158, 115],
    cyan: [86, 180, 233],
    blue: [0, 114, 178],
    black: [0, 0, 0],
  },
} as const satisfies Record<string, Record<string, Colour>>;
export type MapPalette = keyof typeof COLOURS;
export type ColourPart = keyof (typeof COLOURS)['original'];

/** A group of points that look alike, as the tutorial's legend names it. */
export interface MapBucket {
  /** The key in the original's legend. */
  readonly key: string;
  readonly part: ColourPart;
  readonly shape: MarkerShape;
  /** 0.3, or 1 where the original draws opaque. */
  readonly opacity: number;
}

/** The colour of a bucket. */
export function bucketColour(bucket: MapBucket, palette: MapPalette): Colour {
  return COLOURS[palette][bucket.part];
}

const FAINT = 0.3;

function look(key: string, part: ColourPart, shape: MarkerShape, opacity = FAINT): MapBucket {
  return { key, part, shape, opacity };
}

/** By correct_ratio: <0.2, <0.4, <0.6, <0.8, <1, 1. */
export const RATIO_BUCKETS: readonly MapBucket[] = [
  look('correct_ratio_0.0', 'red', 'cross'),
  look('correct_ratio_0.2', 'magenta', 'triangle-down'),
  look('correct_ratio_0.4', 'orange', 'triangle-up'),
  look('correct_ratio_0.6', 'green', 'triangle-left'),
  look('correct_ratio_0.8', 'cyan', 'triangle-right'),
  look('correct_ratio_1.0', 'blue', 'diamond'),
];

/** By times: 0 and never right; 0 and sometimes right; 0 and always right; 1; 2; 3 and more. */
function timesBuckets(never: string, sometimes: string, name: string): readonly MapBucket[] {
  return [
    look(never, 'cyan', 'triangle-down'),
    look(sometimes, 'black', 'cross', 1),
    look(`${name}=0`, 'blue', 'triangle-right'),
    look(`${name}=1`, 'red', 'triangle-left'),
    look(`${name}=2`, 'green', 'diamond'),
    look(`${name}>=3`, 'orange', 'triangle-up'),
  ];
}

export const FORGETTING_BUCKETS = timesBuckets('forgotten_times-', 'forgotten_times-+', 'forgotten_times');
export const LEARNING_BUCKETS = timesBuckets('learnt_times-', 'learnt_times+-', 'learnt_times');

/** By s_label: 2 (known wrong), anything else. */
export const DIRTY_BUCKETS: readonly MapBucket[] = [
  look('errors', 'red', 'cross', 1),
  look('corrects', 'blue', 'diamond', 1),
];
