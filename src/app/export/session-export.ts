import { textOf } from '../../domain/bytes/text-column.js';
import { downloadName } from '../../domain/export/download-name.js';
import { isDecided, PENDING } from '../../domain/reading/dataset.js';
import { sessionText, type SessionFile } from '../../domain/review/session-file.js';
import { ok } from '../../protocol/outcome.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { StoredDraws } from '../../domain/review/estimate/stored-draws.js';
import type { ProjectValue } from '../project/project-value.svelte.js';
import type { Conflicts } from '../review/conflicts.svelte.js';
import type { Guidelines } from '../review/guidelines.svelte.js';
import type { LabelKeys } from '../review/label-keys.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { RowView } from '../rows/row-view.svelte.js';
import { addressOf, placesOf, type ChoiceNames } from '../rows/view-choices.js';
import type { DownloadParts, DownloadQueue } from './download-queue.svelte.js';

export interface SessionExportDeps {
  readonly project: Project;
  readonly outbox: Pick<Outbox, 'entries'>;
  readonly review: Review;
  readonly predictions: ChoiceNames['predictions'];
  readonly conflicts: Pick<Conflicts, 'all'>;
  readonly labelKeys: Pick<LabelKeys, 'chosen'>;
  readonly guidelines: Pick<Guidelines, 'texts' | 'empty'>;
  readonly sampling: Pick<ProjectValue<StoredDraws>, 'value'>;
  readonly view: Pick<RowView, 'filters' | 'order' | 'map' | 'brushes'>;
  readonly downloads: Pick<DownloadQueue, 'add'>;
}

/** Downloads the work on the open dataset as a file, to go on with elsewhere. */
export class SessionExport {
  readonly #deps: SessionExportDeps;

  constructor(deps: SessionExportDeps) {
    this.#deps = deps;
  }

  /** `withTexts`: the file also holds the texts of the rows that have a decision or a note. */
  async write(withTexts: boolean): Promise<void> {
    const { downloads, review } = this.#deps;
    const session = this.#session(withTexts);
    if (!session) return;
    const { name } = session.dataset;
    const text = sessionText(session);
    const count = review.status.value.reduce((sum, status) => sum + (isDecided(status) ? 1 : 0), 0);
    await downloads.add({
      fileName: downloadName(name, 'session', 'json'),
      mimeType: 'application/json',
      of: name,
      content: ['session', text],
      parts: () => onePart(text),
      facts: () => ({ kind: 'session', count, leftOut: 0 }),
    });
  }

  #session(withTexts: boolean): SessionFile | null {
    const { project, outbox, conflicts, labelKeys, guidelines, sampling } = this.#deps;
    const { record, dataset } = project;
    if (!record || !dataset) return null;
    const { id, name, sourceHash, rows, settings, roles } = record;
    return {
      dataset: { name, hash: sourceHash, rows },
      project: id,
      settings,
      roles,
      journal: outbox.entries,
      conflicts: conflicts.all,
      labelKeys: [...labelKeys.chosen],
      ...(!guidelines.empty && { guidelines: { ...guidelines.texts, labels: [...guidelines.texts.labels] } }),
      ...(sampling.value.strata && { draws: sampling.value }),
      view: this.#view(),
      ...(withTexts && { texts: this.#texts() }),
    };
  }

  #view(): string {
    const { filters, order, map, brushes } = this.#deps.view;
    const address = addressOf({ filters, order, map, brushes, mapChosen: true, ...placesOf(filters, this.#deps) });
    return new URLSearchParams(Object.entries(address).filter(([, value]) => value !== '')).toString();
  }

  #texts(): NonNullable<SessionFile['texts']> {
    const { project, review } = this.#deps;
    const { dataset } = project;
    if (!dataset) return [];
    const { sourceRow, id, text, textB } = dataset;
    const rows = [...review.status.value.keys()].filter(
      (row) => review.status.value[row] !== PENDING || review.notes.value.has(row),
    );
    return rows.map((row) => ({
      row: sourceRow[row] ?? 0,
      ...(id && { id: textOf(id, row) }),
      text: textOf(text, row),
      ...(textB && { textB: textOf(textB, row) }),
    }));
  }
}

async function* onePart(text: string): DownloadParts {
  yield await Promise.resolve(ok(new TextEncoder().encode(text)));
}
