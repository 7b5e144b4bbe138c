import { expect, test } from 'vitest';
import {
  auditedLabels,
  auditJson,
  auditMarkdown,
  type AuditReport,
} from '../../../../../src/domain/review/estimate/audit-report.js';
import { wilsonInterval } from '../../../../../src/domain/review/estimate/intervals.js';

const ROWS = [
  { label: '__proto__', wrong: true, weight: 10 },
  { label: 'a|b *c*', wrong: false, weight: 10 },
  { label: 'a|b *c*', wrong: true, weight: 10 },
  { label: '__proto__', wrong: false, weight: 10 },
  { label: '__proto__', wrong: false, weight: 10 },
];
const REPORT: AuditReport = {
  dataset: 'news.csv',
  rows: 500,
  size: 5,
  halfWidth: 0.25,
  sampled: 5,
  wrong: 2,
  unsure: 1,
  rate: 0.4,
  interval: { low: 0.1, high: 0.8 },
  labels: auditedLabels(ROWS),
};

test('counts the sampled rows of each label, whatever its name', () => {
  expect(REPORT.labels).toEqual([
    { label: '__proto__', sampled: 3, wrong: 1, rate: 1 / 3, interval: wilsonInterval(1, 3) },
    { label: 'a|b *c*', sampled: 2, wrong: 1, rate: 1 / 2, interval: wilsonInterval(1, 2) },
  ]);
  expect(auditedLabels([])).toEqual([]);
});

test('weights each row by the rows of its stratum that it stands for', () => {
  const rows = [
    ...Array.from({ length: 4 }, () => ({ label: 'a', wrong: true, weight: 5 })),
    ...Array.from({ length: 4 }, () => ({ label: 'a', wrong: false, weight: 95 })),
  ];
  const [label] = auditedLabels(rows);
  expect(label).toMatchObject({ sampled: 8, wrong: 4, rate: 0.05 });
  // Kish: (4 * 5 + 4 * 95)^2 / (4 * 5^2 + 4 * 95^2).
  expect(label?.interval).toEqual(wilsonInterval(0.05 * (160_000 / 36_200), 160_000 / 36_200));
  const wrong = auditedLabels(rows.map((row) => ({ ...row, wrong: true })));
  expect([wrong[0]?.rate, wrong[0]?.interval.high]).toEqual([1, 1]);
});

test('is JSON with shares from 0 to 1', () => {
  const value = JSON.parse(auditJson({ ...REPORT, rate: null })) as Record<string, unknown>;
  expect(value).toMatchObject({
    dataset: 'news.csv',
    sample_size: 5,
    unsure: 1,
    error_rate: null,
    error_rate_high: 0.8,
  });
  expect(value['labels']).toHaveLength(2);
});

test('is Markdown in which no label is markup or breaks the table', () => {
  const text = auditMarkdown(REPORT, {
    title: 'Audit of news_1.csv',
    sentences: ['First\nsentence.'],
    head: ['Label', 'Rows', 'Wrong', 'Share', 'Interval'],
    share: (share) => share.toFixed(2),
  });
  expect(text.split('\n')).toEqual([
    '# Audit of news\\_1.csv',
    '',
    'First sentence.',
    '',
    '| Label | Rows | Wrong | Share | Interval |',
    '| --- | ---: | ---: | ---: | ---: |',
    '| \\_\\_proto\\_\\_ | 3 | 1 | 0.33 | 0.06 – 0.79 |',
    '| a\\|b \\*c\\* | 2 | 1 | 0.50 | 0.09 – 0.91 |',
    '',
  ]);
});
