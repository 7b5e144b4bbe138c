import { describe, expect, test } from 'vitest';
import { madeUp, NEWS, tsvOf } from '../../fakes/taught-rows.js';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = 300;
const FILE = tsvOf(madeUp(NEWS, { rows: ROWS, wrongEvery: 10 }));

async function scored(): Promise<ShownPage> {
  const page = await ShownPage.open({ query: 'learn=off' });
  await page.openFile('news.tsv', FILE);
  await page.score();
  await soon(() => page.data('card', 'row')).not.toBeNull();
  return page;
}

/** Confirms rows by key. Returns the rows and whether card and list mark them. */
async function confirmRows(page: ShownPage, count: number): Promise<{ row: string | null; drawn: boolean }[]> {
  const seen = [];
  for (let at = 0; at < count; at += 1) {
    const row = page.data('card', 'row');
    const drawn = page.all('draw-mark', page.get('card')).length > 0;
    expect(page.all('draw-mark', page.row(Number(row))).length > 0).toBe(drawn);
    seen.push({ row, drawn });
    await page.key('Enter');
  }
  return seen;
}

describe('the number of wrong labels left', () => {
  test('is estimated from every tenth row, which is a marked random draw', async () => {
    const page = await scored();
    expect(page.text('remaining')).toBe('How many wrong labels are left?');
    expect([page.data('remaining', 'low'), page.data('remaining', 'high')]).toEqual(['0', String(ROWS)]);
    const seen = await confirmRows(page, 81);
    const places = seen.flatMap(({ drawn }, place) => (drawn ? [place + 1] : []));
    // A draw of a row that is decided already is offered to nobody.
    expect(places.length).toBeGreaterThan(5);
    expect(places.filter((place) => place % 10 !== 1)).toEqual([]);
    expect(new Set(seen.map(({ row }) => row)).size).toBe(81);
    await soon(() => page.data('remaining', 'sampled')).toBe('8');
    expect(page.data('remaining', 'estimate')).toBe('0');
    expect(Number(page.data('remaining', 'high'))).toBeGreaterThan(50);
    expect(page.text('remaining')).toMatch(/^About 0 wrong labels left \(0 to \d+\)$/);

    await page.press('remaining');
    await soon(() => page.all('estimate-dialog').length).toBe(1);
    expect(page.text('estimate-width')).toMatch(/0 wrong in \d random rows still allows \d+%/);
    expect(page.data('yield-curve', 'reviewed')).toBe('81');
    expect(page.text('stopping')).toMatch(/^(Yes|Not yet)/);
    await page.check('draws-on', false);
    await page.press('estimate-close');
    expect((await confirmRows(page, 12)).filter(({ drawn }) => drawn)).toEqual([]);

    await page.saved();
    const later = await page.reload();
    await soon(() => later.data('remaining', 'sampled')).toBe('8');
    await later.press('remaining');
    await soon(() => later.all('estimate-dialog').length).toBe(1);
    expect(later.isChecked('draws-on')).toBe(false);
  });

  test('has no random draws in a list that a person filters or sorts', async () => {
    const page = await scored();
    await page.search('status:undecided');
    expect((await confirmRows(page, 15)).filter(({ drawn }) => drawn)).toEqual([]);
    expect(page.data('remaining', 'sampled')).toBe('0');
  });
});

