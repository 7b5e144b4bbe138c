import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.js';

/** Asserts that axe reports no violation now. `state`: its name in a failure, `part`: a selector of the checked part. */
export async function expectNoViolations(page: Page, state: string, part = 'html'): Promise<void> {
  // The page has no frames, and a report of the passed elements takes most of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await axe.include(part).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  expect(found, state).toEqual([]);
}
