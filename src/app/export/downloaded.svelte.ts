import { DISCARDED, type DatasetLabel } from '../../domain/reading/dataset.js';
import type { Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Decided, Review } from '../review/review.svelte.js';

/** The moment at which a person requested a download of the corrected dataset. */
export interface DownloadMoment {
  readonly projectId: string;
  /** Place of the latest journal entry that the download contains. */
  readonly position: number;
}

/** The decisions in the last download of the corrected dataset. They belong to the dataset with these source labels. */
interface LastDownload extends Decided {
  readonly source: readonly DatasetLabel[];
}

/** Tracks the changes that the last download of the corrected dataset does not contain. Persists between visits. */
export class Downloaded {
  /** Rows whose label or discarded status differs from the last download. Before any download: from the source. */
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

  /** Restores the last download of the project that `review` has open. */
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

  /** Call it when a person requests a download. Call `finish` after the download. */
  moment(): DownloadMoment {
    return { projectId: this.#projectId, position: this.#review.position };
  }

  /** Records a finished download of the whole corrected dataset. */
  async finish({ projectId, position }: DownloadMoment): Promise<void> {
    if (projectId === this.#projectId) this.#contains(position);
    // Without room for it, the next visit counts these changes as not downloaded. No decision is lost.
    if (this.#outbox.mayStore) await this.#store.putSetting(projectSetting('downloaded', projectId), position);
  }

  #contains(position: number): void {
    const decided = this.#review.decidedAt(position);
    this.#last = decided && {
      label: decided.label,
      status: decided.status,
      labels: decided.labels,
      source: this.#review.sourceLabels,
    };
  }

  #count(): number {
    const last = this.#last;
    const { value: label } = this.#review.label;
    const { value: status } = this.#review.status;
    if (last?.source !== this.#review.sourceLabels) return 0;
    const { labels } = this.#review;
    let count = 0;
    for (let row = 0; row < label.length; row++) {
      const [own, before] = [label[row] ?? 0, last.label[row] ?? 0];
      const sameLabel = own === before && labels[own] === last.labels[before];
      if (!sameLabel || (status[row] === DISCARDED) !== (last.status[row] === DISCARDED)) count++;
    }
    return count;
  }
}
