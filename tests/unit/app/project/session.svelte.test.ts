import { beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import type { ProjectRecord } from '../../../../src/protocol/ports.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FAKE_CLASSES, type FakeModelHost } from '../../../fakes/model-host.js';
import { FakeBrowser, lossOfRow, textOfRow, tsvOf, type Page } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'World', 'Sports', 'Business', 'World', 'Sports'];
const ROWS = LABELS.length;

let browser: FakeBrowser;
let page: Page;

beforeEach(async () => {
  browser = new FakeBrowser();
  page = await browser.visit().begin();
});

/** Times that rows were scored, all in all. */
const scored = (host: FakeModelHost): number => [...host.scored.values()].reduce((sum, times) => sum + times, 0);

async function projects(): Promise<readonly ProjectRecord[]> {
  const found = await browser.store.projects();
  return found.ok ? found.value : [];
}

async function storedRecord(): Promise<ProjectRecord> {
  const [record, ...others] = await projects();
  if (!record || others.length > 0) throw new Error('not one project');
  return record;
}

const text = (of: Page, row: number): string | null => of.project.dataset && textOf(of.project.dataset.text, row);
const json = (of: string | undefined): unknown[] =>
  (of ?? '').split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as unknown]));

/** Losses of all rows under label classes, against the reference in 64 bits. */
function expectLosses(of: Page, labelClasses: readonly number[]): void {
  for (const [row, label] of labelClasses.entries()) {
    const loss = of.predictions.loss.value[row] ?? 0;
    if (label < 0) expect(loss).toBeNaN();
    else expect(loss).toBeCloseTo(lossOfRow(row, label), 5);
  }
}

const byName = LABELS.map((name) => FAKE_CLASSES.indexOf(name));

