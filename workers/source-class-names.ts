import { classNamesIn } from '../src/domain/class-names.js';
import type { ReadSettings } from '../src/domain/dataset.js';
import { partRanges } from '../src/domain/source-parts.js';

/** The names that a Parquet source gives the classes of a column; null where it gives none, or its files give others each. */
export async function classNamesOf(
  source: Blob,
  settings: ReadSettings,
  column: string,
): Promise<readonly string[] | null> {
  if (settings.format !== 'parquet' || column === '') return null;
  const { featuresJson } = await import('./source-parquet.js');
  const names: (readonly string[] | null)[] = [];
  for (const { start, end } of partRanges(settings, source.size)) {
    const json = await featuresJson(source.slice(start, end));
    names.push(json === null ? null : classNamesIn(json, column));
  }
  const [first = null] = names;
  return names.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : null;
}
