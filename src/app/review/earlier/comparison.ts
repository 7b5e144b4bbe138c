import type { Dataset } from '../../../domain/reading/dataset.js';
import { rowOfSource } from '../../../domain/review/edits.js';
import { earlierDecisions, type EarlierDecisions } from '../../../domain/review/earlier-decisions.js';
import type { Side } from '../../../domain/review/merge.js';
import { matchVersions, type VersionMatch } from '../../../domain/review/version-match.js';
import type { Clock, ProjectRecord, Store } from '../../../protocol/ports.js';
import type { SourceWire } from '../../../protocol/source-wire.js';
import { readSource } from '../../import/reading.js';
import { hasEnded } from '../../project/turn.js';
import { Slices } from '../../shell/slices.js';

export interface ComparisonDeps {
  readonly store: Pick<Store, 'source'>;
  /** Reads the source of the earlier version. */
  readonly source: SourceWire;
  readonly clock: Clock;
}

/** The work on an earlier version, and its rows in the open dataset. */
export interface Comparison {
  readonly match: VersionMatch;
  readonly decisions: EarlierDecisions;
}

/**
 * Reads an earlier version from the store and finds the rows of its decisions and notes in `dataset`. `unreadable`: its
 * source is not stored, or cannot be read. Null once `signal` is aborted.
 */
export async function compareVersions(
  signal: AbortSignal,
  { store, source, clock }: ComparisonDeps,
  dataset: Dataset,
  { sourceHash, settings, roles }: ProjectRecord,
  side: Side,
): Promise<Comparison | 'unreadable' | null> {
  const stored = await store.source(sourceHash);
  if (hasEnded(signal)) return null;
  if (!stored.ok || !stored.value) return 'unreadable';
  const read = await readSource(signal, source, { file: stored.value, settings, roles }, () => undefined);
  if (!read || hasEnded(signal)) return null;
  if (!read.ok) return 'unreadable';
  const earlier = read.value.dataset;
  const slices = new Slices(clock);
  const wanted = new Set([...side.decided.keys(), ...side.notes.keys()]);
  const match = await inSlices(signal, slices, matchVersions(dataset, earlier, wanted));
  if (!match) return null;
  const labels = { before: originalIn(earlier), now: originalIn(dataset) };
  const decisions = await inSlices(signal, slices, earlierDecisions(side, match.positions, labels));
  return decisions && { match, decisions };
}

/** The result of work in steps, with rests for the page between them. Null once `signal` is aborted. */
async function inSlices<T>(signal: AbortSignal, slices: Slices, steps: Generator<undefined, T>): Promise<T | null> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await slices.rest();
    if (hasEnded(signal)) return null;
  }
}

function originalIn({ labels, label, sourceRow }: Dataset): (position: number) => string {
  return (position) => labels[label[rowOfSource(sourceRow, position)] ?? -1]?.name ?? '';
}
