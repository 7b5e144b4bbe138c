import {
  ID_NAMES,
  JOINED_NAMES,
  KNOWN_QUALITY_NAMES,
  LABEL_NAMES,
  PAIR_NAMES,
  plainName,
  TEXT_NAMES,
} from './column-names.js';
import type { ColumnStats } from './column-stats.js';
import { columnStats } from './column-stats.js';
import type { ColumnRoles } from './dataset.js';
import { columnsOfRole, guessResultRoles } from './results-columns.js';

/** A column whose cells are on average at least this long can be a text. */
const MIN_TEXT_LENGTH = 8;
/** A second text this many times longer than the first is its continuation, not the other half of a pair. */
const CONTINUATION_RATIO = 2;
/** Share of the records that have an id of their own; with fewer a column called id names something else. */
const MIN_OWN_IDS = 0.75;

/** What one value for all records costs a column as a label: it is taken where there is no other. */
const CONSTANT_COST = 100_000;

const NO_TEXTS = { text: '', textJoin: '', textB: '' } as const;
const TEXT_COLUMN_NAMES = new Set([...TEXT_NAMES, ...PAIR_NAMES.flat(), ...JOINED_NAMES.flat()]);

/**
 * Guesses which column plays which part, by name first, then by what the cells look like: a text is long, a label has
 * few distinct values, an id has a value of its own in nearly every record. `''` where nothing fits. Results without any
 * texts are no texts either.
 */
export function guessRoles(columns: readonly string[], records: readonly (readonly string[])[]): ColumnRoles {
  const results = guessResultsFile(columns, records);
  if (results?.alone) return results.roles;
  const guess = new RoleGuess(columns, records);
  const texts = guess.texts();
  const roles = {
    ...texts,
    label: guess.label(texts),
    id: guess.id(texts),
    sLabel: guess.named(KNOWN_QUALITY_NAMES),
  };
  return { ...roles, ...guessResultRoles(columns, records, Object.values(roles)) };
}

/** What a file is, read as results for a dataset that is open. */
export interface ResultsGuess {
  /** No text; a label only where a column is called so. */
  readonly roles: ColumnRoles;
  /** No column of texts stands beside the results, so that the file is no dataset. */
  readonly alone: boolean;
}

/** Guesses the roles of a file of results; null where no column looks like results. */
export function guessResultsFile(
  columns: readonly string[],
  records: readonly (readonly string[])[],
): ResultsGuess | null {
  const guess = new RoleGuess(columns, records);
  const id = guess.id(NO_TEXTS);
  const label = guess.named(LABEL_NAMES);
  const results = guessResultRoles(columns, records, [id, label]);
  const found = Object.values(results as Record<string, string>);
  if (found.length === 0) return null;
  const taken = new Set([id, label, ...found.flatMap((role) => columnsOfRole(role, columns))]);
  return { roles: { ...NO_TEXTS, label, id, sLabel: '', ...results }, alone: !guess.hasTexts(taken) };
}

type Texts = Pick<ColumnRoles, 'text' | 'textJoin' | 'textB'>;

class RoleGuess {
  private readonly columns: readonly string[];
  private readonly records: number;
  private readonly stats: readonly ColumnStats[];
  /** Column by plain name; of equal names the first. */
  private readonly byName = new Map<string, string>();

  constructor(columns: readonly string[], records: readonly (readonly string[])[]) {
    this.columns = columns;
    this.records = records.length;
    this.stats = columnStats(columns.length, records);
    for (const column of [...columns].reverse()) this.byName.set(plainName(column), column);
  }

  /** The column with the first of these names, `''` = none. */
  named(names: readonly string[]): string {
    for (const name of names) {
      const column = this.byName.get(name);
      if (column !== undefined) return column;
    }
    return '';
  }

  /** Whether a column that plays no other part is called a text or looks like one. */
  hasTexts(taken: ReadonlySet<string>): boolean {
    return this.columns.some((column, i) => {
      const stats = this.stats[i];
      if (taken.has(column) || stats === undefined) return false;
      return TEXT_COLUMN_NAMES.has(plainName(column)) || isTextual(stats);
    });
  }

