import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../../../src/domain/bytes/text-column.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { importerBench, putProjectOf, TSV, type ImporterBench } from './importer-bench.js';

let source: ImporterBench['source'];
let store: ImporterBench['store'];
let importer: ImporterBench['importer'];
let opened: ImporterBench['opened'];
let labels: ImporterBench['labels'];

beforeEach(() => {
  ({ source, store, importer, opened, labels } = importerBench());
});

describe('a change during a reading', () => {
  it.each(['begin', 'advance', 'take'])('of roles at %s never shows the older reading', async (moment) => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== moment || !first) return undefined;
      first = false;
      return held.passed;
    };
    const opening = opened();
    await until(() => !first);
    await importer.changeRoles({ label: 'other' });
    expect(labels()).toEqual(['p', 'q']);
    held.open();
    await opening;
    await tick();
    expect(labels()).toEqual(['p', 'q']);
    expect(importer.roles.label).toBe('other');
    expect(importer.fault).toBeNull();
  });

  it('stops the older reading and ends it in the worker', async () => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== 'begin' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const opening = opened();
    await until(() => !first);
    await importer.changeRoles({ label: 'other' });
    const asked = source.calls.length;
    held.open();
    await opening;
    expect(source.calls.slice(asked).map(({ method }) => method)).toEqual(['end']);
  });

  it('of settings, then of roles before the preview, shows the preview of the new settings', async () => {
    await opened('body,class\tlabel\nAlpha,World\tp\nBeta,Sports\tq\n');
    expect(importer.preview?.columns).toEqual(['body,class', 'label']);
    const held = gate();
    source.after = (method) => (method === 'preview' ? held.passed : undefined);
    const change = importer.changeSettings({ delimiter: ',' });
    await tick();
    const again = importer.changeRoles({ text: 'body', label: 'class\tlabel' });
    held.open();
    await Promise.all([change, again]);
    expect(importer.preview?.columns).toEqual(['body', 'class\tlabel']);
    expect(labels()).toEqual(['Sports\tq', 'World\tp']);
  });

  it('of several values at once ends with the last one', async () => {
    await opened();
    await Promise.all([
      importer.changeRoles({ label: 'other' }),
      importer.changeSettings({ header: false }),
      importer.changeSettings({ header: true }),
      importer.changeRoles({ text: 'body', label: 'class' }),
      importer.changeRoles({ text: 'other', label: 'class' }),
    ]);
    await tick();
    const { result } = importer;
    expect(result && textOf(result.dataset.text, 1)).toBe('q');
    expect(importer.preview?.columns).toEqual(['body', 'class', 'other']);
  });

  it('of the file shows the newer file for any order of answers', async () => {
    const held = gate();
    let first = true;
    source.after = (method) => {
      if (method !== 'inspect' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const older = opened(TSV, 'older.tsv');
    await until(() => !first);
    await opened('text\tlabel\nOnly this\tX\n', 'newer.tsv');
    held.open();
    await older;
    expect(importer.state).toEqual({ at: 'mapping', name: 'newer.tsv' });
    expect(labels()).toEqual(['X']);
  });
});

describe('cancelling', () => {
  it.each(['inspect', 'preview', 'guessRoles', 'begin', 'advance', 'take'])('forgets a file at %s', async (moment) => {
    const held = gate();
    let met = false;
    source.after = (method) => {
      if (method !== moment) return undefined;
      met = true;
      return held.passed;
    };
    const opening = opened().then(() => importer.changeSettings({ header: false }));
    await until(() => met);
    importer.cancel();
    held.open();
    await opening;
    await tick();
    const { state, inspection, settings, preview, progress, result, fault, known } = importer;
    expect(state).toEqual({ at: 'idle' });
    expect([inspection, settings, preview, progress, result, fault, known]).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      [],
    ]);
    expect(importer.roles.text).toBe('');
    expect(importer.reading()).toBeNull();
  });

  it('forgets a file during the look-up of earlier projects', async () => {
    await opened();
    const hash = importer.inspection?.hash ?? '';
    await putProjectOf(store, 'known', hash, 1);
    const held = gate();
    store.after = (method) => (method === 'projects' ? held.passed : undefined);
    const opening = opened();
    await until(() => store.calls.at(-1)?.method === 'projects');
    importer.cancel();
    held.open();
    await opening;
    expect(importer.known).toEqual([]);
    expect(importer.state.at).toBe('idle');
  });
});
