import { untrack } from 'svelte';
import { sliceTexts } from '../../domain/models/batch.js';
import { CHUNK_ROWS, type Dataset } from '../../domain/reading/dataset.js';
import {
  MOST_NEAREST_ROWS,
  NEAREST,
  noNearestRows,
  storedNearestRows,
  type NearestRows,
} from '../../domain/review/nearest-rows.js';
import { MOST_NEAR_ROWS, type TextGroups } from '../../domain/review/text-groups.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { StartTextGroups, TextGroupsWorker } from '../../protocol/text-groups-wire.js';
import { guarded } from '../project/guarded.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
import type { LeftOutReason } from '../rows/row-marks.svelte.js';
import type { Notices } from '../shell/notices.svelte.js';

export interface AlikeTextsDeps {
  readonly project: Pick<Project, 'dataset' | 'record' | 'restoring'>;
  readonly start: StartTextGroups;
  /** Stores the nearest rows with the project. */
  readonly store: Pick<Store, 'setting' | 'putSetting'>;
  readonly outbox: Pick<Outbox, 'mayStore'>;
  readonly notices: Notices;
}

const LIMITS: readonly LeftOutReason[] = [
  { reason: 'near_duplicate', most: MOST_NEAR_ROWS },
  { reason: 'neighbours', most: MOST_NEAREST_ROWS },
];

/**
 * The rows with alike texts, and the nearest rows of each row. A worker compares the texts of each opened dataset once.
 * The nearest rows take longer, and are stored for the next visit.
 */
export class AlikeTexts {
  /** Null until the texts of the open dataset are compared. */
  groups = $state.raw<TextGroups | null>(null);
  /** Null until the nearest rows are found, and where the dataset has too many rows. */
  nearest = $state.raw<NearestRows | null>(null);
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

  /** The reasons that are not looked for, because the dataset has too many rows. */
  get leftOut(): readonly LeftOutReason[] {
    const rows = this.#deps.project.dataset?.rows ?? 0;
    return LIMITS.filter(({ most }) => rows > most);
  }

  async #follow(dataset: Dataset | null): Promise<void> {
    if (dataset === this.#dataset) return;
    this.#dataset = dataset;
    this.groups = null;
    this.nearest = null;
    const signal = this.#turns.next();
    if (!dataset) return;
    const worker = this.#deps.start();
    signal.addEventListener('abort', () => worker.end());
    await this.#compare(signal, worker, dataset);
    worker.end();
  }

  async #compare(signal: AbortSignal, worker: TextGroupsWorker, dataset: Dataset): Promise<void> {
    const { project, store, outbox, notices } = this.#deps;
    const key = project.record && projectSetting('nearest', project.record.id);
    const isWanted = dataset.rows <= MOST_NEAREST_ROWS;
    const found = key !== null && isWanted ? await store.setting(key) : null;
    const stored = found?.ok ? storedNearestRows(found.value, dataset.rows) : null;
    if (hasEnded(signal)) return;
    const nearest = isWanted && stored === null;
    const compared = await compareTexts(signal, worker, dataset, nearest);
    if (hasEnded(signal)) return;
    if (!compared.ok) {
      notices.raise({ ...compared.fault, code: 'texts-not-compared' }, 'warning');
      return;
    }
    this.groups = compared.value;
    this.nearest = stored;
    if (!nearest) return;
    const searched = await findNearest(signal, worker, dataset.rows);
    if (hasEnded(signal)) return;
    if (!searched.ok) {
      notices.raise({ ...searched.fault, code: 'nearest-not-found' }, 'warning');
      return;
    }
    this.nearest = searched.value;
    // After a failure the next visit searches again. Nothing is lost, so that no message is needed.
    if (key !== null && outbox.mayStore) await guarded(store.putSetting(key, searched.value));
  }
}

async function compareTexts(
  signal: AbortSignal,
  worker: TextGroupsWorker,
  { rows, text, textB }: Dataset,
  nearest: boolean,
): Promise<Outcome<TextGroups>> {
  const textBytes = text.bytes.length + (textB?.bytes.length ?? 0);
  const begun = await worker.begin({ rows, textBytes, nearest });
  if (!begun.ok) return begun;
  for (let from = 0; from < rows && !hasEnded(signal); from += CHUNK_ROWS) {
    const to = Math.min(rows, from + CHUNK_ROWS);
    const read = await worker.read(sliceTexts(text, from, to), textB && sliceTexts(textB, from, to));
    if (!read.ok) return read;
  }
  return worker.finish();
}

async function findNearest(signal: AbortSignal, worker: TextGroupsWorker, rows: number): Promise<Outcome<NearestRows>> {
  const all = noNearestRows(rows);
  for (let from = 0; from < rows && !hasEnded(signal); from += CHUNK_ROWS) {
    const found = await worker.nearest(from, Math.min(rows, from + CHUNK_ROWS));
    if (!found.ok) return found;
    all.row.set(found.value.row, from * NEAREST);
    all.similarity.set(found.value.similarity, from * NEAREST);
  }
  return ok(all);
}
