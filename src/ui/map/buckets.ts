import { STATUSES, type Status } from '../../domain/reading/dataset.js';
import type { ColourName } from '../../app/rows/view-choices.js';
import type { DataMap } from '../../domain/map/data-map.js';
import { originalColour, type MapPalette } from '../../domain/map/legend.js';
import { labelColour, shade, type Colour, type Theme } from '../controls/label-colours.js';
import { shapeFor, SHAPES } from './shapes.js';

/** A group of points that look alike, with its entry in the legend. */
export interface Bucket {
  /** Stable name: `agree`, a status, or the label or class itself. */
  readonly key: string;
  /** Whether the key is a name from the data, which is shown unchanged. */
  readonly isName: boolean;
  readonly colour: Colour;
  /** Index into `SHAPES`. */
  readonly shape: number;
  /** Whether its points are opaque, for any number of points. */
  readonly opaque?: boolean;
}

type BucketColumn = Uint8Array | Uint16Array | Int16Array;

/** Every bucket in order, and the bucket of each row. A row without a bucket has an index outside of the list. */
export interface Buckets {
  readonly list: readonly Bucket[];
  readonly ofRow: BucketColumn;
}

/** The columns that buckets are made from. Each has a value for each row. */
interface BucketSource {
  /** The label now, index into `labels`. */
  readonly label: Uint16Array;
  readonly labels: readonly string[];
  /** Index into `classes`, -1 = not scored. */
  readonly predicted: Int16Array;
  readonly classes: readonly string[];
  /** Index into `STATUSES`. */
  readonly status: Uint8Array;
  /** See `agreementOf`. */
  readonly agreement: Uint8Array;
  /** The data map of a training; null = none. */
  readonly training: DataMap | null;
  readonly palette: MapPalette;
  readonly theme: Theme;
}

const CIRCLE = SHAPES.indexOf('circle');
const DIAMOND = SHAPES.indexOf('diamond');
const SQUARE = SHAPES.indexOf('square');
const TRIANGLE = SHAPES.indexOf('triangle-up');
const TRIANGLE_DOWN = SHAPES.indexOf('triangle-down');
const CROSS = SHAPES.indexOf('cross');

/** A state has a shape and a grey: only labels have hues. */
interface StateLook {
  readonly key: string;
  readonly shape: number;
  readonly strength: number;
}

/** By `AGREE`, `DISAGREE` and `UNKNOWN`. */
const AGREEMENT_LOOKS: readonly StateLook[] = [
  { key: 'agree', shape: CIRCLE, strength: 0.15 },
  { key: 'disagree', shape: DIAMOND, strength: 1 },
  { key: 'unknown', shape: SQUARE, strength: 0 },
];

const STATUS_LOOKS: Readonly<Record<Status, Omit<StateLook, 'key'>>> = {
  pending: { shape: CIRCLE, strength: 0 },
  validated: { shape: TRIANGLE, strength: 0.5 },
  corrected: { shape: DIAMOND, strength: 1 },
  discarded: { shape: CROSS, strength: 0.3 },
  unsure: { shape: TRIANGLE_DOWN, strength: 0.7 },
};

function states(looks: readonly StateLook[], theme: Theme): readonly Bucket[] {
  return looks.map(({ key, shape, strength }) => ({ key, isName: false, colour: shade(strength, theme), shape }));
}

/** The buckets for a choice of colour. Columns are not copied where possible. */
export function bucketsOf(colour: ColourName, source: BucketSource): Buckets {
  switch (colour) {
    case 'agreement':
      return { list: states(AGREEMENT_LOOKS, source.theme), ofRow: source.agreement };
    case 'status':
      return {
        list: states(
          STATUSES.map((key) => ({ key, ...STATUS_LOOKS[key] })),
          source.theme,
        ),
        ofRow: source.status,
      };
    case 'label':
      return { list: named(source.labels, source.theme), ofRow: source.label };
    case 'training':
      return source.training ? trainingBuckets(source.training, source.palette, source.theme) : NO_BUCKETS;
    case 'predicted':
      return { list: named(source.classes, source.theme), ofRow: source.predicted };
  }
}

const NO_BUCKETS: Buckets = { list: [], ofRow: new Uint8Array(0) };

function trainingBuckets({ buckets, bucketOf }: DataMap, palette: MapPalette, theme: Theme): Buckets {
  const list = buckets.map((bucket) => ({
    key: bucket.key,
    isName: false,
    colour: palette === 'original' ? originalColour(bucket) : shade(bucket.strength, theme),
    shape: SHAPES.indexOf(bucket.shape),
    opaque: bucket.opacity === 1,
  }));
  return { list, ofRow: bucketOf };
}

function named(names: readonly string[], theme: Theme): readonly Bucket[] {
  return names.map((key, index) => ({ key, isName: true, colour: labelColour(index, theme), shape: shapeFor(index) }));
}
