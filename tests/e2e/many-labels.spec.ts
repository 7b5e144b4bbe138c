import type { Page } from '@playwright/test';
import { expectNoViolations } from './axe.js';
import { expect, test } from './fixtures.js';
import { confirmImport, exported, give, NO_LEARNING, objectsOf } from './screen.js';

/** Lists of twenty thousand labels draw only visible labels, and a person can reach every label. */

const LABELS = 20_000;
const name = (label: number): string => `label_${String(label).padStart(5, '0')}`;
const ROWS = Array.from({ length: LABELS }, (_, row) => `report ${row}\t${name(row)}`);
/** The whole page with all of its panels has some 700 nodes. */
const MOST_NODES = 1500;

function nodes(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelectorAll('*').length);
}

test('twenty thousand labels: label map, card, keys and filter', async ({ page }) => {
  await page.goto(NO_LEARNING);
  await give(page, 'many.tsv', `text\tlabel\n${ROWS.join('\n')}\n`);
  await confirmImport(page);
  await test.step('the label map draws only its visible rows, and maps the last label after a scroll', async () => {
    const map = page.getByTestId('label-map');
    await expect(map).toHaveAttribute('aria-rowcount', String(LABELS + 1));
    await expect(page.getByTestId(`label-map-${name(0)}`)).toBeVisible();
    expect(await nodes(page)).toBeLessThan(MOST_NODES);

    await map.locator('..').evaluate((scroller) => scroller.scrollTo({ top: scroller.scrollHeight }));
    const last = page.getByTestId(`label-map-${name(LABELS - 1)}`);
    await last.selectOption({ label: 'Sports' });
    await expect(map).toHaveAttribute('data-basis', 'chosen');
    expect(await nodes(page)).toBeLessThan(MOST_NODES);

    // The focused row stays in the document while the list draws and removes other rows.
    await last.focus();
    await map.locator('..').evaluate((scroller) => scroller.scrollTo({ top: 0 }));
    await expect(page.getByTestId(`label-map-${name(0)}`)).toBeVisible();
    await expect(last).toBeFocused();
    await expect(last.locator('option:checked')).toHaveText('Sports');
    await page.keyboard.press('Escape');
  });
  await test.step('the card reaches every label by scroll, by keyboard and by its filter', async () => {
    await page.keyboard.press('j');
    const card = page.getByTestId('card');
    await expect(card).toHaveAttribute('data-row', '0');
    const options = card.getByTestId(/^label-option-/);
    await expect(options.first()).toHaveAttribute('data-testid', `label-option-${name(0)}`);
    expect(await options.count()).toBeLessThan(60);
    await options.nth(0).focus();
    for (let i = 0; i < 40; i++) await page.keyboard.press('Tab');
    await expect(card.getByTestId(`label-option-${name(40)}`)).toBeFocused();
    expect(await nodes(page)).toBeLessThan(MOST_NODES);

    await card.getByTestId(`label-option-${name(40)}`).evaluate((option) => {
      option.parentElement?.scrollTo({ top: option.parentElement.scrollHeight });
    });
    await expect(card.getByTestId(`label-option-${name(LABELS - 1)}`)).toBeVisible();

    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    await page.keyboard.type('label 19999');
    await expect(options).toHaveCount(1);
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    const changes = objectsOf(await exported(page, 'export-changes'));
    expect(changes).toMatchObject([{ row: 0, original_label: name(0), corrected_label: name(19_999) }]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  });
  await test.step('a label gets a key from the help, and the key chooses it on the card', async () => {
    await page.keyboard.press('?');
    await expect(page.getByTestId(/^label-key-/)).toHaveCount(20);
    const other = page.getByTestId('keys-help').getByRole('combobox', { name: 'Another label' });
    await other.click();
    await page.keyboard.type('12345');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('set-key-dialog').getByRole('heading')).toHaveText(`Key of ${name(12_345)}`);
    await page.keyboard.press('q');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId(`label-key-${name(12_345)}`)).toHaveText('q');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('keys-help')).toBeHidden();
    await page.keyboard.press('q');
    await expect(page.getByTestId('saved-state')).toHaveAttribute('data-state', 'saved');
    expect(objectsOf(await exported(page, 'export-changes'))).toMatchObject([
      { row: 0, corrected_label: name(12_345) },
    ]);
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('count-reviewed')).toHaveText('0');
  });
  await test.step('finds a filter by label by its words and with the arrows', async () => {
    const queue = page.getByTestId('queue');
    await page.getByRole('button', { name: 'Filters' }).click();
    const field = page.getByRole('combobox', { name: 'Label', exact: true });
    await expect(field).toHaveValue('Any');
    await field.click();
    const list = page.getByRole('listbox', { name: 'Label', exact: true });
    await expect(list.getByRole('option', { selected: true })).toHaveText('Any');
    expect(await nodes(page)).toBeLessThan(MOST_NODES);
    await expectNoViolations(page, 'filters', '.filters');

    await page.keyboard.type('label 1230');
    await expect(list.getByRole('option').first()).toHaveText(name(1230));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(list).toHaveCount(0);
    await expect(field).toHaveValue(name(11_230));
    await expect(queue).toHaveAttribute('aria-rowcount', '1');

    await field.click();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Escape');
    await expect(field).toHaveValue(name(11_230));
    await field.click();
    await page.keyboard.type('19999');
    await list.getByRole('option').first().click();
    await expect(field).toHaveValue(name(19_999));
    await expect(list).toHaveCount(0);
    await expect(page.getByTestId('queue-row')).toHaveAttribute('data-row', '19999');
  });
});
