import type { ColumnRoles } from '../../domain/reading/dataset.js';
import { sha256Hex } from '../../domain/bytes/sha256.js';
import { withoutParts } from '../../domain/files/source-parts.js';
import type { ReadySource } from '../import/confirmed.js';

/** Names a piece of work: the content, how it is read, and which columns play which part. */
export async function projectId({
  inspection,
  settings,
  roles,
}: Pick<ReadySource, 'inspection' | 'settings' | 'roles'>): Promise<string> {
  // Of several files the hash says which and in what order; their names do not count.
  const key: unknown[] = [inspection.hash, withoutParts(settings), withoutEmptyResults(roles)];
  const layouts = settings.parts?.map(({ layout = null }) => layout) ?? [];
  if (layouts.some((layout) => layout !== null)) key.push(layouts);
  return sha256Hex(JSON.stringify(key));
}

/** Columns of results count only where there are some: without any, a mapping is the one it was before there were such. */
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
