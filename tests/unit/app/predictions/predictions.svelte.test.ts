import fc from 'fast-check';
import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Predictions, SCORED, TRUNCATED } from '../../../../src/app/predictions/predictions.svelte.js';
import { CHUNK_ROWS } from '../../../../src/domain/reading/dataset.js';
import { crossEntropies } from '../../../../src/domain/predictions/loss.js';
import type { GivenResults } from '../../../../src/domain/predictions/builder.js';
import type { ResultsChunk } from '../../../../src/protocol/ports.js';

const CLASSES = ['a', 'b', 'c'];

/** Logits that differ from row to row. */
function logitsAt(row: number): Float32Array {
  return Float32Array.of(Math.sin(row) * 4, Math.cos(row * 3) * 4, Math.sin(row * 7) * 4);
}

function labelsFor(rows: number, shift = 0): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => ((row + shift) % 4) - 1);
}

/** Predictions for `rows` rows. The rows of `which` are written with the loss of their logits. */
function scoresOf(rows: number, which: (row: number) => boolean = () => true): Predictions {
  const predictions = new Predictions();
  const labels = labelsFor(rows);
  predictions.reset(rows, CLASSES, labels);
  for (let row = 0; row < rows; row++) {
    if (!which(row)) continue;
    const [loss] = crossEntropies(logitsAt(row), CLASSES.length, [labels[row] ?? -1]);
    predictions.writeRow(row, logitsAt(row), loss ?? Number.NaN, 5 + (row % 9), row % 10 === 0);
  }
  predictions.publish();
  return predictions;
}

/** Every column in a comparable form. */
function columns(predictions: Predictions): unknown[] {
  const { logits, loss, selfConfidence, margin, entropy, predicted, tokens, flags, done } = predictions;
  return [logits, loss, selfConfidence, margin, entropy, predicted, tokens, flags]
    .map(({ value }) => value)
    .concat(done as never);
}

/** Compares losses for the given labels with the reference in 64 bits. */
function expectReference(predictions: Predictions, labels: Int32Array): void {
  const reference = crossEntropies(predictions.logits.value, CLASSES.length, labels);
  for (let row = 0; row < predictions.rows; row++) {
    const loss = predictions.loss.value[row] ?? 0;
    if (!predictions.isScored(row) || (labels[row] ?? -1) < 0) expect(loss).toBeNaN();
    else expect(Math.abs(loss - (reference[row] ?? 0))).toBeLessThan(1e-5);
  }
}

describe('chunks', () => {
  it.each([1, 40, CHUNK_ROWS, CHUNK_ROWS + 1, CHUNK_ROWS * 2 + 777])('of %d rows are restored unchanged', (rows) => {
    const before = scoresOf(rows, (row) => row % 3 !== 1);
    const after = new Predictions();
    after.reset(rows, CLASSES, labelsFor(rows));
    for (let index = 0; index < Math.ceil(rows / CHUNK_ROWS); index++)
      after.restore(structuredClone(before.chunk(index)));
    expect(columns(after)).toEqual(columns(before));
    expect(after.done).toBe(Math.ceil(rows / 3) + Math.floor(rows / 3));
  });

  it('are copies', () => {
    const predictions = scoresOf(3);
    const chunk = predictions.chunk(0);
    predictions.writeRow(1, Float32Array.of(9, 9, 9), 7, 1, false);
    expect(chunk.loss[1]).not.toBe(7);
    expect(chunk.logits.length).toBe(9);
  });

  it('of another shape are ignored without any change', () => {
    const rows = CHUNK_ROWS + 10;
    const good = scoresOf(rows).chunk(1);
    const wrong: Record<string, ResultsChunk> = {
      'beyond the end': { ...good, index: 2 },
      'before the start': { ...good, index: -1 },
      'between two': { ...good, index: 0.5 },
      'fewer rows': { ...good, flags: good.flags.slice(1) },
      'more rows': scoresOf(CHUNK_ROWS * 2).chunk(1),
      'of two classes': { ...good, logits: good.logits.slice(0, 20) },
      'of four classes': { ...good, logits: new Float32Array(40) },
      'too many tokens': { ...good, tokens: new Uint16Array(11) },
      'too few tokens': { ...good, tokens: new Uint16Array(9) },
      'too few losses': { ...good, loss: new Float32Array(3) },
    };
    for (const [name, chunk] of Object.entries(wrong)) {
      const predictions = scoresOf(rows, (row) => row === 0);
      const before = structuredClone(columns(predictions));
      expect(() => predictions.restore(chunk), name).not.toThrow();
      expect(columns(predictions), name).toEqual(before);
    }
  });

  it('keep the loss of the loss head, unless the label map has changed since', () => {
    const predictions = scoresOf(4);
    const chunk = predictions.chunk(0);
    const head = (chunk.loss[1] ?? 0) + 1e-5;
    chunk.loss[1] = head;
    const same = new Predictions();
    same.reset(4, CLASSES, labelsFor(4));
    same.restore(chunk);
    expect(same.loss.value[1]).toBe(Math.fround(head));
    const other = new Predictions();
    other.reset(4, CLASSES, labelsFor(4, 1));
    other.restore(chunk);
    expectReference(other, labelsFor(4, 1));
  });
});

