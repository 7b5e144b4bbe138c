import type { ShownReview } from '../../app/review/as-it-was.js';
import type { Predictions } from '../../app/predictions/predictions.svelte.js';
import type { Training } from '../../app/training/training.js';
import type { RowView } from '../../app/rows/row-view.svelte.js';
import type { Domain } from '../../domain/map/axes.js';
import type { Places } from './glide.js';
import type { MapScene } from './map-scene.svelte.js';
import type { Pan } from './pan.js';
import { PointPlot, type PlotState } from './point-plot.js';
import { followInk, themeOf, type Rgb } from './theme.js';
import { afterPaint, measureFrame, restMs } from './unhurried.js';
import { WHOLE } from './viewport.js';

/** The drawn scene and its place. The functions read reactive state. */
export interface MapDrawingParts {
  readonly scene: MapScene;
  readonly pan: Pan;
  readonly source: () => {
    readonly predictions: Predictions;
    readonly review: ShownReview;
    readonly view: RowView;
    readonly training: Training;
  };
  /** The element around the points, and the element whose colour they use. */
  readonly host: () => HTMLElement | undefined;
  readonly around: () => HTMLElement | undefined;
  /** Whether a drag moves the map. */
  readonly pans: () => boolean;
  /** Called after a person moved the map. */
  readonly onMoved: () => void;
  /** Called after the graphics context was lost. The map draws again by itself. */
  readonly onContextLost: () => void;
}

/** With slower frames, decided points do not glide: they would delay the next decision. */
const QUICK_FRAME_MS = 20;

/** Draws a scene until the component that created it is destroyed. */
export class MapDrawing {
  state = $state.raw<PlotState>('drawing');
  #plot = $state.raw<PointPlot | null>(null);
  #ink = $state.raw<Rgb>([0, 0, 0]);
  /** Milliseconds for which a frame blocks the page. */
  #heldMs = 0;
  readonly #parts: MapDrawingParts;

  constructor(parts: MapDrawingParts) {
    this.#parts = parts;
    const { scene, pan, source, host, around, pans } = parts;
    $effect(() => () => pan.stop());
    // The page answers a key before the map follows. Where drawing is slow, the map waits until the keys rest.
    $effect(() => {
      const { review, view } = source();
      const { label, status } = review;
      const picks = view.picked.now;
      return afterPaint(() => (scene.followed = { label, status, picks }), restMs(this.#heldMs));
    });
    $effect(() => {
      const element = around();
      if (!element) return;
      return followInk(element, (next) => {
        this.#ink = next;
        scene.theme = themeOf(next);
      });
    });
    $effect(() => {
      const element = host();
      if (!element) return;
      const made = this.#plotIn(element);
      this.#plot = made;
      return () => made.destroy();
    });
    $effect(() => this.#plot?.setViewport(scene.viewport));
    $effect(() => this.#plot?.setPanning(pans()));
    $effect(() => this.#plot?.resize(scene.width, scene.height));
    this.#drawPoints();
    this.#keepInView();
  }

  /** Draws again after a failure. */
  retry(): void {
    this.#plot?.retry();
  }

  #plotIn(element: HTMLElement): PointPlot {
    const { scene, pan, onMoved, onContextLost } = this.#parts;
    return new PointPlot(element, {
      onViewport: (next) => {
        pan.stop();
        scene.viewport = next;
        onMoved();
      },
      onState: (state) => {
        this.state = state;
        if (state === 'restoring') onContextLost();
      },
    });
  }

  /** On the same axes, points move to their place in another evaluation, or to the place of a corrected label. */
  #drawPoints(): void {
    const { scene, source } = this.#parts;
    let shown: { key: string; upTo: number; labels: object; results: object; places: Places } | null = null;
    $effect(() => {
      const { view, training, predictions } = source();
      const next = {
        key: `${view.map.x},${view.map.y}`,
        upTo: training.map.upTo,
        labels: scene.labels,
        results: predictions.logits,
        places: { x: scene.columnX.value, y: scene.columnY.value },
      };
      const replayed = shown?.upTo !== next.upTo && next.upTo > 0;
      const quick = this.#heldMs < QUICK_FRAME_MS;
      const decided = shown?.labels !== next.labels && shown?.results === next.results && quick;
      const moves = shown?.key === next.key && (replayed || decided);
      const { points, domainX, domainY, look } = scene;
      const picture = { points, domainX, domainY, look: { ...look, ink: this.#ink } };
      this.#plot?.show(picture, moves ? (shown?.places ?? null) : null);
      shown = next;
      measureFrame((ms) => (this.#heldMs = ms));
    });
  }

  /** Axes that grow while rows are scored keep the visible values. Other axes start whole. */
  #keepInView(): void {
    const { scene, pan, source } = this.#parts;
    let before: { x: string; y: string; domains: readonly [Domain, Domain] } | null = null;
    $effect.pre(() => {
      const { domainX, domainY } = scene;
      const { x, y } = source().view.map;
      const now = { x: x as string, y: y as string, domains: [domainX, domainY] as const };
      const same = before?.x === now.x && before.y === now.y;
      if (before && !(same && before.domains.every((domain, i) => domain.max === now.domains[i]?.max))) pan.stop();
      if (before && !same) scene.viewport = WHOLE;
      else if (before && before.domains.some((domain, i) => domain.max !== now.domains[i]?.max)) {
        scene.rebase(before.domains);
      }
      before = now;
    });
  }
}
