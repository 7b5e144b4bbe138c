const WINDOW_MS = 8000;

/** Rows a second over the last seconds of work. Times are monotonic ms. */
export class RateMeter {
  readonly #marks: { readonly at: number; readonly rows: number }[] = [];
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Reports that `rows` were finished at `at`. */
  add(at: number, rows: number): void {
    this.#marks.push({ at, rows });
  }

  /** Rows a second over the window that ends at `now`. 0 before the first finished row. */
  rowsPerS(now: number): number {
    const from = Math.max(this.#startedAt, now - WINDOW_MS);
    while (this.#marks.length > 0 && (this.#marks[0]?.at ?? now) < from) this.#marks.shift();
    const rows = this.#marks.reduce((sum, mark) => sum + mark.rows, 0);
    return now > from ? (rows * 1000) / (now - from) : 0;
  }
}
