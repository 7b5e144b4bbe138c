import { distinctNames, stemOf } from './file-set.js';

/**
 * The name of a download: the source's name without its endings, the file's part, and its ending:
 * `news.corrected.jsonl`.
 */
export function downloadName(source: string, part: string, ending: string): string {
  return `${stemOf(source)}.${part}.${ending}`;
}

/**
 * Names of the downloads of several files, all different: names that differ by folder or ending keep these. `endings`
 * are in the order of the files.
 */
export function downloadNames(sources: readonly string[], part: string, endings: readonly string[]): readonly string[] {
  const endingAt = (place: number): string => endings[place] ?? '';
  const short = sources.map((source, place) => downloadName(source, part, endingAt(place)));
  if (new Set(short).size === short.length) return short;
  return distinctNames(sources.map((source, place) => `${source.replaceAll('/', '-')}.${part}.${endingAt(place)}`));
}
