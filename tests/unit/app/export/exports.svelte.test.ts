import { beforeEach, describe, expect, it } from 'vitest';
import { faultSentence } from '../../../../src/ui/shell/fault-sentence.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeBrowser, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';
import { languageOf } from '../../../fakes/language.js';

const LABELS = ['World', 'Sports', 'Business', 'World'];
const OTHER = new File(['text\tlabel\nA row\tWorld\nshort\nB row\tSports\nbad\n'], 'other.tsv');

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

type Line = Readonly<Record<string, unknown>>;
const linesOf = (text: string | undefined): Line[] =>
  (text ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
const files = (): (readonly [string, Line[]])[] =>
  page.downloads.all.map(({ name, text }) => [name, linesOf(text)] as const);
const rowsOf = (labels: readonly string[]): Line[] => labels.map((label, row) => ({ text: textOfRow(row), label }));

/** Delays the first piece of the next export. */
function holdExport(): { readonly open: () => void; readonly reached: () => Promise<void> } {
  const held = gate();
  let first = true;
  let here = false;
  page.exporting.after = (method) => {
    if (method !== 'nextExport' || !first) return undefined;
    first = false;
    here = true;
    return held.passed;
  };
  return { open: held.open, reached: () => until(() => here) };
}

describe('several concurrent downloads', () => {
  it('write a complete file each: the audit, set-aside records of another file, and the dataset', async () => {
    await page.drop(tsvOf(LABELS));
    const held = holdExport();
    const audit = page.exports.write('audit');
    await held.reached();
    await page.importer.open(OTHER, OTHER.name);
    expect(page.importer.result?.rejectedCount).toBe(2);
    const all = [audit, page.exports.writeRejects(), page.exports.write('dataset'), page.exports.write('dataset')];
    await tick();
    expect([page.queue.writing, page.queue.count]).toEqual(['news.audit.jsonl', 3]);
    held.open();
    await Promise.all(all);
    const [first, second, third, ...more] = files();
    expect(first?.[0]).toBe('news.audit.jsonl');
    expect(first?.[1].map(({ row, text, original_label }) => [row, text, original_label])).toEqual(
      LABELS.map((label, row) => [row, textOfRow(row), label]),
    );
    expect(second).toEqual([
      'other.set-aside.jsonl',
      [
        { line: 3, row: 1, reason: 'column-count', content: 'short' },
        { line: 5, row: 3, reason: 'column-count', content: 'bad' },
      ],
    ]);
    expect(third).toEqual(['news.corrected.jsonl', rowsOf(LABELS)]);
    expect(more).toEqual([]);
    expect(page.codes()).toEqual([]);
  });

  it('contain the decisions at the time of each request', async () => {
    await page.drop(tsvOf(LABELS));
    const held = holdExport();
    const all = [page.exports.write('dataset')];
    await held.reached();
    page.review.setLabel([0], 'Sports');
    all.push(page.exports.write('dataset'));
    page.review.setLabel([1], 'Business');
    all.push(page.exports.write('dataset'));
    held.open();
    await Promise.all(all);
    expect(files().map(([, lines]) => lines.map(({ label }) => label))).toEqual([
      LABELS,
      ['Sports', 'Sports', 'Business', 'World'],
      ['Sports', 'Business', 'Business', 'World'],
    ]);
  });

  it('contain the dataset at the time of the request, also after another dataset opens or none is open', async () => {
    await page.drop(tsvOf(LABELS));
    const held = holdExport();
    const first = page.exports.write('changes');
    await held.reached();
    page.review.setLabel([3], 'Business');
    const waiting = [page.exports.write('changes'), page.exports.write('dataset')];
    await page.drop(tsvOf(['a', 'b'], 'other.tsv'));
    waiting.push(page.exports.write('dataset'));
    await page.session.close();
    held.open();
    await Promise.all([first, ...waiting]);
    expect(files().map(([name, lines]) => [name, lines.length])).toEqual([
      ['news.changes.jsonl', 0],
      ['news.changes.jsonl', 1],
      ['news.corrected.jsonl', 4],
      ['other.corrected.jsonl', 2],
    ]);
    expect(files()[2]?.[1]).toEqual(rowsOf(['World', 'Sports', 'Business', 'Business']));
  });

  it('include pictures, and a failed picture delays no file', async () => {
    await page.drop(tsvOf(LABELS));
    const held = holdExport();
    const never = page.exports.savePicture('png', () => new Promise(() => undefined));
    const failing = page.exports.savePicture('png', () => Promise.reject(new Error('no canvas')));
    const all = [
      page.exports.write('dataset'),
      page.exports.savePicture('svg', (title) => Promise.resolve(new Blob([JSON.stringify({ title })]))),
    ];
    await held.reached();
    held.open();
    await Promise.all([...all, failing]);
    expect(
      files()
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(['news.corrected.jsonl', 'news.map.svg']);
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.detail])).toEqual([
      ['export-failed', 'Error: no canvas'],
    ]);
    expect(await Promise.race([never.then(() => 'drawn'), tick().then(() => 'not drawn')])).toBe('not drawn');
  });
});

