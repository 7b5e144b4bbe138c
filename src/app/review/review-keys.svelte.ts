import { withKeys, type LabelOption } from '../labels/options.js';
import { yieldsToLabels, type ActionName, type KeyAnswer, type KeyLoser } from './key-actions.js';
import type { LabelKeys } from './label-keys.svelte.js';

/** The keys of the open work: those of its labels, and those of actions. A label's key is never an action's. */
export class ReviewKeys {
  /** Labels with their keys, in the order of the keys. */
  readonly options: readonly LabelOption[] = $derived.by(() => {
    const { chosen, actions } = this.#labels;
    return withKeys(this.#unkeyed(), chosen, actions.byKey);
  });
  /** Places in `options` by key. */
  readonly labelOfKey: ReadonlyMap<string, number> = $derived.by(() => {
    const places = new Map<string, number>();
    for (const { key, index } of this.options) if (key !== '') places.set(key, index);
    return places;
  });
  readonly #labels: Pick<LabelKeys, 'chosen' | 'actions' | 'set' | 'forget' | 'reset'>;
  readonly #unkeyed: () => readonly LabelOption[];

  /** `unkeyed`: the labels without keys. It reads reactive state. */
  constructor(
    labels: Pick<LabelKeys, 'chosen' | 'actions' | 'set' | 'forget' | 'reset'>,
    unkeyed: () => readonly LabelOption[],
  ) {
    this.#labels = labels;
    this.#unkeyed = unkeyed;
  }

  /** The action of each key. */
  get actionOfKey(): ReadonlyMap<string, ActionName> {
    return this.#labels.actions.byKey;
  }

  /** The key of an action in the open dataset. Empty = none, or a label has it. */
  of(action: ActionName): string {
    const key = this.#labels.actions.of(action);
    return this.labelOfKey.has(key) ? '' : key;
  }

  /** The label of the open dataset that has the key of an action; undefined = none. */
  labelAt(action: ActionName): LabelOption | undefined {
    return this.#labelWith(this.#labels.actions.of(action));
  }

  /** Whether a person set keys of labels. */
  get ownLabelKeys(): boolean {
    return this.#labels.chosen.size > 0;
  }

  /**
   * Gives the label at `index` of `options` a key (see `isLabelKey`). The label that had the key gets the other one's.
   * Only an action that yields to labels loses its key, in the open dataset.
   */
  giveLabel(index: number, key: string): KeyAnswer {
    const option = this.options[index];
    if (!option || option.key === key) return { at: 'had' };
    const before = this.#labelWith(key);
    const action = before ? undefined : this.actionOfKey.get(key);
    if (action !== undefined && !yieldsToLabels(action)) return { at: 'action', action };
    void this.#labels.set([[option.name, key], ...(before ? [[before.name, option.key] as const] : [])]);
    const losers: KeyLoser[] = [];
    if (before) losers.push({ lost: 'label', title: before.title, key: option.key });
    if (action !== undefined) losers.push({ lost: 'action-here', action });
    return { at: 'given', losers };
  }

  /** Gives an action a key, or none (empty). A label of the open dataset that had the key gets another one. */
  giveAction(action: ActionName, key: string): KeyAnswer {
    const { actions, chosen } = this.#labels;
    const label = this.#labelWith(key);
    const answer = actions.giveAction(action, key);
    if (!label) return answer;
    if (chosen.get(label.name) === key) void this.#labels.forget(label.name);
    const loser: KeyLoser = { lost: 'label', title: label.title, key: this.options[label.index]?.key ?? '' };
    return { at: 'given', losers: answer.at === 'given' ? [loser, ...answer.losers] : [loser] };
  }

  /** Restores the key of its place for every label. */
  resetLabels(): void {
    void this.#labels.reset();
  }

  #labelWith(key: string): LabelOption | undefined {
    return this.options[this.labelOfKey.get(key) ?? -1];
  }
}
