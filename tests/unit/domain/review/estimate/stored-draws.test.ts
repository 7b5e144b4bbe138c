import { describe, expect, test } from 'vitest';
import {
  drawsFromJson,
  drawsJson,
  joinDraws,
  NO_DRAWS,
  type Audit,
  type StoredDraws,
} from '../../../../../src/domain/review/estimate/stored-draws.js';

const AUDIT: Audit = { size: 3, halfWidth: 0.1, blind: true, closed: false };

function draws(strata: readonly number[], taken: readonly number[], audit: Audit | null = null): StoredDraws {
  return { on: true, strata: Uint8Array.from(strata), taken, decidedAtDraw: 11, audit };
}

describe('random draws as JSON', () => {
  test('are read back as they were written, a digit for each row', () => {
    const written = draws([0, 1, 1, 2], [1, 2, 0], AUDIT);
    expect(drawsJson(written)).toMatchObject({ strata: '0112', taken: [1, 2, 0] });
    expect(drawsFromJson(JSON.parse(JSON.stringify(drawsJson(written))))).toEqual(written);
  });

  test('are not written before the first draw', () => {
    expect(drawsJson(NO_DRAWS)).toBeNull();
  });

  test.each([null, 'x', {}, { strata: '01x', taken: [1] }, { strata: '01', taken: [-1] }, { strata: '', taken: [] }])(
    'are refused where they are damaged: %j',
    (value) => {
      expect(drawsFromJson(value)).toBeNull();
    },
  );
});

describe('the draws of two people', () => {
  test('under the same strata are the longer beginning of each order, whoever merges', () => {
    const [one, other] = [draws([0, 0, 1, 1], [2, 0]), draws([0, 0, 1, 1], [1, 1, 1])];
    expect(joinDraws(one, other)).toMatchObject({ join: 'joined', draws: { taken: [2, 1, 1] } });
    expect(joinDraws(other, one).draws.taken).toEqual([2, 1, 1]);
    const { draws: joined } = joinDraws(one, other);
    expect(joinDraws(joined, other).draws).toEqual(joined);
  });

  test('under other strata stay apart', () => {
    const mine = draws([0, 0, 1, 1], [1, 0]);
    expect(joinDraws(mine, draws([0, 1, 1, 1], [1, 1]))).toEqual({ join: 'kept', draws: mine });
    expect(joinDraws(mine, draws([0, 0, 1], [1, 1]))).toEqual({ join: 'kept', draws: mine });
    expect(joinDraws(mine, NO_DRAWS)).toEqual({ join: 'kept', draws: mine });
  });

  test('are those of the other side where this side has none, but for the switch', () => {
    const theirs = draws([0, 1], [1, 0], AUDIT);
    expect(joinDraws({ ...NO_DRAWS, on: false }, theirs)).toEqual({ join: 'taken', draws: { ...theirs, on: false } });
  });

  test('bring an audit along, unless this side has one under way', () => {
    const audit = (mine: Audit | null, theirs: Audit | null): Audit | null =>
      joinDraws(draws([0, 1], [1, 0], mine), draws([0, 1], [0, 1], theirs)).draws.audit;
    const other = { ...AUDIT, size: 2 };
    const closed = { ...AUDIT, closed: true };
    expect(audit(null, other)).toEqual(other);
    expect(audit(AUDIT, other)).toEqual(AUDIT);
    expect(audit(closed, other)).toEqual(other);
    expect(audit(closed, { ...other, closed: true })).toEqual(closed);
    expect(audit(AUDIT, null)).toEqual(AUDIT);
  });
});
