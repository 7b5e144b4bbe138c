import { Notices } from '../../src/app/shell/notices.svelte.js';
import { Outbox } from '../../src/app/project/outbox.svelte.js';
import { Project } from '../../src/app/project/project.svelte.js';
import { Projects } from '../../src/app/project/projects.svelte.js';
import { Review } from '../../src/app/review/review.svelte.js';
import { MemoryStore } from '../../src/effects/storage/memory-store.js';
import type { Clock, ProjectRecord, Store } from '../../src/protocol/ports.js';
import { FakeClock } from './clock.js';

interface ReviewOf {
  readonly store?: Store;
  readonly clock?: Clock;
  readonly notices?: Notices;
  readonly durable?: boolean;
}

/** A review alone, with the store of its decisions. */
export function reviewWithOutbox({
  store = new MemoryStore(),
  clock = new FakeClock(),
  notices = new Notices(),
  durable = true,
}: ReviewOf = {}): { readonly review: Review; readonly outbox: Outbox; readonly project: Project } {
  const project = new Project();
  const outbox = new Outbox({ store, notices, project, durable });
  const projects = new Projects({ store, notices, project, outbox });
  const review = new Review({ outbox, store, clock, notices, project, projects });
  return { review, outbox, project };
}

export function reviewOf(deps: ReviewOf = {}): Review {
  return reviewWithOutbox(deps).review;
}

/** The record of a project of which only the name matters. */
export function recordNamed(id: string): ProjectRecord {
  return { id, sourceHash: `source of ${id}`, labelMaps: [], decided: 0, running: false } as unknown as ProjectRecord;
}
