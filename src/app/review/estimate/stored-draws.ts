import { ProjectValue, type ProjectValueDeps } from '../../project/project-value.svelte.js';

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

/** The stored draws of the open project. */
export function samplingOf(outbox: ProjectValueDeps<StoredDraws>['outbox']): ProjectValue<StoredDraws> {
  return new ProjectValue({ outbox, kind: 'draws', empty: NO_DRAWS, read: drawsIn, write: (draws) => draws });
}

/** Restores stored draws. `NO_DRAWS` for anything else: the estimate then begins anew, and its interval is wider. */
function drawsIn(stored: unknown): StoredDraws {
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
