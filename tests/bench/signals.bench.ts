import { bench, describe } from 'vitest';
import { dataMap, STANDARD_MAP } from '../../src/domain/map/data-map.js';
import { emptyColumns, summarise, type TrainingSignals } from '../../src/domain/training/signals.js';

const ROWS = 120_000;
const EVALUATIONS = 10;
const ENTRIES = ROWS * EVALUATIONS;
const EMPTY = { bytes: new Uint8Array(0), offsets: new Uint32Array(ROWS + 1) };

const signals: TrainingSignals = {
  rows: ROWS,
  ids: EMPTY,
  evaluations: EVALUATIONS,
  offsets: Uint32Array.from({ length: ROWS + 1 }, (_, row) => row * EVALUATIONS),
  evaluation: Uint32Array.from({ length: ENTRIES }, (_, i) => i % EVALUATIONS),
  labelProb: Float64Array.from({ length: ENTRIES }, (_, i) => ((i * 7919) % 1000) / 1000),
  correct: Uint8Array.from({ length: ENTRIES }, (_, i) => ((i * 31) % 7 < 4 ? 1 : 0)),
  predicted: new Int32Array(ENTRIES),
  label: new Int32Array(ROWS),
  classes: ['0'],
  sLabel: new Uint8Array(ROWS),
  epochs: Array.from({ length: EVALUATIONS }, (_, epoch) => epoch),
};
const columns = emptyColumns(ROWS);
const buckets = new Uint8Array(ROWS);

describe('120,000 rows x 10 evaluations', () => {
  bench('a step of the evaluation slider: the summary anew, in place', () => {
    summarise(signals, EVALUATIONS, columns);
  });
  bench('a change of the threshold: buckets anew, in place', () => {
    dataMap(columns, null, { ...STANDARD_MAP, criterion: 'forgetting_times', threshold: 1 }, buckets);
  });
});
