import { describe, expect, test } from 'vitest';
import { Learner } from '../../../../../src/domain/learning/learner.js';
import { RandomNumbers } from '../../../../../src/domain/learning/random.js';
import { CORRECTED, PENDING, VALIDATED } from '../../../../../src/domain/reading/dataset.js';
import { joinDraws, NO_DRAWS } from '../../../../../src/domain/review/estimate/stored-draws.js';
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
function review(set: Ranked, decisions: number, seed: number) {
  const orders = drawOrders(set.strata, seed);
  const { status, taken } = reviewed(set, orders, decisions, 0);
  return outcomeOf(set, orders, taken, status);
}

/** Two people review one set, one of them from its middle, and merge their sessions. The result as that of `review`. */
function reviewTogether(set: Ranked, decisions: number, seed: number) {
  const orders = drawOrders(set.strata, seed);
  const [one, other] = [0, Math.floor(set.ranked.length / 2)].map((top) => {
    const { status, taken } = reviewed(set, orders, top === 0 ? decisions : Math.ceil(decisions / 3), top);
    return { status, draws: { ...NO_DRAWS, strata: Uint8Array.from(set.strata), taken } };
  });
  if (!one || !other) throw new Error('nobody reviewed');
  const { draws, join } = joinDraws(one.draws, other.draws);
  expect(join).toBe('joined');
  return outcomeOf(
    set,
    orders,
    draws.taken,
    one.status.map((status, row) => status || (other.status[row] ?? PENDING)),
  );
}

/** The decisions and draws of a person who begins at a place of the ranked rows. */
function reviewed({ wrong, strata, ranked }: Ranked, orders: readonly Uint32Array[], decisions: number, begin: number) {
  const taken = orders.map(() => 0);
  const status = new Uint8Array(wrong.length);
  const undecided = orders.map((order) => order.length);
  let top = begin;
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
  return { status, taken };
}

function outcomeOf(
  { wrong, strata }: Ranked,
  orders: readonly Uint32Array[],
  taken: readonly number[],
  status: Uint8Array,
) {
  const left = wrong.filter((is, row) => is && status[row] === PENDING).length;
  const { low, high, estimate } = remainingErrors(countStrata(strata, orders, taken, status));
  return { left, low, high, estimate, covered: low <= left && left <= high };
}

/** The share of reviews whose interval contains the truth, the mean error of the estimate and the mean width. */
function reviews(set: Scored, decisions: number, reviewing = review) {
  const { wrong, loss } = set;
  const ranked = [...loss.keys()].sort((one, other) => (loss[other] ?? 0) - (loss[one] ?? 0));
  const made = { wrong, ranked, strata: strataOf(loss) };
  const all = Array.from({ length: REVIEWS }, (_, seed) => reviewing(made, decisions, seed));
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

  test('after two people merged their sessions', () => {
    const set = synthetic(3000, 0.1);
    const together = reviews(set, 300, reviewTogether);
    expect(together.covered).toBeGreaterThanOrEqual(0.93);
    expect(together.width).toBeLessThan(2700);
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
