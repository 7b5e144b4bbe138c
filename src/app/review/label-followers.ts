import type { RowView } from '../rows/row-view.svelte.js';
import type { Guidelines } from './guidelines.svelte.js';
import type { LabelKeys } from './label-keys.svelte.js';
import type { Review } from './review.svelte.js';

export interface LabelFollowersDeps {
  readonly review: Pick<Review, 'labels' | 'list'>;
  readonly view: Pick<RowView, 'filters' | 'filter' | 'refresh'>;
  readonly guidelines: Pick<Guidelines, 'rename'>;
  readonly labelKeys: Pick<LabelKeys, 'rename'>;
}

/** Settings that name labels. They follow a label to its new name. */
export class LabelFollowers {
  readonly #deps: LabelFollowersDeps;

  constructor(deps: LabelFollowersDeps) {
    this.#deps = deps;
  }

  /**
   * Makes a change that can edit labels. Then descriptions, keys and the filter have the new names. After a merge the
   * rows are ranked again. Returns whether labels changed, and the result of the change.
   */
  follow<Result>(change: () => Result): { readonly edited: boolean; readonly result: Result } {
    const { review, view, guidelines, labelKeys } = this.#deps;
    const before = this.#labels();
    const filtered = view.filters.label === '' ? -1 : review.labels.indexOf(view.filters.label);
    const result = change();
    const now = this.#labels();
    const renamed = before.flatMap(({ name }, label) => {
      const to = now[label]?.name ?? name;
      return to === name ? [] : [[name, to] as const];
    });
    if (renamed.length > 0) {
      void guidelines.rename(renamed);
      void labelKeys.rename(renamed);
    }
    const counted = filtered < 0 ? '' : (now[now[filtered]?.countsAs ?? -1]?.name ?? '');
    if (counted !== view.filters.label) view.filter({ label: counted });
    if (before.some(({ countsAs }, label) => countsAs !== (now[label]?.countsAs ?? label))) view.refresh();
    const isSame = before.length === now.length && before.every((one, label) => one.offered === now[label]?.offered);
    return { edited: renamed.length > 0 || !isSame, result };
  }

  #labels(): readonly { readonly name: string; readonly countsAs: number; readonly offered: boolean }[] {
    const { labels, list } = this.#deps.review;
    return labels.map((name, label) => ({ name, countsAs: list.countsAs(label), offered: list.isOffered(label) }));
  }
}
