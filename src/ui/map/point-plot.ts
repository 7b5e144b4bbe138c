import { Deck, type OrthographicView } from '@deck.gl/core';
import type { Domain } from '../../domain/map/axes.js';
import { Frames } from './frames.js';
import { byRow, eased, onTheWay, type Places } from './glide.js';
import { PointsLayer, pointsData, type PointLook, type PointsData } from './points-layer.js';
import { plotView } from './plot-view.js';
import type { Points } from './points.js';
import { clamped, MAX_ZOOM, type Viewport } from './viewport.js';

/** The state of the drawing. `lost`: it stopped after several lost contexts; `unsupported`: there is no WebGL2. */
export type PlotState = 'drawing' | 'restoring' | 'lost' | 'unsupported';

interface PlotEvents {
  /** Called after a pan or zoom; `setViewport` confirms it. */
  onViewport(viewport: Viewport): void;
  onState(state: PlotState): void;
}

/** Everything that is drawn. A new canvas shows the same. */
export interface PlotScene {
  readonly points: Points;
  readonly domainX: Domain;
  readonly domainY: Domain;
  readonly look: Omit<PointLook, 'pixelRatio'>;
}

/** Contexts lost in a row before the drawing stops, and how long a sound context lives. */
const TRIES_MAX = 3;
const SOUND_AFTER_MS = 30_000;
const RETRY_AFTER_MS = 300;
const PIXEL_RATIO_MAX = 2;
const GLIDE_MS = 260;

/** Points that move to new positions. */
interface Glide {
  readonly from: Places;
  readonly to: Points;
  readonly startedAt: number;
  /** Their last drawn positions. */
  at: Places;
}

/**
 * The canvas of the map inside `host`. deck.gl cannot revive a lost graphics context: a new canvas and a new Deck replace
 * the old ones and show the same scene.
 */
export class PointPlot {
  readonly #host: HTMLElement;
  readonly #events: PlotEvents;
  #deck: PacedDeck | null = null;
  readonly #frames = new Frames();
  #canvas: HTMLCanvasElement | null = null;
  #scene: PlotScene | null = null;
  #data: PointsData | null = null;
  #glide: Glide | null = null;
  #frame = 0;
  /** Whether a drag moves the map. */
  #pans = true;
  #viewport: Viewport = { centreX: 0.5, centreY: 0.5, zoom: 0 };
  #width = 0;
  #height = 0;
  #losses = 0;
  #soundTimer = 0;
  #retryTimer = 0;
  /** Pixels of the canvas for one CSS pixel, when the canvas was made: points keep their size when the page is zoomed. */
  #pixelRatio = 1;

  constructor(host: HTMLElement, events: PlotEvents) {
    this.#host = host;
    this.#events = events;
  }