  texts(): Texts {
    const pair = this.namedPair(PAIR_NAMES);
    if (pair !== null) return { text: pair[0], textJoin: '', textB: pair[1] };
    const joined = this.namedPair(JOINED_NAMES);
    if (joined !== null) return { text: joined[0], textJoin: joined[1], textB: '' };
    const single = this.named(TEXT_NAMES);
    if (single !== '') return { text: single, textJoin: '', textB: '' };
    return this.textsByLook();
  }

  label(texts: Texts): string {
    const named = this.named(LABEL_NAMES.filter((name) => this.byName.get(name) !== texts.text));
    if (named !== '') return named;
    const taken = new Set(Object.values(texts));
    let best = '';
    let bestScore = Infinity;
    this.columns.forEach((column, i) => {
      const stats = this.stats[i];
      if (stats === undefined || taken.has(column) || stats.filled === 0 || isIdName(column)) return;
      // Few values, short, never missing; nearly all different means it is no label, and always the same hardly one.
      const missing = 50 * (1 - stats.filled / Math.max(1, this.records));
      const constant = stats.distinct === 1 && stats.filled > 1 ? CONSTANT_COST : 0;
      const score = stats.distinct + stats.meanLength / 10 + missing + constant;
      if (stats.filled > 20 && stats.distinct > stats.filled * 0.5) return;
      if (stats.fractional > 0.5) return;
      if (score < bestScore) {
        best = column;
        bestScore = score;
      }
    });
    return best;
  }

  /** A column called an id, if nearly all records have one of their own: an id here and there seen before is a fault of its record. */
  id(texts: Texts): string {
    const found = this.columns.find((column, i) => {
      const distinct = this.stats[i]?.distinct ?? 0;
      const telling = distinct >= this.records * MIN_OWN_IDS;
      return isIdName(column) && telling && !Object.values(texts).includes(column);
    });
    return found ?? '';
  }

  private namedPair(names: readonly (readonly [string, string])[]): [string, string] | null {
    for (const [first, second] of names) {
      const a = this.byName.get(first);
      const b = this.byName.get(second);
      if (a !== undefined && b !== undefined) return [a, b];
    }
    return null;
  }

  /** Without telling names: the longest texts, in file order. */
  private textsByLook(): Texts {
    const texts = this.columns
      .map((column, i) => ({ column, i, stats: this.stats[i] }))
      .filter(({ stats }) => stats !== undefined && isTextual(stats))
      .sort((a, b) => (b.stats?.meanLength ?? 0) - (a.stats?.meanLength ?? 0))
      .slice(0, 2)
      .sort((a, b) => a.i - b.i);
    const [first, second] = texts;
    if (first === undefined) return { ...NO_TEXTS, text: this.longest() };
    if (second === undefined) return { ...NO_TEXTS, text: first.column };
    const ratio = (second.stats?.meanLength ?? 0) / Math.max(1, first.stats?.meanLength ?? 0);
    if (ratio >= CONTINUATION_RATIO) return { text: first.column, textJoin: second.column, textB: '' };
    if (ratio > 1 / CONTINUATION_RATIO) return { text: first.column, textJoin: '', textB: second.column };
    return { ...NO_TEXTS, text: first.column };
  }

  private longest(): string {
    let best = '';
    let bestLength = 0;
    this.columns.forEach((column, i) => {
      const stats = this.stats[i];
      if (stats === undefined || stats.numeric > 0.5 || stats.dated > 0.5 || stats.meanLength <= bestLength) return;
      best = column;
      bestLength = stats.meanLength;
    });
    return best;
  }
}

function isIdName(column: string): boolean {
  return ID_NAMES.includes(plainName(column));
}

/** Prose: long, not numbers or dates, mostly different from row to row. */
function isTextual(stats: ColumnStats): boolean {
  const varied = stats.filled <= 5 || stats.distinct > stats.filled * 0.5;
  return stats.meanLength >= MIN_TEXT_LENGTH && stats.numeric < 0.5 && stats.dated < 0.5 && varied;
}