describe('a piece of work', () => {
  it('goes from the dropped file over scoring and deciding to the exports', async () => {
    await page.drop(tsvOf(LABELS));
    const { project, labelMap, analysis, exports, review, view, downloads } = page;
    expect(project.record).toMatchObject({ name: 'news.tsv', rows: ROWS, rejected: 0, model: 'default' });
    expect(labelMap.match?.basis).toBe('name');
    await analysis.start();
    expect(page.run.state.at).toBe('done');
    expectLosses(page, byName);
    expect(view.selected).toBe(view.visible[0]);
    const losses = [...view.visible].map((row) => page.predictions.loss.value[row] ?? 0);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));

    browser.clock.at = Date.UTC(2026, 0, 2);
    review.setLabel([1], 'Business');
    review.discard([2]);
    review.confirm([3]);
    await review.settled();
    expect((await storedRecord()).running).toBe(false);

    const corrected = LABELS.map((label, row) => ({ text: textOfRow(row), label: row === 1 ? 'Business' : label }));
    await exports.write('dataset');
    expect(json(downloads.saved.get('news.corrected.jsonl'))).toEqual(corrected.toSpliced(2, 1));
    page.preferences.withoutDiscarded = false;
    await exports.write('dataset');
    expect(json(downloads.saved.get('news.corrected.jsonl'))).toEqual(corrected);
    await exports.writeCorrected();
    const lines = corrected.map(({ text, label }) => `${text}\t${label}\n`);
    expect(downloads.saved.get('news.corrected.tsv')).toBe(`text\tlabel\n${lines.join('')}`);
    await exports.write('changes');
    expect(json(downloads.saved.get('news.changes.jsonl'))).toEqual([
      {
        row: 1,
        text: textOfRow(1),
        original_label: 'Sports',
        corrected_label: 'Business',
        loss: expect.closeTo(lossOfRow(1, 1), 5) as number,
        updated_at: '2026-01-02T00:00:00.000Z',
      },
    ]);
    await exports.write('audit');
    const audit = json(downloads.saved.get('news.audit.jsonl')) as Record<string, unknown>[];
    expect(audit.map((line) => line['status'])).toEqual([
      'pending',
      'corrected',
      'discarded',
      'validated',
      ...new Array<string>(ROWS - 4).fill('pending'),
    ]);
    for (const [row, line] of audit.entries()) {
      const probs = line['predicted_probs'] as Record<string, number>;
      expect(Object.keys(probs)).toEqual(FAKE_CLASSES);
      expect(Object.values(probs).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
      expect(probs[LABELS[row] ?? '']).toBeCloseTo(Math.exp(-lossOfRow(row, byName[row] ?? 0)), 5);
      expect(line['predicted_label']).toBe(FAKE_CLASSES[page.predictions.predicted.value[row] ?? 0]);
    }
    expect([page.queue.writing, page.queue.count]).toEqual(['', 0]);
    expect(page.codes()).toEqual([]);
  });

  it('the count of decided rows in the list of projects keeps up', async () => {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([1], 'Business');
    page.review.discard([2]);
    await page.review.settled();
    expect((await storedRecord()).decided).toBe(2);
    page.history.undo();
    await page.review.settled();
    expect((await storedRecord()).decided).toBe(1);
  });

  it('what is exported can be dropped again and comes back equal', async () => {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([4], 'World');
    await page.exports.write('dataset');
    const saved = page.downloads.saved.get('news.corrected.jsonl') ?? '';
    await page.drop(new File([saved], 'again.jsonl'));
    expect(page.decisions()).toEqual(LABELS.map((label, row) => `0 ${row === 4 ? 'World' : label}`));
    await page.exports.write('dataset');
    expect(page.downloads.saved.get('again.corrected.jsonl')).toBe(saved);
    expect(await projects()).toHaveLength(2);
  });

  it('can be exported without any result', async () => {
    await page.drop(tsvOf(LABELS));
    await page.exports.write('audit');
    const [first] = json(page.downloads.saved.get('news.audit.jsonl'));
    expect(first).toMatchObject({ loss: null, predicted_label: null, predicted_probs: null, status: 'pending' });
  });

  it('an export that fails is a notice, and the next one works', async () => {
    await page.drop(tsvOf(LABELS));
    page.exporting.before = (method) => (method === 'nextExport' ? { code: 'file-changed' } : undefined);
    await page.exports.write('dataset');
    expect(page.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-changed', params: { name: 'news.tsv' } },
    ]);
    expect(page.downloads.saved.size).toBe(0);
    expect(page.queue.writing).toBe('');
    page.exporting.before = () => undefined;
    await page.exports.write('dataset');
    expect(page.downloads.saved.size).toBe(1);
    expect(page.codes()).toEqual([]);
  });

  it('exports what was set aside, before anything is opened and after', async () => {
    const file = new File(['text\tlabel\nA row\tWorld\nshort\nB row\tSports\n'], 'bad.tsv');
    await page.exports.writeRejects();
    expect(page.downloads.saved.size).toBe(0);
    await page.importer.open(file, file.name);
    await page.exports.writeRejects();
    const before = page.downloads.saved.get('bad.set-aside.jsonl');
    expect(json(before)).toMatchObject([{ line: 3, reason: 'column-count' }]);
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(page.project.rejectedCount).toBe(1);
    page.downloads.saved.clear();
    await page.exports.write('rejects');
    expect(page.downloads.saved.get('bad.set-aside.jsonl')).toBe(before);
  });

  it('decided with a class that is no label of the dataset is written as a string', async () => {
    await page.drop(tsvOf(['Sports', 'World', 'Sports']));
    await page.analysis.start();
    page.review.setLabel([0], 'Business');
    expect(page.labelMap.classOf(page.review.labels.indexOf('Business'))).toBe(2);
    await page.exports.write('dataset');
    expect(json(page.downloads.saved.get('news.corrected.jsonl'))[0]).toMatchObject({ label: 'Business' });
  });

  it('opened by our own hand (the sample) needs no dialog; what is wrong with it is told by name', async () => {
    await page.session.openDirectly(tsvOf(LABELS, 'sample.tsv'));
    expect(page.project.record?.name).toBe('sample.tsv');
    await page.session.openDirectly(new File([], 'none.tsv'));
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['file-empty', { name: 'none.tsv' }],
    ]);
    expect(page.project.record?.name).toBe('sample.tsv');
  });
});

