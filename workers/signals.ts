import type { KeepRuns } from '../src/domain/signals-builder.js';
import type { SignalsKind } from '../src/domain/signals-report.js';
import { unexpected } from '../src/protocol/fault.js';
import type { Outcome } from '../src/protocol/outcome.js';
import { failed, ok } from '../src/protocol/outcome.js';
import type { SignalsProgress, SignalsResult, SignalsWire } from '../src/protocol/signals-wire.js';
import { signalsHead, SignalsRead } from './signals-read.js';
import { SourceFault } from './source-bytes.js';

/** The signals worker's work, free of messaging: see `SignalsWire` for what each method promises. */
export class Signals implements SignalsWire {
  private reading: SignalsRead | null = null;

  recognise(file: Blob): Promise<Outcome<SignalsKind | null>> {
    return outcomeOf(async () => (await signalsHead(file)).kind);
  }

  begin(files: readonly Blob[]): Promise<Outcome<SignalsProgress>> {
    this.letGo();
    return outcomeOf(async () => {
      const reading = await SignalsRead.open(files);
      this.letGo();
      this.reading = reading;
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
    this.reading?.cancel();
    this.reading = null;
  }
}

/** Expected failures become values; so does memory that is not there. */
async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof SourceFault) return failed(error.fault);
    if (error instanceof RangeError) return failed({ code: 'file-too-large', detail: error.message });
    return failed(unexpected(error));
  }
}
