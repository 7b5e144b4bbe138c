import { STATUSES } from '../../domain/dataset.js';
import type { ColourName } from '../../app/view-choices.js';
import type { DataMap } from '../../domain/data-map.js';
import { bucketColour, type MapPalette } from '../../domain/data-map-looks.js';
import { labelColour } from '../label-colours.js';
import { shapeFor, SHAPES } from './shapes.js';

/** A group of points that look alike, with its entry in the legend. */
export interface Bucket {
  /** Stable name: `agree`, a status, or the label or class itself. */
  readonly key: string;
  /** True where the key is a name from the data, to be shown as it stands. */
  readonly isName: boolean;
  readonly colour: readonly [number, number, number];
  /** Index into `SHAPES`. */
  readonly shape: number;
  /** Drawn without transparency, however many points there are. */
  readonly opaque?: boolean;
}

export type BucketColumn = Uint8Array | Uint16Array | Int16Array;

/** Every bucket in order, and the bucket of each row. A row without one has an index outside of the list. */
export interface Buckets {
  readonly list: readonly Bucket[];
  readonly ofRow: BucketColumn;
}

/** What buckets are made from. Every column has a value for each row. */
export interface BucketSource {
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
}

export const AGREE = 0;
export const DISAGREE = 1;
export const UNKNOWN = 2;

const BLUE = labelColour(0);
const GREEN = labelColour(2);
const PURPLE = labelColour(3);
const VERMILION = labelColour(5);
const GREY = labelColour(7);
const CIRCLE = SHAPES.indexOf('circle');
const DIAMOND = SHAPES.indexOf('diamond');
const SQUARE = SHAPES.indexOf('square');
const TRIANGLE = SHAPES.indexOf('triangle-up');
const CROSS = SHAPES.indexOf('cross');

const AGREEMENT_BUCKETS: readonly Bucket[] = [
  { key: 'agree', isName: false, colour: BLUE, shape: CIRCLE },
  { key: 'disagree', isName: false, colour: VERMILION, shape: DIAMOND },
  { key: 'unknown', isName: false, colour: GREY, shape: SQUARE },
];

const STATUS_LOOKS: readonly (readonly [readonly [number, number, number], number])[] = [
  [GREY, CIRCLE],
  [GREEN, TRIANGLE],
  [BLUE, DIAMOND],
  [PURPLE, CROSS],
];
const STATUS_BUCKETS: readonly Bucket[] = STATUSES.map((key, index) => {
  const [colour, shape] = STATUS_LOOKS[index] ?? [GREY, CIRCLE];
  return { key, isName: false, colour, shape };
});

/** The buckets that a choice of colour makes. Columns are taken as they are where they can be. */
export function bucketsOf(colour: ColourName, source: BucketSource): Buckets {
  switch (colour) {
    case 'agreement':
      return { list: AGREEMENT_BUCKETS, ofRow: source.agreement };
    case 'status':
      return { list: STATUS_BUCKETS, ofRow: source.status };
    case 'label':
      return { list: named(source.labels), ofRow: source.label };
    case 'training':
      return source.training ? trainingBuckets(source.training, source.palette) : NO_BUCKETS;
    case 'predicted':
      return { list: named(source.classes), ofRow: source.predicted };
  }
}

/**
 * `AGREE` where the model predicts the label that a row has now, `DISAGREE` where it predicts another, `UNKNOWN` where
 * there is no prediction or no class for the label. `classOfLabel`: class of each label by index, -1 = none.
 */
export function agreementOf(label: Uint16Array, predicted: Int16Array, classOfLabel: Int32Array): Uint8Array {
  const agreement = new Uint8Array(predicted.length);
  for (let row = 0; row < agreement.length; row += 1) {
    const said = predicted[row] as number;
    const given = classOfLabel[label[row] as number] ?? -1;
    agreement[row] = said < 0 || given < 0 ? UNKNOWN : said === given ? AGREE : DISAGREE;
  }
  return agreement;
}

const NO_BUCKETS: Buckets = { list: [], ofRow: new Uint8Array(0) };

function trainingBuckets({ buckets, bucketOf }: DataMap, palette: MapPalette): Buckets {
  const list = buckets.map((bucket) => ({
    key: bucket.key,
    isName: false,
    colour: bucketColour(bucket, palette),
    shape: SHAPES.indexOf(bucket.shape),
    opaque: bucket.opacity === 1,
  }));
  return { list, ofRow: bucketOf };
}

function named(names: readonly string[]): readonly Bucket[] {
  return names.map((key, index) => ({ key, isName: true, colour: labelColour(index), shape: shapeFor(index) }));
}