describe('an audit', () => {
  test('hides the given labels, persists, and ends in a report to download', async () => {
    const page = await scored();
    await page.press('audit-start');
    await soon(() => page.all('audit-dialog').length).toBe(1);
    expect(page.data('audit-size', 'rows')).toBe(String(ROWS));
    await page.type('audit-precision', '0');
    expect(page.isDisabled('audit-begin')).toBe(true);
    await page.type('audit-precision', '25');
    expect(page.text('audit-size')).toBe('12 rows in the sample, 0 of them decided already.');
    await page.check('audit-blind');
    await page.press('audit-begin');
    await soon(() => page.data('audit-bar', 'total')).toBe('12');
    for (const hidden of ['queue-row', 'accept-suggestion', 'confirm-label', 'map']) {
      expect(page.all(hidden), hidden).toEqual([]);
    }
    const given = page.text('card');
    expect(given).not.toMatch(/given|The model/i);
    await page.key('Enter');
    expect(page.text('undecided')).toBe(
      'Nothing was decided: the audit hides the given label. Choose the right label.',
    );
    for (let row = 0; row < 5; row += 1) await page.press('label-option-World');
    expect(page.data('audit-bar', 'done')).toBe('5');
    await page.saved();

    const later = await page.reload();
    await soon(() => later.data('audit-bar', 'done')).toBe('5');
    await soon(() => later.data('card', 'row')).not.toBeNull();
    for (let row = 0; row < 7; row += 1) await later.press('label-option-World');
    await soon(() => later.all('audit-report').length).toBe(1);
    expect(later.data('audit-report', 'sampled')).toBe('12');
    expect(Number(later.data('audit-report', 'wrong'))).toBeGreaterThan(0);
    await later.press('audit-report-json');
    await later.press('audit-report-md');
    await soon(() => later.tab.downloads.files.length).toBe(2);
    const [json, markdown] = later.tab.downloads.files;
    expect([json?.name, markdown?.name]).toEqual(['news.audit-report.json', 'news.audit-report.md']);
    const report = JSON.parse(new TextDecoder().decode(json?.bytes)) as Record<string, unknown>;
    expect(report).toMatchObject({ rows: ROWS, sample_size: 12, sampled: 12, confidence: 0.95 });
    expect(new TextDecoder().decode(markdown?.bytes)).toMatch(/^# Audit of news\.tsv\n/);
    await later.press('audit-close');
    await soon(() => later.all('audit-dialog').length).toBe(0);
    expect(later.all('queue-row').length).toBeGreaterThan(0);
    expect(later.text('count-reviewed')).toBe('12');
  });

  test('that hides labels lets nobody select rows: the selection would show their labels', async () => {
    const page = await scored();
    const select = async (): Promise<void> => {
      await page.key('a', { ctrlKey: true });
      await page.key('ArrowDown', { shiftKey: true });
    };
    await select();
    expect(page.all('selection-bar')).toHaveLength(1);
    await page.press('audit-start');
    await page.check('audit-blind');
    await page.press('audit-begin');
    await soon(() => page.all('audit-bar').length).toBe(1);
    expect(page.all('selection-bar')).toEqual([]);
    const row = page.data('card', 'row');
    await select();
    expect(page.all('selection-bar')).toEqual([]);
    expect(page.data('card', 'row')).toBe(row);
  });

  test('can be ended before its end', async () => {
    const page = await scored();
    await page.press('audit-start');
    await page.type('audit-precision', '20');
    await page.press('audit-begin');
    await page.key('Enter');
    await page.press('audit-open');
    await page.press('audit-stop');
    expect(page.text('audit-report')).toContain('The audit ended early');
    await page.press('audit-close');
    expect(page.all('audit-bar')).toEqual([]);
  });
});

describe('a session with random draws', () => {
  /** The browser of a colleague with the rows, without scores. */
  async function colleague(session: string): Promise<ShownPage> {
    const page = await ShownPage.open({ query: 'learn=off' });
    await page.openFile('news.tsv', FILE);
    await merge(page, session);
    return page;
  }

  async function merge(page: ShownPage, session: string): Promise<void> {
    await page.give('news.session.json', session);
    await soon(() => page.all('session-dialog').length).toBe(1);
    await page.press('session-confirm');
    await soon(() => page.all('session-dialog').length).toBe(0);
    await page.saved();
  }

  const estimate = (page: ShownPage): (string | null)[] =>
    ['sampled', 'estimate', 'low', 'high'].map((name) => page.data('remaining', name));

  test('opens the estimate and a running audit elsewhere, and both go on together', async () => {
    const first = await scored();
    await confirmRows(first, 81);
    const before = estimate(first);
    expect(before[0]).toBe('8');
    const session = await first.exported('export-session');
    await first.close();
    const page = await colleague(session);
    expect(estimate(page)).toEqual(before);

    await page.press('audit-start');
    await page.type('audit-precision', '20');
    await page.press('audit-begin');
    await soon(() => page.all('audit-bar').length).toBe(1);
    const size = Number(page.data('audit-bar', 'total'));
    await page.press('confirm-label');
    await page.saved();
    const audit = await page.exported('export-session');
    const [done, after] = [page.data('audit-bar', 'done'), estimate(page)];
    expect(size).toBe(21);
    expect(Number(done)).toBeGreaterThan(8);
    await page.close();

    const again = await ShownPage.open({ query: 'learn=off' });
    await again.openFile('news.tsv', FILE);
    await merge(again, session);
    await again.give('news.session.json', audit);
    await soon(() => again.all('session-dialog').length).toBe(1);
    expect(again.data('session-draws', 'join')).toBe('joined');
    await again.press('session-confirm');
    await soon(() => again.data('audit-bar', 'done')).toBe(done);
    expect(estimate(again)).toEqual(after);
    expect(again.data('audit-bar', 'total')).toBe(String(size));
  });

  test('leaves the draws here as they are if those of the file have other strata', async () => {
    const first = await scored();
    await confirmRows(first, 31);
    const session = await first.exported('export-session');
    await first.close();
    const page = await scored();
    await confirmRows(page, 41);
    const before = page.data('remaining', 'sampled');
    const { draws } = JSON.parse(session) as { draws: { strata: string } };
    const other = [...draws.strata].reverse().join('');
    expect(other).not.toBe(draws.strata);
    await page.give('news.session.json', session.replace(draws.strata, other));
    await soon(() => page.all('session-dialog').length).toBe(1);
    expect(page.data('session-draws', 'join')).toBe('kept');
    expect(page.text('session-draws')).toContain('yours stay');
    await page.press('session-confirm');
    await soon(() => page.all('session-dialog').length).toBe(0);
    expect(page.data('remaining', 'sampled')).toBe(before);
  });
});
