import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { TextColumn } from '../../src/domain/dataset.js';
import type { EpochResult } from '../../src/domain/learning/learner.js';
import type { LearningMaterial, TermSpace } from '../../src/domain/learning/material.js';
import type { Neighbours } from '../../src/domain/learning/neighbours.js';
import type { PoolResult } from '../../src/domain/learning/parts.js';
import { TextColumnBuilder } from '../../src/domain/text-column.js';
import type { LearnerCall, LearnerReply } from './learning-worker.js';

/** Learns from a file of JSON lines with `text` and `label` in worker threads, and prints a `LearningTimes`. */

/** Seconds since the texts lay in memory, and the most memory of the whole process. */
export interface LearningTimes {
  readonly rows: number;
  readonly classes: number;
  /** Until all texts were read as terms, and weighed. */
  readonly read: number;
  readonly prepared: number;
  /** Until the first ranking, by naive Bayes. */
  readonly first: number;
  readonly neighbours: number;
  readonly whole: number;
  readonly accuracy: number;
  readonly peakMegabytes: number;
}

const EPOCHS = 8;
const CHUNK_ROWS = 4096;
const [file = '', count = '2'] = process.argv.slice(2);

class LearnerThread {
  readonly #worker = new Worker(new URL('./learning-worker.js', import.meta.url));
  readonly #waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  #calls = 0;

  constructor() {
    this.#worker.on('message', ({ id, value, error }: LearnerReply) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.done(value);
      else waiting?.failed(new Error(error));
    });
  }

  call<T>(method: LearnerCall['method'], ...args: readonly unknown[]): Promise<T> {
    const id = this.#calls++;
    return new Promise<T>((done, failed) => {
      this.#waiting.set(id, { done: (value) => done(value as T), failed });
      this.#worker.postMessage({ id, method, args } satisfies LearnerCall);
    });
  }

  end(): Promise<number> {
    return this.#worker.terminate();
  }
}

const column = (texts: readonly string[]): TextColumn => {
  const builder = new TextColumnBuilder();
  for (const text of texts) {
    builder.arena.text(text);
    builder.endRow();
  }
  return builder.finish();
};

async function main(): Promise<LearningTimes> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { readonly text: string; readonly label: string });
  const names = [...new Set(rows.map(({ label }) => label))].sort();
  const label = Int32Array.from(rows, (row) => names.indexOf(row.label));
  const chunks: TextColumn[] = [];
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) {
    chunks.push(column(rows.slice(at, at + CHUNK_ROWS).map(({ text }) => text)));
  }
  const textBytes = chunks.reduce((sum, { offsets }) => sum + (offsets.at(-1) ?? 0), 0);
  const plan = { rows: rows.length, classes: names.length, pairs: false, textBytes, shared: true };
  rows.length = 0;
  lines.length = 0;

  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const threads = Array.from({ length: Number(count) }, () => new LearnerThread());
  const [keeper, ...others] = threads;
  if (!keeper) throw new Error('no thread');
  await keeper.call('begin', plan);
  for (const chunk of chunks) await keeper.call('read', chunk, null);
  const read = seconds();
  const material = await keeper.call<LearningMaterial>('prepare', label);
  await Promise.all(others.map((thread) => thread.call('attach', material)));
  await Promise.all(threads.map((thread) => thread.call('teach', label, names.length)));
  const prepared = seconds();

  /** Each thread takes the next fold as soon as it has none. */
  const inFolds = async (learn: (thread: LearnerThread, fold: number) => Promise<unknown>): Promise<void> => {
    let next = 0;
    await Promise.all(
      threads.map(async (thread) => {
        for (let fold = next++; fold < material.folds; fold = next++) await learn(thread, fold);
      }),
    );
  };
  await inFolds(async (thread, fold) => keeper.call('keepPart', 'bayes', fold, await thread.call('bayes', fold)));
  await keeper.call<PoolResult>('pool');
  const first = seconds();
  const spaces: readonly TermSpace[] = material.character ? ['word', 'character'] : ['word'];
  for (const space of spaces) {
    await inFolds(async (thread, fold) => {
      await keeper.call('keepNeighbours', space, fold, await thread.call<Neighbours>('nearest', space, fold));
    });
  }
  const neighbours = seconds();
  await inFolds(async (thread, fold) => {
    await thread.call('beginEpochs', fold, EPOCHS);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const { logProbs } = await thread.call<EpochResult>('epoch', fold);
      if (logProbs) await keeper.call('keepPart', 'logistic', fold, logProbs);
    }
  });
  const { accuracy } = await keeper.call<PoolResult>('pool');
  const whole = seconds();
  await Promise.all(threads.map((thread) => thread.end()));
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return { rows: plan.rows, classes: plan.classes, read, prepared, first, neighbours, whole, accuracy, peakMegabytes };
}

process.stdout.write(JSON.stringify(await main()));
