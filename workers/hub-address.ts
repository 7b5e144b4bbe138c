import { hubOrigin, isHubSegment } from '../src/domain/hub-id.js';

/**
 * The page and its workers can reach no origin but their own (`connect-src 'self'`). A model that a person asks for by
 * its Hub id goes through one door: the service worker answers GET requests of two shapes under `hub/` by fetching from
 * the named host, without credentials and without a referrer. Each request needs a grant (see `hub-grants.ts`), which the
 * page gives after a person has agreed to the host. Nothing else is ever fetched from elsewhere.
 *
 *   hub/<host>/<org>/<name>/resolve/<revision>/<path>   a file
 *   hub/<host>/api/models/<org>/<name>                  the list of files
 */

/**
 * The address to fetch for `path`, the part of the request's address after the service worker's folder (`hub/...`).
 * Null for every path that is not exactly one of the two shapes, with a host that `hubOrigin` accepts.
 */
export function hubAddress(path: string): string | null {
  const [door, host, ...segments] = path.split('/');
  if (door !== 'hub' || host === undefined) return null;
  const origin = hubOrigin(host);
  if (origin === null || !segments.every(isHubSegment)) return null;
  const isList = segments.length === 4 && segments[0] === 'api' && segments[1] === 'models';
  const isFile = segments.length >= 5 && segments[2] === 'resolve';
  return isList || isFile ? `${origin}/${segments.join('/')}` : null;
}
