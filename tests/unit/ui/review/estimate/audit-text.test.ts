import { expect, test } from 'vitest';
import type { AuditReport } from '../../../../../src/domain/review/estimate/audit-report.js';
import { auditSentences, auditWords } from '../../../../../src/ui/review/estimate/audit-text.js';
import { languageOf } from '../../../../fakes/language.js';

const REPORT: AuditReport = {
  dataset: 'news.csv',
  rows: 5000,
  size: 381,
  halfWidth: 0.05,
  sampled: 381,
  wrong: 61,
  unsure: 0,
  rate: 0.1601,
  interval: { low: 0.12, high: 0.2 },
  labels: [],
};

test('the report has the error rate, its interval and the sample', () => {
  expect(auditSentences(REPORT, languageOf('en')).slice(0, 2)).toEqual([
    'About 16% of the labels were wrong before the review. The 95% interval is 12% to 20%.',
    '381 of 5,000 rows were drawn at random and decided: 61 wrong labels.',
  ]);
  expect(auditWords(REPORT, languageOf('zh-CN')).title).toBe('news.csv 的抽样检查');
});

test('the report names the sampled rows that a person was unsure about', () => {
  expect(auditSentences({ ...REPORT, unsure: 6 }, languageOf('en')).slice(1, 3)).toEqual([
    '375 of 5,000 rows were drawn at random and decided: 61 wrong labels.',
    '6 random rows are unsure: they can be right or wrong, and the interval allows both.',
  ]);
});

test('the report of an audit that ended early names the missing rows', () => {
  const sentences = auditSentences({ ...REPORT, sampled: 371, rate: null }, languageOf('en'));
  expect(sentences[0]).toContain('not known yet');
  expect(sentences[2]).toContain('10 rows of the sample are missing');
});
