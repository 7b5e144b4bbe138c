import { rowOfSource, type JournalEntry } from '../../domain/review/edits.js';
import { nameAfter } from '../../domain/review/label-edits.js';
import { decidedSince, labelEditsAfter, outcomeOf, type Decision } from '../../domain/review/decisions.js';
import { distinct, type Conflict, type SideConflict } from '../../domain/review/merge.js';
import { conflictsIn } from '../../domain/review/session-file.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { ProjectValue } from '../project/project-value.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Review } from './review.svelte.js';

/** Decisions of other people that differed from this page's when a session was merged. */
interface Recorded {
  /** Position of the row in the source. */
  readonly position: number;
  readonly others: readonly Decision[];
  /** Place of the latest journal entry at the merge. A later decision settles the conflict. */
  readonly since: number;
}

const NONE: readonly Recorded[] = [];

export interface ConflictsDeps {
  readonly outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting' | 'entries'>;
  readonly review: Review;
  readonly project: Project;
}

/** Rows that two people decided in different ways. The store keeps them with the project. */
export class Conflicts {
  /** The other people's decisions of each open conflict, by row. */
  readonly open: ReadonlyMap<number, readonly Decision[]> = $derived.by(() => this.#open());
  /** 1 for each row with an open conflict. Null if no session with conflicts was merged. */
  readonly mask: Uint8Array | null = $derived.by(() => this.#mask());

  readonly stored: ProjectValue<readonly Recorded[]>;
  readonly #deps: ConflictsDeps;

  constructor(deps: ConflictsDeps) {
    this.#deps = deps;
    this.stored = new ProjectValue({
      outbox: deps.outbox,
      kind: 'conflicts',
      empty: NONE,
      read: recordedIn,
      write: (recorded) => recorded,
    });
  }

  /** All conflicts, for a session file and for a merge. */
  get all(): readonly SideConflict[] {
    return asOf(this.stored.value, this.#deps.outbox.entries);
  }

  /** Records the conflicts of a merge. A conflict with a new side is open again. */
  async add(conflicts: readonly Conflict[]): Promise<void> {
    const since = this.#deps.review.position;
    const byPosition = new Map(this.stored.value.map((one) => [one.position, one]));
    for (const { position, others } of conflicts) {
      const before = byPosition.get(position);
      byPosition.set(position, { position, others: distinct([...(before?.others ?? []), ...others]), since });
    }
    if (conflicts.length > 0) await this.stored.set([...byPosition.values()]);
  }

  #open(): ReadonlyMap<number, readonly Decision[]> {
    const { review } = this.#deps;
    const open = new Map<number, readonly Decision[]>();
    for (const { position, others, settled } of this.all) {
      const row = this.#rowOf(position);
      if (settled || row < 0) continue;
      const mine = { status: review.status.value[row] ?? 0, label: review.labelName(row) };
      const differing = others.filter((other) => outcomeOf(other) !== outcomeOf(mine));
      if (differing.length > 0) open.set(row, differing);
    }
    return open;
  }

  #mask(): Uint8Array | null {
    if (this.stored.value.length === 0) return null;
    const mask = new Uint8Array(this.#deps.project.dataset?.rows ?? 0);
    for (const row of this.open.keys()) mask[row] = 1;
    return mask;
  }

  #rowOf(position: number): number {
    const { dataset } = this.#deps.project;
    return dataset ? rowOfSource(dataset.sourceRow, position) : -1;
  }
}

/** The conflicts of a project that is not open, from its stored setting and its journal. */
export function storedConflicts(stored: unknown, entries: readonly JournalEntry[]): readonly SideConflict[] {
  return asOf(recordedIn(stored), entries);
}

/** The conflicts after a journal. */
function asOf(recorded: readonly Recorded[], entries: readonly JournalEntry[]): readonly SideConflict[] {
  if (recorded.length === 0) return [];
  const first = recorded.reduce((least, { since }) => Math.min(least, since), Infinity);
  const decided = decidedSince(entries, first);
  return recorded.map(({ position, others, since }) => ({
    position,
    others: renamedSince(others, entries, since),
    settled: (decided.get(position) ?? 0) > since,
  }));
}

/** The decisions, with the names that edits after the place `since` gave to their labels. */
function renamedSince(
  others: readonly Decision[],
  entries: readonly JournalEntry[],
  since: number,
): readonly Decision[] {
  const edits = labelEditsAfter(entries, since);
  return others.map(({ status, label }) => ({ status, label: nameAfter(label, edits) }));
}

/** Restores stored conflicts. Discards damaged ones. */
function recordedIn(stored: unknown): readonly Recorded[] {
  const list: readonly unknown[] = Array.isArray(stored) ? stored : [];
  return list.flatMap((one) => {
    const since = typeof one === 'object' && one !== null && 'since' in one ? one.since : null;
    const [conflict] = conflictsIn([{ ...(one as object), settled: false }]) ?? [];
    return conflict && typeof since === 'number' ? [{ ...conflict, since }] : [];
  });
}
