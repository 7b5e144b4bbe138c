import { beforeEach, describe, expect, it } from 'vitest';
import { Project } from '../../../../src/app/project/project.svelte.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { gate, until } from '../../../fakes/controlled.js';
import { fileOf, importerBench, TSV, type ImporterBench } from './importer-bench.js';

let source: ImporterBench['source'];
let store: ImporterBench['store'];
let notices: ImporterBench['notices'];
let importer: ImporterBench['importer'];
let opened: ImporterBench['opened'];
let labels: ImporterBench['labels'];

beforeEach(() => {
  ({ source, store, notices, importer, opened, labels } = importerBench());
});

const notes = (): string[] => notices.items.map(({ fault }) => `${fault.code} ${fault.params?.['name'] ?? ''}`);

describe('a file in the mapping dialog', () => {
  it('cannot be opened after it changed on disk, and the dialog reports it', async () => {
    const file = fileOf(TSV);
    const changed = fileOf(TSV.replace('Alpha', 'Omega'));
    source.after = (method) => {
      if (method === 'preview') Object.assign(file, { slice: changed.slice.bind(changed) });
      return undefined;
    };
    await importer.open(file, file.name);
    expect(importer.fault).toEqual({ code: 'file-changed', params: { name: 'news.tsv' } });
    expect(importer.confirm()).toBeNull();
  });

  it('is read with the guessed roles and handed over', async () => {
    await opened();
    expect(importer.state).toEqual({ at: 'mapping', name: 'news.tsv' });
    expect(importer.roles).toMatchObject({ text: 'body', label: 'class' });
    expect(importer.preview?.columns).toEqual(['body', 'class', 'other']);
    expect(importer.progress).toMatchObject({ done: true, rows: 3 });
    expect(labels()).toEqual(['Sports', 'World']);
    const ready = importer.confirm();
    expect(ready).toMatchObject({
      name: 'news.tsv',
      roles: { text: 'body', label: 'class' },
      settings: { header: true },
    });
    expect(ready?.result.dataset.rows).toBe(3);
    expect(importer.state.at).toBe('idle');
    expect(importer.result).toBeNull();
  });

  it('cannot be confirmed before its reading is done', async () => {
    const held = gate();
    source.after = (method) => (method === 'advance' ? held.passed : undefined);
    const opening = opened();
    await until(() => importer.progress !== null);
    expect(importer.confirm()).toBeNull();
    expect(importer.state.at).toBe('mapping');
    held.open();
    await opening;
    expect(importer.confirm()).not.toBeNull();
  });

  it('waits for a label column when no column is guessed as the label', async () => {
    await opened();
    await importer.changeRoles({ label: '' });
    expect(importer.complete).toBe(false);
    expect(importer.result).toBeNull();
    await importer.changeRoles({ label: 'other' });
    expect(labels()).toEqual(['p', 'q']);
  });

  it('is not read until an encoding is chosen when none is plausible', async () => {
    const odd = [0xe9, 0x20, 0xff, 0xff, 0x09, 0x78, 0x0a];
    const bytes = new Uint8Array([...Buffer.from('text\tlabel\ncaf'), ...odd, ...Buffer.from('plain words\ty\n')]);
    await importer.open(new File([bytes], 'odd.tsv'), 'odd.tsv');
    expect(importer.encodingChosen).toBe(false);
    expect([importer.preview, importer.result, importer.fault]).toEqual([null, null, null]);
    expect(importer.confirm()).toBeNull();
    await importer.changeRoles({ label: 'label' });
    expect(importer.result).toBeNull();
    await importer.changeSettings({ encoding: 'windows-1252' });
    expect(importer.encodingChosen).toBe(true);
    expect(labels()).toEqual(['x', 'y']);
    await opened();
    expect(importer.encodingChosen).toBe(true);
  });

  it('has one label for JSON 3 and "3", and keeps both spellings', async () => {
    await opened('{"text":"a b","label":3}\n{"text":"c d","label":"3"}\n{"text":"e f","label":"4"}\n', 'n.jsonl');
    expect(importer.result?.dataset.labels).toEqual([
      { name: '3', token: '3', count: 2, tokens: ['3', '"3"'] },
      { name: '4', token: '"4"', count: 1 },
    ]);
  });
});

