import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessResultsFile, isPredictionsOnly } from '../../../src/domain/roles.js';
import type { GivenResults } from '../../../src/domain/results-builder.js';
import type { ResultsReadResult } from '../../../src/protocol/source-wire.js';
import { Source } from '../../../workers/source.js';
import { readDetected, valueOf } from './source-helpers.js';

type Scored = readonly (readonly [label: string, score: number])[];

const scored = (scores: Scored): object[] => scores.map(([label, score]) => ({ label, score }));
const linesOf = (rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const CLASSES = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** Four rows, each with the scores of the best `top` classes, best first; row k is of class k. */
function ranked(top: number, nameOf = (k: number): string => CLASSES[k] ?? ''): Scored[] {
  return [0, 1, 2, 3].map((k) =>
    [0, 1, 2, 3].map((place) => [nameOf((k + place) % 4), [0.7, 0.15, 0.1, 0.05][place] ?? 0] as const).slice(0, top),
  );
}

async function inDataset(content: string): Promise<GivenResults> {
  const { results, dataset } = await readDetected(new Blob([content]));
  expect(dataset.rows).toBeGreaterThan(0);
  if (results === null) throw new Error('no results');
  return results;
}

async function alone(content: string): Promise<ResultsReadResult> {
  const file = new Blob([content]);
  const source = new Source();
  const { settings } = valueOf(await source.inspect(file));
  const { columns, records } = valueOf(await source.preview(file, settings));
  const guess = guessResultsFile(columns, records);
  if (!guess?.alone) throw new Error(`no results: ${columns.join()}`);
  let progress = valueOf(await source.beginResults(file, settings, guess.roles));
  while (!progress.done) progress = valueOf(await source.advance(progress.job));
  return valueOf(await source.takeResults(progress.job));
}

/** The most probable class of each row. */
function best({ classes, logits }: GivenResults): string[] {
  const width = classes.length;
  return Array.from({ length: (logits?.length ?? 0) / width }, (_, row) => {
    const own = [...(logits?.subarray(row * width, (row + 1) * width) ?? [])];
    return classes[own.indexOf(Math.max(...own))] ?? '';
  });
}

describe('the output of a pipeline of transformers', () => {
  it('for every row in a list of its own, with all classes', async () => {
    const content = readFileSync('tests/fixtures/cases/21-pipeline-topk/nested.jsonl', 'utf8');
    const lines = content.trimEnd().split('\n');
    const results = await inDataset(content);
    expect(results.classes.toSorted()).toEqual(CLASSES.toSorted());
    expect(results.report).toMatchObject({ rows: 24, usable: 24, partial: 0, vectors: 'probs' });
    const first = best(results);
    const rows = lines.flatMap((line, row) => {
      const { label } = JSON.parse(line) as { readonly label: string };
      return first[row] === label ? [] : [[row, label, first[row]]];
    });
    expect(rows).toEqual([
      [6, 'World', 'Business'],
      [18, 'World', 'Business'],
    ]);
  });

  it.each(['probs', 'scores', 'prediction', 'predictions', 'output'])('in a column called %s', async (name) => {
    const rows = ranked(4).map((scores, k) => ({
      text: `text number ${k}`,
      label: CLASSES[k],
      [name]: scored(scores),
    }));
    expect(best(await inDataset(linesOf(rows)))).toEqual(CLASSES);
  });

  it('as Python writes it, in a CSV, score before label', async () => {
    const cells = ranked(4).map((scores) =>
      scores.map(([label, score]) => `{'score': ${score}, 'label': '${label}'}`).join(', '),
    );
    const rows = cells.map((cell, k) => `text number ${k},${CLASSES[k] ?? ''},"[[${cell}]]"`);
    expect(best(await inDataset(`text,label,probs\n${rows.join('\n')}\n`))).toEqual(CLASSES);
  });

  it('with class numbers for names is in order of the numbers', async () => {
    const rows = ranked(4, (k) => `LABEL_${k}`).reverse();
    const results = await inDataset(
      linesOf(rows.map((scores, k) => ({ text: `text number ${k}`, label: 3 - k, probs: scored(scores) }))),
    );
    expect(results.classes).toEqual(['LABEL_0', 'LABEL_1', 'LABEL_2', 'LABEL_3']);
    expect(best(results)).toEqual(['LABEL_3', 'LABEL_2', 'LABEL_1', 'LABEL_0']);
  });

  it.each([
    ['a list on each line', linesOf(ranked(4).map(scored))],
    ['a list in a list on each line', linesOf(ranked(4).map((scores) => [scored(scores)]))],
    ['one list of lists', JSON.stringify(ranked(4).map(scored))],
    ['one list of lists over many lines', JSON.stringify(ranked(4).map(scored), null, 2)],
  ])('alone, without texts: %s', async (_, content) => {
    const { file, rejectedCount } = await alone(content);
    expect([file.rows, file.records, rejectedCount]).toEqual([4, 4, 0]);
    expect(best(file.results)).toEqual(CLASSES);
  });

  it('alone, as plain numbers on each line', async () => {
    const { file } = await alone('[0.7, 0.2, 0.1]\n[0.1, 0.8, 0.1]\n');
    expect([file.rows, file.results.report.usable]).toEqual([2, 2]);
  });
});

describe('scores of a part of the classes', () => {
  it('of the best one alone are not used, and the missing probability is counted', async () => {
    const results = await inDataset(readFileSync('tests/fixtures/cases/21-pipeline-topk/top1.jsonl', 'utf8'));
    expect(results.report).toMatchObject({ rows: 24, usable: 0, partial: 24, vectors: 'none', notNormalised: 0 });
    expect(results.report.missing).toBeCloseTo(0.09, 5);
  });

  it('of the best few are not used either, also where they sum to nearly 1', async () => {
    const rows = ranked(2).map((scores, k) => ({ text: `text number ${k}`, label: CLASSES[k], probs: scored(scores) }));
    expect((await inDataset(linesOf(rows))).report).toMatchObject({ usable: 0, partial: 4, wrongLength: 0 });
    const sure = ranked(2).map((scores, k) => ({
      text: `text number ${k}`,
      label: CLASSES[k],
      probs: scored(scores.map(([label], place) => [label, place === 0 ? 0.99 : 0.0095])),
    }));
    expect((await inDataset(linesOf(sure))).report).toMatchObject({ usable: 0, partial: 4, vectors: 'none' });
  });

  it('in a few rows do not touch the results of other rows', async () => {
    const rows = [...ranked(4), ...ranked(4), ...ranked(2).slice(0, 1)].map((scores, k) => ({
      text: `text number ${k}`,
      label: CLASSES[k % 4],
      probs: scored(scores),
    }));
    const { report } = await inDataset(linesOf(rows));
    expect(report).toMatchObject({ usable: 8, partial: 1, wrongLength: 0 });
    expect(report.missing).toBeCloseTo(0.15, 5);
  });

  it('one stray class in one row does not make other rows partial', async () => {
    const rows = Array.from({ length: 5 }, () => ranked(4)).flat();
    const stray = scored([
      ['Wrold', 0.7],
      ['Sports', 0.15],
      ['Business', 0.1],
      ['Sci/Tech', 0.05],
    ]);
    const all = [...rows.map(scored), stray].map((probs, k) => ({ text: `text number ${k}`, label: 'World', probs }));
    expect((await inDataset(linesOf(all))).report).toMatchObject({ usable: 20, partial: 0, wrongLength: 1 });
  });

  it('in a column of single scores beside the predicted class, without texts', async () => {
    const { file } = await alone(linesOf(ranked(1).map(([first]) => ({ label: first?.[0], score: first?.[1] }))));
    expect(file.results.report).toMatchObject({ rows: 4, usable: 0, partial: 4 });
    expect(file.results.report.missing).toBeCloseTo(0.3, 5);
  });

  it('a column called score beside texts is no result', async () => {
    const { results } = await readDetected(
      new Blob(['text,label,score\na long review text,good,0.5\nanother one,bad,1\n']),
    );
    expect(results).toBeNull();
  });
});

it.each([
  [['id', 'prediction'], [['1', 'World']], true],
  [['prediction'], [['World']], true],
  [['prediction', 'loss'], [['World', '0.5']], false],
  [['text', 'prediction'], [['a long enough text here', 'World']], false],
  [['id', 'label'], [['1', 'World']], false],
])('whether %j hold predictions alone', (columns, records, expected) => {
  expect(isPredictionsOnly(columns, records)).toBe(expected);
});
