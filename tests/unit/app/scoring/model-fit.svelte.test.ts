import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelFit } from '../../../../src/app/scoring/model-fit.svelte.js';
import { FakeBrowser, type Page } from '../../../fakes/page.js';

let page: Page;
let fit: ModelFit;

beforeEach(async () => {
  page = await new FakeBrowser().visit().begin();
  fit = new ModelFit({ models: page.models, project: page.project });
});

function rows(text: string): File {
  return new File([`text\tlabel\n${`${text}\tSports\n`.repeat(30)}`], 'rows.tsv');
}

/** Adds a model folder with these files and reads its vocabulary. */
async function folder(files: Readonly<Record<string, string>>, name = 'own'): Promise<void> {
  const entries = Object.entries(files);
  await page.models.addFiles(
    entries.map(([path, content]) => ({ path: `${name}/${path}`, blob: new Blob([content]) })),
    name,
  );
  if (page.models.chosen) await fit.look(page.models.chosen);
}

const CHINESE = '股市周五再次下跌';
const HAN = Array.from({ length: 7000 }, (_, i) => String.fromCodePoint(0x4e00 + i));

describe('the reason against the chosen model', () => {
  it('is null without a dataset, and null for English rows', async () => {
    expect(fit.misfit).toBeNull();
    await page.drop(rows('The naïve résumé of Zoë was in the café on the corner'));
    expect(fit.misfit).toBeNull();
  });

  it('is that the built-in model reads English', async () => {
    await page.drop(rows(CHINESE));
    expect(fit.misfit).toEqual({ why: 'letters', script: 'chinese' });
    await page.drop(rows('Die Aktien sind am Freitag gefallen und das ist nicht zu ändern'));
    expect(fit.misfit).toEqual({ why: 'language' });
  });

  it('is that the vocabulary of an own model has no word in the letters of the rows', async () => {
    await page.drop(rows(CHINESE));
    await folder({ 'config.json': '{}', 'vocab.txt': 'the\n##ing' });
    expect(page.models.chosenKey).toBe('own');
    expect(fit.misfit).toEqual({ why: 'vocabulary', script: 'chinese' });
    await page.drop(rows('Die Aktien sind am Freitag gefallen und das ist nicht zu ändern'));
    expect(fit.misfit).toBeNull();
  });

  it('is null where an own model has the words, or where its vocabulary cannot be read', async () => {
    await page.drop(rows(CHINESE));
    await folder({ 'config.json': '{}', 'vocab.txt': HAN.join('\n') }, 'chinese');
    expect([page.models.chosenKey, fit.misfit]).toEqual(['chinese', null]);
    await folder({ 'config.json': '{}', 'tokenizer.json': '{"model":{"type":"BPE"}}' }, 'bytes');
    expect([page.models.chosenKey, fit.misfit]).toEqual(['bytes', null]);
    await folder({ 'config.json': '{}' }, 'none');
    expect([page.models.chosenKey, fit.misfit]).toEqual(['none', null]);
  });

  it('is known from one reading of a vocabulary', async () => {
    await page.drop(rows(CHINESE));
    await folder({ 'vocab.txt': 'the' });
    const { chosen } = page.models;
    if (chosen?.source.kind !== 'files') throw new Error('no files');
    const read = chosen.source.files.map(({ blob }) => vi.spyOn(blob, 'text'));
    await fit.look(chosen);
    expect(read.map(({ mock }) => mock.calls.length)).toEqual([0]);
    expect(fit.misfit).toEqual({ why: 'vocabulary', script: 'chinese' });
  });
});
