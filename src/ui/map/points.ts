import { DISAGREE } from '../../domain/predictions/agreement.js';
import { CORRECTED, DISCARDED, STATUSES, UNSURE, VALIDATED } from '../../domain/reading/dataset.js';
import type { Colour } from '../controls/label-colours.js';
import type { Buckets } from './buckets.js';

/** Columns over all rows that the map draws. */
export interface Channels {
  /** NaN = the row has no position on this axis. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly buckets: Buckets;
  /** 1 for each row that passes the filters. */
  readonly mask: Uint8Array;
  /** The picked rows: others are paler, close to the background. Null = none is picked, and no row is paler. */
  readonly picks: { readonly marks: Uint8Array; readonly background: Colour } | null;
  /** Keys of the buckets that the legend hides. */
  readonly hidden: ReadonlySet<string>;
  /** See `agreementOf`: rows that disagree are drawn larger and above all agreeing rows. */
  readonly agreement: Uint8Array;
  /**
   * Index into `STATUSES`: corrected rows have a ring and are above all, kept ones have a dot, discarded ones are hollow,
   * unsure ones are hollow with a dot.
   */
  readonly status: Uint8Array;
  /** Class of each row, -1 = not scored. */
  readonly predicted: Int16Array;
}

/** The points to draw, in painting order, ready for the graphics card. */
export interface Points {
  readonly count: number;
  /** Row id of each point. */
  readonly rows: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** 4 bytes a point: red, green, blue, and style (`SHAPE_MASK` | `LARGE` | `RINGED` | `OPAQUE` | `DOTTED` | `HOLLOW`). */
  readonly marks: Uint8ClampedArray;
  /** Number of points of each bucket, hidden ones included. */
  readonly bucketCounts: Uint32Array;
  /** Number of scored rows that pass the filters but have no value on one of the axes. */
  readonly withoutPlace: number;
}

/** Layout of the style byte. The shader reads the same. */
export const SHAPE_MASK = 7;
export const LARGE = 8;
export const RINGED = 16;
export const OPAQUE = 32;
export const DOTTED = 64;
export const HOLLOW = 128;

/** The mark of a status besides its tier: none, a dot, hollow, hollow with a dot. */
const STYLES = [0, DOTTED, HOLLOW, HOLLOW | DOTTED] as const;
/** The place in `STYLES` of each status that has one, by index into `STATUSES`. */
const STYLE_OF = new Uint8Array(STATUSES.length);
STYLE_OF[VALIDATED] = 1;
STYLE_OF[DISCARDED] = 2;
STYLE_OF[UNSURE] = 3;

const TIERS = 3;
/** Not drawn. */
const NO_TIER = 255;

/**
 * Gathers the points to draw: rows that pass the mask, have a position on both axes and are in a visible bucket.
 * Three linear passes. The painting order is agreeing rows, disagreeing rows, corrected rows, each in row order.
 */
export function gatherPoints(channels: Channels): Points {
  const { x, y, buckets, status, picks } = channels;
  const bucketCounts = new Uint32Array(buckets.list.length);
  const { tiers, starts, withoutPlace } = sortIntoTiers(channels, bucketCounts);
  const count = starts[TIERS] as number;
  const rows = new Uint32Array(count);
  const drawnX = new Float32Array(count);
  const drawnY = new Float32Array(count);
  const marks = new Uint32Array(count);
  const words = markWords(buckets, null);
  const paleWords = picks ? markWords(buckets, picks.background) : words;
  const next = starts.slice(0, TIERS);
  for (let row = 0; row < tiers.length; row += 1) {
    const tier = tiers[row] as number;
    if (tier === NO_TIER) continue;
    const at = next[tier] as number;
    next[tier] = at + 1;
    rows[at] = row;
    drawnX[at] = x[row] as number;
    drawnY[at] = y[row] as number;
    const style = STYLE_OF[status[row] as number] as number;
    const look = ((buckets.ofRow[row] as number) * TIERS + tier) * STYLES.length + style;
    marks[at] = (picks && picks.marks[row] !== 1 ? paleWords : words)[look] as number;
  }
  return { count, rows, x: drawnX, y: drawnY, marks: new Uint8ClampedArray(marks.buffer), bucketCounts, withoutPlace };
}

