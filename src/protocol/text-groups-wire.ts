import type { TextChunk } from '../domain/models/batch.js';
import type { TextGroups } from '../domain/review/text-groups.js';
import type { Outcome } from './outcome.js';

/** A worker that compares the texts of one dataset. Order of calls: `begin`, `read` for all rows in order, `finish`. */
export interface TextGroupsWire {
  /** `rows`: number of rows of the dataset. */
  begin(rows: number): Promise<Outcome<null>>;
  /** Reads the next rows; `second` holds the second texts of pairs. */
  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>>;
  /** Returns the groups of all rows and transfers their buffers. */
  finish(): Promise<Outcome<TextGroups>>;
}

/** A worker that can be ended, with all its memory. Calls under way then settle with `worker-died`. */
export interface TextGroupsWorker extends TextGroupsWire {
  end(): void;
}

/** Starts a worker for a dataset. */
export type StartTextGroups = () => TextGroupsWorker;
