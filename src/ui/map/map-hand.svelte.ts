import type { RowView } from '../../app/rows/row-view.svelte.js';
import type { MapSelecting } from './map-selecting.svelte.js';
import type { MapScene } from './map-scene.svelte.js';
import type { Direction } from './nearest.js';
import type { Pan } from './pan.js';
import { isInside, WHOLE, zoomed, type Pixel } from './viewport.js';

/** The state that the pointer and the keys on the map need. */
export interface MapHandParts {
  readonly scene: MapScene;
  readonly pan: Pan;
  /** Gets presses and moves as well. Escape ends its drag. */
  readonly selecting: Pick<MapSelecting, 'outline' | 'press' | 'move' | 'cancel'>;
  /** Reads reactive state, as `hasPopup` does. */
  readonly view: () => RowView;
  /** Whether a chosen row has a popup beside its point. Otherwise `onOpen` is called. */
  readonly hasPopup: () => boolean;
  readonly onOpen: (row: number) => void;
  /** Called after the keys reached a row, or with -1 after they found none in their direction. */
  readonly onStep: (row: number) => void;
  /** The element with the points, after it is created. */
  readonly element: () => HTMLElement | undefined;
}

const REACH_PX = { mouse: 10, touch: 22 };
/** A press that moved further is a drag. */
const CLICK_PX = 4;
const STEP_PX = 4;
const BIG_STEP_PX = 60;
const ARROWS = new Map<string, Direction>([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

/** The rows that the pointer and the keys point at and open on the map, and the moves of the map to them. */
export class MapHand {
  /** The row under the pointer, -1 = none. */
  hovered = $state.raw(-1);
  /** The row that the keys reached, -1 = none. */
  cursor = $state.raw(-1);
  /** Whether the popup of the selected row is open. */
  open = $state.raw(false);

  readonly #parts: MapHandParts;
  /** The selected row that the map followed last. */
  #followed = -1;
  #press: Pixel | null = null;

  constructor(parts: MapHandParts) {
    this.#parts = parts;
  }

  /** The drawn ones of the row under the pointer and the row of the keys. */
  readonly #drawn = $derived.by(() => {
    const { scene, view } = this.#parts;
    return new Set<number>([view().selected, this.cursor, this.hovered].filter((row) => scene.isDrawn(row)));
  });
  /** The point of the selected row, null = it has none. */
  readonly selectedAt: Pixel | null = $derived.by(() => this.#pixelOf(this.#parts.view().selected));
  /** The row that is pointed at, -1 = none, and its point. */
  readonly shownRow = $derived(this.hovered >= 0 ? this.hovered : this.cursor);
  readonly shownAt: Pixel | null = $derived.by(() => this.#pixelOf(this.shownRow));
  /** The point whose popup is open. */
  readonly openAt = $derived.by(() => {
    const { scene, hasPopup } = this.#parts;
    const { selectedAt } = this;
    return this.open && hasPopup() && selectedAt && isInside(scene.frame, selectedAt) ? selectedAt : null;
  });

  /** The map moves to the selected row, wherever it was selected. The zoom stays. */
  follow(row: number): void {
    if (row === this.#followed) return;
    this.#followed = row;
    if (this.open) this.close();
    if (this.#parts.scene.isDrawn(row)) this.#moveTo(row);
  }

  zoom(steps: number): void {
    const { scene, pan, view } = this.#parts;
    pan.stop();
    // In the direction of the selected row.
    scene.viewport = zoomed(scene.viewport, steps, scene.shareOf(this.cursor) ?? scene.shareOf(view().selected));
  }

  showWhole(): void {
    const { scene, pan } = this.#parts;
    pan.stop();
    scene.viewport = WHOLE;
  }

  /** Closes the popup. */
  close(): void {
    const element = this.#parts.element();
    const hadFocus = element?.contains(document.activeElement) ?? false;
    this.open = false;
    if (hadFocus) element?.focus({ preventScroll: true });
  }

  press(event: PointerEvent, host: HTMLElement | undefined): void {
    this.#parts.selecting.press(event, host);
    this.#press = placeIn(host, event);
  }

  pointerMoved(event: PointerEvent, host: HTMLElement | undefined): void {
    const at = placeIn(host, event);
    this.#parts.selecting.move(event, host, this.#parts.element());
    if (event.pointerType === 'touch') return;
    this.hovered = at && event.buttons === 0 ? this.#parts.scene.rowAt(at.left, at.top, REACH_PX.mouse) : -1;
  }

  clicked(event: MouseEvent, host: HTMLElement | undefined): void {
    const at = placeIn(host, event);
    const press = this.#press;
    if (!at || !press || Math.hypot(at.left - press.left, at.top - press.top) > CLICK_PX) return;
    const touched = event instanceof PointerEvent && event.pointerType === 'touch';
    const row = this.#parts.scene.rowAt(at.left, at.top, touched ? REACH_PX.touch : REACH_PX.mouse);
    if (row >= 0) this.#openHere(row);
    else if (this.open) this.close();
  }

  keyPressed(event: KeyboardEvent): void {
    const isOurs = event.target === this.#parts.element() && !event.isComposing;
    if (!isOurs || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Acts on a key. False for other keys. */
  #act(event: KeyboardEvent): boolean {
    const direction = ARROWS.get(event.key);
    if (direction) this.#step(direction, event.shiftKey ? BIG_STEP_PX : STEP_PX);
    else if (event.key === 'Enter' && this.#drawn.has(this.cursor)) this.#openHere(this.cursor);
    else if (event.key === '+' || event.key === '=') this.zoom(1);
    else if (event.key === '-') this.zoom(-1);
    else if (event.key === '0') this.showWhole();
    else if (event.key === 'Escape' && this.#parts.selecting.outline) this.#parts.selecting.cancel();
    else if (event.key === 'Escape' && this.open) this.close();
    else return false;
    return true;
  }

  #step(direction: Direction, leastPx: number): void {
    const { scene, view, onStep } = this.#parts;
    if (!this.#drawn.has(this.cursor)) {
      const { width, height } = scene.frame;
      const { selected } = view();
      this.#goTo(this.#drawn.has(selected) ? selected : scene.rowAt(width / 2, height / 2, width + height));
      return;
    }
    const row = scene.rowBeyond(this.cursor, direction, leastPx);
    if (row < 0) onStep(-1);
    else this.#goTo(row);
  }

  #goTo(row: number): void {
    if (row < 0) return;
    this.cursor = row;
    this.hovered = -1;
    this.#moveTo(row);
    this.#parts.onStep(row);
  }

  #openHere(row: number): void {
    const { view, hasPopup, onOpen } = this.#parts;
    this.#followed = row;
    view().select(row);
    this.#moveTo(row);
    this.hovered = -1;
    this.cursor = row;
    this.open = hasPopup();
    if (!hasPopup()) onOpen(row);
  }

  /** Scrolls a row into view, smoothly where the map is visible. */
  #moveTo(row: number): void {
    const { scene, pan } = this.#parts;
    const { viewport } = scene;
    const next = scene.viewportWith(row);
    pan.stop();
    if (next.centreX === viewport.centreX && next.centreY === viewport.centreY) return;
    if (scene.frame.width < 1) scene.viewport = next;
    else pan.go(viewport, next);
  }

  #pixelOf(row: number): Pixel | null {
    return this.#drawn.has(row) ? this.#parts.scene.pixelOf(row) : null;
  }
}

/** The position of an event in an element; null outside of it. */
function placeIn(host: HTMLElement | undefined, event: MouseEvent): Pixel | null {
  if (!host || !(event.target instanceof Node) || !host.contains(event.target)) return null;
  const box = host.getBoundingClientRect();
  return { left: event.clientX - box.left, top: event.clientY - box.top };
}
