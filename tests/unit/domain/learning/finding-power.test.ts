import { describe, expect, it } from 'vitest';
import { Learner } from '../../../../src/domain/learning/learner.js';
import { learnAll, ranked } from './made-up.js';
import { findingPower, hasShared, readShared, SHARED_SETS } from './shared-sets.js';

const EPOCHS = 8;
/** Seconds of work, and minutes where many share the machine: patience, never a measure of speed. */
const PATIENCE = 600_000;

describe('the learners find wrong labels as well as the reference in scikit-learn, within 0.01 of average precision', () => {
  it.each([
    ['noisy', 0.572],
    ['sst2', 0.533],
    ['toutiao', 0.744],
    ['banking', 0.977],
  ] as const)(
    'in %s',
    (name, reference) => {
      const set = SHARED_SETS[name];
      if (!hasShared(set)) {
        console.log(`finding-power.test.ts: ../shared has no ${set.file} or flips.tsv, so they are not learnt from`);
        return;
      }
      const { dataset, given, wrong, classes } = readShared(set);
      const { rows, text } = dataset;
      const learner = new Learner();
      learner.begin({ rows, classes, pairs: false, textBytes: text.bytes.length, shared: false });
      learner.read(text, null);
      const material = learner.prepare(given);
      learner.teach(given, classes);
      const order = ranked(learnAll(learner, material, EPOCHS), [...given], classes);
      expect(findingPower(order, wrong).ap).toBeGreaterThanOrEqual(reference - 0.01);
    },
    PATIENCE,
  );
});
