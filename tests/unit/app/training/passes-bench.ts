import { expect } from 'vitest';
import type { ModelSignals } from '../../../../src/app/training/joined-signals.js';
import type { PassesRun } from '../../../../src/app/training/passes-run.svelte.js';
import { softmaxRow } from '../../../../src/domain/predictions/loss.js';
import { MASK_PERCENT, maskTokens } from '../../../../src/domain/models/mask.js';
import { FAKE_CLASSES, FAKE_MASK, hiddenShift, logitsOf } from '../../../fakes/model-host.js';
import { FakeBrowser, Page, textOfRow, tsvOf } from '../../../fakes/page.js';

/** The labels of the rows. */
export const LABELS = [
  'World',
  'Sports',
  'Business',
  'Sports',
  'World',
  'Business',
  'World',
  'Sports',
  'Sports',
  'World',
];
export const ROWS = LABELS.length;
/** First letters name the rows to the fake model: they are never hidden. */
export const FIRST_LETTERS = Array.from({ length: ROWS }, (_, row) => 65 + row);

/** A page and its passes. */
export interface Bench {
  readonly page: Page;
  readonly passes: PassesRun;
  readonly handed: ModelSignals[];
  /** For each delivery of signals, whether it was the first since the start of passes. */
  readonly asked: boolean[];
}

/** A page whose rows keep their first letters, and the signals that its passes deliver. */
export function bench(browser = new FakeBrowser()): Bench & { readonly browser: FakeBrowser } {
  const page = browser.visit();
  page.host.specialIds = FIRST_LETTERS;
  const { passes, training } = page;
  const handed: ModelSignals[] = [];
  const asked: boolean[] = [];
  const { adopt } = training;
  training.adopt = (made, isAsked, series) => {
    if (made) handed.push(made);
    asked.push(isAsked);
    return adopt.call(training, made, isAsked, series);
  };
  return { browser, page, passes, handed, asked };
}

/** A bench with a dataset that is scored. */
export async function scored(): Promise<ReturnType<typeof bench>> {
  const all = bench();
  await all.page.begin();
  await all.page.drop(tsvOf(LABELS));
  await all.page.analysis.start();
  all.page.host.scored.clear();
  return all;
}

/** The fake model's probability of a row's label when pass `pass` hides its tokens. */
export function expectedProb(
  row: number,
  pass: number,
  seed: number,
  maskPercent: number = MASK_PERCENT.largest,
): number {
  const ids = Int32Array.from(new TextEncoder().encode(textOfRow(row)));
  const chunk = {
    ids,
    offsets: Uint32Array.of(0, ids.length),
    segmentB: new Uint16Array(1),
    truncated: new Uint8Array(1),
  };
  const masking = { rate: maskPercent / 100, seed, pass, maskId: FAKE_MASK, specialIds: FIRST_LETTERS };
  const shift = hiddenShift(maskTokens(chunk, [0], [row], masking).ids);
  const probs = new Float64Array(FAKE_CLASSES.length);
  softmaxRow(
    logitsOf(65 + row).map((logit, k) => logit + shift * k),
    0,
    probs.length,
    probs,
  );
  return probs[FAKE_CLASSES.indexOf(LABELS[row] ?? '')] ?? NaN;
}

/** How often each row was scored. */
export const times = (page: Page): number[] => FIRST_LETTERS.map((letter) => page.host.scored.get(letter) ?? 0);

/** The rows with the highest losses, ascending. */
export function worst(page: Page, most: number): number[] {
  const rows = [...page.predictions.loss.value.entries()].filter(([, loss]) => !Number.isNaN(loss));
  const first = rows.sort(([, a], [, b]) => b - a).slice(0, most);
  return first.map(([row]) => row).sort((a, b) => a - b);
}

/** The rows of the latest delivered signals. */
export function rowsIn(handed: readonly ModelSignals[]): number[] {
  const { signalOf } = handed.at(-1)?.join ?? expect.fail();
  return [...signalOf.keys()].filter((row) => signalOf[row] !== -1);
}