/** Whether two gatherings look alike and have equal counts. */
export function samePoints(a: Points, b: Points): boolean {
  if (a.count !== b.count || a.withoutPlace !== b.withoutPlace) return false;
  return (
    equal(a.rows, b.rows) &&
    equal(words(a.marks), words(b.marks)) &&
    equal(a.x, b.x) &&
    equal(a.y, b.y) &&
    equal(a.bucketCounts, b.bucketCounts)
  );
}

function equal(a: Float32Array | Uint32Array, b: Float32Array | Uint32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

function words(marks: Uint8ClampedArray): Uint32Array {
  return new Uint32Array(marks.buffer, marks.byteOffset, marks.length / 4);
}

interface Tiering {
  readonly tiers: Uint8Array;
  /** The start of each tier among the points, then their number. */
  readonly starts: Uint32Array;
  readonly withoutPlace: number;
}

function sortIntoTiers(channels: Channels, bucketCounts: Uint32Array): Tiering {
  const { x, y, buckets, mask, hidden, agreement, status, predicted } = channels;
  const shown = Uint8Array.from(buckets.list, (bucket) => (hidden.has(bucket.key) ? 0 : 1));
  const tiers = new Uint8Array(Math.min(x.length, y.length, mask.length)).fill(NO_TIER);
  const sizes = new Uint32Array(TIERS);
  let withoutPlace = 0;
  for (let row = 0; row < tiers.length; row += 1) {
    if (mask[row] !== 1) continue;
    const bucket = buckets.ofRow[row] as number;
    if (!Number.isFinite((x[row] as number) + (y[row] as number))) {
      if ((predicted[row] as number) >= 0) withoutPlace += 1;
      continue;
    }
    if (!(bucket >= 0 && bucket < bucketCounts.length)) continue;
    bucketCounts[bucket] = (bucketCounts[bucket] as number) + 1;
    if (shown[bucket] === 0) continue;
    const tier = status[row] === CORRECTED ? 2 : agreement[row] === DISAGREE ? 1 : 0;
    tiers[row] = tier;
    sizes[tier] = (sizes[tier] as number) + 1;
  }
  const starts = new Uint32Array(TIERS + 1);
  for (let tier = 0; tier < TIERS; tier += 1) starts[tier + 1] = (starts[tier] as number) + (sizes[tier] as number);
  return { tiers, starts, withoutPlace };
}

/**
 * The four bytes of each bucket in each tier and style, as one word. Byte order does not matter: bytes are written first.
 * `background`: the colours are close to it; null = they are the buckets' own.
 */
function markWords(buckets: Buckets, background: Colour | null): Uint32Array {
  const bytes = new Uint8Array(buckets.list.length * TIERS * STYLES.length * 4);
  for (const [index, { colour, shape, opaque }] of buckets.list.entries()) {
    for (const [tier, extra] of [0, LARGE, LARGE | RINGED].entries()) {
      const shown = background ? pale(colour, background) : colour;
      const style = (shape & SHAPE_MASK) | extra | (opaque === true ? OPAQUE : 0);
      for (const [at, more] of STYLES.entries()) {
        bytes.set([...shown, style | more], ((index * TIERS + tier) * STYLES.length + at) * 4);
      }
    }
  }
  return new Uint32Array(bytes.buffer);
}

/** Share of the background in the colour of a pale point. */
const PALE = 0.8;

function pale(colour: Colour, background: Colour): Colour {
  const part = (channel: 0 | 1 | 2): number => Math.round(colour[channel] * (1 - PALE) + background[channel] * PALE);
  return [part(0), part(1), part(2)];
}
