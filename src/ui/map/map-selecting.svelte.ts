import type { PickedRows } from '../../app/rows/picked-rows.svelte.js';
import { Polygon, rowsInside } from '../../domain/map/polygon.js';
import type { MapScene } from './map-scene.svelte.js';
import type { Frame, Pixel } from './viewport.js';

/** The shapes that a drag on the map can have. */
export const TOOLS = ['rectangle', 'lasso'] as const;
export type Tool = (typeof TOOLS)[number];

/** A press that moved further is a drag. */
const DRAG_PX = 4;
/** The lasso has no corner closer to the last one than this. */
const CORNER_PX = 2;

/** A press that may become a drag. */
interface Drag {
  readonly pointerId: number;
  readonly tool: Tool;
  readonly start: Pixel;
  /** Whether the rows are picked besides those that are picked already. */
  readonly adds: boolean;
}

/** Picks the drawn rows inside a rectangle or a lasso that a person draws on the map. */
export class MapSelecting {
  /** The tool of the next drag; null = a drag moves the map. */
  tool = $state.raw<Tool | null>(null);
  /** The corners of the shape during a drag; null = none. */
  outline = $state.raw<readonly Pixel[] | null>(null);
  #drag: Drag | null = null;
  readonly #scene: MapScene;
  readonly #picked: () => Pick<PickedRows, 'pick'>;

  constructor(scene: MapScene, picked: () => Pick<PickedRows, 'pick'>) {
    this.#scene = scene;
    this.#picked = picked;
  }

  /** Takes a tool up, or puts it away if it is the current one. */
  toggle(tool: Tool): void {
    this.cancel();
    this.tool = this.tool === tool ? null : tool;
  }

  /** A second finger ends the drag: it zooms the map. */
  press(event: PointerEvent, host: HTMLElement | undefined): void {
    const { tool } = this;
    const begins = this.#drag === null && event.button === 0;
    this.cancel();
    if (!begins || !tool || !host || !(event.target instanceof Node && host.contains(event.target))) return;
    this.#drag = { pointerId: event.pointerId, tool, start: this.#placeOf(event, host), adds: event.shiftKey };
  }

  /** `catcher`: gets the further events of a drag, also of those outside of it. */
  move(event: PointerEvent, host: HTMLElement | undefined, catcher: HTMLElement | undefined): void {
    const drag = this.#drag;
    if (drag?.pointerId !== event.pointerId || !host) return;
    const at = this.#placeOf(event, host);
    if (!this.outline) {
      if (distance(at, drag.start) <= DRAG_PX) return;
      catcher?.setPointerCapture(event.pointerId);
    }
    this.outline = drag.tool === 'rectangle' ? corners(drag.start, at) : extended(this.outline ?? [drag.start], at);
  }

  release(event: PointerEvent): void {
    const { outline } = this;
    const drag = this.#drag;
    if (drag?.pointerId !== event.pointerId) return;
    this.cancel();
    if (outline) this.#picked().pick(this.#rowsIn(outline), drag.adds);
  }

  /** Ends a drag without an effect. */
  cancel(): void {
    this.#drag = null;
    this.outline = null;
  }

  #rowsIn(outline: readonly Pixel[]): Uint32Array {
    const { frame, seen, points } = this.#scene;
    const [x, y] = seen;
    const polygon = new Polygon({
      x: outline.map(({ left }) => x.min + (left / frame.width) * (x.max - x.min)),
      y: outline.map(({ top }) => y.max - (top / frame.height) * (y.max - y.min)),
    });
    return rowsInside(polygon, points);
  }

  /** The position of an event in the plot, or the closest position to it. */
  #placeOf(event: PointerEvent, host: HTMLElement): Pixel {
    const box = host.getBoundingClientRect();
    return inside(this.#scene.frame, { left: event.clientX - box.left, top: event.clientY - box.top });
  }
}

function inside({ width, height }: Frame, { left, top }: Pixel): Pixel {
  return { left: Math.min(width, Math.max(0, left)), top: Math.min(height, Math.max(0, top)) };
}

function distance(a: Pixel, b: Pixel): number {
  return Math.hypot(a.left - b.left, a.top - b.top);
}

function corners(one: Pixel, other: Pixel): readonly Pixel[] {
  return [one, { left: other.left, top: one.top }, other, { left: one.left, top: other.top }];
}

function extended(path: readonly Pixel[], at: Pixel): readonly Pixel[] {
  const last = path.at(-1);
  return last && distance(last, at) < CORNER_PX ? path : [...path, at];
}
