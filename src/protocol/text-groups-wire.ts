import type { TextChunk } from '../domain/models/batch.js';
import type { NearestRows } from '../domain/review/nearest-rows.js';
import type { TextGroups, TextGroupsPlan } from '../domain/review/text-groups.js';
import type { Outcome } from './outcome.js';

/**
 * A worker that compares the texts of one dataset. Order of calls: `begin`, `read` for all rows in order, `finish`, then
 * `nearest` if the plan asks for it.
 */
export interface TextGroupsWire {
  begin(plan: TextGroupsPlan): Promise<Outcome<null>>;
  /** Reads the next rows; `second` holds the second texts of pairs. */
  read(text: TextChunk, second: TextChunk | null): Promise<Outcome<null>>;
  /** Returns the groups of all rows and transfers their buffers. */
  finish(): Promise<Outcome<TextGroups>>;
  /** Returns the nearest rows of the rows `from` up to `to` and transfers their buffers. */
  nearest(from: number, to: number): Promise<Outcome<NearestRows>>;
}

/** A worker that can be ended, with all its memory. Calls under way then settle with `worker-died`. */
export interface TextGroupsWorker extends TextGroupsWire {
  end(): void;
}

/** Starts a worker for a dataset. */
export type StartTextGroups = () => TextGroupsWorker;
