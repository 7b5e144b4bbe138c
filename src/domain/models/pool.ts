/** The machine, as far as the number of scoring workers depends on it. */
export interface PoolFacts {
  /** Processor cores, as the browser reports them. */
  readonly cores: number;
  /** Main memory in bytes, as the browser reports it. */
  readonly memory: number;
}

/** More workers than this make the page no faster for a person. */
const MOST_WORKERS = 8;
/** Bytes that a worker needs without a model: the program of onnxruntime and the values of a batch. */
const WORKER_BYTES = 120e6;
/** Copies of the model's file in a worker: the file, the compiled weights, and a part of them rearranged. */
const MODEL_COPIES = 3;
/** The part of main memory that all copies may use. */
const MEMORY_SHARE = 1 / 3;
/** Several workers must be faster by this factor. */
const WORTH = 1.05;

/**
 * The number of workers, each with one thread and a copy of the model, that a machine can have: one for each core, at
 * most 8, with a core left free where there are more than two, and no more than fit in a third of main memory. A copy
 * needs three times the model's file, and 120 MB. At least 1. `modelBytes`: size of the model's file.
 */
export function mostWorkers({ cores, memory }: PoolFacts, modelBytes: number): number {
  const free = cores > 2 ? cores - 1 : cores;
  const fitting = Math.floor((memory * MEMORY_SHARE) / (WORKER_BYTES + MODEL_COPIES * modelBytes));
  return Math.max(1, Math.min(MOST_WORKERS, free, fitting));
}

/** The pace of one worker: padded tokens, and the ms that they took. Its first batch does not count. */
export class Pace {
  /** Batches that count. */
  batches = 0;
  #tokens = 0;
  #ms = 0;
  #warm = false;

  /** Adds a batch of `tokens` padded tokens. */
  add(tokens: number, ms: number): void {
    // The first batch of a session also reserves its memory.
    if (!this.#warm) {
      this.#warm = true;
      return;
    }
    this.batches++;
    this.#tokens += tokens;
    this.#ms += ms;
  }

  /** Padded tokens per ms, 0 without a batch that counts. */
  get rate(): number {
    return this.#ms > 0 ? this.#tokens / this.#ms : 0;
  }
}

/** Whether several workers side by side are faster than one with all threads. `many`: their rates. */
export function manyAreFaster(one: number, many: readonly number[]): boolean {
  return many.reduce((sum, rate) => sum + rate, 0) >= one * WORTH;
}