  /** Sets the size in CSS pixels. The canvas is created when there is room for it. Without room there is no drawing. */
  resize(width: number, height: number): void {
    if (width < 1 || height < 1) return;
    this.#width = width;
    this.#height = height;
    if (this.#deck) this.#applyViewport();
    else if (!this.#canvas && this.#retryTimer === 0) this.#create();
  }

  /**
   * Draws a scene. Changed points are uploaded. Where `from` is given, they move to their positions from those of their
   * rows in it, unless motion is unwanted.
   */
  show(scene: PlotScene, from: Places | null = null): void {
    if (this.#scene?.points !== scene.points) {
      const start = from && this.#glide ? byRow(from, this.#glide.to, this.#glide.at) : from;
      this.#endGlide();
      this.#data = pointsData(scene.points);
      if (start && !window.matchMedia('(prefers-reduced-motion: reduce)').matches)
        this.#beginGlide(start, scene.points);
    }
    this.#scene = scene;
    this.#applyScene();
  }

  setViewport(viewport: Viewport): void {
    this.#viewport = viewport;
    this.#applyViewport();
  }

  /** Whether a drag moves the map. The wheel and two fingers zoom it in any case. */
  setPanning(pans: boolean): void {
    if (pans === this.#pans) return;
    this.#pans = pans;
    this.#deck?.setProps({ views: plotView(this.#pans) });
  }

  /** Draws again after `lost` or `unsupported`. */
  retry(): void {
    this.#losses = 0;
    this.#dispose();
    this.#create();
  }

  destroy(): void {
    this.#endGlide();
    clearTimeout(this.#retryTimer);
    this.#dispose();
  }

  #beginGlide(from: Places, to: Points): void {
    const glide = { from, to, startedAt: performance.now(), at: onTheWay(from, to, 0) };
    const { attributes } = pointsData(to);
    const place = (at: Places): void => {
      glide.at = at;
      const { pointMarks } = attributes;
      // The marks keep their wrapper, so there is no upload.
      const places = { pointX: { value: at.x, size: 1 }, pointY: { value: at.y, size: 1 }, pointMarks };
      this.#data = { length: to.count, attributes: places };
    };
    const step = (): void => {
      const share = (performance.now() - glide.startedAt) / GLIDE_MS;
      place(onTheWay(from, to, eased(share)));
      this.#applyScene();
      if (share < 1) this.#frame = requestAnimationFrame(step);
      else this.#endGlide();
    };
    place(glide.at);
    this.#glide = glide;
    this.#frame = requestAnimationFrame(step);
  }

  #endGlide(): void {
    cancelAnimationFrame(this.#frame);
    this.#glide = null;
  }

  #create(): void {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('aria-hidden', 'true');
    this.#host.append(canvas);
    this.#canvas = canvas;
    // deck.gl's own request for a context returns this one. A request before it shows whether WebGL2 exists.
    if (!canvas.getContext('webgl2', { antialias: false, premultipliedAlpha: true })) {
      this.#events.onState('unsupported');
      return;
    }
    canvas.addEventListener('webglcontextlost', this.#onLost);
    this.#pixelRatio = pixelRatio();
    const deck = new PacedDeck({
      canvas,
      views: plotView(this.#pans),
      viewState: this.#viewState(),
      layers: [],
      _pickable: false,
      useDevicePixels: this.#pixelRatio,
      onViewStateChange: ({ viewState }) => {
        const { target = [0.5, 0.5], zoomX = 0 } = viewState;
        const zoom = zoomX - Math.log2(this.#width);
        this.#events.onViewport(clamped({ centreX: target[0], centreY: target[1], zoom }));
      },
      // deck.gl makes its canvas a tab stop. The plot around it is one already.
      onLoad: () => {
        canvas.removeAttribute('tabindex');
        if (deck.loaded()) this.#frames.wake();
      },
      onError: (error) => {
        if (deck === this.#deck) this.#onFailure(error);
      },
    });
    this.#deck = deck;
    deck.pace(this.#frames);
    // The pointer changes while the map is dragged.
    for (const type of ['pointerdown', 'pointerup']) canvas.addEventListener(type, () => this.#frames.wake());
    this.#applyScene();
    this.#events.onState('drawing');
    this.#soundTimer = window.setTimeout(() => (this.#losses = 0), SOUND_AFTER_MS);
  }

  #onLost = (event: Event): void => {
    event.preventDefault();
    this.#replace();
  };

  /** deck.gl reports a broken shader or device. It is reported like any other bug, and the drawing starts again. */
  #onFailure(error: Error): void {
    reportError(error);
    this.#replace();
  }

  #replace(): void {
    if (this.#retryTimer !== 0) return;
    this.#losses += 1;
    this.#dispose();
    if (this.#losses > TRIES_MAX) {
      this.#events.onState('lost');
      return;
    }
    this.#events.onState('restoring');
    this.#retryTimer = window.setTimeout(() => {
      this.#retryTimer = 0;
      this.#create();
    }, RETRY_AFTER_MS * this.#losses);
  }

  #dispose(): void {
    clearTimeout(this.#soundTimer);
    const canvas = this.#canvas;
    canvas?.removeEventListener('webglcontextlost', this.#onLost);
    this.#deck?.release();
    this.#deck = null;
    canvas?.remove();
    this.#canvas = null;
  }

  #applyScene(): void {
    const scene = this.#scene;
    if (!this.#deck || !scene || !this.#data) return;
    const { domainX, domainY } = scene;
    const look = { ...scene.look, pixelRatio: this.#pixelRatio };
    const layers =
      this.#data.length === 0 ? [] : [PointsLayer.of({ id: 'points', data: this.#data, domainX, domainY, look })];
    this.#deck.setProps({ layers });
    this.#frames.wake();
  }

  #applyViewport(): void {
    this.#deck?.setProps({ viewState: this.#viewState() });
    this.#frames.wake();
  }

  /** deck.gl's world is shares of both axes, with a zoom of its own for each, so that the plot can have any shape. */
  #viewState() {
    const { centreX, centreY, zoom } = this.#viewport;
    const fitX = Math.log2(this.#width);
    const fitY = Math.log2(this.#height);
    return {
      target: [centreX, centreY] as [number, number],
      zoomX: fitX + zoom,
      zoomY: fitY + zoom,
      minZoomX: fitX,
      minZoomY: fitY,
      maxZoomX: fitX + MAX_ZOOM,
      maxZoomY: fitY + MAX_ZOOM,
    };
  }
}

/** A Deck with frames of its own that releases its canvas. */
class PacedDeck extends Deck<OrthographicView> {
  #released = false;

  pace(frames: Frames): void {
    this.animationLoop?.setProps({ animationFrameProvider: frames });
  }

  /** Called when the device is ready. False if the Deck was ended before. */
  loaded(): boolean {
    if (this.#released) this.#end();
    return !this.#released;
  }

  /**
   * Ends it, at once or when its device is ready. deck.gl shares devices and ends none, so their observers would keep the
   * canvas, and the page around it, in memory.
   */
  release(): void {
    this.#released = true;
    if (this.device) this.#end();
  }

  #end(): void {
    const context = this.device?.canvasContext;
    this.finalize();
    context?.destroy();
    // Browsers allow few contexts at a time and collect them late.
    context?.htmlCanvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  }
}

function pixelRatio(): number {
  return Math.min(PIXEL_RATIO_MAX, window.devicePixelRatio || 1);
}
