import type { LoadedModel } from '../../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type { Clock, ResultsChunk } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { ModelResults } from '../predictions/model-results.js';
import type { Projects } from '../project/projects.svelte.js';
import type { RunOutput } from './run.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';

export interface RunResultsDeps {
  readonly clock: Clock;
  readonly labelMap: LabelMap;
  readonly modelResults: ModelResults;
  readonly projects: Projects;
  readonly view: RowView;
}

/** Where the results of a run go: the score columns, the store and the list. */
export class RunResults implements RunOutput {
  readonly #deps: RunResultsDeps;

  constructor(deps: RunResultsDeps) {
    this.#deps = deps;
  }

  /** Prepares the score columns, with the stored results. Fails where no label has a class of the model. */
  async prepare(signal: AbortSignal, model: LoadedModel): Promise<Outcome<null>> {
    const { clock, labelMap, modelResults, projects, view } = this.#deps;
    await modelResults.rememberHash(model.hash);
    if (!labelMap.anyMatched) return failed({ code: 'no-labels-matched' });
    if (await modelResults.prepare(signal, model)) {
      await this.#rememberMap(projects);
      view.resultsChanged(clock.ticks());
    }
    return ok(null);
  }

  /** Shows results that were published. */
  grew(): void {
    const { clock, view } = this.#deps;
    view.resultsChanged(clock.ticks());
  }

  /** Stores a chunk of a project; a failure is shown. */
  keep(projectId: string, chunk: ResultsChunk): Promise<void> {
    return this.#deps.modelResults.keep(projectId, chunk);
  }

  async #rememberMap(projects: Projects): Promise<void> {
    const labelMaps = this.#deps.labelMap.remembered();
    if (labelMaps) await projects.remember({ labelMaps });
  }
}
