import { Tokenizer } from '@huggingface/tokenizers';
import * as native from 'onnxruntime-node';
import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import type { BatchPlan } from '../../src/domain/models/batch.js';
import { columnOf } from '../fakes/dataset.js';
import { builtSubjects, inTurn, keep } from './measure.js';
import { modelFile, tokenizerConfig, tokenizerJson } from './model-files.js';
import { news } from './texts.js';

const ROWS = 4096;
const { fillInput, ModelTokenizer, packBatch, planBatches, toInt64, tokenLengths } = await builtSubjects();
const newTokenizer = () => ModelTokenizer.from(tokenizerJson, tokenizerConfig, 256);
const texts = news(ROWS).map(({ text }) => text);
const column = columnOf(texts);
const tokens = newTokenizer().tokenize(column, null);
const lengths = tokenLengths(tokens);
const planned = planBatches(lengths, { tokenBudget: 2048, maxRows: 64, multiple: 8, maxColumns: 256 });

test('tokenizing', async () => {
  const library = new Tokenizer(tokenizerJson, tokenizerConfig);
  const ids = texts.map((text) => library.encode(text).ids);
  for (const [row, own] of ids.entries()) {
    if (own.length > 256) continue;
    expect([...tokens.ids.subarray(tokens.offsets[row], tokens.offsets[row + 1])]).toEqual(own);
  }
  // A new tokenizer for each run, made beforehand: it keeps the words that it has met.
  const fresh = Array.from({ length: 6 }, newTokenizer);
  const ours = () => fresh.pop()?.tokenize(column, null);
  const peer = () => texts.map((text) => library.encode(text).ids);
  const note = 'each run begins with an empty cache of words, so it is slower than the middle of a long run';
  keep({ number: 6, unit: 'ms', note, ...(await inTurn(ours, peer)) });
});

test('padding', () => {
  const real = lengths.reduce((sum, length) => sum + length, 0);
  const padded = (plans: readonly BatchPlan[]): number =>
    plans.reduce((sum, plan) => sum + plan.rows.length * plan.columns, 0);
  const fileOrder: BatchPlan[] = [];
  for (let from = 0; from < lengths.length; from += 32) {
    const rows = Uint32Array.from({ length: Math.min(32, lengths.length - from) }, (_, i) => from + i);
    fileOrder.push({ rows, columns: Math.max(...Array.from(rows, (row) => lengths[row] ?? 0)) });
  }
  keep({ number: 5, unit: 'times', ours: [padded(planned) / real], peer: [padded(fileOrder) / real] });
});

/** The part of both runtimes that the comparison uses. */
interface Session {
  run(feeds: Record<string, unknown>): Promise<Record<string, { readonly data: unknown }>>;
}

test('the share of native speed', async () => {
  ort.env.wasm.numThreads = 1;
  const labels = new Int32Array(ROWS);
  const batches = planned.slice(0, 40);
  const scoreAll = async (
    session: Session,
    tensor: (data: BigInt64Array, dims: number[]) => unknown,
  ): Promise<number> => {
    let sum = 0;
    for (const plan of batches) {
      const batch = packBatch(tokens, plan, labels);
      const feed = (input: 'input_ids' | 'attention_mask') =>
        tensor(toInt64(fillInput(input, batch, { padId: 0, firstPosition: 0 })), [plan.rows.length, plan.columns]);
      const output = await session.run({ input_ids: feed('input_ids'), attention_mask: feed('attention_mask') });
      sum += (Object.values(output)[0]?.data as Float32Array)[0] ?? Number.NaN;
    }
    return sum;
  };
  const own = (await ort.InferenceSession.create(modelFile('onnx/model.onnx'))) as unknown as Session;
  const other = (await native.InferenceSession.create(modelFile('onnx/model.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  })) as unknown as Session;
  const ours = () => scoreAll(own, (data, dims) => new ort.Tensor('int64', data, dims));
  const peer = () => scoreAll(other, (data, dims) => new native.Tensor('int64', data, dims));
  expect(await ours()).toBeCloseTo(await peer(), 2);
  const note = 'WebAssembly computes with vectors of 128 bits, native code with those of the processor';
  keep({ number: 4, unit: 'ms', note, ...(await inTurn(ours, peer)) });
});
