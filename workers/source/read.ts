import type { ClassNaming } from '../../src/domain/labels/class-naming.js';
import { columnsNeeded, hotColumns, ofAllPeople } from '../../src/domain/reading/computed-columns.js';
import type { ColumnRoles, ReadSettings } from '../../src/domain/reading/dataset.js';
import { DatasetBuilder, roleColumns } from '../../src/domain/reading/dataset-builder.js';
import { ColumnBuilder } from '../../src/domain/reading/column-builder.js';
import { FASTTEXT_COLUMNS } from '../../src/domain/reading/fasttext.js';
import { QuoteWitness } from '../../src/domain/reading/quote-witness.js';
import { layoutsOf } from '../../src/domain/reading/part-layouts.js';
import type { RecordSink } from '../../src/domain/reading/records.js';
import { resultColumns } from '../../src/domain/predictions/chosen-columns.js';
import { ResultsBuilder } from '../../src/domain/predictions/builder.js';
import { RejectList } from '../../src/domain/reading/reject-list.js';
import { columnRange, columnsOfRole } from '../../src/domain/predictions/columns.js';
import { ResultsFileBuilder } from '../../src/domain/predictions/file.js';
import { columnValues, type ColumnValues } from '../../src/domain/review/column-values.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { ReadProgress, ReadResult, ResultsReadResult } from '../../src/protocol/source-wire.js';
import { withRowsRead } from './fault.js';
import { headOf } from './head.js';
import { RecordStream, PartsStream, type SourceStream } from './stream.js';

/** Bytes that one `advance` reads. */
export const STEP_BYTES = 4 * 1024 * 1024;
/** A buffer for texts is not reserved beyond this. */
const MAX_RESERVED_BYTES = 1024 ** 3;

/** Columns that a reader of this source needs: all of a delimited one, of several files the first; the used keys of a JSON one. */
export async function readerColumns(
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
): Promise<Outcome<string[]>> {
  if (settings.format === 'fasttext') return ok([...FASTTEXT_COLUMNS]);
  const used = Object.values(roles) as string[];
  if (settings.format === 'delimited') {
    const head = await headOf(file, settings);
    return head.ok ? ok([...head.value.columns, ...used.filter((name) => hotColumns(name) !== null)]) : head;
  }
  // The labels of other people are looked at beside the first one's.
  const beside = ofAllPeople(roles.label);
  const names = [...new Set([...used, ...(beside === null ? [] : [beside])].flatMap(columnsNeeded))].filter(
    (name) => name !== '',
  );
  if (!names.some((name) => name.endsWith('*') || columnRange(name) !== null)) return ok(names);
  const head = await headOf(file, settings);
  if (!head.ok) return head;
  const { columns } = head.value;
  return ok([...new Set(names.flatMap((name) => (columns.includes(name) ? [name] : columnsOfRole(name, columns))))]);
}

/** Where the records of one reading go, and what is made of them. */
interface ReadTarget<T> {
  readonly sink: RecordSink;
  readonly rows: () => number;
  readonly setAside: RejectList;
  readonly finish: () => T;
}

/** One reading of a whole source. */
export class SourceRead<T> {
  readonly #file: Blob;
  readonly #target: ReadTarget<T>;
  readonly #stream: SourceStream;

  constructor(file: Blob, settings: ReadSettings, columns: readonly string[], target: ReadTarget<T>) {
    this.#file = file;
    this.#target = target;
    const { sink } = target;
    this.#stream = settings.parts
      ? new PartsStream(file, settings, columns, sink)
      : new RecordStream(file, settings, columns, sink);
  }

