import { beforeEach, describe, expect, it } from 'vitest';
import { importerBench, putProjectOf, type ImporterBench } from './importer-bench.js';

let store: ImporterBench['store'];
let importer: ImporterBench['importer'];
let opened: ImporterBench['opened'];
let labels: ImporterBench['labels'];

beforeEach(() => {
  ({ importer, opened, labels, store } = importerBench());
});

describe('remembered mappings', () => {
  it('restore roles only for files with the same header', async () => {
    await opened();
    await importer.changeRoles({ label: 'other', text: 'class' });
    importer.confirm();
    await opened('body\tclass\tother\nDelta is four\tBusiness\tr\n', 'second.tsv');
    expect(importer.roles).toMatchObject({ text: 'class', label: 'other' });
    expect(labels()).toEqual(['r']);
    await opened('body\tclass\telse\nDelta is four\tBusiness\tr\n', 'third.tsv');
    expect(importer.roles).toMatchObject({ text: 'body', label: 'class' });
  });

  it('exclude a mapping that was not confirmed', async () => {
    await opened();
    await importer.changeRoles({ label: 'other' });
    importer.cancel();
    await opened();
    expect(importer.roles.label).toBe('class');
  });

  it('list earlier projects on the same content, newest first, and restore their settings', async () => {
    await opened();
    const hash = importer.inspection?.hash ?? '';
    importer.cancel();
    await putProjectOf(store, 'old', hash, 10);
    await putProjectOf(store, 'new', hash, 30);
    await putProjectOf(store, 'middle', hash, 20);
    await putProjectOf(store, 'other', 'another content', 40);
    await opened();
    expect(importer.known.map((project) => project.id)).toEqual(['new', 'middle', 'old']);
    expect(labels()).toEqual(['Sports', 'World']);
    const [newest] = importer.known;
    if (newest) await importer.adopt(newest);
    expect(labels()).toEqual(['p', 'q']);
    expect(importer.settings).toEqual(newest?.settings);
  });
});
