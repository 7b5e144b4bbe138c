import { sliceTexts, textPieces } from '../../domain/models/batch.js';
import type { Dataset } from '../../domain/reading/dataset.js';
import { patternText, type Pattern } from '../../domain/review/pattern.js';
import type { Span } from '../../domain/review/search-marks.js';
import type { Fault } from '../../protocol/fault.js';
import type { JobId } from '../../protocol/job.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type { Clock, PatternWorker } from '../../protocol/ports.js';
import { hasEnded } from '../project/turn.js';

/** Text that is searched in one call. A newer search waits for one at most. */
const SLICE_BYTES = 1024 ** 2;
/** How long a search may take in all. 120,000 news texts take less than a second. */
const SEARCH_MS = 10_000;
/** A worker that was ended has no texts. They are given again. */
const ATTEMPTS = 3;
const ENDED = failed({ code: 'job-ended' });

/** Searches a dataset's texts for patterns, in a worker. One search runs at a time. */
export class PatternSearch {
  readonly #worker: PatternWorker;
  readonly #clock: Pick<Clock, 'ticks'>;
  /** The dataset whose texts the worker holds. */
  #held: { readonly dataset: Dataset; readonly job: JobId } | null = null;
  #running: Promise<unknown> = Promise.resolve();

  constructor(worker: PatternWorker, clock: Pick<Clock, 'ticks'>) {
    this.#worker = worker;
    this.#clock = clock;
  }

  /**
   * Sets `found[row]` to 0 for each row in which not every pattern is found. Rows that have 0 already are not searched.
   * Faults: `pattern-invalid`, and `pattern-slow` after 2 s for one slice or 10 s in all. Ends after `signal` is aborted
   * with `job-ended`. After a fault, `found` has no meaning.
   */
  narrow(
    signal: AbortSignal,
    dataset: Dataset,
    patterns: readonly Pattern[],
    found: Uint8Array,
  ): Promise<Outcome<null>> {
    const before = this.#running;
    const running = before.then(() => this.#narrow(signal, dataset, patterns, found));
    this.#running = running;
    return running;
  }

  /** The places of patterns in texts of a dataset. Faults as in `narrow`. */
  places(
    dataset: Dataset,
    patterns: readonly Pattern[],
    texts: readonly string[],
  ): Promise<Outcome<readonly (readonly Span[])[]>> {
    return this.#withJob(dataset, (job) => this.#worker.places(job, patterns, texts));
  }

  async #narrow(
    signal: AbortSignal,
    dataset: Dataset,
    patterns: readonly Pattern[],
    found: Uint8Array,
  ): Promise<Outcome<null>> {
    const stop = (): void => this.#worker.stop();
    signal.addEventListener('abort', stop);
    const narrowed = await this.#search(signal, dataset, patterns, found);
    signal.removeEventListener('abort', stop);
    return narrowed.ok ? narrowed : failed(named(narrowed.fault, patterns));
  }

  async #search(
    signal: AbortSignal,
    dataset: Dataset,
    patterns: readonly Pattern[],
    found: Uint8Array,
  ): Promise<Outcome<null>> {
    const { text, textB, rows } = dataset;
    const began = this.#clock.ticks();
    const slices = textPieces(textB ? [text, textB] : [text], 0, rows, SLICE_BYTES);
    for (const [from, to] of slices) {
      if (hasEnded(signal)) return ENDED;
      if (this.#clock.ticks() - began > SEARCH_MS) return failed({ code: 'pattern-slow' });
      if (found.subarray(from, to).every((row) => row === 0)) continue;
      const mask = await this.#searchSlice(dataset, patterns, from, to);
      if (!mask.ok) return mask;
      for (let row = from; row < to; row++) if (mask.value[row - from] !== 1) found[row] = 0;
    }
    return ok(null);
  }

  #searchSlice(dataset: Dataset, patterns: readonly Pattern[], from: number, to: number): Promise<Outcome<Uint8Array>> {
    const { text, textB } = dataset;
    return this.#withJob(dataset, async (job): Promise<Outcome<Uint8Array>> => {
      const first = await this.#worker.find(job, from, patterns);
      if (!first.ok) return first;
      if (first.value) return ok(first.value);
      const given = await this.#worker.give(
        job,
        from,
        sliceTexts(text, from, to),
        textB && sliceTexts(textB, from, to),
      );
      if (!given.ok) return given;
      const mask = await this.#worker.find(job, from, patterns);
      return mask.ok ? (mask.value ? ok(mask.value) : ENDED) : mask;
    });
  }

  /** Makes a call about a dataset's texts, again with a fresh worker where the worker was ended. */
  async #withJob<T>(dataset: Dataset, call: (job: JobId) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    let answer: Outcome<T> = ENDED;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#held?.dataset !== dataset) {
        this.#held = null;
        const opened = await this.#worker.open();
        if (!opened.ok) return opened;
        this.#held = { dataset, job: opened.value };
      }
      const { job } = this.#held;
      answer = await call(job);
      if (answer.ok || answer.fault.code !== 'job-ended') return answer;
      if (this.#held.job === job) this.#held = null;
    }
    return answer;
  }
}

/** A fault that names the patterns. */
function named(fault: Fault, patterns: readonly Pattern[]): Fault {
  return { ...fault, params: { pattern: patterns.map(patternText).join(' '), ...fault.params } };
}
