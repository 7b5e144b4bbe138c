import type { ColumnRoles, Dataset, ReadSettings } from '../domain/dataset.js';
import { softmaxRow } from '../domain/loss.js';
import type { ExportColumns, ExportKind } from '../protocol/export-spec.js';
import type { SourceWire } from '../protocol/source-wire.js';
import type { Review } from './review.svelte.js';
import type { Scores } from './scores.svelte.js';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The source of an export and how it is read. */
export interface ExportReading {
  readonly file: Blob;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
}

/** What an export needs of the dataset itself. */
export type ExportedRows = Pick<Dataset, 'rows' | 'sourceRow' | 'labels' | 'label'>;

/** The columns of a dataset of which nothing is known but itself. */
export function untouchedColumns(dataset: ExportedRows): ExportColumns {
  return {
    rows: dataset.rows,
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

/**
 * The columns that an export needs beside the source, as they stand now. A label that is new is a number in JSON where
 * it is one and all of the source's are, else a string.
 */
export function exportColumns(dataset: Dataset, review: Review, scores: Scores): ExportColumns {
  const scored = scores.classes.length > 0 && scores.done > 0;
  const numeric = dataset.labels.every(({ token }) => JSON_NUMBER.test(token));
  const tokenOf = (name: string): string => (numeric && JSON_NUMBER.test(name) ? name : JSON.stringify(name));
  return {
    ...untouchedColumns(dataset),
    labels: review.labels.map((name, index) => dataset.labels[index] ?? { name, token: tokenOf(name) }),
    label: review.label.value,
    status: review.status.value,
    updatedAt: review.updatedAt.value,
    loss: scored ? scores.loss.value : null,
    probs: scored ? probabilities(scores) : null,
    predicted: scored ? scores.predicted.value : null,
    classes: scores.classes,
  };
}

/** Softmax of every row's logits, rows x classes; NaN where a row has none. */
function probabilities(scores: Scores): Float32Array {
  const width = scores.classes.length;
  const logits = scores.logits.value;
  const probs = new Float32Array(logits.length);
  const row = new Float64Array(width);
  for (let at = 0; at < logits.length; at += width) {
    softmaxRow(logits, at, width, row);
    probs.set(row, at);
  }
  return probs;
}

/** The bytes of an export, piece by piece as the worker writes them. Throws the fault's code when the source fails. */
export async function* exportParts(
  source: SourceWire,
  reading: ExportReading,
  kind: ExportKind,
  columns: ExportColumns,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const begun = await source.beginExport(reading.file, reading.settings, reading.roles, kind, columns);
  if (!begun.ok) throw new Error(begun.fault.code);
  for (;;) {
    const part = await source.nextExport();
    if (!part.ok) throw new Error(part.fault.code);
    if (part.value === null) return;
    yield part.value;
  }
}
