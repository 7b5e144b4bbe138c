import { expose, transfer } from 'comlink';
import type { Outcome } from '../../src/protocol/outcome.js';
import type { LearningWire } from '../../src/protocol/learning-wire.js';
import { Learning } from './learning.js';

const learning = new Learning();

expose({
  begin: (plan) => learning.begin(plan),
  read: (text, second) => learning.read(text, second),
  prepare: (label) => handedOver(learning.prepare(label), ({ fold }) => [fold]),
  // Shared buffers stay where they are. Other buffers are copied, because this worker still uses them.
  material: () => learning.material(),
  attach: (material) => learning.attach(material),
  teach: (label, classes) => learning.teach(label, classes),
  bayes: (fold) => handedOver(learning.bayes(fold), (logProbs) => [logProbs]),
  nearest: (space, fold) => handedOver(learning.nearest(space, fold), ({ row, similarity }) => [row, similarity]),
  beginEpochs: (fold, epochs) => learning.beginEpochs(fold, epochs),
  epoch: (fold) =>
    handedOver(learning.epoch(fold), ({ outOfSample, inSample, logProbs }) => [
      ...[outOfSample, inSample].flatMap(({ labelProb, predicted }) => [labelProb, predicted]),
      ...(logProbs ? [logProbs] : []),
    ]),
  keepPart: (part, fold, logProbs) => learning.keepPart(part, fold, logProbs),
  keepNeighbours: (space, fold, neighbours) => learning.keepNeighbours(space, fold, neighbours),
  pool: () => handedOver(learning.pool(), ({ logits }) => [logits]),
  explain: (row, text, second, given, rival) => learning.explain(row, text, second, given, rival),
} satisfies LearningWire);

/** Transfers the columns of an answer instead of copying them. */
async function handedOver<T>(
  asked: Promise<Outcome<T>>,
  columnsOf: (value: T) => readonly ArrayBufferView<ArrayBuffer>[],
): Promise<Outcome<T>> {
  const answer = await asked;
  return answer.ok
    ? transfer(
        answer,
        columnsOf(answer.value).map(({ buffer }) => buffer),
      )
    : answer;
}
