import { expect, it } from 'vitest';
import { auditReportOf } from '../../../../../src/app/review/estimate/audit.js';
import { drawsBench, ROWS } from './draws-bench.js';

it('reports nothing before an audit', async () => {
  expect(auditReportOf(await drawsBench())).toBeNull();
});

it('counts no unsure row as right or wrong: it ends with them, and its interval is wider', async () => {
  const [sure, unsure] = [await drawsBench(), await drawsBench()];
  for (const { draws, review } of [sure, unsure]) {
    draws.beginAudit(0.1, false);
    let offered = 0;
    for (let row = draws.offer(false); row >= 0; row = draws.offer(false)) {
      offered += 1;
      if (offered % 10 === 0 && review === unsure.review) review.markUnsure([row]);
      else review.confirm([row]);
    }
    expect([offered, draws.auditDone, draws.reportsAudit]).toEqual([93, 93, true]);
  }
  const [without, report] = [auditReportOf(sure), auditReportOf(unsure)];
  expect(report).toMatchObject({ sampled: 93, wrong: 0, unsure: 9 });
  expect(report?.interval.low).toBe(without?.interval.low);
  expect(report?.interval.high).toBeGreaterThan(without?.interval.high ?? 1);
  // The Wilson intervals of labels have only the rows that were decided.
  expect(report?.labels.reduce((sum, { sampled }) => sum + sampled, 0)).toBe(84);
});

it('reports the error rate of the whole dataset, known rows included', async () => {
  const bench = await drawsBench();
  const { draws, review } = bench;
  draws.beginAudit(0.1, false);
  let offered = 0;
  for (let row = draws.offer(false); row >= 0; row = draws.offer(false)) {
    offered += 1;
    if (offered % 3 === 0) review.setLabel([row], review.originalName(row) === 'a' ? 'b' : 'a');
    else review.confirm([row]);
  }
  const report = auditReportOf(bench);
  expect(report).toMatchObject({ rows: ROWS, size: 93, sampled: 93, wrong: 31 });
  expect(report?.rate).toBeGreaterThan(0.25);
  expect(report?.rate).toBeLessThan(0.45);
  expect(report?.interval.low).toBeLessThan(report?.rate ?? 0);
  expect(report?.interval.high).toBeGreaterThan(report?.rate ?? 1);
  expect(report?.labels.map(({ label }) => label).sort()).toEqual(['a', 'b']);
  expect(report?.labels.reduce((sum, { sampled }) => sum + sampled, 0)).toBe(93);

  review.confirm(Array.from({ length: ROWS }, (_, row) => row).filter((row) => review.status.value[row] === 0));
  const whole = auditReportOf(bench);
  expect([whole?.rate, whole?.interval]).toEqual([31 / ROWS, { low: 31 / ROWS, high: 31 / ROWS }]);
});
