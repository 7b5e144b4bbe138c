import type { DownloadFacts } from '../export/download-queue.svelte.js';
import type { RowAgain } from '../review/history.js';

/** Something that has just happened. */
export type Remark =
  | { readonly about: 'download'; readonly name: string; readonly facts: DownloadFacts }
  | { readonly about: 'row-again'; readonly again: RowAgain }
  | { readonly about: 'rows-again'; readonly count: number };

export interface ShownRemark {
  readonly id: number;
  readonly remark: Remark;
}

/** At most so many remarks are shown at once. */
const MOST = 3;

/** Remarks on what has just happened, the latest last. They are removed by whoever shows them, after a while. */
export class Remarks {
  items = $state.raw<readonly ShownRemark[]>([]);
  #nextId = 1;

  /** Shows a remark. A remark on history replaces the one before it; downloads are each shown. */
  add(remark: Remark): void {
    const others = this.items.filter((item) => item.remark.about === 'download' && remark.about === 'download');
    this.items = [...others, { id: this.#nextId++, remark }].slice(-MOST);
  }

  /** Removes the remarks on history: another decision follows, and they would no longer be true. */
  forgetHistory(): void {
    const downloads = this.items.filter((item) => item.remark.about === 'download');
    if (downloads.length < this.items.length) this.items = downloads;
  }

  /** Removes the remarks up to this one. */
  removeUpTo(id: number): void {
    this.items = this.items.filter((item) => item.id > id);
  }
}
