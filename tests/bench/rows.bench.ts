import Papa from 'papaparse';
import { expect, test } from 'vitest';
import type { ColumnRoles, ReadSettings } from '../../src/domain/reading/dataset.js';
import type { RankColumns } from '../../src/domain/review/rank.js';
import type { TrainingSignals } from '../../src/domain/training/signals.js';
import { builtSubjects, inTurn, keep } from './measure.js';
import type { RowNumber } from './table.js';
import { news, tsvOf } from './texts.js';

const ROLES: ColumnRoles = { text: 'text', textJoin: '', textB: '', label: 'label', id: '', sLabel: '' };
const MILLION = 1_000_000;
const { Source, Polygon, rankRows, rowsInside, emptyColumns, summarise } = await builtSubjects();

/** Reads a file as the source worker does, and hands the columns over. Returns the number of rows. */
async function readWith(file: Blob, settings: ReadSettings): Promise<number> {
  const source = new Source();
  let step = await source.begin(file, settings, ROLES);
  while (step.ok && !step.value.done) step = await source.advance(step.value.job);
  if (!step.ok) throw new Error(step.fault.code);
  const taken = await source.take(step.value.job);
  if (!taken.ok) throw new Error(taken.fault.code);
  const { dataset } = taken.value;
  const { bytes, offsets } = dataset.text;
  const transfer = [bytes.buffer as ArrayBuffer, offsets.buffer as ArrayBuffer, dataset.label.buffer];
  return structuredClone(dataset, { transfer }).rows;
}

test('reading 120,000 rows', async () => {
  const rows = news(120_000);
  const csv = Papa.unparse([...rows]);
  const jsonl = rows.map((row) => JSON.stringify(row)).join('\n');
  const delimited = { format: 'delimited', gzip: false, encoding: 'utf-8', header: true } as const;
  // In a worker every record is copied to the page.
  const papa = (text: string, config: Papa.ParseConfig): number =>
    structuredClone(Papa.parse(text, { ...config, header: true }).data).length;
  const kinds: readonly (readonly [RowNumber, string, ReadSettings, (text: string) => number])[] = [
    [
      7,
      tsvOf(rows),
      { ...delimited, delimiter: '\t', quote: '' },
      (text) => papa(text, { delimiter: '\t', quoteChar: '\u0000' }),
    ],
    [7.1, csv, { ...delimited, delimiter: ',', quote: '"' }, (text) => papa(text, { delimiter: ',' })],
    [
      7.2,
      jsonl,
      { ...delimited, format: 'jsonl', delimiter: ',', quote: '', header: false },
      (text) => structuredClone(text.split('\n').map((line) => JSON.parse(line) as unknown)).length,
    ],
  ];
  for (const [number, text, settings, peer] of kinds) {
    const file = new Blob([text]);
    expect(await readWith(file, settings)).toBe(120_000);
    expect(peer(text)).toBe(120_000);
    keep({
      number,
      unit: 'ms',
      note: 'the peer splits or parses without a check of labels, ids or encoding',
      ...(await inTurn(
        () => readWith(file, settings),
        async () => peer(await file.text()),
      )),
    });
  }
});

test('sorting and filtering a million rows', async () => {
  const loss = Float32Array.from({ length: MILLION }, (_, row) => (row * 7919) % 104_729);
  const label = Uint16Array.from({ length: MILLION }, (_, row) => row % 4);
  const columns: RankColumns = {
    rows: MILLION,
    label,
    status: new Uint8Array(MILLION),
    updatedAt: new Float64Array(MILLION),
    loss,
    predicted: new Int16Array(MILLION),
    classOfLabel: Int32Array.of(0, 1, 2, 3),
    selfConfidence: null,
    normalizedMargin: null,
    weightedEntropy: null,
    entropy: null,
    tokens: null,
    avgProbs: null,
    labelVar: null,
    forgettingTimes: null,
  };
  const objects = Array.from({ length: MILLION }, (_, row) => ({ row, label: label[row], loss: loss[row] ?? 0 }));
  const ours = () => rankRows(columns, [{ labels: Uint8Array.of(0, 0, 1, 0) }], 'loss-desc');
  const peer = () => objects.filter((row) => row.label === 2).sort((a, b) => b.loss - a.loss || a.row - b.row);
  expect([...ours().slice(0, 100)]).toEqual(
    peer()
      .slice(0, 100)
      .map(({ row }) => row),
  );
  keep({ number: 10, unit: 'ms', ...(await inTurn(ours, peer)) });
});

