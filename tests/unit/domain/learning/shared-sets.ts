import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DatasetBuilder, roleColumns } from '../../../../src/domain/dataset-builder.js';
import type { ColumnRoles, Dataset, ReadSettings } from '../../../../src/domain/dataset.js';
import { createReader } from '../../../../src/domain/reader.js';
import { textOf } from '../../../../src/domain/text-column.js';
import { parseDelimited } from '../../shared-data.js';

const SHARED = new URL('../../../../../shared/', import.meta.url);

/** A file of ../shared/data and its reading. */
export interface SharedSet {
  readonly file: string;
  readonly columns: readonly string[];
  readonly header: boolean;
  readonly text: string;
  readonly label: string;
  /**
   * The column of the true labels. Without one they are the file's labels, and the given ones are those of flips.tsv.
   */
  readonly truth?: string;
}

/** The sets on which finding power is measured. */
export const SHARED_SETS = {
  noisy: {
    file: 'agnews_noisy_5000.csv',
    columns: ['label', 'gt', 'text', 'group'],
    header: true,
    text: 'text',
    label: 'label',
    truth: 'gt',
  },
  sst2: { file: 'sst2_train.tsv', columns: ['0', '1'], header: false, text: '0', label: '1' },
  toutiao: {
    file: 'toutiao_zh_train.csv',
    columns: ['text', 'keywords', 'label'],
    header: true,
    text: 'text',
    label: 'label',
  },
  banking: {
    file: 'banking77_train.csv',
    columns: ['text', 'category'],
    header: true,
    text: 'text',
    label: 'category',
  },
  news: { file: 'agnews_train_17k.tsv', columns: ['label', 'text'], header: true, text: 'text', label: 'label' },
} satisfies Record<string, SharedSet>;

/** A set with the given labels, and whether each is wrong. */
export interface LabelledSet {
  readonly dataset: Dataset;
  readonly given: Int32Array;
  readonly wrong: readonly boolean[];
  readonly classes: number;
}

/** Whether the shared files of a set are there. */
export function hasShared(set: SharedSet): boolean {
  const flips = existsSync(fileURLToPath(new URL('reference/flips.tsv', SHARED)));
  return flips && existsSync(fileURLToPath(new URL(`data/${set.file}`, SHARED)));
}

/** Reads a set as the page reads a file. */
export function readShared(set: SharedSet): LabelledSet {
  const given = datasetOf(set, set.label);
  const classOf = new Map(given.labels.map(({ name }, k) => [name, k]));
  const label = Int32Array.from(given.label);
  const wrong = new Array<boolean>(given.rows).fill(false);
  if (set.truth !== undefined) {
    const truth = datasetOf(set, set.truth);
    label.forEach((own, row) => (wrong[row] = given.labels[own]?.name !== truth.labels[truth.label[row] ?? 0]?.name));
  } else {
    const rowAt = new Map(Array.from(given.sourceRow, (source, row) => [source, row]));
    for (const [file, source, , wrongLabel] of flips()) {
      const row = rowAt.get(Number(source));
      const flipped = classOf.get(wrongLabel ?? '');
      if (file !== set.file || row === undefined || flipped === undefined) continue;
      label[row] = flipped;
      wrong[row] = true;
    }
  }
  return { dataset: given, given: label, wrong, classes: given.labels.length };
}

/** All texts of a dataset. */
export function textsOf({ text, rows }: Dataset): string[] {
  return Array.from({ length: rows }, (_, row) => textOf(text, row));
}

/** Average precision of an order, and the share of wrong labels among its first 100 and 500. */
export function findingPower(
  order: readonly number[],
  wrong: readonly boolean[],
): { readonly ap: number; readonly at100: number; readonly at500: number } {
  let found = 0;
  let sum = 0;
  const among = (most: number): number => order.slice(0, most).filter((row) => wrong[row]).length / most;
  order.forEach((row, place) => {
    if (wrong[row]) sum += ++found / (place + 1);
  });
  return { ap: sum / wrong.filter(Boolean).length, at100: among(100), at500: among(500) };
}

function flips(): string[][] {
  return parseDelimited(readFileSync(new URL('reference/flips.tsv', SHARED), 'utf8'), '\t').slice(1);
}

function datasetOf({ file, columns, header, text }: SharedSet, label: string): Dataset {
  const delimiter = file.endsWith('.tsv') ? '\t' : ',';
  const quote = file.endsWith('.tsv') ? '' : '"';
  const settings: ReadSettings = { format: 'delimited', gzip: false, encoding: 'utf-8', delimiter, quote, header };
  const roles: ColumnRoles = { text, textJoin: '', textB: '', label, id: '', sLabel: '' };
  const builder = new DatasetBuilder(roleColumns(roles, columns));
  const reader = createReader(settings, columns, builder);
  reader.push(readFileSync(new URL(`data/${file}`, SHARED)));
  reader.end();
  return builder.finish();
}
