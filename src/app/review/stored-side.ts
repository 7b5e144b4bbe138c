import { decisionsAfter } from '../../domain/review/decisions.js';
import type { JournalEntry } from '../../domain/review/edits.js';
import { uniteJournals } from '../../domain/review/journal-union.js';
import type { Side, SideConflict } from '../../domain/review/merge.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { Outbox } from '../project/outbox.svelte.js';
import { storedConflicts } from './conflicts.svelte.js';

/** The work of a journal and of conflicts beside it. */
export function sideOf(entries: readonly JournalEntry[], conflicts: readonly SideConflict[]): Side {
  return { ...decisionsAfter(entries), conflicts };
}

/** The work on a stored project that is not open, with the unsaved entries of this page. */
export async function storedSide(
  { store, outbox }: { readonly store: Pick<Store, 'entries' | 'setting'>; readonly outbox: Pick<Outbox, 'journals'> },
  id: string,
): Promise<Outcome<Side>> {
  const stored = await store.entries(id);
  if (!stored.ok) return stored;
  const setting = await store.setting(projectSetting('conflicts', id));
  const { entries } = uniteJournals(stored.value, outbox.journals.entriesOf(id));
  return ok(sideOf(entries, storedConflicts(setting.ok ? setting.value : null, entries)));
}
