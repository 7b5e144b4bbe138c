/** A page's statement that a person has agreed to one request. */
export interface HubGrant {
  /** The asking page, by its client id. */
  readonly client: string;
  /** The path to fetch, as in `hubAddress`. */
  readonly path: string;
  /** A secret of the page and the service worker. A request carries it. */
  readonly key: string;
}

/** How long a grant waits for its request, in ms. */
const GRANT_MS = 30_000;
const LEAST_KEY_LENGTH = 32;

/** Grants for requests through the door to a hub. One request uses a grant up. After half a minute it is void. */
export class HubGrants {
  readonly #grants = new Map<string, { readonly grant: HubGrant; readonly until: number }>();

  /** Stores a grant that was given at `now` (ms). False for a short key, and for a key that was given before. */
  give(grant: HubGrant, now: number): boolean {
    for (const [key, { until }] of this.#grants) if (until < now) this.#grants.delete(key);
    if (grant.key.length < LEAST_KEY_LENGTH || this.#grants.has(grant.key)) return false;
    this.#grants.set(grant.key, { grant, until: now + GRANT_MS });
    return true;
  }

  /** Uses a grant up at `now` (ms). False where there is none for exactly this page, path and key. */
  use({ client, path, key }: HubGrant, now: number): boolean {
    const known = this.#grants.get(key);
    if (known === undefined || known.until < now) return false;
    if (known.grant.client !== client || known.grant.path !== path) return false;
    return this.#grants.delete(key);
  }
}
