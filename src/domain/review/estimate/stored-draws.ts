/** An audit: a random sample of a size that a person asked for. */
export interface Audit {
  /** Rows of the sample. */
  readonly size: number;
  /** The wished precision, a share to either side. */
  readonly halfWidth: number;
  /** Whether the given label and the prediction of a row are hidden until it is decided. */
  readonly blind: boolean;
  /** Whether a person closed the report. */
  readonly closed: boolean;
}

/** The random draws of a project, as stored. */
export interface StoredDraws {
  /** Whether every tenth row offered is a random draw. */
  readonly on: boolean;
  /** Stratum of each row, fixed at the first draw; null = no row was drawn yet. */
  readonly strata: Uint8Array<ArrayBuffer> | null;
  /** Rows drawn from each stratum. */
  readonly taken: readonly number[];
  /** Number of decided and unsure rows after the last draw. */
  readonly decidedAtDraw: number;
  readonly audit: Audit | null;
}

/** No draws yet. The first ten rows of a review are those of the highest loss: the eleventh is the first draw. */
export const NO_DRAWS: StoredDraws = { on: true, strata: null, taken: [], decidedAtDraw: 1, audit: null };

/** Restores stored draws. `NO_DRAWS` for anything else: the estimate then begins anew, and its interval is wider. */
export function drawsIn(stored: unknown): StoredDraws {
  if (typeof stored !== 'object' || stored === null) return NO_DRAWS;
  const { on, strata, taken, decidedAtDraw, audit } = stored as Partial<Record<keyof StoredDraws, unknown>>;
  const isOn = on !== false;
  if (!(strata instanceof Uint8Array) || !isCounts(taken)) return { ...NO_DRAWS, on: isOn };
  return {
    on: isOn,
    strata: Uint8Array.from(strata),
    taken,
    decidedAtDraw: typeof decidedAtDraw === 'number' ? decidedAtDraw : 1,
    audit: auditIn(audit, strata.length),
  };
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isInteger(count) && (count as number) >= 0);
}

function auditIn(value: unknown, rows: number): Audit | null {
  if (typeof value !== 'object' || value === null) return null;
  const { size, halfWidth, blind, closed } = value as Partial<Record<keyof Audit, unknown>>;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > rows) return null;
  if (typeof halfWidth !== 'number' || !(halfWidth > 0 && halfWidth <= 0.5)) return null;
  return { size, halfWidth, blind: blind === true, closed: closed === true };
}

/**
 * The draws as JSON: `strata` is a digit for each row, because a row is one of few strata. Null without a draw, or where a
 * stratum has no digit of its own.
 */
export function drawsJson(draws: StoredDraws): Readonly<Record<string, unknown>> | null {
  const { strata } = draws;
  if (!strata || strata.some((stratum) => stratum > 9)) return null;
  return { ...draws, strata: Array.from(strata).join('') };
}

/** Reads draws from the JSON of `drawsJson`. Null where they are damaged. */
export function drawsFromJson(value: unknown): StoredDraws | null {
  if (typeof value !== 'object' || value === null || !('strata' in value)) return null;
  const { strata } = value;
  if (typeof strata !== 'string' || !/^\d+$/.test(strata)) return null;
  const digits = Uint8Array.from(strata, (digit) => Number(digit));
  const draws = drawsIn({ ...value, strata: digits });
  return draws.strata ? draws : null;
}

/**
 * How draws of two people about the same rows join. `joined`: both drew from the same orders. `taken`: this side has no
 * draws, and gets the other's. `kept`: the two samples have other strata or other orders, and only this side's counts.
 */
export type DrawsJoin = 'joined' | 'taken' | 'kept';

/** The draws of this side after a merge. */
export interface JoinedDraws {
  readonly draws: StoredDraws;
  readonly join: DrawsJoin;
}

/**
 * Joins the draws of two people on one project. With the same strata both have the same random orders, and each sample is
 * the beginning of them: so the longer one of each stratum is a random sample with the decisions of both. Samples under
 * other strata cannot be added up to one, so this side's stays.
 */
export function joinDraws(mine: StoredDraws, theirs: StoredDraws): JoinedDraws {
  const { strata } = theirs;
  if (!strata) return { draws: mine, join: 'kept' };
  if (!mine.strata) return { draws: { ...theirs, on: mine.on }, join: 'taken' };
  if (!sameStrata(mine.strata, strata)) return { draws: mine, join: 'kept' };
  const count = Math.max(mine.taken.length, theirs.taken.length);
  const taken = Array.from({ length: count }, (_, at) => Math.max(mine.taken[at] ?? 0, theirs.taken[at] ?? 0));
  const audit =
    mine.audit === null || (mine.audit.closed && theirs.audit?.closed === false) ? theirs.audit : mine.audit;
  return { draws: { ...mine, taken, audit }, join: 'joined' };
}

function sameStrata(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((stratum, row) => stratum === other[row]);
}
