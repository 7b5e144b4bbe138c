import { classNamesIn } from '../src/domain/class-names.js';
import { classNaming, type ClassNaming } from '../src/domain/class-naming.js';
import type { ReadSettings } from '../src/domain/dataset.js';
import { partRanges } from '../src/domain/source-parts.js';

/**
 * How the class numbers in a column of a source get names: from the metadata of its Parquet files. Sources of other
 * formats give none.
 */
export async function classNamingOf(source: Blob, settings: ReadSettings, column: string): Promise<ClassNaming> {
  if (settings.format !== 'parquet' || column === '') return classNaming([]);
  const { featuresJson } = await import('./source-parquet.js');
  const names: (readonly string[] | null)[] = [];
  for (const { start, end } of partRanges(settings, source.size)) {
    const json = await featuresJson(source.slice(start, end));
    names.push(json === null ? null : classNamesIn(json, column));
  }
  return classNaming(names);
}
