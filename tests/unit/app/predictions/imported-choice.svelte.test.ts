import { beforeEach, describe, expect, it } from 'vitest';
import { RESULTS_KEY } from '../../../../src/app/scoring/models.svelte.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { dataset, jsonl, LABELS, losses, ROWS } from './results-files.js';

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

describe('the target of a dropped file', () => {
  const target = async (file: File): Promise<string> => {
    await page.importer.open(file, file.name);
    return page.importer.target;
  };

  it('is the dataset for results alone without an open dataset, and the guess marks them as alone', async () => {
    expect(await target(losses())).toBe('dataset');
    expect(page.importer.guess?.alone).toBe(true);
    await page.importer.changeTarget('results');
    expect(page.importer.target).toBe('dataset');
  });

  it('is always the results for a file of results alone, even without matching rows', async () => {
    await page.drop(tsvOf(LABELS));
    expect(await target(jsonl([{ id: 'x', loss: 1 }], 'other.jsonl'))).toBe('results');
    expect(page.importer.joined?.join.matched).toBe(0);
    expect(page.importer.confirmResults()).toBeNull();
    await page.importer.changeRoles({ id: '' });
    expect(page.importer.joined?.join.matched).toBe(1);
  });

  it('is the results for texts with results where the ids match or the row counts are equal', async () => {
    await page.drop(dataset());
    const withTexts = (rows: readonly object[]): File => jsonl(rows, 'scored.jsonl');
    expect(await target(withTexts(ROWS.toReversed().map((row) => ({ ...row, loss: 1 }))))).toBe('results');
    expect(await target(withTexts(ROWS.map(({ text, label }) => ({ text, label, loss: 1 }))))).toBe('results');
    expect(await target(withTexts(ROWS.slice(1).map((row) => ({ ...row, loss: 1 }))))).toBe('dataset');
    expect(page.importer.result?.dataset.rows).toBe(3);
    expect(await target(withTexts(ROWS.map((row) => ({ ...row, label: 'Sports', loss: 1 }))))).toBe('dataset');
  });

  it('is the dataset for the open file itself and for a file of an earlier project', async () => {
    const scored = (): File => jsonl(ROWS.map((row) => ({ ...row, loss: 1 })), 'scored.jsonl'); // prettier-ignore
    await page.drop(scored());
    expect(await target(scored())).toBe('dataset');
    page.importer.cancel();
    await page.drop(dataset());
    expect(await target(scored())).toBe('dataset');
    expect(page.importer.known).toHaveLength(1);
  });

  it('changes at the choice of a person, together with the roles', async () => {
    await page.drop(dataset());
    expect(await target(jsonl(ROWS.map((row) => ({ ...row, loss: 1 })), 'scored.jsonl'))).toBe('results'); // prettier-ignore
    await page.importer.changeTarget('dataset');
    expect(page.importer.roles).toMatchObject({ text: 'text', label: 'label', resultLoss: 'loss' });
    expect(page.importer.result?.dataset.rows).toBe(4);
    await page.importer.changeTarget('results');
    expect(page.importer.resultsRead?.file.rows).toBe(4);
    expect(page.importer.result).toBeNull();
    await page.importer.changeSettings({ format: 'json-array' });
    await page.importer.changeSettings({ format: 'jsonl' });
    expect(page.importer.target).toBe('results');
    await page.importer.changeTarget('dataset');
    expect(page.importer.result?.dataset.rows).toBe(4);
  });

  it('is the dataset for a plain dataset, which can be read as results by a chosen column', async () => {
    await page.drop(dataset());
    expect(await target(jsonl(ROWS.map(({ id }, i) => ({ id, doubt: i })), 'doubts.jsonl'))).toBe('dataset'); // prettier-ignore
    await page.importer.changeTarget('results');
    expect(page.importer.complete).toBe(false);
    await page.importer.changeRoles({ id: 'id', resultLoss: 'doubt' });
    expect(page.importer.joined?.results.report.usable).toBe(4);
  });
});

describe('opening a dataset together with its results', () => {
  it('opens the results after the dataset', async () => {
    const file = dataset();
    await page.importer.open(file, file.name, { file: losses(), name: 'losses.jsonl' });
    expect(page.importer.target).toBe('dataset');
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    await page.importer.openWaiting();
    expect([page.importer.state, page.importer.target]).toEqual([{ at: 'mapping', name: 'losses.jsonl' }, 'results']);
    expect(page.importer.joined?.join.matched).toBe(4);
    await page.importer.openWaiting();
    expect(page.codes()).toEqual([]);
  });

  it('leaves the results unread if the dataset does not open, and reports it', async () => {
    const file = dataset();
    await page.importer.open(file, file.name, { file: losses(), name: 'losses.jsonl' });
    page.importer.cancel();
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['results-waiting', 'losses.jsonl'],
    ]);
    await page.importer.open(new File([], 'none.tsv'), 'none.tsv', { file: losses(), name: 'losses.jsonl' });
    expect(page.codes()).toEqual(['file-empty', 'results-waiting']);
  });
});

describe('results without a usable number in any row', () => {
  const top1 = (): File =>
    jsonl(
      ROWS.map((row) => ({ ...row, probs: [{ label: row.label, score: 0.9 }] })),
      'top1.jsonl',
    );

  it('are reported as unusable, score no row, and open as a dataset', async () => {
    await page.drop(top1());
    expect(page.importer.fault).toBeNull();
    expect([page.project.dataset?.rows, page.project.record?.model]).toEqual([4, 'default']);
    expect(page.models.entries.map(({ key }) => key)).not.toContain(RESULTS_KEY);
    expect(page.run.state.at).not.toBe('done');
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['results-unusable', 'top1.jsonl'],
    ]);
  });

  it('are not shown where an earlier visit stored them as the shown results', async () => {
    await page.drop(top1());
    const { record } = page.project;
    if (!record) throw new Error('no project');
    await page.session.close();
    await page.session.openStored({ ...record, model: RESULTS_KEY });
    expect(page.project.record?.model).toBe('default');
    expect(page.run.state.at).not.toBe('done');
  });

  it('in a second file cannot be added', async () => {
    await page.drop(dataset());
    await page.importer.open(
      jsonl(
        ROWS.map(({ label }) => ({ label, score: 0.9 })),
        'scores.jsonl',
      ),
      'scores.jsonl',
    );
    expect([page.importer.target, page.importer.resultsRead?.file.results.report.partial]).toEqual(['results', 4]);
    expect(page.importer.confirmResults()).toBeNull();
  });
});
