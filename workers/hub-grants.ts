/** A page's word that a person has agreed to one request. */
export interface HubGrant {
  /** The page that asks, by its client id. */
  readonly client: string;
  /** What is asked for, as in `hubAddress`. */
  readonly path: string;
  /** Known to the page and to the service worker only; a request shows it. */
  readonly key: string;
}

/** How long a grant waits for its request. */
const GRANT_MS = 30_000;
const LEAST_KEY_LENGTH = 32;

/** Grants for requests through the door to a hub. Each is used up by one request, and is void after half a minute. */
export class HubGrants {
  readonly #grants = new Map<string, { readonly grant: HubGrant; readonly until: number }>();

  /** Remembers a grant given at `now` (ms); false for a key that is short or was given before. */
  give(grant: HubGrant, now: number): boolean {
    for (const [key, { until }] of this.#grants) if (until < now) this.#grants.delete(key);
    if (grant.key.length < LEAST_KEY_LENGTH || this.#grants.has(grant.key)) return false;
    this.#grants.set(grant.key, { grant, until: now + GRANT_MS });
    return true;
  }

  /** Uses a grant up at `now` (ms); false where there is none for exactly this page, path and key. */
  use({ client, path, key }: HubGrant, now: number): boolean {
    const known = this.#grants.get(key);
    if (known === undefined || known.until < now) return false;
    if (known.grant.client !== client || known.grant.path !== path) return false;
    return this.#grants.delete(key);
  }
}
