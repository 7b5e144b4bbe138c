import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { ServiceWorkerMessage } from '../protocol/offline-wire.js';
import { isSecureOrigin } from './offline.js';

/** How long the service worker may take to answer. A stopped one starts first. */
const ANSWER_MS = 10_000;

/**
 * Reports to the service worker that a person agreed to this request (`hub/<host>/...`, relative to the page's folder).
 * Returns a key for one request of this page, which sends it in the header `X-Rinse-Door`. Faults:
 * `model-hub-unavailable` (no service worker answers), `insecure-origin` (the page cannot have one).
 */
export async function openHubDoor(path: string): Promise<Outcome<string>> {
  if (!isSecureOrigin()) return failed({ code: 'insecure-origin' });
  const worker = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null;
  if (worker === null) return failed({ code: 'model-hub-unavailable' });
  const key = crypto.randomUUID();
  const { port1, port2 } = new MessageChannel();
  const message: ServiceWorkerMessage = { kind: 'hub-agreed', path, key };
  const answered = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), ANSWER_MS);
    port1.onmessage = () => {
      clearTimeout(timer);
      resolve(true);
    };
    worker.postMessage(message, [port2]);
  });
  port1.close();
  return answered ? ok(key) : failed({ code: 'model-hub-unavailable', detail: 'the service worker did not answer' });
}
