import { NotEncodable } from '../bytes/encoder.js';
import { DISCARDED, type ReadSettings } from '../reading/dataset.js';
import type { RoleColumns } from '../reading/dataset-builder.js';
import { RowCursor, type ExportRows } from './json.js';
import { CorrectedLabels } from './labels.js';
import { labelEdits, UnwritableCell } from '../labels/cell.js';
import { LINE, type RawRecord, type RawReject, type RecordSink, type SourceItem } from '../reading/records.js';

/** Thrown for a corrected label that the source cannot hold. */
export class UnwritableLabel extends Error {
  readonly label: string;
  /** Position of the record in its file. */
  readonly sourceRow: number;
  readonly reason: NotEncodable | UnwritableCell;

  constructor(label: string, sourceRow: number, reason: NotEncodable | UnwritableCell) {
    super(`cannot be written: ${label}`);
    this.label = label;
    this.sourceRow = sourceRow;
    this.reason = reason;
  }
}

/** What takes the changes of a source; see `PatchedBytes`. Throws `NotEncodable`. */
export interface SourcePatches {
  replace(start: number, end: number, text: string): void;
}

/**
 * The corrected dataset in the source's own format: finds what differs from the source, which is the labels of rows whose
 * label was changed and, with `withoutDiscarded`, the records of discarded rows with their line ends or commas. Throws
 * `UnwritableLabel`.
 */
export class SourceEdits implements RecordSink {
  readonly cursor: RowCursor;
  readonly #settings: ReadSettings;
  readonly #names: readonly string[];
  readonly #rows: ExportRows;
  readonly #corrected: CorrectedLabels;
  readonly #patches: SourcePatches;
  readonly #lists: ListItems;
  readonly #leavesOut: boolean;
  readonly #labelColumn: string | undefined;

  /** `names`: the columns that the reader has. */
  constructor(
    settings: ReadSettings,
    names: readonly string[],
    roles: RoleColumns,
    rows: ExportRows,
    patches: SourcePatches,
  ) {
    this.cursor = new RowCursor(rows.sourceRow);
    this.#settings = settings;
    this.#names = names;
    this.#rows = rows;
    this.#corrected = new CorrectedLabels(rows, names, roles.label);
    this.#patches = patches;
    this.#lists = new ListItems(patches, settings.format === 'json-table');
    this.#labelColumn = names[roles.label];
    this.#leavesOut = rows.withoutDiscarded === true && rows.status.includes(DISCARDED);
  }

  record(record: RawRecord): void {
    const row = this.cursor.rowAt(record.sourceRow);
    if (this.#leavesOut) {
      const discarded = row >= 0 && this.#rows.status[row] === DISCARDED;
      this.#pass(record, discarded);
      if (discarded) return;
    }
    const { place } = record;
    if (row < 0 || !place) return;
    this.#guarded(record, row, () => {
      this.#refuseNames(row);
      for (const { start, end, text } of labelEdits(record, row, this.#corrected, this.#names, this.#settings)) {
        const from = place.at(start);
        this.#replace(from, from + end - start, text, record.json);
      }
    });
  }

  reject(reject: RawReject): void {
    if (this.#leavesOut) this.#pass(reject, false);
  }

  /** Position in the source behind which a range may still be left out. */
  settledAt(): number {
    return this.#lists.settledAt();
  }

  close(): void {
    this.#lists.close();
  }

  #pass({ place }: RawRecord | RawReject, discarded: boolean): void {
    const items = place?.items() ?? [];
    const [first] = items;
    if (first?.list !== LINE) this.#lists.pass(items, discarded);
    else if (discarded) this.#patches.replace(first.start, first.end, '');
  }

  /** A row's name in a document is no value of its record, which a label could be written in. */
  #refuseNames(row: number): void {
    const { label, originalLabel } = this.#rows;
    const isName = this.#settings.index !== undefined && this.#labelColumn === this.#settings.index;
    if (isName && label[row] !== originalLabel[row]) throw new UnwritableCell('column');
  }

  /** In JSON a character that the encoding does not have can be escaped. */
  #replace(start: number, end: number, text: string, json: boolean): void {
    try {
      this.#patches.replace(start, end, text);
    } catch (error) {
      if (!json || !(error instanceof NotEncodable)) throw error;
      this.#patches.replace(start, end, text.replace(/[^\x00-\x7f]/g, escapeUnit));
    }
  }

  #guarded({ sourceRow }: RawRecord, row: number, write: () => void): void {
    try {
      write();
    } catch (error) {
      const label = this.#rows.labels[this.#rows.label[row] ?? -1]?.name ?? '';
      if (!(error instanceof UnwritableCell) && !(error instanceof NotEncodable)) throw error;
      throw new UnwritableLabel(label, sourceRow, error);
    }
  }
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Leaves elements out of lists so that what remains is a list: each goes with the comma in front of it, and those that the
 * list begins with with the comma behind.
 */
class ListItems {
  readonly #patches: SourcePatches;
  /** The list of the last element, and where that ends if nothing but left-out elements has come of the list; -1 else. */
  #list = 0;
  #lead = -1;
  /** Where the element behind that begins; -1 = see `SourceItem.next`. */
  #leadNext = -1;
  /** Elements of the lists of a table, which do not come in order. */
  readonly #held: (readonly [item: SourceItem, leftOut: boolean])[] = [];
  readonly #holds: boolean;

  /** `holds`: the elements do not come in order. */
  constructor(patches: SourcePatches, holds: boolean) {
    this.#patches = patches;
    this.#holds = holds;
  }

  pass(items: readonly SourceItem[], leftOut: boolean): void {
    for (const item of items) {
      if (this.#holds) this.#held.push([item, leftOut]);
      else this.#passOne(item, leftOut);
    }
  }

  settledAt(): number {
    return this.#lead < 0 ? Infinity : this.#lead;
  }

  close(): void {
    this.#held.sort(([a], [b]) => a.start - b.start);
    for (const [item, leftOut] of this.#held) this.#passOne(item, leftOut);
    this.#endLead();
  }

  #passOne({ list, start, end, before, next = -1, counted }: SourceItem, leftOut: boolean): void {
    if (leftOut && counted) {
      this.#patches.replace(start, end, 'null');
      return;
    }
    if (list !== this.#list || before !== this.#lead) this.#endLead();
    this.#list = list;
    const lead = this.#lead;
    const leading = before < 0 || before === lead;
    if (leftOut) this.#patches.replace(before < 0 ? start : before, end, '');
    else if (lead >= 0 && leading) this.#patches.replace(lead, start, '');
    this.#lead = leftOut && leading ? end : -1;
    this.#leadNext = next;
  }

  /** What comes behind the elements that are left out is no element that was passed. */
  #endLead(): void {
    if (this.#lead >= 0 && this.#leadNext >= 0) this.#patches.replace(this.#lead, this.#leadNext, '');
    this.#lead = -1;
  }
}
