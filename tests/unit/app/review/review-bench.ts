import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import type { Review } from '../../../../src/app/review/review.svelte.js';
import type { JournalEntry } from '../../../../src/domain/review/edits.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import type { Store } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';
import { controlled } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { reviewWithOutbox } from '../../../fakes/review.js';

export const DATA = datasetOf(['a', 'b', 'c', 'd'], ['World', 'Sports', 'World', 'Business']);
export const OTHER = datasetOf(['e', 'f'], ['Yes', 'No']);

/** A review of `DATA` with its outbox, on this store. */
export function reviewBench(store = controlled<Store>(new MemoryStore())) {
  const notices = new Notices();
  const clock = new FakeClock();
  const { review, outbox, project } = reviewWithOutbox({ store: store.it, clock, notices });
  review.open('p', DATA, []);
  const codes = (): string[] => notices.items.map((notice) => notice.fault.code);
  return { review, outbox, project, store, notices, clock, codes };
}

export type ReviewBench = ReturnType<typeof reviewBench>;

/** Status and label of every row. */
export const states = (review: Review): string[] =>
  Array.from(review.status.value, (status, row) => `${status} ${review.labelName(row)}`);

/** The stored journal of a project. */
export async function stored({ store }: ReviewBench, project = 'p'): Promise<readonly JournalEntry[]> {
  const entries = await store.it.entries(project);
  if (!entries.ok) throw new Error(entries.fault.code);
  return entries.value;
}

/** The decisions that a later page shows for the project. */
export async function reopened(from: ReviewBench): Promise<Review> {
  const { review } = reviewBench(from.store);
  review.open('p', DATA, await stored(from));
  return review;
}
