import { Engine } from '../../../../src/app/scoring/engine.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { ScoringRun, type RunOutput, type RunPlan } from '../../../../src/app/scoring/run.svelte.js';
import { Predictions } from '../../../../src/app/predictions/predictions.svelte.js';
import { ok } from '../../../../src/protocol/outcome.js';
import type { ResultsChunk, ThreadLimit } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';
import { datasetOf } from '../../../fakes/dataset.js';
import { FakeModelHost } from '../../../fakes/model-host.js';

/** The rows of the dataset. */
export const ROWS = 40;
/** Texts whose first characters differ, of different lengths. */
const TEXTS = Array.from({ length: ROWS }, (_, i) => String.fromCharCode(40 + i).repeat(1 + (i % 17)));

/** A run over these texts with a fake model. */
export function bench(threads: ThreadLimit = { count: 1, cause: null }) {
  const host = new FakeModelHost();
  const predictions = new Predictions();
  const notices = new Notices();
  const clock = new FakeClock();
  const engine = new Engine(host, clock, notices, threads);
  const dataset = datasetOf(
    TEXTS,
    TEXTS.map(() => 'World'),
  );
  const kept: ResultsChunk[] = [];
  const output: RunOutput = {
    prepare: (_, model) => {
      if (predictions.classes.length === 0) predictions.reset(ROWS, model.classes, new Int32Array(ROWS));
      return Promise.resolve(ok(null));
    },
    keep: (_, chunk) => {
      kept.push(chunk);
      return Promise.resolve();
    },
  };
  const run = new ScoringRun(engine, predictions, output, clock, notices);
  const plan: RunPlan = { projectId: 'p', dataset, source: { kind: 'files', files: [] }, grew: () => undefined };
  return { host, predictions, notices, clock, engine, run, plan, kept };
}

/** The codes of the shown notices. */
export const codes = (notices: Notices): string[] => notices.items.map((notice) => notice.fault.code);