test('a lasso over a million points', async () => {
  const corner = (part: (angle: number) => number) =>
    Float64Array.from({ length: 500 }, (_, at) => 0.5 + (0.3 + 0.05 * (at % 3)) * part((at / 500) * 2 * Math.PI));
  const corners = { x: corner(Math.cos), y: corner(Math.sin) };
  const points = {
    rows: Uint32Array.from({ length: MILLION }, (_, row) => row),
    x: Float32Array.from({ length: MILLION }, (_, row) => ((row * 7919) % 104_729) / 104_729),
    y: Float32Array.from({ length: MILLION }, (_, row) => ((row * 6101) % 99_991) / 99_991),
  };
  const ours = () => rowsInside(new Polygon(corners), points);
  const peer = () => points.rows.filter((row) => isInside(corners, points.x[row] ?? 0, points.y[row] ?? 0));
  expect(ours().length).toBe(peer().length);
  keep({ number: 9, unit: 'ms', ...(await inTurn(ours, peer, 3)) });
});

/** The even-odd rule over every edge. */
function isInside({ x, y }: { readonly x: Float64Array; readonly y: Float64Array }, px: number, py: number): boolean {
  let inside = false;
  for (let a = 0, b = x.length - 1; a < x.length; b = a++) {
    const [ax, ay, bx, by] = [x[a] ?? 0, y[a] ?? 0, x[b] ?? 0, y[b] ?? 0];
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

test('summarising 120,000 rows of 10 evaluations', async () => {
  const [rows, evaluations] = [120_000, 10];
  const entries = rows * evaluations;
  const signals: TrainingSignals = {
    rows,
    ids: { bytes: new Uint8Array(0), offsets: new Uint32Array(rows + 1) },
    evaluations,
    offsets: Uint32Array.from({ length: rows + 1 }, (_, row) => row * evaluations),
    evaluation: Uint32Array.from({ length: entries }, (_, i) => i % evaluations),
    labelProb: Float64Array.from({ length: entries }, (_, i) => ((i * 7919) % 1000) / 1000),
    correct: Uint8Array.from({ length: entries }, (_, i) => ((i * 31) % 7 < 4 ? 1 : 0)),
    predicted: new Int32Array(entries),
    label: new Int32Array(rows),
    classes: ['0'],
    sLabel: new Uint8Array(rows),
    epochs: Array.from({ length: evaluations }, (_, epoch) => epoch),
  };
  const columns = emptyColumns(rows);
  const ofRow = new Map<number, { readonly probs: number[]; readonly correct: boolean[] }>();
  for (let row = 0; row < rows; row++) {
    const own = Array.from({ length: evaluations }, (_, at) => row * evaluations + at);
    ofRow.set(row, {
      probs: own.map((i) => signals.labelProb[i] ?? 0),
      correct: own.map((i) => signals.correct[i] === 1),
    });
  }
  const ours = () => summarise(signals, evaluations, columns);
  const peer = () => Array.from(ofRow.values(), summaryOf);
  ours();
  const expected = peer();
  for (const row of [0, 1, 777, rows - 1]) {
    expect(columns.avg_probs[row]).toBeCloseTo(expected[row]?.mean ?? Number.NaN, 6);
    expect(columns.forgetting_times[row]).toBe(expected[row]?.forgotten);
  }
  keep({ number: 11, unit: 'ms', ...(await inTurn(ours, peer)) });
});

/** The signals of one row as the original computes them: over lists. */
function summaryOf({ probs, correct }: { readonly probs: readonly number[]; readonly correct: readonly boolean[] }) {
  const mean = probs.reduce((sum, p) => sum + p, 0) / probs.length;
  const steps = correct.slice(1).map((now, at) => [correct[at], now] as const);
  return {
    mean,
    variance: probs.map((p) => (p - mean) ** 2).reduce((sum, square) => sum + square, 0) / probs.length,
    most: Math.max(...probs),
    least: Math.min(...probs),
    correct: correct.filter((right) => right).length,
    forgotten: steps.filter(([before, now]) => before === true && !now).length,
    learnt: steps.filter(([before, now]) => before === false && now).length,
    firstForget: steps.findIndex(([before, now]) => before === true && !now) + 1,
    firstLearn: steps.findIndex(([before, now]) => before === false && now) + 1,
  };
}
