import type { OfflineCopy } from '../../protocol/app-ports.js';
import type { OfflineState, ServiceWorkerMessage } from '../../protocol/offline-wire.js';

/**
 * Registers the service worker after `first` has settled, and reports every state, the present one first. In development
 * the state is `unsupported`. A new version never activates itself: see `applyUpdate`.
 */
export function keepOfflineCopy(onState: (state: OfflineState) => void, first: Promise<unknown>): OfflineCopy {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) {
    onState('unsupported');
    return { applyUpdate: () => {} };
  }
  return new RegisteredCopy(onState, first);
}

/**
 * Whether the page may use shared memory, and with it WebAssembly threads. False on the first visit to a host without
 * isolation headers, which the service worker adds from the second visit on. False inside a frame of another site.
 */
export function isCrossOriginIsolated(): boolean {
  return globalThis.crossOriginIsolated;
}

/** Whether the page comes over https or from this machine. Other pages lack many of the browser's interfaces. */
export function isSecureOrigin(): boolean {
  return globalThis.isSecureContext;
}

/** Calls back when a script cannot be loaded: the host has another version by now, or cannot be reached. */
export function onMissingScript(callback: () => void): void {
  window.addEventListener('vite:preloadError', callback);
}

class RegisteredCopy implements OfflineCopy {
  readonly #onState: (state: OfflineState) => void;
  #state: OfflineState = 'installing';
  #waiting: ServiceWorker | null = null;

  constructor(onState: (state: OfflineState) => void, first: Promise<unknown>) {
    this.#onState = onState;
    onState(this.#state);
    navigator.serviceWorker.addEventListener('controllerchange', () => this.#sayBuild());
    void first.then(() => this.#register());
  }

  applyUpdate(): void {
    if (this.#state !== 'update-waiting') return;
    const worker = this.#waiting;
    if (worker?.state !== 'installed') {
      // Another tab has applied it already.
      location.reload();
      return;
    }
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') location.reload();
    });
    tell(worker, { kind: 'apply-update' });
  }

  async #register(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register('./sw.js', { updateViaCache: 'none' });
      registration.addEventListener('updatefound', () => this.#follow(registration));
      this.#follow(registration);
      this.#sayBuild();
    } catch {
      this.#set('broken');
    }
  }

  /** Derives the state from the registration, and again at every change of a version on its way. */
  #follow(registration: ServiceWorkerRegistration): void {
    const { installing, waiting, active } = registration;
    installing?.addEventListener('statechange', () => this.#follow(registration));
    if (waiting !== null && active !== null) {
      this.#waiting = waiting;
      this.#set('update-waiting');
    } else if (this.#state === 'update-waiting') {
      // The state stays so until this page reloads, whichever tab applied the update.
    } else if (active !== null) {
      this.#set('ready');
    } else if (installing === null && waiting === null) {
      this.#set('broken');
    }
  }

  #set(state: OfflineState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#onState(state);
  }

  #sayBuild(): void {
    const build = document.querySelector<HTMLMetaElement>('meta[name="rinse-build"]')?.content;
    const { controller } = navigator.serviceWorker;
    if (build !== undefined && controller !== null) tell(controller, { kind: 'page-started', build });
  }
}

function tell(worker: ServiceWorker, message: ServiceWorkerMessage): void {
  worker.postMessage(message);
}
