import type { Dataset } from '../../domain/reading/dataset.js';
import type { ProjectRecord } from '../../protocol/ports.js';

/** The open work: state that everybody may read. `Session` opens and closes it, `Projects` changes its record. */
export class Project {
  dataset = $state.raw<Dataset | null>(null);
  record = $state.raw<ProjectRecord | null>(null);
  /** The rows of `dataset` are there, their stored results are not yet: there is nothing to look at. */
  restoring = $state.raw(false);
  /** A run is about to begin. */
  starting = $state.raw(false);
  /** Rows that are decided by stored entries. */
  decidedInStore = 0;
  /** Records of the source that were set aside. */
  rejectedCount = $state.raw(0);
  /** The dataset's source, in a copy of the page's own. */
  file = $state.raw<Blob | null>(null);
}