  progress(): Omit<ReadProgress, 'job'> {
    const { bytesRead, done } = this.#stream;
    const target = this.#target;
    return { bytesRead, bytesTotal: this.#file.size, rows: target.rows(), rejected: target.setAside.count, done };
  }

  async advance(): Promise<Outcome<Omit<ReadProgress, 'job'>>> {
    const advanced = await this.#stream.advance(STEP_BYTES);
    return advanced.ok ? ok(this.progress()) : failed(withRowsRead(advanced.fault, this.#target.rows()));
  }

  /** The finished read. `file-no-rows` for a source without any record. */
  take(): Outcome<T> {
    const target = this.#target;
    const stream = this.#stream;
    if (!stream.done) throw new Error('the source is not read to its end');
    if (target.rows() === 0 && target.setAside.count === 0) return failed({ code: 'file-no-rows' });
    return ok(target.finish());
  }

  cancel(): void {
    this.#stream.cancel();
  }
}

/** A reading into a dataset, with the results that it brings along. `naming`: see `classNamingOf`. */
export function readDataset(
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
  columns: readonly string[],
  naming: ClassNaming,
): SourceRead<ReadResult> {
  const growth = settings.encoding === 'utf-8' ? 1 : 1.5;
  const packed = settings.gzip || settings.format === 'parquet';
  const hint = packed ? 0 : Math.min(file.size * growth, MAX_RESERVED_BYTES);
  const builder = new DatasetBuilder(roleColumns(roles, columns), Math.ceil(hint), naming);
  const resultsAt = resultColumns(roles, columns);
  const results = resultsAt === null ? null : new ResultsBuilder(resultsAt);
  const { setAside } = builder;
  const records = withResults(builder, results);
  const quotes = layoutsOf(settings).map(({ quote }) => quote);
  const witness = settings.format === 'delimited' ? new QuoteWitness(quotes, records) : null;
  const beside = new Set<string>();
  const noting: RecordSink = {
    record: (record) => records.record(record),
    reject: (reject) => records.reject(reject),
    file: (name) => records.file?.(name),
    beside: (keys) => keys.forEach((key) => beside.add(key)),
  };
  return new SourceRead(file, settings, columns, {
    sink: witness ?? noting,
    rows: () => builder.rows,
    setAside,
    finish: () => {
      const dataset = builder.finish();
      const given = results?.finish(dataset.labels) ?? null;
      const quoteDoubt = witness?.doubt() ?? null;
      return {
        dataset,
        rejectedCount: setAside.count,
        rejects: setAside.kept,
        results: given,
        quoteDoubt,
        beside: [...beside],
        disagreeing: builder.disagreeing,
        classNaming: naming.note,
      };
    },
  });
}

/** A reading of results alone, for a dataset that was read elsewhere. Some role must name a column of results. */
export function readResults(
  file: Blob,
  settings: ReadSettings,
  roles: ColumnRoles,
  columns: readonly string[],
): SourceRead<ResultsReadResult> {
  const resultsAt = resultColumns(roles, columns);
  if (resultsAt === null) throw new Error('no column of results');
  const builder = new ResultsFileBuilder(roles, columns, resultsAt);
  const { setAside } = builder;
  return new SourceRead(file, settings, columns, {
    sink: builder,
    rows: () => builder.rows,
    setAside,
    finish: () => ({ file: builder.finish(), rejectedCount: setAside.count, rejects: setAside.kept }),
  });
}

/**
 * A reading of one column for the rows of a dataset. `columns`: those of its own reading, so that the records are the
 * same. Null if the source has other records.
 */
export function readColumn(
  file: Blob,
  settings: ReadSettings,
  columns: readonly string[],
  column: string,
  sourceRow: Uint32Array,
): SourceRead<ColumnValues | null> {
  const names = columns.includes(column) ? columns : [...columns, column];
  const builder = new ColumnBuilder(names.indexOf(column), sourceRow);
  return new SourceRead(file, settings, names, {
    sink: builder,
    rows: () => builder.rows,
    setAside: new RejectList(),
    finish: () => {
      const text = builder.finish();
      return text && columnValues(text);
    },
  });
}

/** Records that become rows are read for their results too. */
function withResults(builder: DatasetBuilder, results: ResultsBuilder | null): RecordSink {
  if (results === null) return builder;
  return {
    record: (record) => {
      const before = builder.rows;
      builder.record(record);
      if (builder.rows > before) results.record(record);
    },
    reject: (reject) => builder.reject(reject),
    file: (name) => builder.file(name),
  };
}
