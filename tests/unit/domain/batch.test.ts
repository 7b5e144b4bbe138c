import { existsSync, readFileSync } from 'node:fs';
import { PreTrainedTokenizer } from '@huggingface/transformers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  halveBudget,
  joinTokens,
  packBatch,
  planBatches,
  sliceTexts,
  textPieces,
  tokenLengths,
  type BatchLimits,
  type TokenChunk,
} from '../../../src/domain/batch.js';
import { CHUNK_ROWS } from '../../../src/domain/dataset.js';
import { parseDelimited } from '../shared-data.js';

const LIMITS: BatchLimits = { tokenBudget: 2048, maxRows: 128, multiple: 8, maxColumns: 128 };

const lengthLists = fc.array(fc.integer({ min: 0, max: 128 }), { maxLength: 400 });

/** Padded over real tokens. */
function waste(lengths: ArrayLike<number>, limits: BatchLimits): number {
  const padded = planBatches(lengths, limits).reduce((sum, plan) => sum + plan.rows.length * plan.columns, 0);
  return padded / Array.from(lengths).reduce((a, b) => a + b, 0);
}

describe('planBatches', () => {
  it('takes every row once, wide enough, within the limits', () => {
    fc.assert(
      fc.property(lengthLists, (lengths) => {
        const plans = planBatches(lengths, LIMITS);
        const rows = plans.flatMap((plan) => [...plan.rows]);
        expect(rows.toSorted((a, b) => a - b)).toEqual(lengths.map((_, row) => row));
        for (const plan of plans) {
          expect(plan.columns).toBeGreaterThanOrEqual(Math.max(...[...plan.rows].map((row) => lengths[row] ?? NaN)));
          expect(plan.columns % 8).toBe(0);
          expect(plan.columns).toBeLessThanOrEqual(128);
          expect(plan.rows.length).toBeLessThanOrEqual(LIMITS.maxRows);
          expect(plan.rows.length * plan.columns <= LIMITS.tokenBudget || plan.rows.length === 1).toBe(true);
        }
        expect(planBatches(lengths, LIMITS)).toEqual(plans);
      }),
    );
  });

  it('never pads beyond the longest input, and never cuts a row', () => {
    expect(planBatches([97], { ...LIMITS, maxColumns: 100 })[0]?.columns).toBe(100);
    expect(planBatches([5000], LIMITS)[0]?.columns).toBe(5000);
  });

  it('wastes little on the lengths of news', () => {
    // Log-normal around 48 tokens by the sums of twelve fixed low-discrepancy numbers: no chance in it.
    const lengths = Array.from({ length: CHUNK_ROWS }, (_, i) => {
      let sum = 0;
      for (let k = 1; k <= 12; k++) sum += (i * Math.sqrt(k + 1)) % 1;
      return Math.min(128, Math.max(6, Math.round(48 * Math.exp((sum - 6) * 0.35))));
    });
    expect(waste(lengths, LIMITS)).toBeLessThanOrEqual(1.1);
  });

  it('wastes at most a tenth on a chunk of AG News', async () => {
    const data = new URL('../../../../shared/data/agnews_noisy_5000.csv', import.meta.url);
    const model = new URL('../../../../shared/models/agnews-distilbert-tiny-trial/', import.meta.url);
    if (!existsSync(data) || !existsSync(model)) {
      console.log('batch.test: no shared data here, the AG News part steps aside');
      return;
    }
    const json = (name: string): object => JSON.parse(readFileSync(new URL(name, model), 'utf8')) as object;
    const tokenizer = new PreTrainedTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
    const texts = parseDelimited(readFileSync(data, 'utf8'), ',').map((record) => record[2] ?? '');
    const lengths = texts.slice(1, 1 + CHUNK_ROWS).map((text) => Math.min(128, tokenizer.encode(text).length));
    expect(lengths).toHaveLength(CHUNK_ROWS);
    expect(waste(lengths, LIMITS)).toBeLessThanOrEqual(1.1);
  }, 60_000);

  it('keeps the pace of the first batches near that of all', () => {
    const lengths = Array.from({ length: CHUNK_ROWS }, (_, i) => 8 + ((i * 37) % 120));
    const plans = planBatches(lengths, LIMITS);
    const tokensPerRow = (some: typeof plans): number =>
      some.reduce((sum, plan) => sum + plan.rows.length * plan.columns, 0) /
      some.reduce((sum, plan) => sum + plan.rows.length, 0);
    const whole = tokensPerRow(plans);
    for (const [share, slack] of [
      [0.1, 0.2],
      [0.25, 0.1],
      [0.5, 0.1],
      [0.75, 0.1],
    ] as const) {
      const first = tokensPerRow(plans.slice(0, Math.ceil(plans.length * share)));
      expect(Math.abs(first / whole - 1)).toBeLessThan(slack);
    }
  });
});

