import type { KeepRuns } from '../../src/domain/training/builder.js';
import type { SignalsKind } from '../../src/domain/training/report.js';
import type { JobId } from '../../src/protocol/job.js';
import type { Outcome } from '../../src/protocol/outcome.js';
import { ok } from '../../src/protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../../src/protocol/signals-wire.js';
import { JobSlot } from '../shared/job-slot.js';
import { outcomeOf } from '../shared/outcome-of.js';
import { signalsHead, SignalsRead } from './read.js';

/** The signals worker's work without the messages. See `SignalsWire` for the promise of each method. */
export class Signals implements SignalsWire {
  readonly #readings = new JobSlot<SignalsRead>();

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return outcomeOf(async () => {
      const head = await signalsHead(file);
      return head.ok ? ok(head.value.kind) : head;
    });
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    return outcomeOf(async () => {
      const begun = await this.#readings.begin(() => SignalsRead.open(files));
      return begun.ok ? ok({ job: begun.value.id, ...begun.value.job.progress() }) : begun;
    });
  }

  advance(job: JobId): Promise<Outcome<SignalsProgress>> {
    return outcomeOf(async () => {
      const progress = await this.#readings.piece(job, (reading) => reading.advance());
      return progress.ok ? ok({ job, ...progress.value }) : progress;
    });
  }

  take(job: JobId, keep: KeepRuns): Promise<Outcome<SignalsResult>> {
    return outcomeOf(() => this.#readings.piece(job, (reading) => reading.take(keep)));
  }

  end(job: JobId): Promise<Outcome<null>> {
    this.#readings.end(job);
    return Promise.resolve(ok(null));
  }
}
