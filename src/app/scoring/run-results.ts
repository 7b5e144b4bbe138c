import type { LoadedModel } from '../../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type { ResultsChunk } from '../../protocol/ports.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { ModelResults } from '../predictions/model-results.js';
import type { Projects } from '../project/projects.svelte.js';
import type { RunOutput } from './run.svelte.js';

export interface RunResultsDeps {
  readonly labelMap: LabelMap;
  readonly modelResults: ModelResults;
  readonly projects: Projects;
}

/** Writes the results of a run to the score columns and the store. */
export class RunResults implements RunOutput {
  readonly #deps: RunResultsDeps;

  constructor(deps: RunResultsDeps) {
    this.#deps = deps;
  }

  /** Prepares the score columns, with the stored results. Fails where no label has a class of the model. */
  async prepare(signal: AbortSignal, model: LoadedModel): Promise<Outcome<null>> {
    const { labelMap, modelResults, projects } = this.#deps;
    await modelResults.rememberHash(model.hash);
    if (!labelMap.anyMatched) return failed({ code: 'no-labels-matched' });
    if (await modelResults.prepare(signal, model)) await this.#rememberMap(projects);
    return ok(null);
  }

  /** Stores a chunk of a project. Reports a failure. */
  keep(projectId: string, chunk: ResultsChunk): Promise<void> {
    return this.#deps.modelResults.keep(projectId, chunk);
  }

  async #rememberMap(projects: Projects): Promise<void> {
    const labelMaps = this.#deps.labelMap.remembered();
    if (labelMaps) await projects.remember({ labelMaps });
  }
}
