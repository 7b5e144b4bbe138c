import type { KeepRuns } from '../src/domain/signals-builder.js';
import type { SignalsKind } from '../src/domain/signals-report.js';
import type { JobId } from '../src/protocol/job.js';
import type { Outcome } from '../src/protocol/outcome.js';
import { ok } from '../src/protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../src/protocol/signals-wire.js';
import { JobSlot } from './job-slot.js';
import { outcomeOf } from './outcome-of.js';
import { signalsHead, SignalsRead } from './signals-read.js';

/** The signals worker's work without the messages. See `SignalsWire` for the promise of each method. */
export class Signals implements SignalsWire {
  readonly #readings = new JobSlot<SignalsRead>();

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return outcomeOf(async () => (await signalsHead(file)).kind);
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    return outcomeOf(async () => {
      const { id, job } = await this.#readings.begin(() => SignalsRead.open(files));
      return { job: id, ...job.progress() };
    });
  }

  advance(job: JobId): Promise<Outcome<SignalsProgress>> {
    return outcomeOf(async () => ({ job, ...(await this.#readings.piece(job, (reading) => reading.advance())) }));
  }

  take(job: JobId, keep: KeepRuns): Promise<Outcome<SignalsResult>> {
    return outcomeOf(() => this.#readings.piece(job, (reading) => reading.take(keep)));
  }

  end(job: JobId): Promise<Outcome<null>> {
    this.#readings.end(job);
    return Promise.resolve(ok(null));
  }
}
