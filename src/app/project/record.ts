import type { ProjectRecord } from '../../protocol/ports.js';
import type { ReadySource } from '../import/confirmed.js';

/** The values of a project record that do not come from its source. */
export interface RecordChoice {
  readonly id: string;
  /** The earlier record of the same project. */
  readonly earlier: ProjectRecord | undefined;
  /** Key of the model that the project opens with. */
  readonly model: string;
  /** ms since 1970. */
  readonly now: number;
}

/** The record of a dataset that is opened. */
export function recordOf(
  { inspection, name, settings, roles, result }: ReadySource,
  { id, earlier, model, now }: RecordChoice,
): ProjectRecord {
  return {
    id,
    sourceHash: inspection.hash,
    name,
    sizeBytes: inspection.sizeBytes,
    settings: { ...settings },
    roles: { ...roles },
    rows: result.dataset.rows,
    rejected: result.rejectedCount,
    createdAt: earlier?.createdAt ?? now,
    openedAt: now,
    decided: earlier?.decided ?? 0,
    model,
    labelMaps: earlier?.labelMaps ?? [],
    running: false,
  };
}
