import { hexOf } from '../../src/domain/bytes/bytes.js';
import type { JobId } from '../../src/protocol/job.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';

/** Work in pieces. `cancel` frees its memory, also in the middle of a piece. */
export interface Job {
  cancel(): void;
}

const ENDED = failed({ code: 'job-ended' });

/** A job and its name. */
interface Begun<J> {
  readonly id: JobId;
  readonly job: J;
}

/**
 * Holds one job at a time. A new job ends the job before it. Every piece of work names its job. For a job that is not
 * held (any more) it is the fault `job-ended`, also when the job ends during the piece.
 */
export class JobSlot<J extends Job> {
  #held: Begun<J> | null = null;
  /** The job that began last, which may still be in preparation. */
  #latest: JobId | null = null;

  /** Ends the job that is held or in preparation, and holds the one that `prepare` makes. */
  async begin(prepare: () => Promise<Outcome<J>>): Promise<Outcome<Begun<J>>> {
    const id = newJobId();
    this.#clear();
    this.#latest = id;
    const prepared = await prepare();
    if (this.#latest !== id) {
      if (prepared.ok) prepared.value.cancel();
      return ENDED;
    }
    if (!prepared.ok) return prepared;
    this.#held = { id, job: prepared.value };
    return ok(this.#held);
  }

  /** Makes one piece of a job. A job whose piece fails ends. */
  async piece<T>(id: JobId, make: (job: J) => Outcome<T> | Promise<Outcome<T>>): Promise<Outcome<T>> {
    const held = this.#held;
    if (held?.id !== id) return ENDED;
    try {
      const piece = await make(held.job);
      if (this.#held !== held) return ENDED;
      if (!piece.ok) this.#clear();
      return piece;
    } catch (error) {
      // A job that was cancelled half way can fail in any way. Its error shows nothing about the source.
      if (this.#held !== held) return ENDED;
      this.#clear();
      throw error;
    }
  }

  /** Ends a job and frees its memory. Does nothing where it has ended already. */
  end(id: JobId): void {
    if (this.#held?.id === id) this.#clear();
  }

  #clear(): void {
    this.#held?.job.cancel();
    this.#held = null;
    this.#latest = null;
  }
}

/** 16 random bytes as hexadecimal digits. `crypto.randomUUID` exists on secure origins only. */
function newJobId(): JobId {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}
