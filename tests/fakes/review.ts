import { Notices } from '../../src/app/notices.svelte.js';
import { Review, type ReviewCompanions } from '../../src/app/review.svelte.js';
import { MemoryStore } from '../../src/effects/memory-store.js';
import { ok } from '../../src/protocol/outcome.js';
import type { Clock, Store } from '../../src/protocol/ports.js';
import { FakeClock } from './clock.js';

interface ReviewOf extends Partial<ReviewCompanions> {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly notices?: Notices;
}

/** A review by itself: nothing is stored beside its decisions. */
export function reviewOf({
  store = new MemoryStore(),
  clock = new FakeClock(),
  notices = new Notices(),
  storeBase = () => Promise.resolve(ok(null)),
  saved = () => undefined,
}: ReviewOf = {}): Review {
  return new Review(store, clock, notices, { storeBase, saved });
}
