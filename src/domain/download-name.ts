import { distinctNames, stemOf } from './file-set.js';

/** The name of a download: the source's name without its endings, what the file is, and its ending: `news.corrected.jsonl`. */
export function downloadName(source: string, part: string, ending: string): string {
  return `${stemOf(source)}.${part}.${ending}`;
}

/** Names of the downloads of several files, no two alike: those whose names differ by folder or ending keep these. */
export function downloadNames(sources: readonly string[], part: string, ending: string): readonly string[] {
  const short = sources.map((source) => downloadName(source, part, ending));
  const whole = sources.map((source) => `${source.replaceAll('/', '-')}.${part}.${ending}`);
  return distinctNames(new Set(short).size === short.length ? short : whole);
}
