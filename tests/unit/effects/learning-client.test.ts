import { afterEach, describe, expect, it } from 'vitest';
import { TextColumnBuilder } from '../../../src/domain/text-column.js';
import { LearningClient } from '../../../src/effects/learning-client.js';
import type { WorkerLike } from '../../../src/effects/worker-client.js';
import { Learning } from '../../../workers/learning/learning.js';
import { ChannelWorker } from '../../fakes/channel-worker.js';
import { topicRows, TOPIC_NAMES } from '../app/learning/topics.js';
import { valueOf } from '../workers/source-helpers.js';

const ROWS = topicRows(60);
const LABEL = Int32Array.from(ROWS, ({ label }) => TOPIC_NAMES.indexOf(label));

const started: ChannelWorker[] = [];

function client(): LearningClient {
  return new LearningClient(() => {
    const worker = new ChannelWorker(new Learning());
    started.push(worker);
    return worker as unknown as WorkerLike;
  });
}

afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

function texts() {
  const column = new TextColumnBuilder();
  for (const { text } of ROWS) {
    column.arena.text(text);
    column.endRow();
  }
  const { bytes, offsets } = column.finish();
  return { bytes: bytes.slice(), offsets };
}

/** A worker that has read the rows and was taught their labels. */
async function taught(): Promise<LearningClient> {
  const learner = client();
  const plan = { rows: ROWS.length, classes: 3, pairs: false, textBytes: 4000, shared: false };
  valueOf(await learner.begin(plan));
  valueOf(await learner.read(texts(), null));
  valueOf(await learner.prepare(LABEL));
  valueOf(await learner.teach(LABEL, 3));
  return learner;
}

describe('the page side of a learning worker', () => {
  it('transfers the texts instead of copying them', async () => {
    const learner = client();
    valueOf(await learner.begin({ rows: ROWS.length, classes: 3, pairs: false, textBytes: 4000, shared: false }));
    const text = texts();
    valueOf(await learner.read(text, null));
    expect([text.bytes.length, text.offsets.length]).toEqual([0, 0]);
  });

  it('joins the results of all folds', async () => {
    const learner = await taught();
    for (let fold = 0; fold < 10; fold++) {
      const logProbs = valueOf(await learner.bayes(fold));
      expect(logProbs.length).toBe(6 * 3);
      valueOf(await learner.keepPart('bayes', fold, logProbs));
      expect(logProbs.length).toBe(0);
      valueOf(await learner.keepNeighbours('word', fold, valueOf(await learner.nearest('word', fold))));
    }
    const { accuracy, parts, logits } = valueOf(await learner.pool());
    expect(accuracy).toBeGreaterThan(0.9);
    expect(parts).toEqual(['bayes', 'nearest-10', 'nearest-30']);
    expect(logits.length).toBe(ROWS.length * 3);
  });

  it('gives a second worker the material, with the same epochs as a result', async () => {
    const first = await taught();
    const second = client();
    valueOf(await second.attach(valueOf(await first.material())));
    valueOf(await second.teach(LABEL, 3));
    const results = [];
    for (const learner of [first, second]) {
      valueOf(await learner.beginEpochs(4, 2));
      valueOf(await learner.epoch(4));
      results.push(valueOf(await learner.epoch(4)));
    }
    expect(results[0]?.logProbs).not.toBeNull();
    expect(results[1]).toEqual(results[0]);
  });

  it('settles calls to a worker that has died or was ended', async () => {
    const died = await taught();
    started[0]?.dispatchEvent(Object.assign(new Event('error'), { message: 'gone' }));
    expect(await died.bayes(0)).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
    const ended = await taught();
    const asked = ended.bayes(0);
    ended.end();
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
  });
});
