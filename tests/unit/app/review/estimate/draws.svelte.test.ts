import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../../../src/effects/storage/memory-store.js';
import { projectSetting } from '../../../../../src/protocol/setting-keys.js';
import { recordNamed } from '../../../../fakes/review.js';
import { drawsBench, ROWS } from './draws-bench.js';

describe('random draws', () => {
  it('are every tenth row that a review from the top offers, from the eleventh on', async () => {
    const { draws, decideNext } = await drawsBench();
    const rows = decideNext(61);
    const drawn = rows.filter((_, place) => place > 0 && place % 10 === 0);
    expect([...draws.rows].sort()).toEqual([...drawn].sort());
    expect(rows.filter((row) => draws.rows.has(row))).toEqual(drawn);
    expect(draws.remaining.sampled).toBe(6);
    // The others are the rows with the highest losses.
    expect(Math.min(...rows.filter((row) => !draws.rows.has(row)))).toBeGreaterThanOrEqual(ROWS - 61);
    expect(drawn.some((row) => row < ROWS - 61)).toBe(true);
  });

  it('come only in a list from the top, while they are switched on, in a tab that writes', async () => {
    const { draws, review, decideNext } = await drawsBench();
    decideNext(10);
    expect(draws.offer(false)).toBe(-1);
    draws.turn(false);
    expect(draws.offer(true)).toBe(-1);
    draws.turn(true);
    review.writable = false;
    expect(draws.offer(true)).toBe(-1);
    review.writable = true;
    expect(draws.offer(true)).toBeGreaterThanOrEqual(0);
  });

  it('are offered again at the next turn if a person passes over them, and only then count', async () => {
    const { draws, review, decideNext } = await drawsBench();
    decideNext(10);
    const skipped = draws.offer(true);
    expect(draws.offer(true)).toBe(-1);
    review.confirm([...Array(10).keys()].map((at) => ROWS - 21 - at).filter((row) => row !== skipped));
    expect(draws.remaining.sampled).toBe(0);
    expect(draws.offer(true)).toBe(skipped);
    review.confirm([skipped]);
    expect(draws.remaining.sampled).toBe(1);
  });

  it('are the same in each visit of the project, and others in another project', async () => {
    const first = await drawsBench();
    const rows = first.decideNext(50);
    const again = await drawsBench();
    expect(again.decideNext(50)).toEqual(rows);
    const other = await drawsBench(new MemoryStore(), 'q');
    expect(other.decideNext(50)).not.toEqual(rows);
  });

  it('are stored with the project', async () => {
    const first = await drawsBench();
    first.decideNext(50);
    first.draws.turn(false);
    await first.review.settled();
    const later = await drawsBench(first.store);
    expect(later.draws.remaining).toEqual(first.draws.remaining);
    expect([...later.draws.rows]).toEqual([...first.draws.rows]);
    expect(later.draws.on).toBe(false);
    await later.stored.opened('another');
    expect([later.draws.rows.size, later.draws.on]).toEqual([0, true]);
  });

  it('are stored again after the browser deleted the store', async () => {
    const { stored, store, outbox, decideNext } = await drawsBench();
    decideNext(11);
    await store.putSetting(projectSetting('draws', 'p'), undefined);
    stored.storedIsGone();
    await outbox.retry();
    const found = await store.setting(projectSetting('draws', 'p'));
    expect(found).toMatchObject({ ok: true, value: { on: true } });
  });

  it.each([
    ['nothing', null],
    ['a text', 'draws'],
    ['strata of another dataset', { on: true, strata: new Uint8Array(3), taken: [1] }],
    ['no counts', { on: true, strata: new Uint8Array(ROWS), taken: [-1, 'x'] }],
  ])('begin anew where the store has %s: the interval is wider and the decisions still count', async (_, value) => {
    const first = await drawsBench();
    first.decideNext(101);
    const { low, high } = first.draws.remaining;
    await first.review.settled();
    await first.store.putSetting(projectSetting('draws', 'p'), value);
    const { draws } = await drawsBench(first.store);
    expect(draws.remaining).toMatchObject({ estimate: null, low: 0, high: ROWS - 101, sampled: 0 });
    expect([low >= 0, high < ROWS - 101]).toEqual([true, true]);
  });

  it('stay as they are when the project’s record is replaced', async () => {
    const { draws, project, decideNext } = await drawsBench();
    decideNext(25);
    const before = draws.rows;
    expect(before.size).toBe(2);
    project.record = recordNamed('p');
    expect(draws.rows).toBe(before);
    project.record = recordNamed('q');
    expect(draws.rows).not.toBe(before);
  });
});

describe('the estimate', () => {
  it('follows decisions and undo', async () => {
    const { draws, review, decideNext } = await drawsBench();
    expect(draws.remaining).toMatchObject({ estimate: null, low: 0, high: ROWS });
    decideNext(101);
    const before = draws.remaining;
    expect(before.estimate).toBe(0);
    expect(before.high).toBeLessThan(ROWS - 101);
    const last = review.undo();
    expect(draws.remaining.sampled).toBe(before.sampled - (draws.rows.has(last[0] ?? -1) ? 1 : 0));
    review.redo();
    expect(draws.remaining).toEqual(before);
  });
});

describe('an audit', () => {
  it('offers a random sample of the size of its precision, also in a list of another order', async () => {
    const { draws, review } = await drawsBench();
    draws.beginAudit(0.1, false);
    expect(draws.audit).toMatchObject({ size: 93, blind: false, closed: false });
    const seen = new Set<number>();
    for (let row = draws.offer(false); row >= 0; row = draws.offer(false)) {
      review.confirm([row]);
      seen.add(row);
    }
    expect([seen.size, draws.auditDone, draws.auditing, draws.reportsAudit]).toEqual([93, 93, false, true]);
    draws.closeAudit();
    expect([draws.reportsAudit, draws.offer(false)]).toEqual([false, -1]);
  });

  it('counts rows that were drawn or reviewed before', async () => {
    const { draws, review, decideNext } = await drawsBench();
    decideNext(101);
    draws.beginAudit(0.1, true);
    expect([draws.auditDone, draws.blind]).toEqual([10, true]);
    let asked = 0;
    for (let row = draws.offer(false); row >= 0; row = draws.offer(false)) {
      review.confirm([row]);
      asked += 1;
    }
    expect(draws.auditDone).toBe(93);
    expect(asked).toBeLessThan(83);
    expect(draws.blind).toBe(false);
  });

  it('persists, and can be ended before its end', async () => {
    const first = await drawsBench();
    first.draws.beginAudit(0.1, true);
    const row = first.draws.offer(false);
    first.review.confirm([row]);
    await first.review.settled();
    const later = await drawsBench(first.store);
    expect([later.draws.auditing, later.draws.blind, later.draws.auditDone]).toEqual([true, true, 1]);
    later.draws.closeAudit();
    expect([later.draws.auditing, later.draws.blind, later.draws.offer(false)]).toEqual([false, false, -1]);
  });

  it('begins in no tab that only reads', async () => {
    const { draws, review } = await drawsBench();
    review.writable = false;
    draws.beginAudit(0.1, false);
    expect(draws.audit).toBeNull();
  });
});
