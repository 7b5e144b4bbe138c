import type { TextChunk } from '../../src/domain/models/batch.js';
import { patternText, type Pattern } from '../../src/domain/review/pattern.js';
import { patternSpans, rowsWithPatterns } from '../../src/domain/review/pattern-search.js';
import type { Span } from '../../src/domain/review/search-marks.js';
import { unexpected } from '../../src/protocol/fault.js';
import type { JobId } from '../../src/protocol/job.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { PatternWire } from '../../src/protocol/pattern-wire.js';
import { JobSlot, type Job } from '../shared/job-slot.js';

/**
 * The texts of a slice of rows. All slices are a second copy of the dataset's texts, which the page keeps as well: 30 MiB
 * for 120,000 rows of 250 bytes.
 */
interface Slice {
  readonly text: TextChunk;
  readonly second: TextChunk | null;
}

/** The texts of one dataset. */
class HeldTexts implements Job {
  readonly slices = new Map<number, Slice>();

  cancel(): void {
    this.slices.clear();
  }
}

/** The pattern worker's work without the messages. See `PatternWire` for the promise of each method. */
export class Patterns implements PatternWire {
  readonly #texts = new JobSlot<HeldTexts>();

  async open(): Promise<Outcome<JobId>> {
    const begun = await this.#texts.begin(() => Promise.resolve(ok(new HeldTexts())));
    return begun.ok ? ok(begun.value.id) : begun;
  }

  give(job: JobId, slice: number, text: TextChunk, second: TextChunk | null): Promise<Outcome<null>> {
    return this.#texts.piece(job, ({ slices }) => {
      slices.set(slice, { text, second });
      return ok(null);
    });
  }

  find(job: JobId, slice: number, patterns: readonly Pattern[]): Promise<Outcome<Uint8Array | null>> {
    return this.#run(job, patterns, ({ slices }) => {
      const held = slices.get(slice);
      return held ? rowsWithPatterns(patterns, held.text, held.second) : null;
    });
  }

  places(
    job: JobId,
    patterns: readonly Pattern[],
    texts: readonly string[],
  ): Promise<Outcome<readonly (readonly Span[])[]>> {
    return this.#run(job, patterns, () => texts.map((text) => patternSpans(patterns, text)));
  }

  /** Runs patterns. The texts stay, whatever the patterns are. */
  async #run<T>(job: JobId, patterns: readonly Pattern[], run: (held: HeldTexts) => T): Promise<Outcome<T>> {
    const ran = await this.#texts.piece<Outcome<T>>(job, (held) => {
      const invalid = patterns.map(reasonAgainst).find((fault) => fault !== null);
      return ok(invalid ?? outcomeOf(() => run(held)));
    });
    return ran.ok ? ran.value : ran;
  }
}

/** The fault of an invalid pattern, in the words of the browser. Null for a valid one. */
function reasonAgainst(pattern: Pattern): ReturnType<typeof failed> | null {
  try {
    new RegExp(pattern.source, pattern.flags);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    // Chromium's message has the whole pattern before the reason.
    const prefix = `Invalid regular expression: ${patternText(pattern)}: `;
    const reason = message.startsWith(prefix) ? message.slice(prefix.length) : message;
    return failed({ code: 'pattern-invalid', params: { pattern: patternText(pattern), reason } });
  }
}

/** A lack of memory or of stack is expected of a pattern. Any other exception is a bug. */
function outcomeOf<T>(run: () => T): Outcome<T> {
  try {
    return ok(run());
  } catch (error) {
    const tooMuch = error instanceof RangeError || error instanceof SyntaxError;
    return failed(tooMuch ? { code: 'pattern-slow', detail: error.message } : unexpected(error));
  }
}