describe('going on', () => {
  async function worked(): Promise<void> {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    page.review.setLabel([1], 'Business');
    page.review.setLabel([2], 'Sci/Tech');
    page.review.undo();
    await page.review.settled();
  }

  it('after a reload: decisions, history, results and losses are there, nothing is scored again', async () => {
    await worked();
    const before = { decisions: page.decisions(), losses: page.predictions.loss.value.slice() };
    page.die();
    const later = await browser.visit().begin();
    expect(later.project.record?.name).toBe('news.tsv');
    expect(later.decisions()).toEqual(before.decisions);
    expect(later.review.labels).toContain('Sci/Tech');
    expect(later.review.redo()).toEqual([2]);
    expect(later.predictions.loss.value).toEqual(before.losses);
    expect(later.run.state.at).toBe('done');
    expect(later.view.selected).toBe(later.view.visible.find((row) => later.review.status.value[row] === 0));
    await later.analysis.start();
    expect(scored(later.host)).toBe(0);
    expect(later.host.loads).toEqual([]);
  });

  it('by dropping the same file again finds the same project, and keeps when it was made', async () => {
    await worked();
    const { id, createdAt } = await storedRecord();
    await page.session.close();
    expect(page.project.dataset).toBeNull();
    browser.clock.pass(5000);
    await page.drop(tsvOf(LABELS));
    expect(page.importer.known).toEqual([]);
    expect(page.project.record).toMatchObject({ id, createdAt, decided: 1 });
    expect(page.decisions()[1]).toBe('2 Business');
    expect(page.run.state.at).toBe('done');
  });

  it('the same bytes read another way are another project', async () => {
    await worked();
    const file = tsvOf(LABELS);
    await page.importer.open(file, file.name);
    expect(page.importer.known).toHaveLength(1);
    await page.importer.changeRoles({ text: 'label', label: 'text' });
    const ready = page.importer.confirm();
    if (ready) await page.session.openImported(ready);
    expect(await projects()).toHaveLength(2);
    expect(page.decisions()[1]).toBe(`0 ${textOfRow(1)}`);
  });

  it('a label map that was set survives dropping the open file once more', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.mapLabel(0, -1);
    await page.drop(tsvOf(LABELS));
    expect(page.labelMap.match?.basis).toBe('chosen');
    expect(page.labelMap.match?.unmatchedLabels).toBe(1);
    expect((await storedRecord()).labelMaps).toHaveLength(1);
  });

  it('a run that was going when the page died goes on by itself, and scores no stored row again', async () => {
    await page.drop(tsvOf(LABELS));
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => browser.clock.pass(2000);
    const held = gate();
    page.storing.after = (method) => (method === 'putChunk' && page.predictions.done >= 3 ? held.passed : undefined);
    const running = page.analysis.start();
    await until(() => page.predictions.done >= 3);
    await tick();
    const doneBefore = page.predictions.done;
    expect(doneBefore).toBeLessThan(ROWS);
    page.die();
    const later = browser.visit();
    await later.begin();
    await vi.waitFor(() => expect(later.run.state.at).toBe('done'));
    expect(scored(later.host)).toBe(ROWS - doneBefore);
    expectLosses(later, byName);
    expect((await storedRecord()).running).toBe(false);
    void running;
  });

  it('a run that was paused or stopped does not', async () => {
    for (const end of ['pause', 'cancel'] as const) {
      const own = await browser.visit().begin();
      await own.drop(tsvOf(LABELS, `${end}.tsv`));
      const held = gate();
      own.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
      const running = own.analysis.start();
      await until(() => own.run.state.at === 'scoring');
      expect((await projects()).some((project) => project.running)).toBe(true);
      await own.analysis[end]();
      held.open();
      await running;
      expect((await projects()).some((project) => project.running)).toBe(false);
      own.die();
      const later = await browser.visit().begin();
      expect(later.run.busy).toBe(false);
      later.die();
    }
  });

  it('without the stored source says so and opens nothing', async () => {
    await worked();
    page.die();
    const later = browser.visit();
    later.storing.after = () => undefined;
    later.storing.it.source = () => Promise.resolve({ ok: true, value: null });
    await later.begin();
    expect(later.project.dataset).toBeNull();
    expect(later.source.opening).toBeNull();
    expect(later.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-changed', params: { name: 'news.tsv' } },
    ]);
  });

  it('with a source that cannot be read any more says so by name', async () => {
    await worked();
    page.die();
    const later = browser.visit();
    later.reading.before = (method) => (method === 'advance' ? { code: 'file-unreadable' } : undefined);
    await later.begin();
    expect(later.source.opening).toBeNull();
    expect(later.notices.items.map(({ fault }) => fault)).toEqual([
      { code: 'file-unreadable', params: { name: 'news.tsv' } },
    ]);
  });

  it('closing ends it: the next visit begins empty, and the work is listed, newest first', async () => {
    await worked();
    await page.session.close();
    browser.clock.pass(10);
    await page.drop(tsvOf(['World', 'Sports'], 'second.tsv'));
    await page.session.close();
    const later = await browser.visit().begin();
    expect(later.project.dataset).toBeNull();
    expect(later.projects.list.map((project) => [project.name, project.decided])).toEqual([
      ['second.tsv', 0],
      ['news.tsv', 1],
    ]);
    const [, first] = later.projects.list;
    if (first) await later.session.openStored(first);
    expect(later.decisions()[1]).toBe('2 Business');
  });

  it('removing takes the project, its edits, results and source', async () => {
    await worked();
    const record = await storedRecord();
    await page.session.close();
    await page.session.removeProject(record);
    expect(page.projects.list).toEqual([]);
    expect(await browser.store.entries(record.id)).toEqual({ ok: true, value: [] });
    expect(await browser.store.chunks(record.id, 'fake')).toEqual({ ok: true, value: [] });
    expect(await browser.store.source(record.sourceHash)).toEqual({ ok: true, value: null });
    page.storing.before = (method) => (method === 'removeProject' ? { code: 'storage-failed' } : undefined);
    await page.session.removeProject(record);
    expect(page.codes()).toEqual(['storage-failed']);
  });

  it('without room nothing counts as saved; with room again a retry keeps all of it, results too', async () => {
    let full = true;
    page.storing.before = (method) =>
      full && (method.startsWith('put') || method === 'append') ? { code: 'storage-full' } : undefined;
    await page.drop(tsvOf(LABELS));
    expect(page.review.saved).toBe('failed');
    expect(page.codes()).toEqual(['storage-full']);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    page.review.discard([2]);
    await page.review.settled();
    expect(page.review.saved).toBe('failed');
    expect(await projects()).toEqual([]);

    full = false;
    await page.review.keep();
    expect(page.review.saved).toBe('saved');
    expect(page.codes()).toEqual([]);
    const decisions = page.decisions();
    page.die();
    const later = await browser.visit().begin();
    expect(later.decisions()).toEqual(decisions);
    expect(later.predictions.done).toBe(ROWS);
    expect(later.run.state.at).toBe('done');
  });

  it('closing while decisions are being saved loses none of them', async () => {
    await page.drop(tsvOf(LABELS));
    const held = gate();
    page.storing.before = (method) => (method === 'append' ? held.passed.then(() => undefined) : undefined);
    for (const row of [0, 1, 2]) page.review.setLabel([row], 'Business');
    const before = page.decisions();
    const closing = page.session.close();
    await tick();
    held.open();
    await closing;
    const [record] = await projects();
    if (record) await page.session.openStored(record);
    expect(page.decisions()).toEqual(before);
  });

  it('two works opened one right after the other: the later one is open, with its own rows', async () => {
    await page.drop(tsvOf(LABELS, 'first.tsv'));
    page.review.discard([0]);
    browser.clock.pass(10);
    await page.drop(tsvOf(['Sports', 'Sports', 'World'], 'second.tsv'));
    await page.session.close();
    const [second, first] = page.projects.list;
    if (!first || !second) throw new Error('not two projects');
    await Promise.all([page.session.openStored(first), page.session.openStored(second)]);
    expect(page.project.record?.name).toBe('second.tsv');
    expect(page.project.dataset?.rows).toBe(3);
    expect(page.decisions()).toEqual(['0 Sports', '0 Sports', '0 World']);
    await page.session.openStored(first);
    expect(page.project.dataset?.rows).toBe(ROWS);
    expect(page.decisions()[0]).toBe('3 World');
    expect(page.codes()).toEqual([]);
  });
});

