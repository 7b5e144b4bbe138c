import type { ColumnRoles } from '../../domain/reading/dataset.js';
import { sha256Hex } from '../../domain/bytes/sha256.js';
import { withoutParts } from '../../domain/files/source-parts.js';
import type { ReadySource } from '../import/confirmed.js';

/** The id of a project: a hash of the content, the settings of its reading, and the roles of its columns. */
export async function projectId({
  inspection,
  settings,
  roles,
}: Pick<ReadySource, 'inspection' | 'settings' | 'roles'>): Promise<string> {
  // The hash of several files depends on their content and order. Their names do not count.
  const key: unknown[] = [inspection.hash, withoutParts(settings), withoutEmptyResults(roles)];
  const layouts = settings.parts?.map(({ layout = null }) => layout) ?? [];
  if (layouts.some((layout) => layout !== null)) key.push(layouts);
  return sha256Hex(JSON.stringify(key));
}

/** Leaves out empty columns of results, so that older projects, whose mappings had no such columns, keep their ids. */
function withoutEmptyResults(roles: ColumnRoles): ColumnRoles {
  const { resultLoss, resultProbs, resultLogits, resultPredicted, ...others } = roles;
  return {
    ...others,
    ...(resultLoss && { resultLoss }),
    ...(resultProbs && { resultProbs }),
    ...(resultLogits && { resultLogits }),
    ...(resultPredicted && { resultPredicted }),
  };
}
