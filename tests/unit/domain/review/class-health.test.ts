import { describe, expect, it } from 'vitest';
import { CORRECTED, DISCARDED, PENDING, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { classHealth } from '../../../../src/domain/review/class-health.js';
import { confusionOf } from '../../../../src/domain/review/confusion.js';

const right = (status: number): boolean => status === VALIDATED;

describe('classHealth', () => {
  it('counts rows and issues by the label now, and decisions by the label of the source', () => {
    const original = [0, 0, 0, 1, 1];
    const label = [0, 0, 1, 1, 1];
    const status = [PENDING, VALIDATED, CORRECTED, DISCARDED, PENDING];
    const issue = [1, 1, 1, 1, 0];
    const confusion = confusionOf(label, [1, 0, 1, 1, 1], 2);
    expect(classHealth({ labels: 2, original, label, status, issue, right }, confusion)).toEqual([
      { label: 0, rows: 2, issues: 1, reviewed: 2, wrong: 1, confusedWith: 1, confused: 1 },
      { label: 1, rows: 3, issues: 0, reviewed: 1, wrong: 1, confusedWith: -1, confused: 0 },
    ]);
  });

  it('counts an unsure row as undecided', () => {
    const [only] = classHealth(
      { labels: 1, original: [0, 0], label: [0, 0], status: [UNSURE, UNSURE], issue: [1, 0], right },
      confusionOf([0, 0], [0, 0], 1),
    );
    expect(only).toMatchObject({ rows: 2, issues: 1, reviewed: 0, wrong: 0 });
  });

  it('leaves rows without a label out', () => {
    const [only] = classHealth(
      { labels: 1, original: [-1], label: [-1], status: [PENDING], issue: [1], right },
      confusionOf([-1], [0], 1),
    );
    expect(only).toMatchObject({ rows: 0, issues: 0, reviewed: 0 });
  });
});