describe('another dataset', () => {
  it('is not narrowed by the filters of the one before', async () => {
    await page.drop(tsvOf(LABELS));
    page.view.filter({ search: 'nowhere', label: 'World', status: 'corrected' });
    expect(page.view.visible.length).toBe(0);
    await page.drop(tsvOf(['Sports', 'World'], 'second.tsv'));
    expect(page.view.visible.length).toBe(2);
    expect(page.address.params.toString()).toBe('');
  });

  it('ends the run of the one before: it does not go on by itself later', async () => {
    await page.drop(tsvOf(LABELS));
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    await page.drop(tsvOf(['Sports', 'World'], 'second.tsv'));
    held.open();
    await running;
    expect((await projects()).map((project) => project.running)).toEqual([false, false]);
    expect(page.run.state.at).toBe('idle');
  });
});

describe('labels and models', () => {
  const addOther = (): Promise<string | null> =>
    page.models.addFiles(
      ['Business', 'Politics', 'Sports'].map((path) => ({ path, blob: new Blob() })),
      'other',
    );

  beforeEach(() => {
    page.host.modelOf = (source) =>
      source.kind === 'files'
        ? { hash: 'other', classes: ['Business', 'Politics', 'Sports'] }
        : { hash: 'fake', classes: FAKE_CLASSES };
  });

  it('another label map changes losses without scoring, and is kept', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    const asked = scored(page.host);
    const names = page.project.dataset?.labels.map((label) => label.name) ?? [];
    await page.analysis.mapLabel(names.indexOf('World'), -1);
    await page.analysis.mapLabel(names.indexOf('Sports'), 0);
    const expected = LABELS.map((name) => ({ World: -1, Sports: 0, Business: 2 })[name] ?? -1);
    expectLosses(page, expected);
    expect(scored(page.host)).toBe(asked);
    expect([...page.view.visible].slice(-3).map((row) => LABELS[row])).toEqual(['World', 'World', 'World']);
    page.die();
    const later = await browser.visit().begin();
    expectLosses(later, expected);
    expect(later.run.state.at).toBe('done');
    expect(later.labelMap.match).toMatchObject({ basis: 'chosen', unmatchedLabels: 1, unmatchedRows: 3 });
  });

  it('a label map that changes while rows are scored counts for every row', async () => {
    await page.drop(tsvOf(LABELS));
    page.host.memoryTokens = 64;
    const names = page.project.dataset?.labels.map((label) => label.name) ?? [];
    let mapped: Promise<void> | null = null;
    page.host.beforeAnswer = () => {
      mapped ??= page.analysis.mapLabel(names.indexOf('World'), 2);
    };
    await page.analysis.start();
    await mapped;
    const expected = LABELS.map((name) => (name === 'Sports' ? 1 : 2));
    expectLosses(page, expected);
    expect(page.run.state.at).toBe('done');
  });

  it('labels that match nothing: the run ends with a clear word and nothing is scored', async () => {
    await page.drop(tsvOf(['red', 'green', 'blue']));
    expect(page.labelMap.match?.basis).toBe('none');
    await page.analysis.start();
    expect(page.run.state).toMatchObject({ at: 'failed', fault: { code: 'no-labels-matched' } });
    expect(page.codes()).toEqual(['no-labels-matched']);
    expect(page.run.model).toBeNull();
    expect(scored(page.host)).toBe(0);
    expect(page.predictions.done).toBe(0);
    expect((await storedRecord()).running).toBe(false);
    await page.analysis.mapLabel(0, 1);
    expect(page.codes()).toEqual([]);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(3);
  });

  it('another model has its own results; the first one has its own still', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    const first = page.predictions.loss.value.slice();
    await addOther();
    await page.analysis.chooseModel('other');
    expect(page.predictions.done).toBe(0);
    expect(page.run.state.at).toBe('idle');
    expect(page.labelMap.match?.unmatchedLabels).toBe(1);
    await page.analysis.start();
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
    expectLosses(
      page,
      LABELS.map((name) => page.predictions.classes.indexOf(name)),
    );
    const asked = scored(page.host);
    await page.analysis.chooseModel('default');
    expect(page.predictions.loss.value).toEqual(first);
    expect(page.run.state.at).toBe('done');
    await page.analysis.start();
    expect(scored(page.host)).toBe(asked);
    expect((await storedRecord()).model).toBe('default');
  });

  it('a model chosen while another one is scoring: nothing of the one is kept as the other’s', async () => {
    await page.drop(tsvOf(LABELS));
    await addOther();
    await page.analysis.chooseModel('default');
    const held = gate();
    const { score } = page.host;
    page.host.score = async (batch) => {
      await held.passed;
      return score.call(page.host, batch);
    };
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    await page.analysis.chooseModel('other');
    held.open();
    await running;
    await tick();
    expect(page.predictions.done).toBe(0);
    const { id } = await storedRecord();
    const kept = await browser.store.chunks(id, 'fake');
    expect(kept.ok && kept.value.flatMap((chunk) => [...chunk.flags])).not.toContain(undefined);
    expect(kept).toEqual({ ok: true, value: [] });
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
  });

  it('another dataset opened while one is scored: what is stored of the first stays as it was', async () => {
    await page.drop(tsvOf(LABELS, 'first.tsv'));
    page.host.memoryTokens = 64;
    page.host.beforeAnswer = () => browser.clock.pass(2000);
    const held = gate();
    const { score } = page.host;
    page.host.score = async (batch) => {
      if (page.predictions.done > 2) await held.passed;
      return score.call(page.host, batch);
    };
    const running = page.analysis.start();
    await until(() => page.predictions.done > 2);
    await tick();
    const { id } = await storedRecord();
    const before = await browser.store.chunks(id, 'fake');
    expect(before.ok && before.value.length).toBe(1);
    await page.drop(tsvOf(LABELS.toReversed(), 'second.tsv'));
    held.open();
    await running;
    await tick();
    expect(await browser.store.chunks(id, 'fake')).toEqual(before);
    const second = page.project.record?.id ?? '';
    expect(await browser.store.chunks(second, 'fake')).toEqual({ ok: true, value: [] });
    expect(page.predictions.done).toBe(0);
  });

  it('models chosen one right after the other: the last one counts, with its results', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    await addOther();
    await page.analysis.chooseModel('other');
    await page.analysis.start();
    const other = page.predictions.loss.value.slice();
    const slow = gate();
    page.storing.after = (method, args) =>
      method === 'setting' && args[0] === 'loaded-hash:default' ? slow.passed : undefined;
    const first = page.analysis.chooseModel('default');
    const second = page.analysis.chooseModel('other');
    await second;
    slow.open();
    await first;
    await tick();
    expect(page.models.chosenKey).toBe('other');
    expect(page.predictions.classes).toEqual(['Business', 'Politics', 'Sports']);
    expect(page.predictions.loss.value).toEqual(other);
  });

  it('results that cannot be stored do not stop the run', async () => {
    await page.drop(tsvOf(LABELS));
    page.storing.before = (method) => (method === 'putChunk' ? { code: 'storage-full' } : undefined);
    await page.analysis.start();
    expect(page.run.state.at).toBe('done');
    expect(page.predictions.done).toBe(ROWS);
    expect(page.codes()).toEqual(['storage-full']);
    expect(page.notices.items[0]?.tone).toBe('warning');
  });

  it('stored results that cannot be read are computed anew', async () => {
    await page.drop(tsvOf(LABELS));
    await page.analysis.start();
    page.die();
    const later = browser.visit();
    later.storing.before = (method) => (method === 'chunks' ? { code: 'storage-failed' } : undefined);
    await later.begin();
    expect(later.predictions.done).toBe(0);
    await later.analysis.start();
    expect(later.run.state.at).toBe('done');
    expectLosses(later, byName);
  });
});

