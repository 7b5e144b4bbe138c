import { MediaQuery } from 'svelte/reactivity';

/** The panes of the screen: the list, the row on the card, and the map or the setup panel in its place. */
export const PANES = ['queue', 'row', 'map'] as const;
export type PaneName = (typeof PANES)[number];

/** Narrower windows (CSS pixels) show one pane at a time. */
const SIDE_BY_SIDE_PX = 1100;
/** Narrower windows have a header of two short lines. */
const ONE_LINE_PX = 900;

/** The visible panes: all of them side by side, or, in a narrow window, one at a time as tabs. */
export class Panes {
  readonly #narrow = new MediaQuery(`width < ${SIDE_BY_SIDE_PX}px`);
  readonly #small = new MediaQuery(`width < ${ONE_LINE_PX}px`);
  readonly #first: () => PaneName;
  #chosen = $state.raw<PaneName | null>(null);
  #origin = $state.raw<Exclude<PaneName, 'row'>>('queue');

  /** `first`: the pane to show until a person chooses one. It reads reactive state. */
  constructor(first: () => PaneName) {
    this.#first = first;
  }

  /** Whether one pane at a time is visible. */
  get tabbed(): boolean {
    return this.#narrow.current;
  }

  /** Whether the header needs two lines, as on a phone. */
  get small(): boolean {
    return this.#small.current;
  }

  /** The pane that a narrow window shows. */
  get shown(): PaneName {
    return this.#chosen ?? this.#first();
  }

  /** The pane that opened the row. */
  get origin(): Exclude<PaneName, 'row'> {
    return this.#origin;
  }

  /** Whether a pane is hidden behind another. */
  isAway(name: PaneName): boolean {
    return this.tabbed && this.shown !== name;
  }

  show(name: PaneName): void {
    if (name === 'row' && this.shown !== 'row') this.#origin = this.shown;
    this.#chosen = name;
  }

  /** Returns from the row to the pane that opened it. */
  back(): void {
    this.#chosen = this.#origin;
  }

  /** Forgets the pane that a person chose. */
  reset(): void {
    this.#chosen = null;
  }
}
