import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PointPlot, type PlotScene, type PlotState } from '../../../../src/ui/map/point-plot.js';
import type { Points } from '../../../../src/ui/map/points.js';
import type { Viewport } from '../../../../src/ui/map/viewport.js';

interface DeckProps {
  readonly canvas: HTMLCanvasElement;
  readonly layers: readonly { readonly data: { readonly length: number } }[];
  readonly viewState: { readonly target: readonly number[]; readonly zoomX: number };
  readonly onViewStateChange: (change: { viewState: { target: number[]; zoomX: number } }) => void;
  readonly onError: (error: Error) => void;
}

const decks = vi.hoisted(() => [] as { props: DeckProps; finalized: boolean }[]);

vi.mock('@deck.gl/core', () => ({
  OrthographicView: class {
    readonly id = 'map';
  },
  Deck: class {
    props: DeckProps;
    finalized = false;
    device = { canvasContext: { destroy: () => undefined } };
    animationLoop = { setProps: () => undefined };

    constructor(props: DeckProps) {
      this.props = props;
      decks.push(this);
    }

    setProps(props: Partial<DeckProps>): void {
      this.props = { ...this.props, ...props };
    }

    finalize(): void {
      this.finalized = true;
    }
  },
}));
vi.mock('../../../../src/ui/map/points-layer.js', () => ({
  PointsLayer: { of: (props: unknown) => props },
  pointsData: ({ count }: Points) => ({ length: count, attributes: { pointMarks: {} } }),
}));

function sceneOf(count: number): PlotScene {
  const points = { count, rows: new Uint32Array(count), x: new Float32Array(count), y: new Float32Array(count) };
  return {
    points: points as unknown as Points,
    domainX: { min: 0, max: 1 },
    domainY: { min: 0, max: 1 },
    look: {} as PlotScene['look'],
  };
}

let host: HTMLElement;
let states: PlotState[];
let viewports: Viewport[];
let plot: PointPlot;

beforeEach(() => {
  vi.useFakeTimers();
  decks.length = 0;
  states = [];
  viewports = [];
  host = document.createElement('div');
  plot = new PointPlot(host, {
    onState: (state) => states.push(state),
    onViewport: (viewport) => viewports.push(viewport),
  });
});

afterEach(() => {
  plot.destroy();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const canvases = (): HTMLCanvasElement[] => [...host.querySelectorAll('canvas')];

function loseContext(): void {
  canvases()[0]?.dispatchEvent(new Event('webglcontextlost', { cancelable: true }));
}

describe('browser without WebGL2', () => {
  beforeEach(() => vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null));

  it('reports the fault once there is room to draw, and a retry makes another canvas', () => {
    plot.resize(0, 100);
    expect([states, canvases()]).toEqual([[], []]);
    plot.resize(200, 100);
    expect(states).toEqual(['unsupported']);
    const [first] = canvases();
    plot.resize(300, 100);
    expect(canvases()).toEqual([first]);
    plot.retry();
    expect(states).toEqual(['unsupported', 'unsupported']);
    expect(canvases()).toHaveLength(1);
    expect(canvases()[0]).not.toBe(first);
    expect(decks).toEqual([]);
  });
});

describe('plot', () => {
  beforeEach(() => {
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({
      getExtension: () => null,
    } as unknown as RenderingContext);
    plot.resize(256, 128);
  });

  it('draws its scene, and nothing without points', () => {
    expect(states).toEqual(['drawing']);
    plot.show(sceneOf(3));
    expect(decks[0]?.props.layers.map(({ data }) => data.length)).toEqual([3]);
    plot.show(sceneOf(0));
    expect(decks[0]?.props.layers).toEqual([]);
  });

  it('shows its viewport in the zoom of each axis, and reports a panned viewport inside the axes', () => {
    plot.setViewport({ centreX: 0.25, centreY: 0.5, zoom: 1 });
    expect(decks[0]?.props.viewState).toMatchObject({ target: [0.25, 0.5], zoomX: 9 });
    decks[0]?.props.onViewStateChange({ viewState: { target: [7, 0.5], zoomX: 9 } });
    expect(viewports).toEqual([{ centreX: 0.75, centreY: 0.5, zoom: 1 }]);
  });

  it('shows the same scene on a new canvas after a lost context', () => {
    plot.show(sceneOf(3));
    const [first] = canvases();
    loseContext();
    expect([states, canvases(), decks[0]?.finalized]).toEqual([['drawing', 'restoring'], [], true]);
    vi.advanceTimersByTime(300);
    expect(states).toEqual(['drawing', 'restoring', 'drawing']);
    expect(canvases()[0]).not.toBe(first);
    expect(decks[1]?.props.layers.map(({ data }) => data.length)).toEqual([3]);
  });

  it('stops after three losses in a row, until a person requests a retry', () => {
    for (let loss = 1; loss <= 3; loss++) {
      loseContext();
      vi.advanceTimersByTime(300 * loss);
    }
    loseContext();
    expect(states.at(-1)).toBe('lost');
    vi.advanceTimersByTime(60_000);
    expect(canvases()).toEqual([]);
    plot.retry();
    expect(states.at(-1)).toBe('drawing');
    expect(canvases()).toHaveLength(1);
  });

  it('resets the count of losses after a context lived half a minute', () => {
    for (let loss = 1; loss <= 6; loss++) {
      loseContext();
      vi.advanceTimersByTime(31_000);
    }
    expect(states.at(-1)).toBe('drawing');
  });

  it('reports an error of deck.gl like any other bug, and retries', () => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const error = new Error('no shader');
    decks[0]?.props.onError(error);
    vi.unstubAllGlobals();
    expect(report).toHaveBeenCalledWith(error);
    expect(states).toEqual(['drawing', 'restoring']);
  });

  it('removes everything when it is destroyed', () => {
    loseContext();
    plot.destroy();
    vi.advanceTimersByTime(60_000);
    expect([canvases(), states.at(-1)]).toEqual([[], 'restoring']);
  });
});
