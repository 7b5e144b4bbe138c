import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Source } from '../../../../workers/source/source.js';
import { readAll, valueOf } from './helpers.js';

const folder = new URL('../../../../../shared/data/', import.meta.url);
const present = existsSync(fileURLToPath(folder));
if (!present) console.log('shared data is not here: the tests that read it step aside');

interface Expected {
  readonly rows: number;
  readonly header: boolean;
  readonly text: string;
  readonly textB?: string;
  readonly label: string;
  readonly labels: number;
}

const FILES: Record<string, Expected> = {
  'agnews_noisy_5000.csv': { rows: 5000, header: true, text: 'text', label: 'label', labels: 4 },
  'agnews_train_17k.tsv': { rows: 17286, header: true, text: 'text', label: 'label', labels: 4 },
  'banking77_train.csv': { rows: 10003, header: true, text: 'text', label: 'category', labels: 77 },
  'sst2_train.tsv': { rows: 6920, header: false, text: '0', label: '1', labels: 2 },
  'lcqmc_sample_100.tsv': { rows: 100, header: true, text: 'text_a', textB: 'text_b', label: 'label', labels: 2 },
  'toutiao_zh_train.csv': { rows: 5000, header: true, text: 'text', label: 'label', labels: 15 },
};

describe.runIf(present)('real datasets come out right by themselves', () => {
  it.each(Object.entries(FILES))('%s', async (name, expected) => {
    const file = new Blob([readFileSync(fileURLToPath(new URL(name, folder)))]);
    const inspection = valueOf(await new Source().inspect(file));
    const { settings, roles } = inspection;
    expect(settings.header).toBe(expected.header);
    expect(settings.delimiter).toBe(name.endsWith('.tsv') ? '\t' : ',');
    expect(settings.quote).toBe(name.endsWith('.tsv') ? '' : '"');
    expect(roles).toEqual({
      text: expected.text,
      textJoin: '',
      textB: expected.textB ?? '',
      label: expected.label,
      id: '',
      sLabel: '',
    });
    const { dataset, rejectedCount } = valueOf(await readAll(new Source(), file, settings, roles));
    expect(rejectedCount).toBe(0);
    expect(dataset.rows).toBe(expected.rows);
    expect(dataset.labels).toHaveLength(expected.labels);
    expect(dataset.labels.reduce((sum, { count }) => sum + count, 0)).toBe(expected.rows);
  });
});
