import type { DatasetLabel } from '../../domain/reading/dataset.js';
import type { LabelTableState } from '../../domain/review/label-table.js';

/** What became of each label of the open project, by its index in `Review.labels`. */
export class LabelList {
  #table = $state.raw<LabelTableState>({ names: [], countsAs: [], removed: new Set(), firstNames: [] });

  /** Shows a table. The shown one does not follow later changes of it. */
  show({ names, countsAs, removed, firstNames }: LabelTableState): void {
    this.#table = {
      names: [...names],
      countsAs: [...countsAs],
      removed: new Set(removed),
      firstNames: [...firstNames],
    };
  }

  /** The label that a label counts as: itself, or the one that it was merged into. */
  countsAs(label: number): number {
    return this.#table.countsAs[label] ?? label;
  }

  /** Whether a person can choose a label: it was neither removed nor merged into another one. */
  isOffered(label: number): boolean {
    return this.countsAs(label) === label && !this.#table.removed.has(label);
  }

  /** The name that a label had first. It stays when the label is renamed. */
  firstName(label: number): string {
    return this.#table.firstNames[label] ?? '';
  }

  /** Labels that were merged into another one. */
  readonly merged: readonly number[] = $derived.by(() =>
    [...this.#table.countsAs.keys()].filter((label) => this.#table.countsAs[label] !== label),
  );

  /** The names of the labels that rows can have: those that were not merged into another one. */
  shown(names: readonly string[]): readonly string[] {
    return names.filter((_, label) => this.countsAs(label) === label);
  }

  /** The source's labels, each with the present name of the label that it counts as. */
  named(source: readonly DatasetLabel[]): readonly DatasetLabel[] {
    const { names } = this.#table;
    return source.map((label, index) => ({ ...label, name: names[this.countsAs(index)] ?? label.name }));
  }
}
