import type { ReadSettings, SourceFormat } from './dataset.js';

/** Endings that say how a file is written. */
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

/** Whether Rinse writes the format of a source: not Parquet, and not texts that are listed by label. */
export function isWritten({ format, table }: Pick<ReadSettings, 'format' | 'table'>): boolean {
  return format !== 'parquet' && table !== 'labels';
}

/**
 * One download is both the corrected dataset and the corrected file in the source's format: the source is plain JSONL, its
 * format is none that Rinse writes, or it is a document of splits, which JSONL would mix.
 */
export function isOneDownload(settings: ReadSettings): boolean {
  const { format, encoding, gzip, parts = [] } = settings;
  if (settings.splits || !isWritten(settings)) return true;
  const plain = (file: Pick<ReadSettings, 'gzip'> & { readonly encoding?: string }): boolean =>
    !file.gzip && (file.encoding ?? encoding) === 'utf-8';
  return format === 'jsonl' && plain({ gzip, encoding }) && parts.every(plain);
}

/** The name of a source's format, for people. */
export function formatName({ format, delimiter, gzip, parts = [] }: ReadSettings): string {
  const names: Readonly<Record<SourceFormat, string>> = {
    delimited: delimiter === '\t' ? 'TSV' : 'CSV',
    fasttext: 'fastText',
    jsonl: 'JSONL',
    parquet: 'Parquet',
    'json-array': 'JSON',
    'json-table': 'JSON',
  };
  return gzip || parts.some((part) => part.gzip) ? `${names[format]}, gzip` : names[format];
}
