import { answerFault, contentFault, transferFault } from '../../domain/models/transfer.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import { errorText, type Fault, type FaultCode } from '../../protocol/fault.js';

/** One download through the door to a model hub. */
interface HubRequest {
  readonly address: URL;
  /** From `openHubDoor`. It opens the door once. */
  readonly key: string;
  /** Names the file in faults. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Longest silence before the download counts as stalled, in ms. */
  readonly stallMs: number;
  /** Bytes received so far, and bytes announced (0 = unknown). */
  readonly onBytes: (receivedBytes: number, totalBytes: number) => void;
}

/**
 * Fetches one file whole. Faults: `model-hub-unavailable` (no service worker answered), those of `answerFault` and
 * `contentFault`, `model-truncated` (fewer bytes than announced), and those of `transferFault`. An abort is
 * `model-download`.
 */
export async function downloadFromHub(request: HubRequest): Promise<Outcome<Blob>> {
  const { file } = request;
  const fault = (code: FaultCode, detail: string, more: Fault['params'] = {}): Outcome<Blob> =>
    failed({ code, params: { file, ...more }, detail: `${file}: ${detail}` });
  const silence = new SilenceTimer(request.stallMs);
  let announced = 0;
  let received = 0;
  try {
    const signal = AbortSignal.any([request.signal, silence.signal]);
    const headers = { 'X-Rinse-Door': request.key };
    const response = await fetch(request.address, { signal, cache: 'no-store', headers });
    silence.heard();
    if (response.headers.get('x-rinse-hub') !== '1')
      return fault('model-hub-unavailable', 'no service worker answered');
    const refused = answerFault(response.status, response.headers.get('content-type'));
    if (refused !== null) {
      // Without a network the service worker answers in the host's place.
      const offline = refused === 'model-download' && !navigator.onLine;
      return fault(offline ? 'model-offline' : refused, `HTTP ${response.status}`);
    }
    announced = Number(response.headers.get('content-length') ?? 0);
    const blob = await collectBody(response, (size) => {
      silence.heard();
      received += size;
      // A compressed response delivers more bytes than it announced. Then the total means nothing.
      request.onBytes(received, announced >= received ? announced : 0);
    });
    const sizes = { bytes: received, needed: announced };
    if (received < announced) return fault('model-truncated', `${received} of ${announced} bytes`, sizes);
    const found = contentFault(new Uint8Array(await blob.slice(0, 64).arrayBuffer()));
    return found === null ? ok(blob) : fault(found, 'the content');
  } catch (error) {
    const detail = `${errorText(error)} after ${received} bytes`;
    if (request.signal.aborted) return fault('model-download', detail);
    const code = transferFault({ received, announced, stalled: silence.signal.aborted, online: navigator.onLine });
    if (code === 'model-stalled') return fault(code, detail, { seconds: request.stallMs / 1000 });
    if (code === 'model-truncated') return fault(code, detail, { bytes: received, needed: announced });
    return fault(code, detail);
  } finally {
    silence.end();
  }
}

/** The body as a blob, which browsers keep on disk when it is large. `onBytes` gets the size of each part. */
async function collectBody(response: Response, onBytes: (size: number) => void): Promise<Blob> {
  const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      onBytes(part.length);
      controller.enqueue(part);
    },
  });
  return response.body === null ? new Blob() : new Response(response.body.pipeThrough(meter)).blob();
}

/** Aborts its signal after a silence. */
class SilenceTimer {
  readonly #abort = new AbortController();
  readonly #limitMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort.abort(), this.#limitMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
