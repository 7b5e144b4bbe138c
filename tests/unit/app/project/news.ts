import { expect } from 'vitest';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';
import { FAKE_CLASSES, type FakeModelHost } from '../../../fakes/model-host.js';
import { FakeBrowser, lossOfRow, type Page } from '../../../fakes/page.js';

/** The labels of a small dataset of news, see `tsvOf`. */
export const LABELS = ['World', 'Sports', 'Business', 'World', 'Sports', 'Business', 'World', 'Sports'];
export const ROWS = LABELS.length;
/** Model classes of the labels. */
export const byName = LABELS.map((name) => FAKE_CLASSES.indexOf(name));

/** The number of scored rows, repeated ones included. */
export const scored = (host: FakeModelHost): number => [...host.scored.values()].reduce((sum, times) => sum + times, 0);

/** The records of all stored projects. */
export async function projectsIn(browser: FakeBrowser): Promise<readonly ProjectRecord[]> {
  const found = await browser.store.projects();
  return found.ok ? found.value : [];
}

/** The record of the only stored project. */
export async function storedRecord(browser: FakeBrowser): Promise<ProjectRecord> {
  const [record, ...others] = await projectsIn(browser);
  if (!record || others.length > 0) throw new Error('not one project');
  return record;
}

/** Losses of all rows under label classes, against the reference in 64 bits. */
export function expectLosses(of: Page, labelClasses: readonly number[]): void {
  for (const [row, label] of labelClasses.entries()) {
    const loss = of.predictions.loss.value[row] ?? 0;
    if (label < 0) expect(loss).toBeNaN();
    else expect(loss).toBeCloseTo(lossOfRow(row, label), 5);
  }
}
