import type { ReadSettings, SourceFormat } from './dataset.js';
import { partRanges } from './source-parts.js';

/** Endings that show the format of a file. */
const ENDINGS = /(?:\.(?:tsv|csv|jsonl|ndjson|json|txt|gz|parquet))+$/i;

const USUAL_ENDINGS: Readonly<Record<Exclude<SourceFormat, 'delimited'>, string>> = {
  fasttext: 'txt',
  jsonl: 'jsonl',
  parquet: 'jsonl',
  'json-array': 'json',
  'json-table': 'json',
};

/** The endings of a corrected file in the format of its source: the source's own, and `.gz` where it is compressed. */
export function sourceEnding(name: string, settings: Pick<ReadSettings, 'format' | 'delimiter' | 'gzip'>): string {
  const { format, delimiter, gzip } = settings;
  const own = format === 'parquet' ? '' : (ENDINGS.exec(name)?.[0] ?? '').slice(1).replace(/\.?gz$/i, '');
  const usual = format === 'delimited' ? (delimiter === '\t' ? 'tsv' : 'csv') : USUAL_ENDINGS[format];
  return `${own === '' ? usual : own}${gzip ? '.gz' : ''}`;
}

/** Whether Rinse writes the format of a source. It does not write Parquet, and not texts that are listed by label. */
export function isWritten({ format, table }: Pick<ReadSettings, 'format' | 'table'>): boolean {
  return format !== 'parquet' && table !== 'labels';
}

/** How the corrected file of a source is written. Splits of a document keep their form, which JSONL would mix. */
export function writtenAs(kind: 'dataset' | 'source', settings: ReadSettings): 'dataset' | 'source' {
  if (settings.splits) return 'source';
  return isWritten(settings) ? kind : 'dataset';
}

/**
 * One download is both the corrected dataset and the corrected file in the source's format: the source is plain JSONL,
 * Rinse does not write its format, or it is a document of splits. For several files that must hold for each.
 */
export function isOneDownload(settings: ReadSettings): boolean {
  return partRanges(settings, 0).every(({ settings: own }) => {
    if (own.splits || !isWritten(own)) return true;
    return own.format === 'jsonl' && !own.gzip && own.encoding === 'utf-8';
  });
}

/** The name of a source's format, for people. For several files the names of all formats. */
export function formatName(settings: ReadSettings): string {
  const files = partRanges(settings, 0).map(({ settings: own }) => own);
  const names = new Set(files.map(nameOf));
  return [...names, ...(files.some(({ gzip }) => gzip) ? ['gzip'] : [])].join(', ');
}

function nameOf({ format, delimiter }: ReadSettings): string {
  const names: Readonly<Record<SourceFormat, string>> = {
    delimited: delimiter === '\t' ? 'TSV' : 'CSV',
    fasttext: 'fastText',
    jsonl: 'JSONL',
    parquet: 'Parquet',
    'json-array': 'JSON',
    'json-table': 'JSON',
  };
  return names[format];
}
