import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { Fault, FaultCode } from '../protocol/fault.js';

/** One download through the door to a model hub. */
export interface HubRequest {
  readonly address: URL;
  /** From `openHubDoor`: the door opens once for it. */
  readonly key: string;
  /** Names the file in faults. */
  readonly file: string;
  readonly signal: AbortSignal;
  /** Longest silence before the download counts as stalled. */
  readonly stallMs: number;
  /** Bytes so far, and bytes announced (0 = unknown). */
  readonly onBytes: (receivedBytes: number, totalBytes: number) => void;
}

const NOT_FOUND = new Set([400, 401, 403, 404, 410]);

/**
 * Fetches one file whole. Faults: `model-hub-unavailable` (no service worker answered), `model-not-found` (404 and what
 * hubs answer for it), `model-html`, `model-truncated` (fewer bytes than announced), `model-lfs-pointer`,
 * `model-stalled`, `model-offline`, `model-download` (anything else, also an abort).
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
    if (NOT_FOUND.has(response.status)) return fault('model-not-found', `HTTP ${response.status}`);
    if (!response.ok) return fault(navigator.onLine ? 'model-download' : 'model-offline', `HTTP ${response.status}`);
    if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) return fault('model-html', 'a page');
    announced = Number(response.headers.get('content-length') ?? 0);
    const blob = await collectBody(response, (size) => {
      silence.heard();
      received += size;
      // A compressed response delivers more than it announced: then the total says nothing.
      request.onBytes(received, announced >= received ? announced : 0);
    });
    const sizes = { bytes: received, needed: announced };
    if (received < announced) return fault('model-truncated', `${received} of ${announced} bytes`, sizes);
    return await checkKind(blob, fault);
  } catch (error) {
    if (silence.signal.aborted) return fault('model-stalled', `${received} bytes`, { seconds: request.stallMs / 1000 });
    if (!navigator.onLine) return fault('model-offline', String(error));
    // Browsers report a body that ends early as a network error.
    if (received > 0 && received < announced && !request.signal.aborted) {
      return fault('model-truncated', String(error), { bytes: received, needed: announced });
    }
    return fault('model-download', String(error));
  } finally {
    silence.end();
  }
}

/** The body as a blob, which browsers keep on disk when it is large; `onBytes` hears the size of each part. */
async function collectBody(response: Response, onBytes: (size: number) => void): Promise<Blob> {
  const meter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(part, controller) {
      onBytes(part.length);
      controller.enqueue(part);
    },
  });
  return response.body === null ? new Blob() : new Response(response.body.pipeThrough(meter)).blob();
}

/** Recognises what is sent in place of a model file: a web page, or a Git LFS pointer. */
async function checkKind(
  blob: Blob,
  fault: (code: FaultCode, detail: string) => Outcome<Blob>,
): Promise<Outcome<Blob>> {
  const head = (await blob.slice(0, 64).text()).trimStart();
  if (head.startsWith('<')) return fault('model-html', 'the file is a page');
  if (head.startsWith('version https://git-lfs')) return fault('model-lfs-pointer', 'a Git LFS pointer');
  return ok(blob);
}

/** Aborts its signal when nothing has been heard for a while. */
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
