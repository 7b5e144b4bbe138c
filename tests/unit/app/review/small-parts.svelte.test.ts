import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { TakenFile } from '../../../../src/protocol/app-ports.js';
import { exportColumns, exportParts, untouchedColumns } from '../../../../src/app/export/exporting.js';
import { FileRouter } from '../../../../src/app/import/file-router.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { firstLocale, Preferences } from '../../../../src/app/shell/preferences.svelte.js';
import { RateMeter } from '../../../../src/app/scoring/rate.js';
import { readSource } from '../../../../src/app/import/reading.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import type { AddressPort } from '../../../../src/protocol/ports.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { Source } from '../../../../workers/source/source.js';
import { controlled, until } from '../../../fakes/controlled.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { languageOf, loadDictionary } from '../../../fakes/language.js';
import { FakeBrowser, tsvOf } from '../../../fakes/page.js';
import { reviewOf } from '../../../fakes/review.js';

describe('notices', () => {
  it('stand one for each code, the newest last, until dismissed or withdrawn', () => {
    const notices = new Notices();
    notices.raise({ code: 'file-empty', params: { name: 'a' } });
    notices.raise({ code: 'storage-full' }, 'warning');
    notices.raise({ code: 'file-empty', params: { name: 'b' } });
    expect(notices.items.map(({ fault, tone }) => [fault.code, fault.params?.['name'], tone])).toEqual([
      ['storage-full', undefined, 'warning'],
      ['file-empty', 'b', 'error'],
    ]);
    const ids = notices.items.map((notice) => notice.id);
    expect(new Set(ids).size).toBe(2);
    notices.dismiss(99);
    notices.dismiss(ids[0] ?? 0);
    expect(notices.items.map(({ fault }) => fault.code)).toEqual(['file-empty']);
    notices.withdraw('storage-full');
    notices.withdraw('file-empty');
    expect(notices.items).toEqual([]);
  });

  it('do what they offer once, or remember that they were dismissed', () => {
    const notices = new Notices();
    const done: string[] = [];
    const action = {
      text: 'run.map-use',
      act: () => done.push('act'),
      dismissed: () => done.push('dismissed'),
    } as const;
    for (const answer of ['act', 'dismiss', 'withdraw'] as const) {
      notices.raise({ code: 'labels-permuted' }, 'warning', action);
      const id = notices.items[0]?.id ?? 0;
      expect(notices.has('labels-permuted')).toBe(true);
      if (answer === 'withdraw') notices.withdraw('labels-permuted');
      else notices[answer](id);
      notices.act(id);
      expect(notices.has('labels-permuted')).toBe(false);
    }
    expect(done).toEqual(['act', 'dismissed']);
  });
});

