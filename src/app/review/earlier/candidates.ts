import type { ProjectRecord } from '../../../protocol/ports.js';

/** Projects that are read to compare their rows. Each costs a reading of its whole source. */
const MOST = 3;

/**
 * Stored projects with decisions whose dataset can be an earlier version of this one: other content with the same label
 * column, and the same name or the same columns of texts and ids. Those with the same name come first, then the last
 * opened ones.
 */
export function earlierCandidates(record: ProjectRecord, projects: readonly ProjectRecord[]): readonly ProjectRecord[] {
  const isCandidate = (one: ProjectRecord): boolean =>
    one.sourceHash !== record.sourceHash &&
    one.decided > 0 &&
    one.roles.label === record.roles.label &&
    (one.name === record.name || columnsOf(one) === columnsOf(record));
  const isNamed = ({ name }: ProjectRecord): number => (name === record.name ? 1 : 0);
  return projects
    .filter(isCandidate)
    .sort((a, b) => isNamed(b) - isNamed(a) || b.openedAt - a.openedAt)
    .slice(0, MOST);
}

function columnsOf({ roles: { text, textJoin, textB, id } }: ProjectRecord): string {
  return JSON.stringify([text, textJoin, textB, id]);
}
