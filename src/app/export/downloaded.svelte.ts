import { DISCARDED } from '../../domain/reading/dataset.js';
import type { Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Decided, Review } from '../review/review.svelte.js';

/** The moment at which a download of the corrected dataset was asked for. */
export interface DownloadMoment {
  readonly projectId: string;
  /** Place of the latest journal entry that the download contains. */
  readonly position: number;
}

/** The decisions that the last download of the corrected dataset contains; they are those of the dataset with these labels. */
interface LastDownload extends Decided {
  readonly original: Uint16Array;
}

/** What of the open work the last download of its corrected dataset does not contain. Persists between visits. */
export class Downloaded {
  /** Rows that have another label than in the last download (at first: in the source), or are discarded and were not, or the other way round. */
  changes: number = $derived.by(() => this.#count());

  #last = $state.raw<LastDownload | null>(null);
  #projectId = '';
  readonly #store: Store;
  readonly #review: Review;
  readonly #outbox: Outbox;

  constructor(store: Store, review: Review, outbox: Outbox) {
    this.#store = store;
    this.#review = review;
    this.#outbox = outbox;
  }

  /** Restores the last download of a project, which `review` has open. */
  async open(projectId: string): Promise<void> {
    this.#projectId = projectId;
    const stored = await this.#store.setting(projectSetting('downloaded', projectId));
    if (projectId !== this.#projectId) return;
    this.#contains(stored.ok && typeof stored.value === 'number' ? stored.value : 0);
  }

  close(): void {
    this.#projectId = '';
    this.#last = null;
  }

  /** Call it when a download is asked for, and `finish` when it is done. */
  moment(): DownloadMoment {
    return { projectId: this.#projectId, position: this.#review.position };
  }

  /** A download of the whole corrected dataset is done. */
  async finish({ projectId, position }: DownloadMoment): Promise<void> {
    if (projectId === this.#projectId) this.#contains(position);
    // Without room for it, changes count as not downloaded on the next visit: that loses nothing.
    if (this.#outbox.mayStore) await this.#store.putSetting(projectSetting('downloaded', projectId), position);
  }

  #contains(position: number): void {
    const decided = this.#review.decidedAt(position);
    this.#last = decided && { ...decided, original: this.#review.original };
  }

  #count(): number {
    const last = this.#last;
    const { value: label } = this.#review.label;
    const { value: status } = this.#review.status;
    if (last?.original !== this.#review.original) return 0;
    let count = 0;
    for (let row = 0; row < label.length; row++) {
      const sameLabel = label[row] === last.label[row];
      if (!sameLabel || (status[row] === DISCARDED) !== (last.status[row] === DISCARDED)) count++;
    }
    return count;
  }
}