describe('after running out of memory', () => {
  it('halves the budget down to a floor', () => {
    let limits: BatchLimits | null = LIMITS;
    const budgets: number[] = [];
    while ((limits = halveBudget(limits)) !== null) budgets.push(limits.tokenBudget);
    expect(budgets).toEqual([1024, 512, 256, 128, 64]);
  });
});

describe('packBatch', () => {
  const tokens: TokenChunk = {
    ids: Int32Array.of(1, 2, 3, 4, 5, 6),
    offsets: Uint32Array.of(0, 2, 3, 6),
    segmentB: Uint16Array.of(0, 0, 2),
    truncated: new Uint8Array(3),
  };

  it('gathers rows with their labels', () => {
    const batch = packBatch(tokens, { rows: Uint32Array.of(2, 0), columns: 8 }, [7, -1, 3]);
    expect([...batch.ids]).toEqual([4, 5, 6, 1, 2]);
    expect([...batch.offsets]).toEqual([0, 3, 5]);
    expect([...batch.segmentB]).toEqual([2, 0]);
    expect([...batch.labels]).toEqual([3, 7]);
    expect(batch.columns).toBe(8);
  });

  it('shares no memory with the chunk', () => {
    const batch = packBatch(tokens, { rows: Uint32Array.of(0, 1, 2), columns: 8 }, [0, 0, 0]);
    structuredClone(batch, { transfer: [batch.ids.buffer as ArrayBuffer, batch.offsets.buffer as ArrayBuffer] });
    expect(tokens.ids).toHaveLength(6);
    expect([...tokenLengths(tokens)]).toEqual([2, 1, 3]);
  });
});

describe('sliceTexts', () => {
  it('copies rows with offsets of their own', () => {
    const column = { bytes: new TextEncoder().encode('oneTWOthree'), offsets: Uint32Array.of(0, 3, 6, 11) };
    const chunk = sliceTexts(column, 1, 3);
    expect(new TextDecoder().decode(chunk.bytes)).toBe('TWOthree');
    expect([...chunk.offsets]).toEqual([0, 3, 8]);
    expect(chunk.bytes.buffer).not.toBe(column.bytes.buffer);
    expect([...sliceTexts(column, 3, 3).offsets]).toEqual([0]);
  });
});

describe('pieces of a chunk', () => {
  const columnOf = (sizes: readonly number[]) => {
    const offsets = new Uint32Array(sizes.length + 1);
    sizes.forEach((size, row) => (offsets[row + 1] = (offsets[row] ?? 0) + size));
    return { bytes: new Uint8Array(0), offsets };
  };

  it('cover the rows once, in order, with at most 256 KiB or one row each', () => {
    const sizes = fc.array(fc.nat(300_000), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sizes, sizes, fc.nat(40), (first, second, skipped) => {
        const rows = Math.min(first.length, second.length);
        const from = Math.min(skipped, rows - 1);
        const pieces = textPieces([columnOf(first), columnOf(second)], from, rows);
        expect(pieces.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i))).toEqual(
          Array.from({ length: rows - from }, (_, i) => from + i),
        );
        for (const [a, b] of pieces) {
          const bytes = [first, second].flatMap((column) => column.slice(a, b)).reduce((sum, size) => sum + size, 0);
          expect(b - a === 1 || bytes <= 256 * 1024).toBe(true);
        }
      }),
    );
  });

  it('are the whole chunk again after joining', () => {
    const chunkOf = (rows: readonly (readonly number[])[]): TokenChunk => {
      const offsets = new Uint32Array(rows.length + 1);
      rows.forEach((ids, row) => (offsets[row + 1] = (offsets[row] ?? 0) + ids.length));
      return {
        ids: Int32Array.from(rows.flat()),
        offsets,
        segmentB: Uint16Array.from(rows, (ids) => ids.length >> 1),
        truncated: Uint8Array.from(rows, (ids) => ids.length & 1),
      };
    };
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.array(fc.nat(9), { maxLength: 5 }), { maxLength: 4 }), { maxLength: 4 }),
        (chunks) => {
          expect(joinTokens(chunks.map(chunkOf))).toEqual(chunkOf(chunks.flat()));
        },
      ),
    );
  });
});
