import { describe, expect, it } from 'vitest';
import { HubGrants, type HubGrant } from '../../../workers/hub-grants.js';

const GRANT: HubGrant = {
  client: 'page-1',
  path: 'hub/hub.example/api/models/owner/name',
  key: '0b8f5a0e-6a0b-4c1c-9a63-2f6f3f0f6c11',
};

describe('a grant', () => {
  it('opens the door for one request', () => {
    const grants = new HubGrants();
    expect(grants.give(GRANT, 0)).toBe(true);
    expect(grants.use(GRANT, 10)).toBe(true);
    expect(grants.use(GRANT, 20)).toBe(false);
  });

  it.each([
    ['another page', { client: 'page-2' }],
    ['another path', { path: 'hub/elsewhere.example/api/models/owner/name' }],
    ['another key', { key: '' }],
  ])('does not open it for %s, and stays valid for its own request', (_, change) => {
    const grants = new HubGrants();
    grants.give(GRANT, 0);
    expect(grants.use({ ...GRANT, ...change }, 1)).toBe(false);
    expect(grants.use(GRANT, 2)).toBe(true);
  });

  it('is void after half a minute', () => {
    const grants = new HubGrants();
    grants.give(GRANT, 0);
    expect(grants.use(GRANT, 30_001)).toBe(false);
  });

  it('is refused with a short key, or with the key of another grant', () => {
    const grants = new HubGrants();
    expect(grants.give({ ...GRANT, key: '1' }, 0)).toBe(false);
    expect(grants.give(GRANT, 0)).toBe(true);
    expect(grants.give({ ...GRANT, path: 'hub/x' }, 0)).toBe(false);
    expect(grants.use(GRANT, 1)).toBe(true);
  });
});
