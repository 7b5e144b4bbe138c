import type { Dataset } from '../../domain/reading/dataset.js';
import { writingOf, type RowScript } from '../../domain/models/row-script.js';
import { unreadableScripts, wordPieces } from '../../domain/models/vocabulary-scripts.js';
import type { ModelEntry } from '../../protocol/ports.js';
import { LEARNED_KEY, RESULTS_KEY, type Models } from './models.svelte.js';

/** The reason why the chosen model's losses would mean little. */
export type Misfit =
  /** The built-in model knows English news, and most rows have letters of another script. */
  | { readonly why: 'letters'; readonly script: RowScript }
  /** The built-in model knows English news, and most rows are in another language. */
  | { readonly why: 'language' }
  /** The vocabulary of a person's own model has hardly a word in the letters of most rows. */
  | { readonly why: 'vocabulary'; readonly script: RowScript };

export interface ModelFitDeps {
  readonly models: Models;
  /** The open work. */
  readonly project: { readonly dataset: Dataset | null };
}

/** Models for many languages have larger files. */
const LARGEST_VOCABULARY = 4 * 1024 * 1024;

/** Whether the chosen model can read the open dataset's rows at all. */
export class ModelFit {
  /** Scripts that a model cannot read, by the model's key. Empty for a model without a readable vocabulary. */
  #unreadable = $state.raw<ReadonlyMap<string, ReadonlySet<RowScript>>>(new Map());
  readonly #deps: ModelFitDeps;
  readonly #writing = $derived.by(() => {
    const { dataset } = this.#deps.project;
    return dataset && writingOf(dataset);
  });
  /** The reason against the chosen model. Null = no reason is known. */
  readonly misfit: Misfit | null = $derived.by(() => {
    const { chosen } = this.#deps.models;
    const writing = this.#writing;
    if (!chosen || !writing || !isModel(chosen)) return null;
    const { script, notEnglish } = writing;
    if (chosen.key === 'default') {
      if (notEnglish) return { why: 'language' };
      return script === null || script === 'latin' ? null : { why: 'letters', script };
    }
    return script !== null && this.#unreadable.get(chosen.key)?.has(script) ? { why: 'vocabulary', script } : null;
  });

  constructor(deps: ModelFitDeps) {
    this.#deps = deps;
  }

  /** Reads the vocabulary of a person's own model once, where that is cheap. */
  async look(entry: ModelEntry): Promise<void> {
    const { key, source } = entry;
    if (source.kind !== 'files' || !isModel(entry) || this.#unreadable.has(key)) return;
    this.#unreadable = new Map([...this.#unreadable, [key, new Set<RowScript>()]]);
    for (const { path, blob } of source.files) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      if ((name !== 'vocab.txt' && name !== 'tokenizer.json') || blob.size > LARGEST_VOCABULARY) continue;
      const pieces = wordPieces(name, await blob.text());
      if (pieces === null) continue;
      this.#unreadable = new Map([...this.#unreadable, [key, unreadableScripts(pieces)]]);
      return;
    }
  }
}

function isModel({ key }: ModelEntry): boolean {
  return key !== LEARNED_KEY && key !== RESULTS_KEY;
}
