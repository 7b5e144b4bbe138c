/**
 * The page and its workers can reach no origin but their own (`connect-src 'self'`). A model that a person asks for by
 * its Hub id goes through one door: the service worker answers GET requests of two shapes under `hub/` by fetching from
 * the named host, without credentials and without a referrer. Each request needs a grant (see `hub-grants.ts`), which the
 * page gives after a person has agreed to the host. Nothing else is ever fetched from elsewhere.
 *
 *   hub/<host>/<org>/<name>/resolve/<revision>/<path>   a file
 *   hub/<host>/api/models/<org>/<name>                  the list of files
 */

const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
/** Letters, digits and `. _ - +`, not starting with a dot: no `..`, no percent escapes, nothing hidden. */
const SEGMENT = /^[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,127}$/;

/**
 * The address to fetch for `path`, the part of the request's address after the service worker's folder (`hub/...`).
 * Null for everything that is not exactly one of the two shapes. Hosts are names, optionally with a port; http is used for
 * this machine only, https for all others. IP addresses other than 127.0.0.1 are refused.
 */
export function hubAddress(path: string): string | null {
  const [door, host, ...segments] = path.split('/');
  if (door !== 'hub' || host === undefined) return null;
  const origin = hubOrigin(host);
  if (origin === null || !segments.every((segment) => SEGMENT.test(segment))) return null;
  const isList = segments.length === 4 && segments[0] === 'api' && segments[1] === 'models';
  const isFile = segments.length >= 5 && segments[2] === 'resolve';
  return isList || isFile ? `${origin}/${segments.join('/')}` : null;
}

function hubOrigin(host: string): string | null {
  const [name = '', port, ...rest] = host.split(':');
  if (rest.length > 0) return null;
  if (port !== undefined && !(/^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65535)) return null;
  if (LOOPBACK.has(name)) return `http://${host}`;
  return HOST_NAME.test(name) ? `https://${host}` : null;
}
