/** Messages from the page to the service worker. */
export type ServiceWorkerMessage =
  /** The person asked for the new version: stop waiting. */
  | { readonly kind: 'apply-update' }
  /** A page has started and is of this build. Files of older builds may be deleted when no page needs them. */
  | { readonly kind: 'page-started'; readonly build: string }
  /**
   * A person agreed to one request to a hub. The port that comes with the message gets an answer once the door is open.
   */
  | { readonly kind: 'hub-agreed'; readonly path: string; readonly key: string };

/**
 * `unsupported`: no service worker here (or development). `installing`: the service worker makes the copy for offline
 * use. `ready`: everything works without the server. `update-waiting`: a newer version is complete and waits for the
 * person. `broken`: the copy failed, and the page works as long as the server does.
 */
export type OfflineState = 'unsupported' | 'installing' | 'ready' | 'update-waiting' | 'broken';