describe('a fault of a reading', () => {
  it('keeps the dialog open and names the file, and a change of the settings clears it', async () => {
    await opened();
    await importer.changeSettings({ gzip: true });
    expect(importer.fault).toMatchObject({ code: 'file-gzip-broken', params: { name: 'news.tsv' } });
    expect(importer.state.at).toBe('mapping');
    expect(importer.confirm()).toBeNull();
    expect(notes()).toEqual([]);
    await importer.changeSettings({ gzip: false });
    expect(importer.fault).toBeNull();
    expect(labels()).toEqual(['Sports', 'World']);
  });

  it('reports its own parameters when it occurs in the middle of the file', async () => {
    // The last text is in GB18030.
    const bytes = new Uint8Array([
      ...new TextEncoder().encode(TSV),
      0xd6,
      0xd0,
      0xce,
      0xc4,
      0x09,
      0x41,
      0x09,
      0x42,
      0x0a,
    ]);
    await importer.open(new File([bytes], 'mixed.tsv'), 'mixed.tsv');
    expect(importer.fault).toBeNull();
    await importer.changeSettings({ encoding: 'utf-8' });
    expect(importer.fault).toMatchObject({ code: 'file-encoding', params: { name: 'mixed.tsv', line: 5 } });
    expect(importer.result).toBeNull();
  });

  it('shows a notice and no dialog for an empty file', async () => {
    await opened('', 'nothing.tsv');
    expect(notes()).toEqual(['file-empty nothing.tsv']);
    expect(importer.state.at).toBe('idle');
  });

  it.each(['preview', 'guessRoles', 'begin', 'advance', 'take'])(
    'reports a rejected call of %s and keeps the dialog open',
    async (method) => {
      source.before = (called) => {
        if (called === method) throw new Error('the port is closed');
        return undefined;
      };
      await opened();
      await importer.changeSettings({ header: false });
      expect(importer.fault).toMatchObject({ code: 'unexpected', params: { name: 'news.tsv' } });
      expect(importer.state.at).toBe('mapping');
    },
  );

  it('reports a rejected guess of the roles under another target', async () => {
    const project = new Project();
    project.dataset = datasetOf(['a', 'b'], ['x', 'y']);
    ({ source, importer, opened } = importerBench(project));
    await opened('{"id":"0","loss":1}\n{"id":"1","loss":2}\n', 'losses.jsonl');
    expect(importer.target).toBe('results');
    await importer.changeSettings({ gzip: false });
    source.before = (called) => {
      if (called === 'guessRoles') throw new Error('the port is closed');
      return undefined;
    };
    await importer.changeTarget('dataset');
    expect(importer.fault).toMatchObject({ code: 'unexpected', params: { name: 'losses.jsonl' } });
    expect(importer.state.at).toBe('mapping');
  });

  it('shows a notice for a rejected inspection', async () => {
    source.before = () => {
      throw new Error('the port is closed');
    };
    await opened();
    expect(notes()).toEqual(['unexpected news.tsv']);
    expect(importer.state.at).toBe('idle');
  });

  it('is not shown after a newer reading began', async () => {
    const held = gate();
    await opened();
    source.before = async (method) => {
      if (method !== 'preview') return undefined;
      source.before = () => undefined;
      await held.passed;
      return { code: 'file-unreadable' };
    };
    const older = importer.changeSettings({ quote: '"' });
    await importer.changeSettings({ quote: '' });
    held.open();
    await older;
    expect(importer.fault).toBeNull();
    expect(labels()).toEqual(['Sports', 'World']);
  });

  it('opens the file without earlier projects when the store cannot be read', async () => {
    store.before = () => ({ code: 'storage-failed' });
    await opened();
    expect(importer.known).toEqual([]);
    expect(labels()).toEqual(['Sports', 'World']);
  });
});
