/** What the page may tell the service worker. */
export type ServiceWorkerMessage =
  /** The person asked for the new version: stop waiting. */
  | { readonly kind: 'apply-update' }
  /** A page has started, and is of this build: older builds' files may go when no page needs them. */
  | { readonly kind: 'page-started'; readonly build: string }
  /** A person agreed to one request to a hub. Answered on the port that comes along, once the door is open for it. */
  | { readonly kind: 'hub-agreed'; readonly path: string; readonly key: string };

/**
 * `unsupported`: no service worker here (or development). `installing`: the copy for offline use is being made.
 * `ready`: everything works without the server. `update-waiting`: a newer version is complete and waits for the person.
 * `broken`: the copy could not be made; the page works as long as the server does.
 */
export type OfflineState = 'unsupported' | 'installing' | 'ready' | 'update-waiting' | 'broken';
