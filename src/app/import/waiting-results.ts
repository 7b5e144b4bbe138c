import type { Notices } from '../shell/notices.svelte.js';
import type { NamedFile } from './file-choice.js';

/** The results file that was dropped with a dataset. It waits until the dataset is open. */
export class WaitingResults {
  #file: NamedFile | null = null;
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Keeps this file, and drops the one before. Null = no results were dropped with the dataset. */
  replace(file: NamedFile | null): void {
    this.drop();
    this.#file = file;
  }

  /** Returns the waiting file and forgets it. Null = none. */
  take(): NamedFile | null {
    const file = this.#file;
    this.#file = null;
    return file;
  }

  /** Forgets the file. A notice names it as not read. */
  drop(): void {
    const file = this.take();
    if (file) this.#notices.raise({ code: 'results-waiting', params: { name: file.name } }, 'warning');
  }
}
