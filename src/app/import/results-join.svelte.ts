import { joinResults, type JoinedResults } from '../../domain/predictions/join.js';
import { joinBases, type JoinBasis } from '../../domain/training/join.js';
import type { Project } from '../project/project.svelte.js';
import type { WholeReading } from './whole-reading.svelte.js';

/** How results of a file would be joined to the open dataset. */
export class ResultsJoin {
  /** The basis that a person chose; null = as fits best. */
  basis = $state.raw<JoinBasis | null>(null);
  /** Null without results or without a dataset. */
  readonly joined: JoinedResults | null = $derived.by(() => {
    const { dataset } = this.#project;
    const { resultsRead } = this.#reading;
    return dataset && resultsRead ? joinResults(dataset, resultsRead.file, this.basis ?? undefined) : null;
  });
  /** The bases to choose from; without ids in the file there is one, which is not listed. */
  readonly bases: readonly JoinBasis[] = $derived.by(() => {
    const { dataset } = this.#project;
    return dataset && this.#reading.resultsRead?.file.hasIds ? joinBases(dataset) : [];
  });
  readonly #project: Project;
  readonly #reading: WholeReading;

  constructor(project: Project, reading: WholeReading) {
    this.#project = project;
    this.#reading = reading;
  }
}

/** Whether a file of texts and results has the rows of the dataset; else it is a dataset of its own. */
export function fitsDataset({ join }: JoinedResults): boolean {
  const { matched, unmatchedRows, unmatchedSignals, labelsDiffer } = join;
  return unmatchedRows + unmatchedSignals === 0 && labelsDiffer <= matched / 2;
}
