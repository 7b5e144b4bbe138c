import { ByteWriter } from '../bytes/bytes.js';
import { cellText, FieldOfAll, hotColumns, isOfAll, jsonAt } from '../reading/computed-columns.js';
import type { ExportRows } from './json.js';
import { membersOf } from '../labels/hot.js';
import { labelText } from '../labels/tally.js';
import { readLabelToken } from '../labels/token.js';
import { LabelWriter, type WrittenLabel } from '../labels/writer.js';
import type { RawRecord } from '../reading/records.js';
import { jsonRange, MISSING } from '../reading/records.js';

/** A change of a JSON record: `bytes[start .. end)` becomes a JSON text. It is an insertion where both are equal. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The labels that replace those of the source, in the shape of each. */
export class CorrectedLabels {
  readonly #rows: ExportRows;
  readonly #names: readonly string[];
  readonly #column: number;
  readonly #writer: LabelWriter;
  readonly #scratch = new ByteWriter();
  /** The columns that make up the label together; null = it is one column. */
  readonly #parts: readonly string[] | null;
  readonly #ofAll: FieldOfAll | null;

  /** `names`: of the columns. `column`: the column of the label. */
  constructor(rows: ExportRows, names: readonly string[], column: number) {
    this.#rows = rows;
    this.#names = names;
    this.#column = column;
    this.#writer = new LabelWriter(rows.labels);
    const name = names[column] ?? '';
    this.#parts = hotColumns(name);
    this.#ofAll = isOfAll(name) ? new FieldOfAll(name) : null;
  }

  /** JSON text of a row's present label. Null = it is still the source's, or there is no such row (-1). */
  tokenOf(record: RawRecord, row: number): string | null {
    const now = this.#changed(row);
    return now < 0 ? null : this.#writer.write(labelText(record, this.#column, this.#scratch), now);
  }

  /**
   * The names of a row's label in the source and of the corrected one in an export, where the label is no value of the
   * record. Null = it is one.
   */
  namesOf(row: number): { readonly original: string; readonly corrected: string | null } | null {
    if (this.#parts === null && this.#ofAll === null) return null;
    const { labels, originalLabel } = this.#rows;
    const now = this.#changed(row);
    const jsonOf = (label: WrittenLabel = { name: '' }): string => {
      const { name, tokens, token = '' } = label;
      const names = readLabelToken(tokens?.[0] ?? token).names;
      return JSON.stringify(names === null || names.length === 1 ? name : names);
    };
    const original = labels[originalLabel[row] ?? 0];
    return { original: jsonOf(original?.source ?? original), corrected: now < 0 ? null : jsonOf(labels[now]) };
  }

  /** The changes in a row's JSON record, in order. Null = none. */
  patchesOf(record: RawRecord, row: number): readonly Patch[] | null {
    const now = this.#changed(row);
    if (now < 0) return null;
    const ofAll = this.#ofAll;
    const writer = this.#writer;
    const ranges = ofAll?.ranges(record) ?? [];
    if (ofAll && ranges.length > 0) {
      return ranges.map((range) => ({ ...range, text: writer.write(jsonAt(record, range), now) }));
    }
    const token = writer.write(labelText(record, this.#column, this.#scratch), now);
    if (this.#parts) return this.#memberPatches(record, token);
    const [start, end] = jsonRange(record.fields, this.#column);
    return [{ start, end, text: token }];
  }

  /**
   * The changes in a row's cells, as JSON texts by column, also for a column that the source does not have. Null =
   * none.
   */
  cellsOf(record: RawRecord, row: number): ReadonlyMap<string, string> | null {
    const token = this.tokenOf(record, row);
    if (token === null) return null;
    if (this.#parts === null) return new Map([[this.#names[this.#column] ?? '', token]]);
    return membersOf(JSON.parse(token) as string);
  }

  #memberPatches(record: RawRecord, token: string): readonly Patch[] {
    const patches: Patch[] = [];
    const before = membersOf(labelText(record, this.#column, this.#scratch));
    for (const [name, text] of membersOf(token) ?? []) {
      const column = this.#names.indexOf(name);
      if (column >= 0 && record.fields.kind[column] !== MISSING) {
        const [start, end] = jsonRange(record.fields, column);
        if (cellText(record, column, this.#scratch) !== text) patches.push({ start, end, text });
      } else if (before?.get(name) !== text) {
        patches.push({ start: record.end - 1, end: record.end - 1, text: `,${JSON.stringify(name)}:${text}` });
      }
    }
    return patches.sort((a, b) => a.start - b.start);
  }

  /** The present label of a row. -1 = the source's. */
  #changed(row: number): number {
    const { label } = this.#rows;
    return row >= 0 && isRelabelled(this.#rows, row) ? (label[row] ?? -1) : -1;
  }
}

/** Whether a row has another label than in the source, or its label another name. */
export function isRelabelled({ label, originalLabel, labels }: ExportRows, row: number): boolean {
  const now = label[row];
  return now !== undefined && (now !== originalLabel[row] || labels[now]?.source !== undefined);
}
