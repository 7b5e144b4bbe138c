import { maskTokens } from '../../domain/models/mask.js';
import type { LoadedModel } from '../../protocol/model-wire.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Clock } from '../../protocol/ports.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Engine } from '../scoring/engine.svelte.js';
import { RateMeter } from '../scoring/rate.js';
import { scoreRows } from '../scoring/scoring.js';
import { resultsKey, type Evaluation, type PassesPlan } from './passes-plan.js';

export interface EvaluationDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly outbox: Outbox;
}

/** One evaluation of the rows of a plan. */
export interface PlannedEvaluation {
  readonly plan: PassesPlan;
  readonly evaluation: Evaluation;
  readonly model: LoadedModel;
  /** The columns of the evaluation, with its stored results. */
  readonly columns: Predictions;
  /** Takes the number of rows of each batch, at `now` in monotonic ms. The call has `rowsPerS` four times a second. */
  readonly scored: (rows: number, now: number, rowsPerS?: number) => void;
}

const PUBLISH_EVERY_MS = 250;

/** Evaluates the rows of a plan without results, with the tokens of the pass hidden, and stores the results. */
export function evaluateRows(
  signal: AbortSignal,
  { engine, clock, outbox }: EvaluationDeps,
  { plan, evaluation, model, columns, scored }: PlannedEvaluation,
): Promise<Outcome<null>> {
  const { dataset, seed, maskPercent, projectId } = plan;
  const { pass } = evaluation;
  const masking = { rate: maskPercent / 100, seed, maskId: model.maskId, specialIds: model.specialIds };
  const key = resultsKey(model.hash, evaluation, plan);
  const meter = new RateMeter(clock.ticks());
  let publishedAt = 0;
  return scoreRows(signal, engine, clock, {
    dataset,
    predictions: columns,
    wants: (row) => plan.wanted[row] === 1,
    shown: (tokens, rows, from) =>
      pass === null ? tokens : maskTokens(tokens, rows, dataset.sourceRow.subarray(from), { ...masking, pass }),
    keep: (chunk) => outbox.putChunk(projectId, key, chunk),
    scored: (rows, now) => {
      meter.add(now, rows);
      const isDue = now - publishedAt >= PUBLISH_EVERY_MS;
      if (isDue) publishedAt = now;
      scored(rows, now, isDue ? meter.rowsPerS(now) : undefined);
    },
  });
}