describe('preferences', () => {
  async function visit(store: MemoryStore, lang = '') {
    let params = new URLSearchParams({ lang });
    const address: AddressPort = {
      read: () => params,
      write: (values) => (params = new URLSearchParams({ ...Object.fromEntries(params), ...values })),
    };
    const language = languageOf(await firstLocale(address, store, ['en']));
    const preferences = new Preferences(language, store, address, loadDictionary);
    await preferences.init();
    return { language, preferences, asked: () => params.get('lang') };
  }

  it('are kept between visits', async () => {
    const store = new MemoryStore();
    const { language, preferences } = await visit(store);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'system', true]);
    await preferences.setLocale('zh-CN');
    preferences.setTheme('dark');
    preferences.setSingleKeys(false);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['zh-CN', 'dark', false]);
    const later = await visit(store);
    expect([later.language.locale, later.preferences.theme, later.preferences.singleKeys]).toEqual([
      'zh-CN',
      'dark',
      false,
    ]);
    expect(later.preferences.withoutDiscarded).toBe(true);
    later.preferences.setWithoutDiscarded(false);
    expect((await visit(store)).preferences.withoutDiscarded).toBe(false);
    later.preferences.setSingleKeys(true);
    expect((await visit(store)).preferences.singleKeys).toBe(true);
  });

  it('a language in the address counts more than the kept one', async () => {
    const store = new MemoryStore();
    await store.putSetting('locale', 'zh-CN');
    expect((await visit(store, 'en')).language.locale).toBe('en');
    expect((await visit(new MemoryStore(), 'zh-CN')).language.locale).toBe('zh-CN');
    for (const asked of ['zh', 'zh-cn', 'ZH-Hans']) {
      expect((await visit(new MemoryStore(), asked)).language.locale).toBe('zh-CN');
    }
    expect((await visit(store, 'EN-gb')).language.locale).toBe('en');
    expect((await visit(store, 'fr')).language.locale).toBe('zh-CN');
    expect((await visit(store, 'tlh')).language.locale).toBe('zh-CN');
  });

  it('a language that is chosen takes the place of the one in the address, so that a reload keeps it', async () => {
    const store = new MemoryStore();
    const { preferences, asked } = await visit(store, 'en');
    await preferences.setLocale('zh-CN');
    expect(asked()).toBe('zh-CN');
    const plain = await visit(store);
    await plain.preferences.setLocale('en');
    expect(plain.asked()).toBe('');
  });

  it('a language whose sentences cannot be loaded is neither shown nor kept', async () => {
    const store = new MemoryStore();
    const language = languageOf('en');
    const address: AddressPort = { read: () => new URLSearchParams({ lang: 'en' }), write: vi.fn() };
    const preferences = new Preferences(language, store, address, () => Promise.resolve(null));
    await preferences.setLocale('zh-CN');
    expect(language.locale).toBe('en');
    expect(address.write).not.toHaveBeenCalled();
    expect(await store.setting('locale')).toEqual({ ok: true, value: undefined });
  });

  it('focus mode is in the address alone', () => {
    const params = new URLSearchParams({ focus: '1', map: 'loss,entropy' });
    const address: AddressPort = { read: () => params, write: (values) => params.set('focus', values['focus'] ?? '-') };
    const preferences = new Preferences(languageOf('en'), new MemoryStore(), address, loadDictionary);
    expect(preferences.focus).toBe(true);
    preferences.setFocus(false);
    expect([preferences.focus, params.get('focus')]).toEqual([false, '']);
    expect(new Preferences(languageOf('en'), new MemoryStore(), address, loadDictionary).focus).toBe(false);
    preferences.setFocus(true);
    expect([preferences.focus, params.get('focus')]).toEqual([true, '1']);
  });

  it('what is kept and makes no sense is not taken', async () => {
    const store = new MemoryStore();
    await store.putSetting('locale', 'tlh');
    await store.putSetting('theme', { dark: true });
    await store.putSetting('single-keys', 'no');
    const { language, preferences } = await visit(store);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'system', true]);
  });

  it('a store that fails leaves the defaults', async () => {
    const store = controlled(new MemoryStore());
    store.before = () => ({ code: 'storage-failed' });
    const { language, preferences } = await visit(store.it);
    preferences.setTheme('light');
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'light', true]);
  });
});

describe('the rate', () => {
  it('is of the last eight seconds, or of the time since the start', () => {
    const meter = new RateMeter(1000);
    expect(meter.rowsPerS(1000)).toBe(0);
    meter.add(2000, 100);
    expect(meter.rowsPerS(2000)).toBe(100);
    expect(meter.rowsPerS(3000)).toBe(50);
    meter.add(9000, 60);
    expect(meter.rowsPerS(10_000)).toBe(20);
    expect(meter.rowsPerS(11_000)).toBe(7.5);
    expect(meter.rowsPerS(18_000)).toBe(0);
  });

  it('is that of even work, whatever the batches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 400 }), (rows, everyMs) => {
        const meter = new RateMeter(0);
        for (let at = everyMs; at <= 20_000; at += everyMs) meter.add(at, rows);
        const last = Math.floor(20_000 / everyMs) * everyMs;
        const exact = (rows * 1000) / everyMs;
        expect(Math.abs(meter.rowsPerS(last) - exact)).toBeLessThanOrEqual((exact * everyMs) / 8000 + 1e-9);
      }),
      { numRuns: 50 },
    );
  });
});