describe('another label map', () => {
  it('gives the same losses and signals as a run with that map', () => {
    const rows = CHUNK_ROWS + 100;
    const predictions = scoresOf(rows, (row) => row % 5 !== 0);
    const { logits } = predictions;
    const before = logits.value.slice();
    const labels = labelsFor(rows, 2);
    predictions.relabel(labels);
    expectReference(predictions, labels);
    expect(predictions.logits.value).toEqual(before);
    expect(predictions.labelClassOf(1)).toBe(labels[1]);
    for (const row of [1, 2, 3, 4]) {
      const p = Math.exp(-(predictions.loss.value[row] ?? 0));
      if ((labels[row] ?? -1) >= 0) expect(predictions.selfConfidence.value[row]).toBeCloseTo(p, 5);
      else expect(predictions.selfConfidence.value[row]).toBeNaN();
    }
    expect(predictions.done).toBe(rows - Math.ceil(rows / 5));
  });

  it('and a return to the first map restore the earlier columns', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 12, maxLength: 12 }), (map) => {
        const predictions = scoresOf(12, (row) => row !== 7);
        const before = Array.from(predictions.loss.value);
        predictions.relabel(Int32Array.from(map));
        expectReference(predictions, Int32Array.from(map));
        predictions.relabel(labelsFor(12));
        for (const [row, loss] of before.entries()) {
          if (Number.isNaN(loss)) expect(predictions.loss.value[row]).toBeNaN();
          else expect(predictions.loss.value[row]).toBeCloseTo(loss, 5);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('readers', () => {
  it('are woken once by publish after a write, and not without a write', () => {
    const predictions = scoresOf(5, () => false);
    let woken = 0;
    const end = $effect.root(() => {
      $effect(() => {
        void predictions.loss;
        woken++;
      });
    });
    flushSync();
    expect(woken).toBe(1);
    predictions.publish();
    flushSync();
    expect(woken).toBe(1);
    predictions.writeRow(0, logitsAt(0), 1, 4, false);
    flushSync();
    expect(woken).toBe(1);
    predictions.publish();
    flushSync();
    expect(woken).toBe(2);
    predictions.publish();
    flushSync();
    expect(woken).toBe(2);
    end();
  });

  it('get the same buffer in a new wrapper', () => {
    const predictions = scoresOf(5, () => false);
    const { loss, flags } = predictions;
    predictions.writeRow(2, logitsAt(2), 1, 4, true);
    predictions.publish();
    expect(predictions.loss).not.toBe(loss);
    expect(predictions.loss.value).toBe(loss.value);
    expect(predictions.flags.value).toBe(flags.value);
    expect(predictions.flags.value[2]).toBe(SCORED | TRUNCATED);
  });

  it('see empty columns after a reset', () => {
    const predictions = scoresOf(5);
    predictions.reset(2, ['x'], Int32Array.of(0, -1));
    expect([...predictions.predicted.value]).toEqual([-1, -1]);
    expect([...predictions.loss.value, ...predictions.logits.value].every(Number.isNaN)).toBe(true);
    expect([predictions.done, predictions.isScored(0), predictions.rows]).toEqual([0, false, 2]);
  });

  it('count a row that is scored twice once', () => {
    const predictions = scoresOf(5, () => false);
    predictions.writeRow(2, logitsAt(2), 1, 4, false);
    predictions.writeRow(2, logitsAt(3), 2, 4, false);
    expect(predictions.done).toBe(1);
    expect(predictions.loss.value[2]).toBe(2);
  });
});

describe('results computed elsewhere', () => {
  const report = {
    rows: 4,
    usable: 3,
    malformed: 0,
    wrongLength: 0,
    notNormalised: 0,
    partial: 0,
    missing: NaN,
    badLoss: 0,
  };
  const logits = Float32Array.from([...logitsAt(0), ...logitsAt(1), NaN, NaN, NaN, NaN, NaN, NaN]);
  const loss = Float32Array.of(7, 8, 9, NaN);
  const predicted = Int16Array.of(2, 2, 2, 1);
  const labels = Int32Array.of(0, 1, 2, 0);

  function filled(given: Partial<GivenResults>, vectors: 'logits' | 'probs' | 'none'): Predictions {
    const predictions = new Predictions();
    const all = { classes: CLASSES, logits, loss, predicted, ...given, report: { ...report, vectors } };
    predictions.fill(all, labels);
    return predictions;
  }

  it('take the loss from the logits, else from its column', () => {
    const predictions = filled({}, 'logits');
    const reference = crossEntropies(logits, 3, [0, 1]);
    expect(predictions.loss.value[0]).toBeCloseTo(reference[0] ?? 0, 5);
    expect(predictions.loss.value[1]).toBeCloseTo(reference[1] ?? 0, 5);
    expect([...predictions.loss.value.slice(2)]).toEqual([9, NaN]);
    expect([predictions.done, predictions.isScored(2), predictions.isScored(3)]).toEqual([3, true, false]);
    // The prediction of the logits takes precedence over the given one.
    expect([...predictions.predicted.value.slice(1)]).toEqual([0, 2, -1]);
  });

  it('take the loss from its column where they have probabilities, under any label map', () => {
    const predictions = filled({}, 'probs');
    expect([...predictions.loss.value]).toEqual([7, 8, 9, NaN]);
    predictions.relabel(Int32Array.of(-1, 0, -1, 0));
    expect([...predictions.loss.value]).toEqual([7, 8, 9, NaN]);
    // For a label without a class only the loss gives its probability.
    expect(predictions.selfConfidence.value[0]).toBeCloseTo(Math.exp(-7), 9);
  });

  it('without a column of losses take it from the probabilities, for the label of the map', () => {
    const predictions = filled({ loss: null }, 'probs');
    expect(predictions.done).toBe(2);
    predictions.relabel(Int32Array.of(-1, 2, 0, 0));
    expect(predictions.loss.value[0]).toBeNaN();
    expect(predictions.loss.value[1]).toBeCloseTo(crossEntropies(logits, 3, [-1, 2])[1] ?? 0, 5);
    expect(predictions.loss.value[2]).toBeNaN();
  });

  it('have the stage whole, unknown after a reset, and the given stage after a takeover', () => {
    const predictions = filled({}, 'logits');
    expect(predictions.stage).toBe('whole');
    predictions.relabel(labels);
    expect(predictions.stage).toBe('whole');
    predictions.reset(4, CLASSES, labels);
    expect(predictions.stage).toBe('unknown');
    predictions.takeOver(filled({}, 'logits'), 'growing');
    expect(predictions.stage).toBe('growing');
  });

  it('are forgotten when the columns are emptied', () => {
    const predictions = filled({ logits: null }, 'none');
    expect(predictions.selfConfidence.value[1]).toBeCloseTo(Math.exp(-8), 9);
    expect(predictions.selfConfidence.value[3]).toBeNaN();
    expect([...predictions.predicted.value]).toEqual([2, 2, 2, -1]);
    predictions.reset(4, CLASSES, labels);
    predictions.writeRow(0, logitsAt(0), 0.5, 4, false);
    expect(predictions.loss.value[0]).toBe(0.5);
    expect([...predictions.predicted.value.slice(1)]).toEqual([-1, -1, -1]);
  });
});
