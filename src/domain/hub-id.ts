const HOST_NAME = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
const SEGMENT = /^[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,127}$/;

/**
 * Whether a part of a path at a hub, between two slashes, is allowed: up to 128 letters, digits and `. _ - +`, no dot
 * first. So there is no `..`, no percent escape and no hidden file.
 */
export function isHubSegment(segment: string): boolean {
  return SEGMENT.test(segment);
}

/**
 * The origin of a hub's host, which may have a port: http for this machine (`localhost`, `127.0.0.1`), https for every
 * other name. Null for other IP addresses, names without a dot, upper case, a user name and a path.
 */
export function hubOrigin(host: string): string | null {
  const [name = '', port, ...rest] = host.split(':');
  if (rest.length > 0) return null;
  if (port !== undefined && !(/^[1-9][0-9]{0,4}$/.test(port) && Number(port) <= 65535)) return null;
  if (LOOPBACK.has(name)) return `http://${host}`;
  return HOST_NAME.test(name) ? `https://${host}` : null;
}

/**
 * The id `owner/name` of a model in a typed or pasted text: the id itself, or the address of its page
 * (`https://huggingface.co/owner/name/tree/main`). Null for other texts.
 */
export function parseHubId(typed: string): string | null {
  const text = typed.trim();
  const page = /^https?:\/\/[^/]+\/([^/?#]+\/[^/?#]+)/.exec(text)?.[1];
  const id = page ?? text;
  const segments = id.split('/');
  return segments.length === 2 && segments.every(isHubSegment) ? id : null;
}

/**
 * The host (with its port, if any) in a typed mirror address such as `https://hf-mirror.com/`. Null for an address with
 * a path, a user name, or an IP address other than this machine's.
 */
export function parseHubHost(typed: string): string | null {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  return hubOrigin(host) === null ? null : host;
}
