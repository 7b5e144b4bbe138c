import * as ort from 'onnxruntime-web/wasm';
import { bench, describe } from 'vitest';
import { packBatch, planBatches, tokenLengths, type BatchPlan } from '../../src/domain/models/batch.js';
import { columnOf } from '../fakes/dataset.js';
import { modelFile, sampleTexts, sampleTokenizer } from './sample.js';
import { fillInput, toInt64 } from '../../workers/model/feeds.js';

ort.env.wasm.numThreads = 1;
const tokens = sampleTokenizer().tokenize(columnOf(sampleTexts()), null);
const lengths = tokenLengths(tokens);
const labels = new Int32Array(lengths.length);

const planned = planBatches(lengths, { tokenBudget: 2048, maxRows: 64, multiple: 8, maxColumns: 256 });
const fileOrder: BatchPlan[] = [];
for (let from = 0; from < lengths.length; from += 32) {
  const rows = Uint32Array.from({ length: Math.min(32, lengths.length - from) }, (_, i) => from + i);
  fileOrder.push({ rows, columns: Math.max(...Array.from(rows, (row) => lengths[row] ?? 0)) });
}

async function sessionOf(name: string): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(modelFile(name));
}

async function scoreAll(session: ort.InferenceSession, plans: readonly BatchPlan[]): Promise<void> {
  for (const plan of plans) {
    const batch = packBatch(tokens, plan, labels);
    const shape = [plan.rows.length, plan.columns];
    const feed = (input: 'input_ids' | 'attention_mask') =>
      new ort.Tensor('int64', toInt64(fillInput(input, batch, { padId: 0, firstPosition: 0 })), shape);
    await session.run({ input_ids: feed('input_ids'), attention_mask: feed('attention_mask') });
  }
}

const fp32 = await sessionOf('onnx/model.onnx');

describe('scoring the sample on the CPU, one thread', () => {
  bench('fp32, batches by length', () => scoreAll(fp32, planned), { iterations: 5, time: 0 });
  bench('fp32, batches of 32 in file order', () => scoreAll(fp32, fileOrder), { iterations: 5, time: 0 });
});
