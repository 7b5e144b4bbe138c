const SEGMENT = '[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,95}';
const ID = new RegExp(`^${SEGMENT}/${SEGMENT}$`);
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*(?::[1-9][0-9]{0,4})?$/;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1)(?::[1-9][0-9]{0,4})?$/;

/**
 * The id `owner/name` of a model in what a person typed or pasted: the id itself, or the address of its page
 * (`https://huggingface.co/owner/name/tree/main`). Null when it is neither.
 */
export function parseHubId(typed: string): string | null {
  const text = typed.trim();
  const page = /^https?:\/\/[^/]+\/([^/?#]+\/[^/?#]+)/.exec(text)?.[1];
  const id = page ?? text;
  return ID.test(id) ? id : null;
}

/**
 * The host (with its port, if any) in a typed mirror address such as `https://hf-mirror.com/`. Null for anything with a
 * path, a user name, or an IP address other than this machine's.
 */
export function parseHubHost(typed: string): string | null {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '');
  return HOST.test(host) || LOOPBACK.test(host) ? host : null;
}
