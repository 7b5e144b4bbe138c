import { joinResults, type JoinedResults } from '../../domain/predictions/join.js';
import { joinBases, type JoinBasis } from '../../domain/training/join.js';
import type { Project } from '../project/project.svelte.js';
import type { WholeReading } from './whole-reading.svelte.js';

/** The join of the results in a file to the open dataset. */
export class ResultsJoin {
  /** The chosen basis. Null = the basis that fits best. */
  basis = $state.raw<JoinBasis | null>(null);
  /** The joined results. Null without results or without a dataset. */
  readonly joined: JoinedResults | null = $derived.by(() => {
    const { dataset } = this.#project;
    const { resultsRead } = this.#reading;
    return dataset && resultsRead ? joinResults(dataset, resultsRead.file, this.basis ?? undefined) : null;
  });
  /** The bases to choose from. Empty for a file without ids, which has one basis. */
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

/** Whether a file of texts and results has the rows of the dataset. If not, it is a dataset of its own. */
export function fitsDataset({ join }: JoinedResults): boolean {
  const { matched, unmatchedRows, unmatchedSignals, labelsDiffer } = join;
  return unmatchedRows + unmatchedSignals === 0 && labelsDiffer <= matched / 2;
}
