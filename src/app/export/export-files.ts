import { labelsInFile } from '../../domain/labels/class-naming.js';
import type { SourceFiles } from '../../domain/reading/dataset.js';
import { partRanges } from '../../domain/files/source-parts.js';
import type { ExportColumns } from '../../protocol/export-spec.js';
import type { ExportReading } from './exporting.js';

/** One file's export from a source of several files. */
export interface FileExport {
  readonly name: string;
  readonly reading: ExportReading;
  /** The columns of this file's rows with positions in this file, from the columns of all files. */
  columns(all: ExportColumns): ExportColumns;
}

/** An export for each file of a source, in order. `files`: those of the dataset from that source. */
export function exportsByFile({ file, settings, roles }: ExportReading, files: SourceFiles): readonly FileExport[] {
  return partRanges(settings, file.size).map(({ name, start, end, settings: own }, place) => ({
    name,
    reading: { file: file.slice(start, end), settings: own, roles },
    columns: (all) => columnsOfFile(all, files, place),
  }));
}

function columnsOfFile(all: ExportColumns, { names, starts, classNames }: SourceFiles, place: number): ExportColumns {
  const first = starts[place] ?? 0;
  const after = starts[place + 1] ?? first;
  const from = rowsBefore(all.sourceRow, first);
  const to = rowsBefore(all.sourceRow, after);
  const width = all.classes.length;
  return {
    ...all,
    file: names[place] ?? '',
    labels: classNames ? labelsInFile(all.labels, classNames[place] ?? null) : all.labels,
    rows: to - from,
    records: after - first,
    sourceRow: all.sourceRow.slice(from, to).map((position) => position - first),
    originalLabel: all.originalLabel.slice(from, to),
    label: all.label.slice(from, to),
    status: all.status.slice(from, to),
    updatedAt: all.updatedAt.slice(from, to),
    ...(all.notes && { notes: notesBetween(all.notes, from, to) }),
    loss: all.loss?.slice(from, to) ?? null,
    probs: all.probs?.slice(from * width, to * width) ?? null,
    predicted: all.predicted?.slice(from, to) ?? null,
  };
}

/** The notes of rows `[from, to)`, by their places from `from` on. */
function notesBetween(notes: ReadonlyMap<number, string>, from: number, to: number): ReadonlyMap<number, string> {
  const within = [...notes].filter(([row]) => row >= from && row < to);
  return new Map(within.map(([row, text]) => [row - from, text]));
}

/** Number of rows at positions below `position`. */
function rowsBefore(sourceRow: Uint32Array, position: number): number {
  let low = 0;
  let high = sourceRow.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sourceRow[middle] ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
