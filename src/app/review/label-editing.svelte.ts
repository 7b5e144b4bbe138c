import { canHoldName } from '../../domain/labels/cell.js';
import { amongLabels } from '../../domain/labels/class-labels.js';
import { normalizeName } from '../../domain/labels/match.js';
import { hotColumns } from '../../domain/reading/computed-columns.js';
import type { LabelEdit } from '../../domain/review/label-edits.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { LabelOption } from '../labels/options.js';
import type { Project } from '../project/project.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { ReviewActions } from './actions.svelte.js';
import type { LabelFollowers } from './label-followers.js';
import type { LabelKeys } from './label-keys.svelte.js';
import type { Review } from './review.svelte.js';

/** A change of labels that a person asks for. `discard` also discards the rows of a removed label. */
export type WantedEdit = LabelEdit | { readonly do: 'discard'; readonly name: string };

/**
 * The reason why an edit is impossible: another tab writes, no name was typed, a label has the name already, the label
 * has rows, or the name is not in the rows of the file (`valued`: they have a number, `columns`: it is a column's name).
 */
export type LabelRefusal = 'read-only' | 'empty' | 'taken' | 'has-rows' | 'valued' | 'columns';

/** What an edit would change. */
export interface EditPreview {
  readonly refusal: LabelRefusal | null;
  /** Rows that have the label now. */
  readonly rows: number;
  /** Rows whose list of several labels names it. They keep the name. */
  readonly several: number;
  /** Another label whose name differs in spelling alone; empty = none. */
  readonly alike: string;
  /** The new name would be one among numbers or booleans. */
  readonly among: 'numbers' | 'booleans' | null;
  /** The format of the source cannot hold the new name. */
  readonly isUnwritable: boolean;
  /** The losses of its rows are given without probabilities, and do not follow a merge. */
  readonly keepsLosses: boolean;
}

export interface LabelEditingDeps {
  readonly review: Review;
  readonly project: Pick<Project, 'record'>;
  readonly predictions: Pick<Predictions, 'loss' | 'entropy'>;
  readonly actions: ReviewActions;
  readonly labelKeys: LabelKeys;
  readonly followers: LabelFollowers;
  readonly remarks: Remarks;
}

/** A typed name of a label: without spaces around it, and with composed accents. */
export function typedName(typed: string): string {
  return typed.trim().normalize('NFC');
}

/** Adds, renames, merges and removes labels of the open project. Each edit is one change, with one undo. */
export class LabelEditing {
  /** The number of rows that have each label now, by its index in `review.labels`. */
  readonly counts: Uint32Array = $derived.by(() => {
    const { review } = this.#deps;
    const counts = new Uint32Array(review.labels.length);
    for (const label of review.label.value) counts[label] = (counts[label] as number) + 1;
    return counts;
  });
  readonly #deps: LabelEditingDeps;

  constructor(deps: LabelEditingDeps) {
    this.#deps = deps;
  }

  /** The labels that a person can edit, in the order of their keys. */
  get options(): readonly LabelOption[] {
    return this.#deps.actions.options.filter(({ label }) => label >= 0);
  }

  /** Whether a person can edit labels now. */
  get isPossible(): boolean {
    return this.#deps.actions.canDecide;
  }

  /** What an edit would change, or why it is impossible. */
  preview(edit: WantedEdit): EditPreview {
    const name = 'name' in edit ? edit.name : edit.from;
    const added = edit.do === 'add' ? edit.name : edit.do === 'rename' ? edit.to : null;
    const { actions, predictions, project } = this.#deps;
    const { loss, entropy } = predictions;
    const rows = edit.do === 'add' ? [] : this.#rowsOf(name);
    const { options } = actions;
    const others = options.filter((option) => option.name !== name || edit.do === 'add');
    const spelling = added === null ? '' : normalizeName(added);
    return {
      refusal: this.#refusal(edit),
      rows: rows.length,
      several: edit.do === 'add' ? 0 : this.#severalWith(name),
      alike: (added && others.find((option) => normalizeName(option.name) === spelling)?.name) ?? '',
      among: added === null ? null : amongLabels(this.#deps.review.sourceLabels)(added),
      isUnwritable: added !== null && project.record !== null && !canHoldName(added, project.record.settings),
      keepsLosses:
        edit.do === 'merge' && rows.some((row) => Number.isFinite(loss.value[row]) && Number.isNaN(entropy.value[row])),
    };
  }

  /** Makes an edit. Returns false, without any change, where it is impossible. */
  apply(edit: WantedEdit): boolean {
    const { review, actions, labelKeys, followers, remarks } = this.#deps;
    const { refusal, rows } = this.preview(edit);
    if (refusal !== null) return false;
    const keys = new Map(actions.options.map(({ label, key }) => [label, key]));
    const discarded = edit.do === 'discard' ? this.#rowsOf(edit.name) : [];
    const edits: readonly LabelEdit[] = [edit.do === 'discard' ? { do: 'remove', name: edit.name } : edit];
    if (!followers.follow(() => review.editLabels(edits, discarded)).result) return false;
    // Fingers know the keys: a label that is gone does not move those of the others.
    const moved = actions.options.filter(({ label, key }) => label >= 0 && (keys.get(label) ?? key) !== key);
    const kept = moved.map(({ name, label }) => [name, keys.get(label) ?? ''] as const);
    if (kept.length > 0) void labelKeys.set(kept);
    actions.last = null;
    remarks.forgetHistory();
    remarks.add({ about: 'labels', edit, rows });
    return true;
  }

  #refusal(edit: WantedEdit): LabelRefusal | null {
    const { review, actions, project } = this.#deps;
    if (!actions.canDecide) return 'read-only';
    if (edit.do === 'remove') return this.#rowsOf(edit.name).length > 0 ? 'has-rows' : null;
    if (edit.do === 'merge' || edit.do === 'discard') return null;
    const name = edit.do === 'add' ? edit.name : edit.to;
    if (name === '') return 'empty';
    if (review.labels.some((known, label) => known === name && this.#isTaken(label, edit.do === 'add'))) return 'taken';
    if (edit.do === 'add') return null;
    if (hotColumns(project.record?.roles.label ?? '') !== null) return 'columns';
    const isValued = this.#labelsOf(edit.from).some((label) => review.sourceLabels[label]?.value !== undefined);
    return isValued ? 'valued' : null;
  }

  /** A removed label still has its name, and can be added again. */
  #isTaken(label: number, adds: boolean): boolean {
    const { list } = this.#deps.review;
    return adds ? list.isOffered(label) : list.countsAs(label) === label;
  }

  #labelsOf(name: string): readonly number[] {
    const { labels, list } = this.#deps.review;
    return [...labels.keys()].filter((label) => labels[label] === name && list.countsAs(label) === label);
  }

  /** The rows that have a label now. */
  #rowsOf(name: string): readonly number[] {
    const { label } = this.#deps.review;
    const own = new Set(this.#labelsOf(name));
    const rows: number[] = [];
    for (const [row, of] of label.value.entries()) if (own.has(of)) rows.push(row);
    return rows;
  }

  #severalWith(name: string): number {
    const { sourceLabels, list } = this.#deps.review;
    const named = new Set(this.#labelsOf(name).map((label) => list.firstName(label)));
    return sourceLabels.reduce(
      (sum, { several, count }) => sum + (several?.some((one) => named.has(one)) ? count : 0),
      0,
    );
  }
}
