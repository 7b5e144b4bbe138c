import type { Analysis } from './analysis.js';
import { LEARNED_KEY, type Models } from './models.svelte.js';

export interface ModelChoiceDeps {
  readonly models: Models;
  readonly analysis: Analysis;
}

/** Changes the available models, and then chooses a model for the open dataset. */
export class ModelChoice {
  readonly #deps: ModelChoiceDeps;

  constructor(deps: ModelChoiceDeps) {
    this.#deps = deps;
  }

  /** Chooses the graph for a model's runs (null = the graph that suits the device), and the model. */
  async chooseGraph(key: string, graph: string | null): Promise<void> {
    const { models, analysis } = this.#deps;
    await models.chooseGraph(key, graph);
    await analysis.chooseModel(key);
  }

  /** Downloads the model that a person has just agreed to and chooses it. A failed download keeps the choice. */
  async agreeToHub(): Promise<void> {
    const { models, analysis } = this.#deps;
    const key = await models.agreeToHub();
    if (key !== null) await analysis.chooseModel(key);
  }

  /** Removes a model. Chooses the built-in model in the place of a removed chosen one. */
  async remove(key: string): Promise<void> {
    const { models, analysis } = this.#deps;
    await models.remove(key);
    await analysis.chooseModel(models.chosenKey);
  }

  /** Chooses the dataset itself in the place of a model, and learns from it. */
  async learn(): Promise<void> {
    const { analysis } = this.#deps;
    await analysis.chooseModel(LEARNED_KEY);
    await analysis.start();
  }
}
