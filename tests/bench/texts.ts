import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/agnews_train_17k.tsv', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../../public/samples/news.tsv', import.meta.url));

/** A row of news. */
export interface News {
  readonly label: string;
  readonly text: string;
}

/** Where the texts come from. Without the reference data the sample repeats. */
export const CORPUS = existsSync(SHARED) ? 'AG News' : 'the built-in sample, repeated (no reference data here)';

/** The first `rows` rows of news, repeated where there are fewer. */
export function news(rows: number): readonly News[] {
  const [head = '', ...lines] = readFileSync(existsSync(SHARED) ? SHARED : SAMPLE, 'utf8')
    .trimEnd()
    .split('\n');
  const columns = head.split('\t');
  const [label, text] = [columns.indexOf('label'), columns.indexOf('text')];
  return Array.from({ length: rows }, (_, row) => {
    const cells = (lines[row % lines.length] ?? '').split('\t');
    return { label: cells[label] ?? '', text: cells[text] ?? '' };
  });
}

/** Rows as TSV with a header. */
export function tsvOf(rows: readonly News[]): string {
  return ['label\ttext', ...rows.map(({ label, text }) => `${label}\t${text}`)].join('\n');
}
