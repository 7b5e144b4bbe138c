import { bench, describe } from 'vitest';
import type { ColumnRoles, ReadSettings } from '../../src/domain/reading/dataset.js';
import { Source } from '../../workers/source/source.js';
import { sampleTexts } from './sample.js';

const LINES = 60_000;
const texts = sampleTexts();
const content = Array.from({ length: LINES }, (_, i) => `${i}\t${texts[i % texts.length] ?? ''}\tWorld`).join('\n');
const file = new Blob([content]);
const settings: ReadSettings = {
  format: 'delimited',
  gzip: false,
  encoding: 'utf-8',
  delimiter: '\t',
  quote: '',
  header: false,
};
const roles: ColumnRoles = { text: '1', textJoin: '', textB: '', label: '2', id: '0', sLabel: '' };

describe(`reading ${LINES} lines of TSV`, () => {
  bench('as a stream into columns, every id and label checked', async () => {
    const source = new Source();
    let step = await source.begin(file, settings, roles);
    while (step.ok && !step.value.done) step = await source.advance(step.value.job);
    if (step.ok) await source.take(step.value.job);
  });
  bench('decoded whole and split into arrays of strings', async () => {
    (await file.text()).split('\n').map((line) => line.split('\t'));
  });
});
