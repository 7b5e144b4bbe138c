import type { ShownReview } from '../../app/review/as-it-was.js';
import { axisColumn } from '../../app/rows/axis-column.js';
import { decidedColumn } from '../../app/rows/decided-column.js';
import type { Predictions } from '../../app/predictions/predictions.svelte.js';
import type { Training } from '../../app/training/training.js';
import { isTrainingSignal, type SignalName } from '../../domain/review/signals.js';
import type { ColourName } from '../../app/rows/view-choices.js';
import type { Picks } from '../../app/rows/picked-rows.svelte.js';
import type { RowView } from '../../app/rows/row-view.svelte.js';
import { agreementOf } from '../../domain/predictions/agreement.js';
import { shareOf, type Domain } from '../../domain/map/axes.js';
import { binsOf, marginals } from '../../domain/map/histogram.js';
import type { MessageKey } from '../../i18n/language.svelte.js';
import type { Colour, Theme } from '../controls/label-colours.js';
import { bucketsOf, type Buckets } from './buckets.js';
import { lookFor } from './look.js';
import { nearestInDirection, nearestPoint, type Direction, type PixelScale } from './nearest.js';
import { gatherPoints, samePoints, type Points } from './points.js';
import { boundLines } from './regions.js';
import { axisDomain, isWhole, naturalDomain } from './signals.js';
import {
  brought,
  isInside,
  project,
  rebased,
  visibleDomains,
  WHOLE,
  type Frame,
  type Pixel,
  type Share,
  type Viewport,
} from './viewport.js';

/** The state that the map is made from. */
interface SceneSource {
  readonly predictions: Predictions;
  readonly review: ShownReview;
  readonly view: RowView;
  readonly training: Training;
  /** Class of a label by its index in `review.labels`, -1 = none. */
  readonly classOfLabel: (labelIndex: number) => number;
}

/** Number of visible bins of a histogram, roughly. */
const BINS = 50;
/** Distance of a revealed row from the edge of the plot, in CSS pixels. */
const MARGIN_PX = 24;
/** Points that are not picked are paler, towards the colour of the panel. */
const BACKGROUND: Readonly<Record<Theme, Colour>> = { light: [255, 255, 255], dark: [23, 27, 31] };
const NO_AGREEMENT = new Uint8Array(0);
const NOTHING_HIDDEN: ReadonlySet<string> = new Set();

function hasValues({ value }: { readonly value: Float32Array }): boolean {
  return value.some((number) => !Number.isNaN(number));
}

/** The visible map in values and in pixels, computed from the rows' columns without the DOM. */
export class MapScene {
  /** Size of the plot in CSS pixels. */
  width = $state(0);
  height = $state(0);
  viewport = $state.raw(WHOLE);
  /** The background of the points. */
  theme = $state.raw<Theme>('light');
  /** Keys of the buckets that the legend hides, by colour: a label and a state can have the same name. */
  #hiddenBy = $state.raw<Readonly<Partial<Record<ColourName, ReadonlySet<string>>>>>({});
  /** The decisions and picks that the map followed so far. Those of another dataset count at once. */
  followed = $state.raw<(Pick<ShownReview, 'label' | 'status'> & { readonly picks: Picks }) | null>(null);

  #points: Points | null = null;
  readonly #source: () => SceneSource;

  constructor(source: () => SceneSource) {
    this.#source = source;
  }

