import { CORRECTED, isDecided } from '../../../domain/reading/dataset.js';
import { auditedLabels, type AuditReport } from '../../../domain/review/estimate/audit-report.js';
import type { Project } from '../../project/project.svelte.js';
import type { Review } from '../review.svelte.js';
import type { Draws } from './draws.svelte.js';

export interface AuditDeps {
  readonly draws: Pick<Draws, 'audit' | 'sample' | 'counts' | 'remaining'>;
  readonly review: Pick<Review, 'status' | 'counts' | 'originalName'>;
  readonly project: Pick<Project, 'record'>;
}

/** The report of the last audit with the decisions so far; null without an audit. Reads reactive state. */
export function auditReportOf({ draws, review, project }: AuditDeps): AuditReport | null {
  const { audit, remaining, counts } = draws;
  if (!audit) return null;
  const { value: status } = review.status;
  const rows = review.counts.reduce((sum, count) => sum + count, 0);
  const found = review.counts[CORRECTED] ?? 0;
  const decided = draws.sample.filter(({ row }) => isDecided(status[row]));
  const { estimate, low, high, sampled } = remaining;
  return {
    dataset: project.record?.name ?? '',
    rows,
    size: audit.size,
    halfWidth: audit.halfWidth,
    sampled,
    wrong: counts.reduce((sum, { sampledWrong }) => sum + sampledWrong, 0),
    unsure: counts.reduce((sum, { sampledUnsure }) => sum + sampledUnsure, 0),
    rate: estimate === null ? null : (found + estimate) / rows,
    interval: { low: (found + low) / rows, high: (found + high) / rows },
    labels: auditedLabels(
      decided.map(({ row, weight }) => ({
        label: review.originalName(row),
        wrong: status[row] === CORRECTED,
        weight,
      })),
    ),
  };
}
