import type { DownloadFacts } from '../export/download-queue.svelte.js';
import type { WantedEdit } from '../review/label-editing.svelte.js';
import type { RowAgain } from '../review/history.js';

/** A short report of a finished action. */
export type Remark =
  | { readonly about: 'download'; readonly name: string; readonly facts: DownloadFacts }
  | { readonly about: 'row-again'; readonly again: RowAgain }
  | { readonly about: 'rows-again'; readonly count: number }
  /** Many rows changed together. `label`: the name of the label that they got, empty where each got its own. */
  | {
      readonly about: 'rows-changed';
      readonly change: 'label' | 'accept' | 'confirm' | 'discard' | 'unsure' | 'note';
      readonly count: number;
      readonly label: string;
    }
  /** A change that was taken back. `kept`: rows of it that changed again since, and stay. */
  | { readonly about: 'reverted'; readonly rows: number; readonly kept: number }
  /** Edited labels. `rows`: rows that had the label. */
  | { readonly about: 'labels'; readonly edit: WantedEdit; readonly rows: number }
  /** An undone or repeated edit of labels. */
  | { readonly about: 'labels-again' }
  /** A merged session. `rows`: rows that it changed. `conflicts`: rows to settle. */
  | { readonly about: 'merged'; readonly rows: number; readonly conflicts: number };

export interface ShownRemark {
  readonly id: number;
  readonly remark: Remark;
}

/** Largest number of remarks at once. */
const MOST = 3;

/** Remarks on finished actions, the latest last. The component that shows them removes them after a while. */
export class Remarks {
  items = $state.raw<readonly ShownRemark[]>([]);
  #nextId = 1;

  /** Shows a remark. A remark on undo or redo replaces the one before it. Each download has its own. */
  add(remark: Remark): void {
    const others = this.items.filter((item) => item.remark.about === 'download' && remark.about === 'download');
    this.items = [...others, { id: this.#nextId++, remark }].slice(-MOST);
  }

  /** Removes the remarks on undo and redo, which are no longer true after another decision. */
  forgetHistory(): void {
    const downloads = this.items.filter((item) => item.remark.about === 'download');
    if (downloads.length < this.items.length) this.items = downloads;
  }

  /** Removes the remarks up to this one. */
  removeUpTo(id: number): void {
    this.items = this.items.filter((item) => item.id > id);
  }
}