  readonly #view = $derived.by(() => this.#source().view);
  readonly #training = $derived.by(() => this.#source().training);
  /** Keys of the buckets that the legend hides now. */
  readonly hidden = $derived.by(() => this.#hiddenBy[this.#view.map.colour] ?? NOTHING_HIDDEN);
  readonly asTraining = $derived(this.#view.map.colour === 'training');
  /** Whether training signals are visible, as positions or as buckets. */
  readonly showsTraining = $derived(this.asTraining || [this.#view.map.x, this.#view.map.y].some(isTrainingSignal));
  readonly #decided = $derived.by(() => {
    const { label, status } = this.#source().review;
    return this.followed?.status.value === status.value ? this.followed : { label, status };
  });
  readonly #picks = $derived.by(() => {
    const { now } = this.#view.picked;
    return this.followed?.picks.marks === now.marks ? this.followed.picks : now;
  });
  /** A derived value of its own, so that a batch of results does not look up labels again. */
  readonly #classes = $derived.by(() => {
    const { review, classOfLabel } = this.#source();
    return Int32Array.from(review.labels, (_, index) => classOfLabel(index));
  });
  readonly columnX = $derived.by(() => this.#columnOf(this.#view.map.x));
  readonly columnY = $derived.by(() => this.#columnOf(this.#view.map.y));
  readonly naturalX = $derived(naturalDomain(this.#view.map.x, this.columnX.value, this.#training.map.varianceBound));
  readonly naturalY = $derived(naturalDomain(this.#view.map.y, this.columnY.value, this.#training.map.varianceBound));
  readonly domainX = $derived(axisDomain(this.naturalX));
  readonly domainY = $derived(axisDomain(this.naturalY));
  readonly #agreement = $derived.by(() => {
    const { predicted } = this.#source().predictions;
    return { value: agreementOf(this.#decided.label.value, predicted.value, this.#classes) };
  });
  readonly buckets = $derived.by(() => this.#bucketsOn(this.theme));
  readonly points = $derived.by(() => {
    const gathered = this.#gather(this.buckets, this.theme);
    // Many decisions change nothing on the map.
    this.#points = this.#points && samePoints(this.#points, gathered) ? this.#points : gathered;
    return this.#points;
  });
  readonly frame: Frame = $derived({
    width: this.width,
    height: this.height,
    x: this.domainX,
    y: this.domainY,
    viewport: this.viewport,
  });
  /** The visible values on both axes. */
  readonly seen = $derived(visibleDomains(this.frame));
  /** A derived value of its own, so that panning does not count rows again. */
  readonly #zoom = $derived(this.viewport.zoom);
  readonly binsX = $derived(this.#bins(this.#view.map.x, this.naturalX, this.domainX));
  readonly binsY = $derived(this.#bins(this.#view.map.y, this.naturalY, this.domainY));
  /** Number of rows in each bin on both axes, before the brushes. */
  readonly histograms = $derived.by(() => {
    const { unbrushed, brushes } = this.#view;
    const { list, ofRow } = this.buckets;
    const shown = Uint8Array.from(list, (bucket) => (this.hidden.has(bucket.key) ? 0 : 1));
    return marginals(
      {
        x: this.columnX.value,
        y: this.columnY.value,
        binsX: this.binsX,
        binsY: this.binsY,
        rangeX: brushes.x,
        rangeY: brushes.y,
      },
      (row) => unbrushed[row] === 1 && shown[ofRow[row] ?? -1] === 1,
    );
  });
  /** Lines between the data map's regions. */
  readonly bounds = $derived.by(() => {
    const { bounds, grouping } = this.#training.map;
    if (!bounds) return [];
    return boundLines(this.#view.map.x, this.#view.map.y, grouping, bounds, this.naturalX, this.naturalY);
  });
  readonly look = $derived(lookFor(this.points.count, this.#zoom));
  /** Whether there are points, and none in the visible part. */
  readonly nothingHere = $derived.by(() => {
    const { x, y, count } = this.points;
    const [seenX, seenY] = this.seen;
    for (let index = 0; index < count; index += 1) {
      const [atX, atY] = [x[index] as number, y[index] as number];
      if (atX >= seenX.min && atX <= seenX.max && atY >= seenY.min && atY <= seenY.max) return false;
    }
    return count > 0;
  });
  /** Why there are no points; null where there are some. */
  readonly emptyKey: MessageKey | null = $derived.by(() => {
    if (this.points.count > 0) return null;
    const known = this.#source().predictions.done > 0 || this.#training.signals.shown !== null;
    if (!known) return 'map.empty';
    if (![this.columnX, this.columnY].every(hasValues)) return 'map.emptyAxes';
    if (this.#view.brushes.x || this.#view.brushes.y) return 'map.emptyBrushed';
    const hides = this.buckets.list.some((bucket) => this.hidden.has(bucket.key));
    return hides ? 'map.emptyHidden' : 'map.emptyFiltered';
  });

  /** The rows' labels on the map. A new object after every change. */
  get labels(): ShownReview['label'] {
    return this.#decided.label;
  }

  /** Shows or hides a bucket. */
  toggle(key: string): void {
    const next = new Set(this.hidden);
    if (!next.delete(key)) next.add(key);
    this.#hide(next);
  }

  /** Shows every bucket of the chosen colour. */
  showAll(): void {
    this.#hide(NOTHING_HIDDEN);
  }

  /** Whether a row is among the points. */
  isDrawn(row: number): boolean {
    const bucket = this.buckets.list[this.buckets.ofRow[row] ?? -1];
    const { x, y } = this.placeOf(row);
    if (row < 0 || !Number.isFinite(x + y) || this.#view.mask[row] !== 1) return false;
    return bucket !== undefined && !this.hidden.has(bucket.key);
  }

  pixelOf(row: number): Pixel {
    const { x, y } = this.placeOf(row);
    return project(this.frame, x, y);
  }

  /** The values of a row on both axes; NaN = none. */
  placeOf(row: number): { readonly x: number; readonly y: number } {
    return { x: this.columnX.value[row] ?? Number.NaN, y: this.columnY.value[row] ?? Number.NaN };
  }

  /** The drawn row at a position in the plot, -1 = none within `reachPx`. */
  rowAt(left: number, top: number, reachPx: number): number {
    const [seenX, seenY] = this.seen;
    const pixels = this.#scale();
    const index = nearestPoint(this.points, pixels, seenX.min + left / pixels.x, seenY.max - top / pixels.y, reachPx);
    return this.points.rows[index] ?? -1;
  }

  /** The next drawn row from a row in a direction, at a least distance; -1 = none. */
  rowBeyond(row: number, direction: Direction, leastPx: number): number {
    const index = nearestInDirection(this.points, this.#scale(), this.placeOf(row), direction, leastPx);
    return this.points.rows[index] ?? -1;
  }

  /** The position of a row, as shares of both axes; null where it is not drawn, or not visible. */
  shareOf(row: number): Share | null {
    const { x, y } = this.placeOf(row);
    if (!this.isDrawn(row) || !isInside(this.frame, project(this.frame, x, y))) return null;
    return { x: shareOf(this.domainX, x), y: shareOf(this.domainY, y) };
  }

  /** The viewport that shows a row, with the smallest move. */
  viewportWith(row: number): Viewport {
    const { x, y } = this.placeOf(row);
    return brought(this.frame, x, y, MARGIN_PX);
  }

  /** Keeps the values in view that were visible when the axes had these ranges. */
  rebase(before: readonly [Domain, Domain]): void {
    this.viewport = rebased(this.viewport, before, [this.domainX, this.domainY]);
  }

  /** The rows in their buckets and their points, with the colours for a background. */
  drawnOn(theme: Theme): { readonly buckets: Buckets; readonly points: Points } {
    const buckets = this.#bucketsOn(theme);
    return { buckets, points: this.#gather(buckets, theme) };
  }

  #hide(hidden: ReadonlySet<string>): void {
    this.#hiddenBy = { ...this.#hiddenBy, [this.#view.map.colour]: hidden };
  }

  #bucketsOn(theme: Theme): Buckets {
    const { review, predictions } = this.#source();
    return bucketsOf(this.#view.map.colour, {
      label: this.#decided.label.value,
      labels: review.labels,
      predicted: predictions.predicted.value,
      classes: predictions.classes,
      status: this.#decided.status.value,
      agreement: this.#agreement.value,
      training: this.#training.map.buckets,
      palette: this.#training.map.palette,
      theme,
    });
  }

  #gather(buckets: Buckets, theme: Theme): Points {
    return gatherPoints({
      x: this.columnX.value,
      y: this.columnY.value,
      buckets,
      mask: this.#view.mask,
      picks: this.#picks.count > 0 ? { marks: this.#picks.marks, background: BACKGROUND[theme] } : null,
      hidden: this.hidden,
      agreement: this.asTraining ? NO_AGREEMENT : this.#agreement.value,
      status: this.#decided.status.value,
      predicted: this.#source().predictions.predicted.value,
    });
  }

  /** Rows with a changed label have the values of their label now. */
  #columnOf(signal: SignalName) {
    const { predictions, review } = this.#source();
    const labels = { original: review.original, label: this.#decided.label };
    const column = axisColumn(predictions, this.#training.map.signals, signal);
    return decidedColumn(column, signal, predictions, labels, (label) => this.#classes[label] ?? -1);
  }

  #bins(signal: SignalName, natural: Domain, domain: Domain) {
    return binsOf(natural, (domain.max - domain.min) / 2 ** this.#zoom, BINS, isWhole(signal));
  }

  #scale(): PixelScale {
    const times = 2 ** this.#zoom;
    const { domainX, domainY } = this;
    return {
      x: (times * this.width) / (domainX.max - domainX.min),
      y: (times * this.height) / (domainY.max - domainY.min),
    };
  }
}