describe('files that are taken in', () => {
  const taken = (path: string, content = 'x'): TakenFile => ({
    path,
    file: new File([content], path.split('/').at(-1) ?? ''),
  });
  const model = ['config.json', 'tokenizer.json', 'onnx/model.onnx'].map((path) => taken(`bert/${path}`));

  function bench() {
    const { importer, models, notices, training } = new FakeBrowser().visit();
    const added: string[] = [];
    const together: (readonly string[])[] = [];
    const router = new FileRouter({
      importer,
      models,
      notices,
      training,
      analysis: { chooseModel: (key) => Promise.resolve(void added.push(key)) },
      passes: { proposeCheckpoints: (keys) => together.push(keys) },
    });
    return { router, importer, notices, added, together };
  }

  it('a dataset opens the mapping dialog', async () => {
    const { router, importer, notices, added } = bench();
    await router.take([{ path: 'news.tsv', file: tsvOf(['World', 'Sports']) }]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect([notices.items, added]).toEqual([[], []]);
  });

  it('a model folder joins the models, and a dataset beside it is opened after', async () => {
    const { router, importer, notices, added } = bench();
    await router.take([{ path: 'news.tsv', file: tsvOf(['World', 'Sports']) }, ...model]);
    expect(added).toEqual(['bert']);
    expect(importer.state.at).toBe('mapping');
    expect(notices.items).toEqual([]);
  });

  it('checkpoints that come together are models in order of their numbers; the last is chosen', async () => {
    const { router, added, together, notices } = bench();
    const files = ['step-10', 'step-9'].flatMap((name) =>
      ['config.json', 'tokenizer.json', 'model.onnx'].map((file) => taken(`run/${name}/${file}`)),
    );
    await router.take(files);
    expect([added, together]).toEqual([['step-10'], [['step-9', 'step-10']]]);
    await router.take(model);
    expect([added, together]).toEqual([['step-10', 'bert'], [['step-9', 'step-10']]]);
    expect(notices.items).toEqual([]);
  });

  it('of two datasets the one that is not opened is named; results belong to the dataset that comes with them', async () => {
    const { router, importer, notices } = bench();
    const table = { path: 'news.tsv', file: tsvOf(['World', 'Sports']) };
    await router.take([table, taken('more.tsv', 'text\tlabel\nA row\tx\n')]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect(importer.choice?.files.map(({ name }) => name)).toEqual(['news.tsv', 'more.tsv']);
    expect(notices.items).toEqual([]);
    expect(importer.confirm()?.name).toBe('news.tsv');
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-second', 'more.tsv'],
    ]);
    notices.withdraw('file-second');
    await router.take([taken('losses.jsonl', '{"id":"0","loss":1}\n'), table, taken('b.jsonl', '{"loss":1}\n')]);
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-second', 'b.jsonl'],
    ]);
    importer.cancel();
    expect(notices.items.at(-1)?.fault).toMatchObject({ code: 'results-waiting', params: { name: 'losses.jsonl' } });
  });

  it('results alone open the dialog, which says that a dataset is missing', async () => {
    const { router, importer, notices } = bench();
    await router.take([taken('losses.jsonl', '{"id":"0","loss":1}\n')]);
    expect([importer.state.at, importer.guess?.alone, notices.items]).toEqual(['mapping', true, []]);
  });

  it('nothing is nothing', async () => {
    const { router, importer, notices } = bench();
    await router.take([]);
    expect([importer.state.at, notices.items]).toEqual(['idle', []]);
  });

  it('what is of no use is named', async () => {
    const { router, notices } = bench();
    await router.take([taken('pictures/cat.png')]);
    expect(notices.items.map(({ fault }) => [fault.code, fault.params?.['name']])).toEqual([
      ['file-kind-unknown', 'pictures/cat.png'],
    ]);
  });
});

