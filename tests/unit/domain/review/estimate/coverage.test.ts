import { describe, expect, test } from 'vitest';
import { Learner } from '../../../../../src/domain/learning/learner.js';
import { RandomNumbers } from '../../../../../src/domain/learning/random.js';
import { CORRECTED, PENDING, VALIDATED } from '../../../../../src/domain/reading/dataset.js';
import { countStrata, drawOrders, nextStratum, strataOf } from '../../../../../src/domain/review/estimate/strata.js';
import { remainingErrors } from '../../../../../src/domain/review/estimate/total.js';
import { learnAll } from '../../learning/made-up.js';
import { hasShared, readShared, SHARED_SETS } from '../../learning/shared-sets.js';

/** Reviews of the same set with this many different random draws. */
const REVIEWS = 500;
/** Losses of any quality do. */
const EPOCHS = 1;
/** A timeout for a busy machine, not a measure of speed. */
const PATIENCE = 600_000;

interface Scored {
  readonly loss: Float32Array;
  readonly wrong: readonly boolean[];
}

interface Ranked {
  readonly wrong: readonly boolean[];
  readonly strata: Uint8Array;
  /** Rows from the highest loss down. */
  readonly ranked: readonly number[];
}

/** A set whose wrong labels mostly, but not always, have high losses. */
function synthetic(rows: number, wrongShare: number): Scored {
  const random = new RandomNumbers(11);
  const share = (): number => random.next() / 2 ** 32;
  const wrong = Array.from({ length: rows }, () => share() < wrongShare);
  return { wrong, loss: Float32Array.from(wrong, (is) => share() * 3 + (is ? 2 * share() : 0)) };
}

/** The noisy set of the shared data, with the losses of the page's own learner. */
function learnt(): Scored {
  const { dataset, given, wrong, classes } = readShared(SHARED_SETS.noisy);
  const learner = new Learner();
  learner.begin({ rows: dataset.rows, classes, pairs: false, textBytes: dataset.text.bytes.length, shared: false });
  learner.read(dataset.text, null);
  const material = learner.prepare(given);
  learner.teach(given, classes);
  const { logits } = learnAll(learner, material, EPOCHS);
  return { wrong, loss: Float32Array.from(given, (label, row) => -(logits[row * classes + label] ?? 0)) };
}

/**
 * Reviews `decisions` rows from the highest loss down, every tenth of them a random draw, as the page offers them.
 * Returns whether the interval at the end contains the number of wrong labels left, and its bounds.
 */
function review({ wrong, strata, ranked }: Ranked, decisions: number, seed: number) {
  const orders = drawOrders(strata, seed);
  const taken = orders.map(() => 0);
  const status = new Uint8Array(wrong.length);
  const undecided = orders.map((order) => order.length);
  let top = 0;
  const decide = (row: number): void => {
    status[row] = wrong[row] ? CORRECTED : VALIDATED;
    const stratum = strata[row] ?? 0;
    undecided[stratum] = (undecided[stratum] ?? 0) - 1;
  };
  for (let done = 1; done <= decisions; done += 1) {
    let row = -1;
    if (done % 10 === 0) {
      const stratum = nextStratum(orders, taken, (at) => (undecided[at] ?? 0) > 0);
      row = orders[stratum]?.[taken[stratum] ?? 0] ?? -1;
      taken[stratum] = (taken[stratum] ?? 0) + 1;
    }
    if (row < 0 || status[row] !== PENDING) {
      while (status[ranked[top] ?? 0] !== PENDING) top += 1;
      row = ranked[top] ?? 0;
    }
    decide(row);
  }
  const left = wrong.filter((is, row) => is && status[row] === PENDING).length;
  const { low, high, estimate } = remainingErrors(countStrata(strata, orders, taken, status));
  return { left, low, high, estimate, covered: low <= left && left <= high };
}

/** The share of reviews whose interval contains the truth, the mean error of the estimate and the mean width. */
function reviews(set: Scored, decisions: number) {
  const { wrong, loss } = set;
  const ranked = [...loss.keys()].sort((one, other) => (loss[other] ?? 0) - (loss[one] ?? 0));
  const made = { wrong, ranked, strata: strataOf(loss) };
  const all = Array.from({ length: REVIEWS }, (_, seed) => review(made, decisions, seed));
  const mean = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    covered: mean(({ covered }) => (covered ? 1 : 0)),
    bias: mean(({ estimate, left }) => (estimate ?? left) - left),
    width: mean(({ low, high }) => high - low),
  };
}

describe('the interval of the remaining wrong labels contains the truth in at least 93 of 100 reviews', () => {
  test.each([
    ['a tenth of 5,000 rows', 5000, 0.16, 500],
    ['a fifth of 5,000 rows', 5000, 0.16, 1000],
    ['a tenth of 3,000 rows with few wrong labels', 3000, 0.02, 300],
    ['half of 300 rows', 300, 0.1, 150],
  ])('%s', (_, rows, wrongShare, decisions) => {
    const { covered, width } = reviews(synthetic(rows, wrongShare), decisions);
    expect(covered).toBeGreaterThanOrEqual(0.93);
    expect(width).toBeLessThan(rows - decisions);
  });

  test(
    'a fifth of the noisy set, with the losses of the learner',
    () => {
      if (!hasShared(SHARED_SETS.noisy)) {
        console.log('coverage.test.ts: ../shared has no noisy set, so it is not reviewed');
        return;
      }
      const set = learnt();
      const { covered, bias, width } = reviews(set, 1000);
      expect(covered).toBeGreaterThanOrEqual(0.93);
      expect(width).toBeLessThan(1000);
      expect(Math.abs(bias)).toBeLessThan(40);
    },
    PATIENCE,
  );
});
