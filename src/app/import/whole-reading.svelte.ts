import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import type { Fault } from '../../protocol/fault.js';
import type { ReadProgress, ReadResult, ResultsReadResult, SourceWire } from '../../protocol/source-wire.js';
import type { ImportTarget } from './mapping.svelte.js';
import { readSource, readToEnd } from './reading.js';

/** The reading of a whole file: not begun, under way, done as a dataset or as results, or ended by a fault. */
export type WholeReadingState =
  | { readonly at: 'waiting' }
  | { readonly at: 'reading'; readonly progress: ReadProgress | null }
  | { readonly at: 'dataset'; readonly progress: ReadProgress | null; readonly result: ReadResult }
  | { readonly at: 'results'; readonly progress: ReadProgress | null; readonly result: ResultsReadResult }
  | { readonly at: 'failed'; readonly progress: ReadProgress | null; readonly fault: Fault };

/** A file and its mapping. */
export interface MappedFile {
  readonly file: Blob;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly target: ImportTarget;
}

/** Reads the whole file behind the mapping dialog. */
export class WholeReading {
  state = $state.raw<WholeReadingState>({ at: 'waiting' });
  /** Null before the first report. */
  readonly progress: ReadProgress | null = $derived(this.state.at === 'waiting' ? null : this.state.progress);
  readonly result: ReadResult | null = $derived(this.state.at === 'dataset' ? this.state.result : null);
  readonly resultsRead: ResultsReadResult | null = $derived(this.state.at === 'results' ? this.state.result : null);
  readonly fault: Fault | null = $derived(this.state.at === 'failed' ? this.state.fault : null);
  readonly #source: SourceWire;

  constructor(source: SourceWire) {
    this.#source = source;
  }

  /** Forgets the reading. The caller ends a reading under way by its signal. */
  clear(): void {
    this.state = { at: 'waiting' };
  }

  fail(fault: Fault): void {
    this.state = { at: 'failed', progress: this.progress, fault };
  }

  /** Reads a file to its end. Returns a fault without showing it. Null = no fault, or `signal` was aborted. */
  async read(signal: AbortSignal, { file, settings, roles, target }: MappedFile): Promise<Fault | null> {
    const source = this.#source;
    const report = (progress: ReadProgress): void => {
      this.state = { at: 'reading', progress };
    };
    if (target === 'results') {
      const begun = source.beginResults(file, settings, roles);
      const read = await readToEnd(signal, source, begun, (job) => source.takeResults(job), report);
      if (read?.ok) this.state = { at: 'results', progress: this.progress, result: read.value };
      return read && !read.ok ? read.fault : null;
    }
    const read = await readSource(signal, source, { file, settings, roles }, report);
    if (read?.ok) this.state = { at: 'dataset', progress: this.progress, result: read.value };
    return read && !read.ok ? read.fault : null;
  }
}