describe('download', () => {
  it('reports a source that changed meanwhile by name, and discards the file', async () => {
    await page.drop(tsvOf(LABELS));
    page.project.file = new Blob([await tsvOf(LABELS).text(), 'One more\tWorld\n']);
    for (const kind of ['dataset', 'changes', 'audit', 'rejects'] as const) await page.exports.write(kind);
    expect(page.downloads.all).toEqual([]);
    expect(page.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-changed', params: { name: 'news.tsv' } },
    ]);
    const sentences = page.notices.items.map(({ fault }) => faultSentence(languageOf('en'), fault));
    expect(sentences).toEqual([
      expect.stringMatching(/^news\.tsv was changed or deleted on disk.* Choose the file again/),
    ]);
  });

  it('reports an export that ended in the worker, and the next download is complete', async () => {
    await page.drop(tsvOf(LABELS));
    const held = holdExport();
    const first = page.exports.write('dataset');
    await held.reached();
    const begun = page.exporting.calls.find(({ method }) => method === 'nextExport');
    await page.exporting.it.end(begun?.args[0] as string);
    held.open();
    await first;
    expect(page.downloads.all).toEqual([]);
    expect(page.codes()).toEqual(['job-ended']);
    await page.exports.write('dataset');
    expect(files()).toEqual([['news.corrected.jsonl', rowsOf(LABELS)]]);
    expect(page.codes()).toEqual([]);
  });

  it('is complete while the project reopens after a take-over, and the tab then writes', async () => {
    await page.drop(tsvOf(LABELS));
    const first = page;
    page = await browser.visit().begin();
    expect(page.review.writable).toBe(false);
    const held = gate();
    page.reading.before = async (method) => {
      if (method === 'advance') await held.passed;
      return undefined;
    };
    const taking = page.session.takeOver();
    await until(() => page.reading.calls.filter(({ method }) => method === 'advance').length > 1);
    await page.exports.write('dataset');
    expect(files()).toEqual([['news.corrected.jsonl', rowsOf(LABELS)]]);
    held.open();
    await taking;
    expect([first.review.writable, page.review.writable]).toEqual([false, true]);
    page.review.setLabel([0], 'Sports');
    await page.exports.write('dataset');
    expect(files()[1]?.[1][0]).toMatchObject({ label: 'Sports' });
  });
});

describe('corrected file', () => {
  it('uses the format of its source, and reports a label that the format cannot hold without a file', async () => {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([1], 'Business');
    page.review.discard([3]);
    await page.exports.writeCorrected();
    const line = (row: number, label: string): string => `${textOfRow(row)}\t${label}\n`;
    const corrected = `text\tlabel\n${line(0, 'World')}${line(1, 'Business')}${line(2, 'Business')}`;
    expect(page.downloads.all).toEqual([{ name: 'news.corrected.tsv', text: corrected }]);
    page.preferences.withoutDiscarded = false;
    await page.exports.writeCorrected();
    expect(page.downloads.all[1]?.text).toBe(corrected + line(3, 'World'));

    page.review.setLabel([2], 'two\twords');
    await page.exports.writeCorrected();
    expect(page.downloads.all).toHaveLength(2);
    expect(page.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'export-label-separator', params: { name: 'news.tsv', label: 'two\twords', row: 3 } },
    ]);
    await page.exports.write('dataset');
    expect(linesOf(page.downloads.all[2]?.text)[2]).toMatchObject({ label: 'two\twords' });
  });

  it('is JSONL for a JSONL source', async () => {
    await page.drop(new File(['{"text":"a row","label":"x"}\n{"text":"b row","label":"y"}\n'], 'rows.ndjson'));
    await page.exports.writeCorrected();
    expect(page.downloads.all.map(({ name }) => name)).toEqual(['rows.corrected.jsonl']);
  });
});