describe('two tabs', () => {
  async function twoTabs(): Promise<Page> {
    await page.drop(tsvOf(LABELS));
    page.review.setLabel([0], 'Sports');
    await page.review.settled();
    return browser.visit().begin();
  }

  it('the second one reads only, without a message besides the bar, and does not score', async () => {
    const second = await twoTabs();
    expect(second.review.writable).toBe(false);
    expect(second.codes()).toEqual([]);
    expect(second.decisions()[0]).toBe('2 Sports');
    expect(second.review.confirm([1])).toBe(false);
    await second.analysis.start();
    await second.analysis.mapLabel(0, -1);
    expect(scored(second.host)).toBe(0);
    expect((await storedRecord()).labelMaps).toEqual([]);
    await second.exports.write('dataset');
    expect(second.downloads.saved.size).toBe(1);
  });

  it('what one has open, the other does not remove', async () => {
    await page.drop(tsvOf(LABELS));
    const other = await browser.visit().begin();
    await other.session.close();
    await other.session.removeProject(await storedRecord());
    expect(other.codes()).toEqual(['read-only-tab']);
    expect(await projects()).toHaveLength(1);
    page.die();
    // Closing what it only read has not made the browser forget what was open.
    const again = await browser.visit().begin();
    expect(again.project.record?.name).toBe('news.tsv');
    again.die();
    await other.session.removeProject(await storedRecord());
    expect(await projects()).toEqual([]);
  });

  it('when the first is closed, the second has all that was done and writes', async () => {
    const second = await twoTabs();
    page.review.discard([5]);
    await page.analysis.mapLabel(0, -1);
    await page.session.close();
    await until(() => second.review.writable);
    await until(() => second.source.opening === null && second.review.status.value[5] === 3);
    expect(second.codes()).toEqual([]);
    expect(second.labelMap.match?.unmatchedLabels).toBe(1);
    second.review.confirm([6]);
    await second.review.settled();
    expect(second.review.saved).toBe('saved');
    expect((await storedRecord()).labelMaps).toHaveLength(1);
  });

  it('when the first dies in the middle of a run, the second goes on with it', async () => {
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const second = await twoTabs();
    void page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    page.die();
    await until(() => second.run.state.at === 'done');
    expect(scored(second.host)).toBe(ROWS);
    expect(second.decisions()[0]).toBe('2 Sports');
  });

  it('the second can take over: the first reads only from then on, and its run rests', async () => {
    const second = await twoTabs();
    const held = gate();
    page.host.score = () => held.passed.then(() => ({ ok: false, fault: { code: 'worker-died' } }));
    const running = page.analysis.start();
    await until(() => page.run.state.at === 'scoring');
    page.review.discard([4]);
    await page.review.settled();
    await second.session.takeOver();
    expect(second.review.writable).toBe(true);
    expect(second.codes()).toEqual([]);
    expect(second.decisions()[4]).toBe('3 Sports');
    await until(() => !page.review.writable);
    expect(page.codes()).toEqual([]);
    expect(page.run.state.at).toBe('paused');
    held.open();
    await running;
    expect(page.review.confirm([1])).toBe(false);
    second.review.confirm([1]);
    await second.review.settled();
    expect(second.review.saved).toBe('saved');
    await second.session.close();
    await until(() => page.review.writable && page.decisions()[1] === '1 Sports');
    expect(page.codes()).toEqual([]);
  });

  it('read-only is no word about another dataset', async () => {
    const second = await twoTabs();
    await second.drop(tsvOf(['World', 'Sports'], 'mine.tsv'));
    expect(second.review.writable).toBe(true);
    expect(second.codes()).toEqual([]);
    expect(text(second, 0)).toBe(textOfRow(0));
  });
});

it('stores everything anew when the store is deleted while it is being stored anew', async () => {
  await page.drop(tsvOf(LABELS));
  await page.review.settled();
  browser.clear(page);
  let deletions = 0;
  page.storing.after = (method) => {
    if (method === 'putSource' && deletions++ === 0) browser.clear(page);
    return undefined;
  };
  page.review.discard([0]);
  await page.review.settled();
  await page.review.keep();
  expect(page.review.saved).toBe('saved');
  const { id, sourceHash } = await storedRecord();
  const [source, entries] = await Promise.all([browser.store.source(sourceHash), browser.store.entries(id)]);
  expect([source.ok && source.value !== null, entries.ok && entries.value.length]).toEqual([true, 1]);
});