describe('readings of one worker', () => {
  const rowsOf = (count: number): File => tsvOf(Array.from({ length: count }, (_, row) => (row % 2 ? 'a' : 'b')));

  it('a reading that was replaced before it had begun does not come back', async () => {
    const source = new Source();
    const table = new File(['text\tlabel\nA b\tx\n'], 'a.tsv');
    const lines = new File(['{"text":"A","label":"p"}\n{"text":"B","label":"q"}\n'], 'b.jsonl');
    const inspected = await Promise.all([source.inspect(table), source.inspect(lines)]);
    const [a, b] = inspected;
    if (!a.ok || !b.ok) throw new Error('not readable');
    const older = source.begin(table, a.value.settings, a.value.roles);
    const newer = source.begin(lines, b.value.settings, b.value.roles);
    expect(await older).toEqual({ ok: false, fault: { code: 'job-ended' } });
    const begun = await newer;
    if (!begun.ok) throw new Error('not begun');
    const read = await source.advance(begun.value.job);
    expect(read).toMatchObject({ ok: true, value: { done: true, rows: 2 } });
  });

  it('a reading that is not wanted any more is ended in the worker', async () => {
    const source = controlled(new Source());
    const file = rowsOf(20);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const { settings, roles } = inspected.value;
    for (const last of ['begin', 'advance']) {
      let wanted = true;
      source.after = (method) => {
        if (method === last) wanted = false;
        return undefined;
      };
      const read = await readSource(
        source.it,
        file,
        settings,
        roles,
        () => undefined,
        () => wanted,
      );
      expect(read).toBeNull();
      expect(source.calls.slice(-2).map(({ method }) => method)).toEqual([last, 'end']);
    }
  });

  it('reports on the way and stops at a fault', async () => {
    const source = controlled(new Source());
    const file = rowsOf(20);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const { settings, roles } = inspected.value;
    const seen: number[] = [];
    const read = await readSource(
      source.it,
      file,
      settings,
      roles,
      (progress) => seen.push(progress.rows),
      () => true,
    );
    expect(read).toMatchObject({ ok: true, value: { dataset: { rows: 20 } } });
    expect(seen[0]).toBe(0);
    source.before = (method) => (method === 'advance' ? { code: 'file-unreadable' } : undefined);
    expect(
      await readSource(
        source.it,
        file,
        settings,
        roles,
        () => undefined,
        () => true,
      ),
    ).toMatchObject({
      ok: false,
      fault: { code: 'file-unreadable' },
    });
  });
});

describe('the columns of an export', () => {
  const data = datasetOf(['a', 'b', 'c'], ['World', 'Sports', 'World']);

  function bench() {
    const review = reviewOf();
    const predictions = new Predictions();
    review.open('p', data, []);
    predictions.reset(data.rows, [], new Int32Array(data.rows).fill(-1));
    return { review, predictions };
  }

  it('have no results where nothing is scored', () => {
    const { review, predictions } = bench();
    expect(exportColumns(data, 0, review, predictions, false)).toMatchObject({ loss: null, probs: null, classes: [] });
    predictions.reset(data.rows, ['x', 'y'], new Int32Array(data.rows));
    expect(exportColumns(data, 0, review, predictions, false)).toMatchObject({ loss: null, probs: null });
  });

  it('have probabilities of scored rows, NaN for others; new labels are names', () => {
    const { review, predictions } = bench();
    predictions.reset(data.rows, ['x', 'y'], Int32Array.of(0, 1, 0));
    predictions.writeRow(1, Float32Array.of(0, Math.log(3)), 0.3, 4, false);
    review.setLabel([2], 'say "hi"');
    const columns = exportColumns(data, 0, review, predictions, false);
    expect(columns.probs?.slice(2, 4)).toEqual(Float32Array.of(0.25, 0.75));
    expect([columns.probs?.[0], columns.probs?.[4], columns.loss?.[0]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(columns.labels.at(-1)).toEqual({ name: 'say "hi"' });
    expect(columns.labels.slice(0, 2)).toEqual(data.labels);
    expect([...columns.status]).toEqual([0, 0, 2]);
    expect(columns.label[2]).toBe(2);
    expect(untouchedColumns(data, 0).label).toBe(data.label);
  });

  it('later decisions and results do not change them', () => {
    const { review, predictions } = bench();
    predictions.reset(data.rows, ['x', 'y'], Int32Array.of(0, 1, 0));
    predictions.writeRow(0, Float32Array.of(0, 1), 0.3, 4, false);
    predictions.publish();
    const columns = exportColumns(data, 2, review, predictions, false);
    const before = structuredClone(columns);
    review.setLabel([1], 'World');
    predictions.writeRow(1, Float32Array.of(0, 1), 0.3, 4, false);
    expect(columns).toEqual(before);
    expect(columns.records).toBe(5);
  });

  it('a fault of the source is the last part, and the export is ended in the worker', async () => {
    const source = controlled(new Source());
    const file = tsvOf(['World', 'Sports', 'World']);
    const inspected = await source.it.inspect(file);
    if (!inspected.ok) throw new Error('not readable');
    const reading = { file, ...inspected.value };
    for (const method of ['beginExport', 'nextExport']) {
      source.before = (called) => (called === method ? { code: 'file-changed' } : undefined);
      const parts = exportParts(source.it, reading, 'dataset', untouchedColumns(data, 0));
      expect(await parts.next()).toEqual({ done: false, value: { ok: false, fault: { code: 'file-changed' } } });
      expect(await parts.next()).toEqual({ done: true, value: undefined });
    }
    await until(() => source.calls.at(-1)?.method === 'end');
  });
});
