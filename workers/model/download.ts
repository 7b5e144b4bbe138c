import { answerFault, transferFault } from '../../src/domain/models/transfer.js';
import { errorText, type FaultCode } from '../../src/protocol/fault.js';
import type { DownloadState } from '../../src/protocol/model-wire.js';
import { ModelFault } from './fault.js';
import { concatBytes } from './onnx-proto.js';

/** Counts the bytes of a load. `loading()` reads it. */
export class DownloadMeter {
  #received = 0;
  /** Expected bytes of each request under way or done. A request of unknown length makes the total unknown. */
  readonly #expected = new Map<string, number>();
  phase: DownloadState['phase'] = 'idle';

  expect(name: string, bytes: number): void {
    this.#expected.set(name, bytes);
  }

  /** A negative number takes bytes back. */
  add(bytes: number): void {
    this.#received += bytes;
  }

  /** Starts again from zero. */
  reset(): void {
    this.#received = 0;
    this.#expected.clear();
    this.phase = 'idle';
  }

  state(): DownloadState {
    const sizes = [...this.#expected.values()];
    const total = sizes.some((size) => size === 0) ? 0 : sizes.reduce((sum, size) => sum + size, 0);
    // A compressed response delivers more bytes than it announced. Then the total means nothing.
    return { receivedBytes: this.#received, totalBytes: total >= this.#received ? total : 0, phase: this.phase };
  }
}

/** Longest silence of a server before the download counts as stalled, in ms. */
export const STALL_MS = 30_000;

/** Faults that a second try may avoid. */
const MAY_PASS: ReadonlySet<FaultCode> = new Set(['model-truncated', 'model-download']);

/**
 * Fetches a file whole. A transfer that fails or breaks off is tried once more, past the browser's cache: browsers let
 * requests of one address share a transfer, and a request that shares it can be cut off when the cache has no room.
 * Faults: those of `answerFault`, `model-truncated` (fewer bytes than announced), and those of `transferFault`. The
 * fault's `file` parameter is `name`.
 */
export async function download(
  url: URL,
  name: string,
  meter: DownloadMeter,
  stallMs = STALL_MS,
): Promise<Uint8Array<ArrayBuffer>> {
  const transfer = { url, name, meter, stallMs };
  try {
    return await fetchWhole(transfer, 'default');
  } catch (error) {
    if (!(error instanceof ModelFault) || !MAY_PASS.has(error.fault.code)) throw error;
    return await fetchWhole(transfer, 'no-store');
  }
}

interface Transfer {
  readonly url: URL;
  readonly name: string;
  readonly meter: DownloadMeter;
  readonly stallMs: number;
}

/** One try. The meter does not count the bytes of a failed one. */
async function fetchWhole(
  { url, name, meter, stallMs }: Transfer,
  cache: RequestCache,
): Promise<Uint8Array<ArrayBuffer>> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), stallMs);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), stallMs);
  };
  let announced = 0;
  let received = 0;
  const parts: Uint8Array[] = [];
  try {
    meter.expect(name, 0);
    const response = await fetch(url, { signal: silence.signal, cache });
    heard();
    refuseAnswer(response, name);
    announced = Number(response.headers.get('content-length') ?? 0);
    if (announced > 0) meter.expect(name, announced);
    // Not `for await`: Safari's streams cannot be iterated.
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      heard();
      parts.push(part.value);
      received += part.value.length;
      meter.add(part.value.length);
    }
    // Compressed responses announce their compressed size, which is smaller than the content: no truncation.
    if (received < announced) throw truncated(name, received, announced);
  } catch (error) {
    meter.add(-received);
    if (error instanceof ModelFault) throw error;
    throw networkFault(error, name, { received, announced, silentMs: silence.signal.aborted ? stallMs : null });
  } finally {
    clearTimeout(timer);
  }
  meter.expect(name, received);
  return concatBytes(parts);
}

function refuseAnswer(response: Response, name: string): void {
  const fault = answerFault(response.status, response.headers.get('content-type'));
  if (fault !== null) throw new ModelFault(fault, `${name}: HTTP ${response.status}`, { file: name });
}

/** Why a transfer broke off, by its progress. `silentMs`: the limit that passed without a byte, or null. */
function networkFault(
  error: unknown,
  name: string,
  at: { readonly received: number; readonly announced: number; readonly silentMs: number | null },
): ModelFault {
  const code = transferFault({ ...at, stalled: at.silentMs !== null, online: navigator.onLine });
  if (code === 'model-truncated') return truncated(name, at.received, at.announced);
  const seconds = at.silentMs === null ? {} : { seconds: at.silentMs / 1000 };
  return new ModelFault(code, `${name}: ${errorText(error)} after ${at.received} bytes`, { file: name, ...seconds });
}

function truncated(name: string, received: number, announced: number): ModelFault {
  const params = { file: name, bytes: received, needed: announced };
  return new ModelFault('model-truncated', `${name}: ${received} of ${announced} bytes`, params);
}
