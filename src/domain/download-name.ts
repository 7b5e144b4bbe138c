import { stemOf } from './file-set.js';

/** The name of a download: the source's name without its endings, what the file is, and its ending: `news.corrected.jsonl`. */
export function downloadName(source: string, part: string, ending: string): string {
  return `${stemOf(source)}.${part}.${ending}`;
}
