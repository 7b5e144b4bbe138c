import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { misfits } from './fits.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf } from './screen.js';

const TEXTS = [
  'Oil prices rise as the market opens',
  'The team wins the final match',
  'Shares of the oil company fall',
  'The minister meets the president',
  'A chip doubles the speed',
  'A short note',
];
const LABELS = ['World', 'Sports', 'Business', 'World', 'Sci/Tech', 'World'];

function tableOf(rows: readonly (readonly [text: string, label: string])[]): string {
  return `text\tlabel\n${rows.map(([text, label]) => `${text}\t${label}\n`).join('')}`;
}

const EARLIER = TEXTS.map((text, at) => [text, LABELS[at] ?? ''] as const);
/** Moved, with a new row, a removed one, one with another label, and one text twice. */
const LATER = [
  ['A new row', 'World'] as const,
  ...EARLIER.toReversed()
    .filter(([text]) => !text.startsWith('A chip'))
    .map(([text, label]) => [text, text.startsWith('The minister') ? 'Business' : label] as const),
  ['A short note', 'World'] as const,
];

async function decide(page: Page, row: number, button: string): Promise<void> {
  await page.locator(`[data-testid=queue-row][data-row="${row}"]`).click();
  await expect(page.getByTestId('card')).toHaveAttribute('data-row', String(row));
  await page.getByTestId(button).click();
}

async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
}

async function worked(page: Page): Promise<void> {
  await give(page, 'train.tsv', tableOf(EARLIER));
  await confirmImport(page);
  await decide(page, 0, 'label-option-Business');
  await decide(page, 1, 'discard-row');
  for (const row of [2, 3, 4, 5]) await decide(page, row, 'confirm-label');
  await saved(page);
}

async function openLater(page: Page): Promise<void> {
  await give(page, 'train.tsv', tableOf(LATER));
  await confirmImport(page);
  await expect(page.getByTestId('earlier-work')).toBeVisible();
}

test('a changed file takes the decisions of its earlier version over, with a report and one undo', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await worked(page);
  await openLater(page);
  await expect(page.getByTestId('earlier-work')).toHaveAttribute('data-decisions', '6');
  await expect(page.getByTestId('earlier-work')).toHaveAttribute('data-found', '4');
  await expect(page.locator('[data-testid=queue-row]:not([data-status=pending])')).toHaveCount(0);
  await page.getByTestId('earlier-work-take').click();
  const report = page.getByTestId('earlier-report');
  await expect(report).toBeVisible();
  const counts = { taken: 3, 'by-text': 4, relabelled: 1, ambiguous: 1, gone: 1, 'by-id': 0, edited: 0 };
  for (const [name, count] of Object.entries(counts)) {
    await expect(report, name).toHaveAttribute(`data-${name}`, String(count));
  }
  await expectNoViolations(page, 'the report of the earlier version');
  await page.getByTestId('earlier-report-show').click();
  await expect(report).toHaveCount(0);
  await expect(page.getByTestId('queue-row')).toHaveCount(1);
  await decide(page, 2, 'confirm-label');
  await page.getByRole('button', { name: 'Remove filter: decided differently' }).click();
  await saved(page);
  await page.reload();
  await expect(page.getByTestId('queue-row')).toHaveCount(LATER.length);
  await expect(page.getByTestId('earlier-work')).toHaveCount(0);
  const rows = objectsOf(await exported(page, 'export-audit'));
  expect(
    rows.map((row) => `${String(row['status'])} ${String(row['corrected_label'] ?? row['original_label'])}`),
  ).toEqual([
    'pending World',
    'pending World',
    'validated Business',
    'validated Business',
    'discarded Sports',
    'corrected Business',
    'pending World',
  ]);
});

test('the offer and the report fit a phone and have no accessibility fault in both languages', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await worked(page);
  for (const lang of ['en', 'zh-CN']) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`./?device=wasm&learn=off&lang=${lang}`);
    await expect(page.getByTestId('queue')).toBeVisible();
    await openLater(page);
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await expectNoViolations(page, `the offer, ${lang}, ${width}`);
      expect(await misfits(page), `the offer, ${lang}, ${width}`).toEqual([]);
    }
    await page.getByTestId('earlier-work-take').click();
    await expect(page.getByTestId('earlier-report')).toBeVisible();
    await expectNoViolations(page, `the report, ${lang}`);
    expect(await misfits(page), `the report, ${lang}`).toEqual([]);
    await page.getByTestId('earlier-report-close').click();
    // For the next language: as if nothing had been taken over.
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByTestId('undo').click();
    await saved(page);
  }
});
