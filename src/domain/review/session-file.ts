import { isDecided, STATUSES, UNSURE, type ColumnRoles, type ReadSettings } from '../reading/dataset.js';
import type { Decision } from './decisions.js';
import { drawsFromJson, drawsJson, type StoredDraws } from './estimate/stored-draws.js';
import type { JournalEntry } from './edits.js';
import type { SideConflict } from './merge.js';
import { isSoundEntry } from './sound-entry.js';

const FORMAT = 'rinse-session';
/** Raise it with every change that an older version would misread. */
const VERSION = 2;
/** The version that a session without unsure rows is written as: pages of version 1 read it. */
const WITHOUT_UNSURE = 1;

/** The kinds of journal entries of this version. Entries of other kinds are skipped. */
const KINDS: readonly unknown[] = [
  'change',
  'note',
  'labels',
  'undo',
  'redo',
] satisfies readonly JournalEntry['kind'][];

/** The dataset of a session. */
export interface SessionDataset {
  readonly name: string;
  /** Hash of its content, see `Inspection.hash`. */
  readonly hash: string;
  readonly rows: number;
}

/** The texts of a row with a decision or a note, by its position. */
export interface SessionRow {
  readonly row: number;
  readonly id?: string;
  readonly text: string;
  readonly textB?: string;
}

interface SessionGuidelines {
  readonly text: string;
  readonly labels: readonly (readonly [name: string, description: string])[];
}

/** The work on one dataset, as a file holds it. Positions are those of the source. */
export interface SessionFile {
  readonly dataset: SessionDataset;
  /** Id of the project: dataset, settings and roles. */
  readonly project: string;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly journal: readonly JournalEntry[];
  readonly conflicts: readonly SideConflict[];
  /** Keys of labels that a person set, by name. */
  readonly labelKeys: readonly (readonly [name: string, key: string])[];
  /** A text for the dataset, and a description of labels by name. Absent = none. */
  readonly guidelines?: SessionGuidelines;
  /** The random draws and the audit. Absent = no row was drawn. A page that does not know them starts its estimate anew. */
  readonly draws?: StoredDraws;
  /** Filters, order and map as the address holds them. */
  readonly view: string;
  /** Texts of the rows with a decision or a note, where a person asked for them. */
  readonly texts?: readonly SessionRow[];
}

/** The result of reading a session: the session, or the reason why it cannot be used. */
export type SessionRead =
  | { readonly is: 'session'; readonly session: SessionFile }
  | { readonly is: 'newer'; readonly version: number }
  | { readonly is: 'damaged' };

/** Whether a file that begins with this text is a session. */
export function isSessionHead(head: string): boolean {
  return /^\s*\{/.test(head) && new RegExp(`"format"\\s*:\\s*"${FORMAT}"`).test(head);
}

/** A session as JSON text: a line for each member, and for each entry of a list. */
export function sessionText(session: SessionFile): string {
  const { journal, conflicts, labelKeys, texts, draws, ...others } = session;
  const sample = draws && drawsJson(draws);
  const lists = { journal, conflicts, labelKeys, ...(texts && { texts }) };
  const marksUnsure = journal.some((entry) => entry.kind === 'change' && entry.status.includes(UNSURE));
  const version = marksUnsure ? VERSION : WITHOUT_UNSURE;
  const members = [
    ...Object.entries({
      format: FORMAT,
      version,
      statuses: STATUSES,
      ...others,
      ...(sample && { draws: sample }),
    }).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    ...Object.entries(lists).map(([name, items]) => `  ${JSON.stringify(name)}: ${listText(items)}`),
  ];
  return `{\n${members.join(',\n')}\n}\n`;
}

/** Reads a session from JSON text of any kind. Never throws. */
export function readSession(text: string): SessionRead {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { is: 'damaged' };
  }
  if (!isObject(value) || value['format'] !== FORMAT) return { is: 'damaged' };
  const { version } = value;
  if (typeof version === 'number' && version > VERSION) return { is: 'newer', version };
  const session = version === VERSION || version === WITHOUT_UNSURE ? sessionIn(value) : null;
  return session ? { is: 'session', session } : { is: 'damaged' };
}

/** Reads conflicts of a file or of the store. Null where one is damaged. */
export function conflictsIn(value: unknown): readonly SideConflict[] | null {
  if (!Array.isArray(value)) return null;
  const conflicts: SideConflict[] = [];
  for (const one of value as readonly unknown[]) {
    if (!isObject(one)) return null;
    const { position, others, settled } = one;
    if (!isPosition(position) || typeof settled !== 'boolean' || !areDecisions(others)) return null;
    conflicts.push({ position, others, settled });
  }
  return conflicts;
}

function listText(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
}

function sessionIn(value: Record<string, unknown>): SessionFile | null {
  const { dataset, project, settings, roles, journal, view } = value;
  const conflicts = conflictsIn(value['conflicts']);
  const labelKeys = pairsIn(value['labelKeys']);
  const guidelines = value['guidelines'] === undefined ? undefined : guidelinesIn(value['guidelines']);
  const draws = value['draws'] === undefined ? undefined : drawsFromJson(value['draws']);
  if (!isDataset(dataset) || draws === null || typeof project !== 'string' || typeof view !== 'string') return null;
  const { texts } = value;
  if ((texts !== undefined && !areTexts(texts)) || guidelines === null) return null;
  if (!isObject(settings) || !isObject(roles) || !conflicts || !labelKeys || !isJournal(journal)) return null;
  return {
    dataset,
    project,
    // These two are compared with those of stored projects, and nothing is read by them.
    settings: settings as unknown as ReadSettings,
    roles: roles as unknown as ColumnRoles,
    journal: journal.filter(isSoundEntry),
    conflicts,
    labelKeys,
    view,
    ...(guidelines && { guidelines }),
    ...(draws && { draws }),
    ...(texts && { texts }),
  };
}

function isDataset(value: unknown): value is SessionDataset {
  if (!isObject(value)) return false;
  return typeof value['name'] === 'string' && typeof value['hash'] === 'string' && isPosition(value['rows']);
}

function isJournal(value: unknown): value is readonly unknown[] {
  if (!Array.isArray(value)) return false;
  return value.every((entry) => isObject(entry) && (!KINDS.includes(entry['kind']) || isSoundEntry(entry)));
}

function areTexts(value: unknown): value is readonly SessionRow[] {
  const isTextOr = (text: unknown): boolean => text === undefined || typeof text === 'string';
  if (!Array.isArray(value)) return false;
  return value.every((one) => {
    if (!isObject(one) || typeof one['text'] !== 'string' || !isPosition(one['row'])) return false;
    return isTextOr(one['id']) && isTextOr(one['textB']);
  });
}

function guidelinesIn(value: unknown): SessionGuidelines | null {
  if (!isObject(value)) return null;
  const { text } = value;
  const labels = pairsIn(value['labels']);
  return typeof text === 'string' && labels ? { text, labels } : null;
}

function pairsIn(value: unknown): readonly (readonly [string, string])[] | null {
  if (!Array.isArray(value)) return null;
  const pairs: (readonly [string, string])[] = [];
  for (const pair of value as readonly unknown[]) {
    const [name, text] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof name !== 'string' || typeof text !== 'string') return null;
    pairs.push([name, text]);
  }
  return pairs;
}

function areDecisions(value: unknown): value is readonly Decision[] {
  if (!Array.isArray(value)) return false;
  return value.every((one) => isObject(one) && isDecision(one['status']) && typeof one['label'] === 'string');
}

function isDecision(status: unknown): boolean {
  return typeof status === 'number' && isDecided(status);
}

function isPosition(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
