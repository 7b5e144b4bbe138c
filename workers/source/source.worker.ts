import { expose, transfer } from 'comlink';
import type { GivenResults } from '../../src/domain/predictions/builder.js';
import type { ColumnValues } from '../../src/domain/review/column-values.js';
import type { ReadResult, ResultsReadResult, SourceWire } from '../../src/protocol/source-wire.js';
import { Source } from './source.js';

const source = new Source();

expose({
  inspect: (file) => source.inspect(file),
  preview: (file, settings) => source.preview(file, settings),
  guessRoles: (columns, records) => source.guessRoles(columns, records),
  begin: (file, settings, roles) => source.begin(file, settings, roles),
  beginResults: (file, settings, roles) => source.beginResults(file, settings, roles),
  advance: (job) => source.advance(job),
  take: async (job) => {
    const taken = await source.take(job);
    return taken.ok ? transfer(taken, buffersOf(taken.value)) : taken;
  },
  takeResults: async (job) => {
    const taken = await source.takeResults(job);
    return taken.ok ? transfer(taken, resultsBuffersOf(taken.value)) : taken;
  },
  beginColumn: (file, settings, roles, column, sourceRow) =>
    source.beginColumn(file, settings, roles, column, sourceRow),
  takeColumn: async (job) => {
    const taken = await source.takeColumn(job);
    return taken.ok ? transfer(taken, columnBuffersOf(taken.value)) : taken;
  },
  beginExport: (file, settings, roles, kind, columns) => source.beginExport(file, settings, roles, kind, columns),
  nextExport: async (job) => {
    const next = await source.nextExport(job);
    return next.ok && next.value !== null ? transfer(next, [next.value.buffer]) : next;
  },
  end: (job) => source.end(job),
} satisfies SourceWire);

/** Every buffer of a reading, to be transferred to the page. */
function buffersOf({ dataset, results }: ReadResult): ArrayBuffer[] {
  const { text, textB, id, label, sourceRow, sLabel } = dataset;
  const columns = [text, textB, id].flatMap((column) => (column === null ? [] : [column.bytes, column.offsets]));
  const given = results === null ? [] : givenColumns(results);
  return [...columns, label, sourceRow, ...(sLabel ? [sLabel] : []), ...given].map(({ buffer }) => buffer);
}

function resultsBuffersOf({ file }: ResultsReadResult): ArrayBuffer[] {
  const { ids, label, sourceRow, results } = file;
  return [ids.bytes, ids.offsets, label, sourceRow, ...givenColumns(results)].map(({ buffer }) => buffer);
}

function columnBuffersOf({ text, values }: ColumnValues): ArrayBuffer[] {
  return [text.bytes, text.offsets, ...(values ? [values] : [])].map(({ buffer }) => buffer);
}

function givenColumns({ logits, loss, predicted }: GivenResults) {
  return [logits, loss, predicted].flatMap((column) => (column ? [column] : []));
}
