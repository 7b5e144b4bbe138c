import { decisionsAfter, labelEditsAfter, renamedDecisions } from '../../domain/review/decisions.js';
import type { JournalEntry } from '../../domain/review/edits.js';
import type { LabelEdit } from '../../domain/review/label-edits.js';
import { uniteJournals } from '../../domain/review/journal-union.js';
import type { Side, SideConflict } from '../../domain/review/merge.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { storedConflicts } from './conflicts.svelte.js';

/** The work of one side, with its edits of labels. Its decisions have the names after them. */
export interface EditedSide extends Side {
  readonly edits: readonly LabelEdit[];
}

/** The work of a journal and of conflicts beside it. */
export function sideOf(entries: readonly JournalEntry[], conflicts: readonly SideConflict[]): EditedSide {
  return { ...decisionsAfter(entries), conflicts, edits: labelEditsAfter(entries) };
}

/** A side with other names of labels. */
export function inNames({ decided, notes, conflicts }: Side, nameOf: (name: string) => string): Side {
  const others = conflicts.map((one) => ({
    ...one,
    others: one.others.map((other) => ({ ...other, label: nameOf(other.label) })),
  }));
  return { decided: renamedDecisions(decided, nameOf), notes, conflicts: others };
}

/** The work on a stored project that is not open, with the unsaved entries of this page. */
export async function storedSide(
  { store, outbox }: { readonly store: Pick<Store, 'entries' | 'setting'>; readonly outbox: Pick<Outbox, 'journals'> },
  id: string,
): Promise<Outcome<EditedSide>> {
  const stored = await store.entries(id);
  if (!stored.ok) return stored;
  const setting = await store.setting(projectSetting('conflicts', id));
  const { entries } = uniteJournals(stored.value, outbox.journals.entriesOf(id));
  return ok(sideOf(entries, storedConflicts(setting.ok ? setting.value : null, entries)));
}
