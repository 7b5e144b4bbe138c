/** A closed outline: its corners, x and y one after the other in two columns. */
export interface Corners {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Largest number of bands. More would cost more than they save. */
const MOST_BANDS = 512;

/**
 * The area inside an outline, by the non-zero rule: a part that the outline winds around twice is inside too. Each
 * horizontal band knows the edges that cross it, so that a place is compared with few of them.
 */
export class Polygon {
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #minX: number;
  readonly #maxX: number;
  readonly #minY: number;
  readonly #maxY: number;
  /** The edges of all bands, one band after the other, and the start of each. An edge has the index of its first corner. */
  readonly #edges: Uint32Array;
  readonly #starts: Uint32Array;

  /** Fewer than three corners have nothing inside. */
  constructor({ x, y }: Corners) {
    this.#x = Float64Array.from(x);
    this.#y = Float64Array.from(y);
    [this.#minX, this.#maxX] = extent(this.#x);
    [this.#minY, this.#maxY] = extent(this.#y);
    const bands = Math.max(1, Math.min(MOST_BANDS, this.#x.length));
    this.#starts = new Uint32Array(bands + 1);
    this.#eachEntry((band) => (this.#starts[band + 1] = (this.#starts[band + 1] as number) + 1));
    for (let band = 0; band < bands; band++) {
      this.#starts[band + 1] = (this.#starts[band + 1] as number) + (this.#starts[band] as number);
    }
    this.#edges = new Uint32Array(this.#starts[bands] as number);
    const next = this.#starts.slice();
    this.#eachEntry((band, edge) => {
      const at = next[band] as number;
      next[band] = at + 1;
      this.#edges[at] = edge;
    });
  }

  /** Whether a place is inside. A place with NaN is not. */
  contains(x: number, y: number): boolean {
    if (!(x >= this.#minX && x <= this.#maxX && y >= this.#minY && y <= this.#maxY)) return false;
    const band = this.#bandOf(y);
    const end = this.#starts[band + 1] as number;
    let winding = 0;
    for (let at = this.#starts[band] as number; at < end; at++) {
      const edge = this.#edges[at] as number;
      const to = edge + 1 === this.#x.length ? 0 : edge + 1;
      const [fromY, toY] = [this.#y[edge] as number, this.#y[to] as number];
      if (fromY <= y === toY <= y) continue;
      const [fromX, toX] = [this.#x[edge] as number, this.#x[to] as number];
      const side = (toX - fromX) * (y - fromY) - (x - fromX) * (toY - fromY);
      if (fromY <= y && side > 0) winding++;
      else if (fromY > y && side < 0) winding--;
    }
    return winding !== 0;
  }

  /** Never falls while y rises, so that an edge is in every band between those of its corners. */
  #bandOf(y: number): number {
    const bands = this.#starts.length - 1;
    const height = this.#maxY - this.#minY;
    const band = height > 0 ? Math.floor(((y - this.#minY) / height) * bands) : 0;
    return Math.min(bands - 1, Math.max(0, band));
  }

  #eachEntry(visit: (band: number, edge: number) => void): void {
    const corners = this.#x.length;
    for (let edge = 0; edge < corners; edge++) {
      const one = this.#bandOf(this.#y[edge] as number);
      const other = this.#bandOf(this.#y[edge + 1 === corners ? 0 : edge + 1] as number);
      for (let band = Math.min(one, other); band <= Math.max(one, other); band++) visit(band, edge);
    }
  }
}

/** Ids of the rows (column `rows`) whose place is inside, in their order. */
export function rowsInside(
  polygon: Polygon,
  places: { readonly rows: Uint32Array; readonly x: Float32Array; readonly y: Float32Array },
): Uint32Array<ArrayBuffer> {
  const { rows, x, y } = places;
  const found = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place++) {
    if (polygon.contains(x[place] as number, y[place] as number)) found[count++] = rows[place] as number;
  }
  return found.slice(0, count);
}

function extent(values: Float64Array): readonly [min: number, max: number] {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return [min, max];
}
