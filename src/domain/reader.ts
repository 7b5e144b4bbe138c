import type { ReadSettings } from './dataset.js';
import { ComputedColumns, hotColumns, isComputed } from './computed-columns.js';
import { DelimitedReader } from './delimited.js';
import { FastTextReader } from './fasttext.js';
import { JsonArrayReader } from './json-array.js';
import { JsonTableReader } from './json-table.js';
import { JsonLinesReader } from './jsonl.js';
import { LIST_COLUMN, ListRecords } from './list-records.js';
import type { RecordReader, RecordSink } from './records.js';

/**
 * The reader for a source's (UTF-8, inflated) bytes. `columns` are all columns of a delimited source, those of fastText
 * lines, or the keys to find in the objects of a JSON source: field i of a record belongs to `columns[i]`. It computes
 * the computed columns (see `isComputed`). In a delimited source they follow the source's own.
 */
export function createReader(settings: ReadSettings, columns: readonly string[], given: RecordSink): RecordReader {
  const computed = columns.some(isComputed) && settings.format !== 'fasttext';
  const sink = computed ? new ComputedColumns(columns, given) : given;
  const records = columns.includes(LIST_COLUMN) ? new ListRecords(columns, sink) : sink;
  // The rows of a Parquet file arrive as JSONL.
  if (settings.format === 'jsonl' || settings.format === 'parquet')
    return new JsonLinesReader(columns, records, undefined, settings.wrapped);
  if (settings.format === 'json-array') return new JsonArrayReader(columns, records, undefined, settings);
  if (settings.format === 'fasttext') return new FastTextReader(sink);
  if (settings.format === 'json-table') return new JsonTableReader(settings, columns, sink);
  const { delimiter, quote, header } = settings;
  return new DelimitedReader(
    { delimiter, quote, header, expectedColumns: columns.filter((name) => hotColumns(name) === null).length },
    sink,
  );
}
