import { bench, describe } from 'vitest';
import { rankRows, type RankColumns } from '../../src/domain/review/rank.js';

const ROWS = 120_000;
const loss = Float32Array.from({ length: ROWS }, (_, row) => (row * 7919) % 104_729);
const columns: RankColumns = {
  rows: ROWS,
  label: new Uint16Array(ROWS),
  status: new Uint8Array(ROWS),
  updatedAt: new Float64Array(ROWS),
  loss,
  predicted: new Int16Array(ROWS),
  classOfLabel: Int32Array.of(0),
  selfConfidence: null,
  normalizedMargin: null,
  weightedEntropy: null,
  entropy: null,
  tokens: null,
  avgProbs: null,
  labelVar: null,
  forgettingTimes: null,
};

describe('ranking 120,000 rows by loss', () => {
  bench('radix sort over typed arrays', () => {
    rankRows(columns, [], 'loss-desc');
  });
  bench('sorting row numbers with a comparator', () => {
    Array.from({ length: ROWS }, (_, row) => row).sort((a, b) => (loss[b] ?? 0) - (loss[a] ?? 0) || a - b);
  });
});
