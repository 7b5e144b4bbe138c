import type { KeepRuns } from '../src/domain/signals-builder.js';
import type { SignalsKind } from '../src/domain/signals-report.js';
import type { Outcome } from '../src/protocol/outcome.js';
import { ok } from '../src/protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../src/protocol/signals-wire.js';
import { outcomeOf } from './outcome-of.js';
import { signalsHead, SignalsRead } from './signals-read.js';

/** The signals worker's work, free of messaging: see `SignalsWire` for what each method promises. */
export class Signals implements SignalsWire {
  private reading: SignalsRead | null = null;
  /** Grows with every beginning and release: a file that is still being opened then is not wanted any more. */
  private turn = 0;

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return outcomeOf(async () => (await signalsHead(file)).kind);
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    this.letGo();
    const { turn } = this;
    return outcomeOf(async () => {
      const reading = await SignalsRead.open(files);
      if (turn === this.turn) this.reading = reading;
      else reading.cancel();
      return reading.progress();
    });
  }

  advance(): Promise<Outcome<SignalsProgress>> {
    return outcomeOf(() => this.begun().advance());
  }

  take(keep: KeepRuns): Promise<Outcome<SignalsResult>> {
    return outcomeOf(() => Promise.resolve(this.begun().take(keep)));
  }

  release(): Promise<Outcome<null>> {
    this.letGo();
    return Promise.resolve(ok(null));
  }

  private begun(): SignalsRead {
    if (this.reading === null) throw new Error('nothing has been begun');
    return this.reading;
  }

  private letGo(): void {
    this.turn++;
    this.reading?.cancel();
    this.reading = null;
  }
}
