import { beforeEach, describe, expect, it } from 'vitest';
import { LabelDoubts } from '../../../../src/app/predictions/label-doubts.js';
import { findLabelIssues } from '../../../../src/domain/predictions/confident-learning.js';
import { softmaxRow } from '../../../../src/domain/predictions/loss.js';
import { until } from '../../../fakes/controlled.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';
import { TOPIC_NAMES, topicFile, topicRows } from '../learning/topics.js';

const ROWS = topicRows(120, 12);
const WRONG = ROWS.flatMap(({ wrong }, row) => (wrong ? [row] : []));

let page: Page;

beforeEach(async () => {
  page = await new FakeBrowser().visit('learn=on').begin();
  await page.drop(topicFile(ROWS));
  await until(() => page.learning.state.at === 'done');
});

const { length: classes } = TOPIC_NAMES;

describe('the health of the labels', () => {
  it('names as many rows as confident learning does', async () => {
    const { logits, rows } = page.predictions;
    const probs = new Float64Array(rows * classes);
    for (let row = 0; row < rows; row++)
      softmaxRow(logits.value, row * classes, classes, probs.subarray(row * classes, (row + 1) * classes));
    const labels = Int32Array.from({ length: rows }, (_, row) => page.predictions.labelClassOf(row));
    const expected = findLabelIssues(probs, classes, labels, 'confident_learning');
    await page.app.health.open();
    const report = page.app.health.report;
    expect(report?.issues).toBe(expected.reduce((sum, issue) => sum + issue, 0));
    expect(report?.issues).toBeGreaterThan(0);
    expect(report?.classes.map(({ rows: count }) => count).reduce((a, b) => a + b, 0)).toBe(rows);
    expect(report?.predicted).toBe(rows);
  });

  it('counts in a cell the rows that its filters show', async () => {
    await page.app.health.open();
    const cells = page.app.health.report?.cells ?? [];
    expect(cells.some(({ given, predicted }) => given !== predicted)).toBe(true);
    for (const { given, predicted, count } of cells) {
      page.view.showOnly({
        label: page.review.labels[given] ?? '',
        predicted: page.predictions.classes[page.app.labelMap.classOf(predicted)] ?? '',
      });
      expect(page.view.visible).toHaveLength(count);
    }
  });

  it('leaves decided rows out of what is probably wrong, and counts what the decisions were', async () => {
    await page.app.health.open();
    const before = page.app.health.report?.issues ?? 0;
    const row = WRONG.find((wrong) => page.view.visible.indexOf(wrong) < 3) ?? -1;
    const own = page.review.labelName(row);
    page.review.setLabel([row], TOPIC_NAMES.find((name) => name !== own) ?? '');
    page.app.health.close();
    expect(page.app.health.report).toBeNull();
    await page.app.health.open();
    const { issues, classes: known } = page.app.health.report!;
    expect(issues).toBe(before - 1);
    expect(known.find(({ label }) => page.review.labels[label] === own)).toMatchObject({ reviewed: 1, wrong: 1 });
  });

  it('judges no row whose prediction lacks probabilities', async () => {
    await page.app.health.open();
    const before = page.app.health.report?.issues ?? 0;
    const { predictions } = page;
    const { issue } = await new LabelDoubts(predictions).find({ rest: () => Promise.resolve() });
    // As a prediction from a file that names a class alone.
    predictions.entropy.value[issue.indexOf(1)] = NaN;
    predictions.loss = { value: predictions.loss.value };
    await page.app.health.open();
    expect(page.app.health.report?.issues).toBe(before - 1);
  });

  it('forgets what it was working out when it is closed', async () => {
    const opened = page.app.health.open();
    page.app.health.close();
    await opened;
    expect(page.app.health.report).toBeNull();
  });
});
