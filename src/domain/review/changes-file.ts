import { CHANGE_NAMES, fieldName } from '../export/field-name.js';
import { readLabelToken } from '../labels/token.js';
import type { ColumnRoles, Dataset, DatasetLabel } from '../reading/dataset.js';
import type { Decision, Decisions } from './decisions.js';
import { statusOfChoice } from './edits.js';
import type { KnownRow } from './row-match.js';

/** The corrections of a file of changes, see `ChangesExport`. Positions are those of its own dataset. */
export interface ChangesFile extends Decisions {
  readonly rows: readonly KnownRow[];
}

/** The dataset that the labels, texts and file names of a file of changes are read by. */
export interface ChangesReading {
  readonly labels: readonly DatasetLabel[];
  readonly files: Dataset['files'];
  readonly roles: ColumnRoles;
}

const OWN = ['"row":', '"original_label":', '"corrected_label":', '"updated_at":'] as const;

const OWN_NAMES: ReadonlySet<string> = new Set([...CHANGE_NAMES, 'file', 'note']);

/** Whether a file that begins with this text is one of changes: its first line has all members of one. */
export function isChangesHead(head: string): boolean {
  const [first = ''] = head.split('\n', 1);
  return first.startsWith('{') && OWN.every((member) => first.includes(member)) && !first.includes('"status":');
}

/** Reads a file of changes. A number = the damaged line, from 1. */
export function readChanges(text: string, reading: ChangesReading): ChangesFile | number {
  const rows: KnownRow[] = [];
  const decided = new Map<number, Decision>();
  const notes = new Map<number, string>();
  const nameOf = labelNames(reading.labels);
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const one = objectIn(line);
    const position = one && positionOf(one, reading);
    const label = one && nameOf(one['corrected_label']);
    if (!one || position === null || label === null) return index + 1;
    rows.push({ position, ...textsOf(one, reading.roles) });
    decided.set(position, { status: statusOfChoice(nameOf(one['original_label']) ?? '', label), label });
    if (typeof one['note'] === 'string' && one['note'] !== '') notes.set(position, one['note']);
  }
  return { rows, decided, notes };
}

function objectIn(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The position in all files together. A file of another name has none: its rows are found by id or text. */
function positionOf({ row, file }: Readonly<Record<string, unknown>>, { files }: ChangesReading): number | null {
  if (!Number.isSafeInteger(row) || (row as number) < 0) return null;
  const place = typeof file === 'string' && files ? files.names.indexOf(file) : -1;
  return (row as number) + (files?.starts[place] ?? 0);
}

function textsOf(one: Readonly<Record<string, unknown>>, roles: ColumnRoles): Omit<KnownRow, 'position'> {
  const fields = [roles.text, roles.textJoin, roles.textB];
  const field = (column: string): string | null => {
    if (column === '') return null;
    // The names depend on whether the dataset has several files and notes, which one line does not show.
    const renamed = fieldName(column, OWN_NAMES, (name) => fields.includes(name));
    const name = Object.hasOwn(one, renamed) ? renamed : column;
    const value = Object.hasOwn(one, name) ? one[name] : null;
    if (value === null || value === undefined) return null;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const [text, join] = [field(roles.text) ?? '', field(roles.textJoin) ?? ''];
  const id = Object.hasOwn(one, 'id') && roles.id !== '' ? one['id'] : null;
  return {
    id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : null,
    text: join === '' ? text : `${text} ${join}`,
    textB: field(roles.textB),
  };
}

/** Finds the name of a label by its JSON value, in any shape that the source has for labels. Null = it is no label. */
function labelNames(labels: readonly DatasetLabel[]): (value: unknown) => string | null {
  const names = new Map<string, string>();
  for (const { name, value, token, tokens } of labels) {
    const cores = [token, ...(tokens ?? [])].flatMap((text) => coreOf(text) ?? []);
    for (const key of [...cores, ...(value === undefined ? [] : [value]), name])
      if (!names.has(key)) names.set(key, name);
  }
  return (value) => {
    if (value === undefined || value === null) return null;
    const core = coreOf(JSON.stringify(value));
    return core === null ? null : (names.get(core) ?? core);
  };
}

/** The one name in a JSON value of a label. Null for several names or none. */
function coreOf(token: string): string | null {
  const names = readLabelToken(token).names;
  return names?.length === 1 ? (names[0] ?? null) : null;
}
