import type { Dataset } from '../../domain/reading/dataset.js';
import type { ProjectRecord } from '../../protocol/ports.js';

/** The state of the open project, for all parts. `Session` opens and closes it. `Projects` changes its record. */
export class Project {
  dataset = $state.raw<Dataset | null>(null);
  record = $state.raw<ProjectRecord | null>(null);
  /** Whether the rows are open and their stored results are still being read. The page shows no rows until then. */
  restoring = $state.raw(false);
  /** Whether a run is about to begin. */
  starting = $state.raw(false);
  /** The number of rows with a stored decision. */
  decidedInStore = 0;
  /** The number of records of the source that were set aside. */
  rejectedCount = $state.raw(0);
  /** The page's own copy of the dataset's source. */
  file = $state.raw<Blob | null>(null);
}
