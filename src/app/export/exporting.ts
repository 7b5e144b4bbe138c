import { isRelabelled } from '../../domain/export/labels.js';
import { isChange } from '../../domain/export/rows.js';
import { writtenLabel } from '../../domain/labels/writer.js';
import { DISCARDED, type ColumnRoles, type Dataset, type ReadSettings } from '../../domain/reading/dataset.js';
import { softmaxRow } from '../../domain/predictions/loss.js';
import type { ExportColumns, ExportKind } from '../../protocol/export-spec.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { SourceWire } from '../../protocol/source-wire.js';
import type { DownloadFacts } from './download-queue.svelte.js';
import { guarded } from '../project/guarded.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';

/** The source of an export and its settings. */
export interface ExportReading {
  readonly file: Blob;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
}

/** The fields of a dataset that an export needs. */
export type ExportedRows = Pick<Dataset, 'rows' | 'sourceRow' | 'labels' | 'label' | 'files'>;

/** The columns of a dataset without results or decisions. `rejected`: number of its source's records that were set aside. */
export function untouchedColumns(dataset: ExportedRows, rejected: number): ExportColumns {
  return {
    rows: dataset.rows,
    records: dataset.rows + rejected,
    sourceRow: dataset.sourceRow,
    labels: dataset.labels,
    originalLabel: dataset.label,
    label: dataset.label,
    status: new Uint8Array(dataset.rows),
    updatedAt: new Float64Array(dataset.rows),
    loss: null,
    probs: null,
    predicted: null,
    classes: [],
  };
}

/** A copy of the columns that an export needs beside the source. Later decisions do not change it. */
export function exportColumns(
  dataset: Dataset,
  rejected: number,
  review: Review,
  predictions: Predictions,
  withoutDiscarded: boolean,
): ExportColumns {
  const scored = predictions.classes.length > 0 && predictions.done > 0;
  return {
    ...untouchedColumns(dataset, rejected),
    labels: review.labels.map((name, index) => writtenLabel(name, dataset.labels[index])),
    label: review.label.value.slice(),
    status: review.status.value.slice(),
    updatedAt: review.updatedAt.value.slice(),
    ...(review.notes.value.size > 0 && { notes: new Map(review.notes.value) }),
    loss: scored ? predictions.loss.value.slice() : null,
    probs: scored ? probabilities(predictions) : null,
    predicted: scored ? predictions.predicted.value.slice() : null,
    classes: predictions.classes,
    withoutDiscarded,
  };
}

/** Counts of the content of a file of this kind. */
export function exportFacts(kind: ExportKind, columns: ExportColumns): DownloadFacts {
  const { status, label, rows, records, withoutDiscarded } = columns;
  const rowsOf = (wanted: number): number => status.reduce((count, one) => count + (one === wanted ? 1 : 0), 0);
  switch (kind) {
    case 'source':
    case 'dataset': {
      const changed = label.reduce((count, _, row) => count + (isRelabelled(columns, row) ? 1 : 0), 0);
      return { kind, count: changed, leftOut: withoutDiscarded ? rowsOf(DISCARDED) : 0 };
    }
    case 'changes':
      return { kind, count: label.reduce((sum, _, row) => sum + (isChange(columns, row) ? 1 : 0), 0), leftOut: 0 };
    case 'audit':
      return { kind, count: rows, leftOut: 0 };
    case 'rejects':
    case 'results-rejects':
      return { kind, count: records - rows, leftOut: 0 };
  }
}

/** Softmax of each row's logits, rows x classes. NaN for a row without logits. */
function probabilities(predictions: Predictions): Float32Array {
  const width = predictions.classes.length;
  const logits = predictions.logits.value;
  const probs = new Float32Array(logits.length);
  const row = new Float64Array(width);
  for (let at = 0; at < logits.length; at += width) {
    softmaxRow(logits, at, width, row);
    probs.set(row, at);
  }
  return probs;
}

/**
 * The bytes of an export, in pieces as the worker writes them. A fault is the last piece. The pieces before it are an
 * incomplete file. If the reader stops, the worker ends the export too.
 */
export async function* exportParts(
  source: SourceWire,
  reading: ExportReading,
  kind: ExportKind,
  columns: ExportColumns,
): AsyncGenerator<Outcome<Uint8Array<ArrayBuffer>>> {
  const { file, settings, roles } = reading;
  const begun = await guarded(source.beginExport(file, settings, roles, kind, columns));
  if (!begun.ok) {
    yield begun;
    return;
  }
  const job = begun.value;
  try {
    for (;;) {
      const part = await guarded(source.nextExport(job));
      if (!part.ok) {
        yield part;
        return;
      }
      if (part.value === null) return;
      yield ok(part.value);
    }
  } finally {
    void guarded(source.end(job));
  }
}
