import type { Notices } from '../shell/notices.svelte.js';
import type { NamedFile } from './file-choice.js';

/** Results that were dropped together with a dataset: their file waits until the dataset is open. */
export class WaitingResults {
  #file: NamedFile | null = null;
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  /** Keeps this file, in the place of another one; null = none came with the dataset. */
  replace(file: NamedFile | null): void {
    this.drop();
    this.#file = file;
  }

  /** Hands the file over; null where none waits. */
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
