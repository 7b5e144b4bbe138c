import { untrack } from 'svelte';
import { sliceTexts } from '../../domain/models/batch.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import type { TextGroups } from '../../domain/review/text-groups.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { StartTextGroups, TextGroupsWorker } from '../../protocol/text-groups-wire.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { Notices } from '../shell/notices.svelte.js';

export interface AlikeTextsDeps {
  readonly project: Pick<Project, 'dataset' | 'restoring'>;
  readonly start: StartTextGroups;
  readonly notices: Notices;
}

/** The rows with alike texts. A worker compares the texts of each opened dataset once. */
export class AlikeTexts {
  /** Null until the texts of the open dataset are compared. */
  groups = $state.raw<TextGroups | null>(null);
  /** The dataset that is compared, or was. */
  #dataset: Dataset | null = null;
  readonly #turns = new Turns();
  readonly #deps: AlikeTextsDeps;

  constructor(deps: AlikeTextsDeps) {
    this.#deps = deps;
    // The effect lives as long as the page.
    $effect.root(() => {
      $effect(() => {
        const { dataset, restoring } = deps.project;
        const shown = restoring ? null : dataset;
        untrack(() => void this.#follow(shown));
      });
    });
  }

  /** All rows whose text is the row's own or nearly so, with the row itself. */
  rowsLike(row: number): readonly number[] {
    if (!this.groups) return [];
    const column = this.groups.near ?? this.groups.same;
    const group = column[row];
    const rows: number[] = [];
    for (let other = 0; other < column.length; other++) if (column[other] === group) rows.push(other);
    return rows;
  }

  async #follow(dataset: Dataset | null): Promise<void> {
    if (dataset === this.#dataset) return;
    this.#dataset = dataset;
    this.groups = null;
    const signal = this.#turns.next();
    if (!dataset) return;
    const worker = this.#deps.start();
    signal.addEventListener('abort', () => worker.end());
    const compared = await compareTexts(signal, worker, dataset);
    worker.end();
    if (hasEnded(signal)) return;
    if (compared.ok) this.groups = compared.value;
    else this.#deps.notices.raise({ ...compared.fault, code: 'texts-not-compared' }, 'warning');
  }
}

async function compareTexts(
  signal: AbortSignal,
  worker: TextGroupsWorker,
  { rows, text, textB }: Dataset,
): Promise<Outcome<TextGroups>> {
  const begun = await worker.begin(rows);
  if (!begun.ok) return begun;
  for (let from = 0; from < rows && !hasEnded(signal); from += CHUNK_ROWS) {
    const to = Math.min(rows, from + CHUNK_ROWS);
    const read = await worker.read(sliceTexts(text, from, to), textB && sliceTexts(textB, from, to));
    if (!read.ok) return read;
  }
  return worker.finish();
}
