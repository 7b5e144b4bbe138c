/**
 * A file name for pasted text, so that it is read like a dropped file: `pasted.jsonl` for objects line by line,
 * `pasted.json` for an array, `pasted.csv` for commas without tabs, else `pasted.tsv`. Null for blank text.
 */
export function pastedFileName(text: string): string | null {
  const start = text.trimStart();
  if (start === '') return null;
  if (start.startsWith('{')) return 'pasted.jsonl';
  if (/^\[\s*[\]{]/.test(start)) return 'pasted.json';
  const firstLine = /^[^\r\n]*/.exec(start)?.[0] ?? '';
  return !firstLine.includes('\t') && firstLine.includes(',') ? 'pasted.csv' : 'pasted.tsv';
}
