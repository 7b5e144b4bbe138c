import { isList } from './cell-look.js';
import type { ToolRoles } from './annotation-tools.js';
import { toolRoles } from './annotation-tools.js';
import {
  ASIDE_NAMES,
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
import { listAround, segmentsOf } from './json/path.js';
import { wholeLabel } from '../labels/companions.js';
import { labelOfAll, spreadLabel } from '../labels/groups.js';
import { areAllDifferent, areRowNumbers, canBeLabel, canBeText, isConstant, isTextual, MOSTLY } from './role-looks.js';
import { columnsOfRole, guessResultRoles, isPredictionName, oneScoreColumn } from '../predictions/columns.js';

/** A second text this many times longer than the first is its continuation, not the other half of a pair. */
const CONTINUATION_RATIO = 2;
/** Share of the records that have an id of their own. With fewer, a column called id is something else. */
const MIN_OWN_IDS = 0.75;
/** Nested fields are labels by their look alone where nothing else is. */
const NESTED_PENALTY = 200;
const ASIDE_PENALTY = 1000;
/** A column with one value for all records is the label only where there is no other. */
const CONSTANT_PENALTY = 100_000;

const NO_TEXTS = { text: '', textJoin: '', textB: '' } as const;
const TEXT_COLUMN_NAMES = new Set([...TEXT_NAMES, ...PAIR_NAMES.flat(), ...JOINED_NAMES.flat()]);
const ASIDE = new Set(ASIDE_NAMES);
/** Nested fields below these are parts of a text, or belong to no person. */
const PART_HEADS = new Set([
  'spans',
  'tokens',
  'entities',
  'relations',
  'options',
  'predictions',
  'prediction',
  'drafts',
  'suggestions',
]);

/**
 * Guesses the column of each role: by the annotation tool whose export this is, else by name, then by the look of the
 * cells. A text is long, a label has few distinct values, an id has a value of its own in nearly every record. `''`
 * where none fits. `complete`: the records are all of the source, so that a column with a single value is no label.
 * Results without any texts are no texts either.
 */
export function guessRoles(
  columns: readonly string[],
  records: readonly (readonly string[])[],
  complete = false,
): ColumnRoles {
  const results = guessResultsFile(columns, records);
  if (results?.alone) return results.roles;
  const guess = new RoleGuess(columns, records, complete);
  const tool = guess.tool();
  const texts = tool !== null && tool.text !== '' ? { ...NO_TEXTS, text: tool.text } : guess.texts();
  const roles = {
    ...texts,
    label: labelOfAll(columns, records, tool !== null && tool.label !== '' ? tool.label : guess.label(texts)),
    id: guess.id(texts),
    sLabel: guess.named(KNOWN_QUALITY_NAMES),
  };
  const answer = tool !== null && tool.answer !== '' ? { answer: tool.answer } : {};
  return { ...roles, ...answer, ...guessResultRoles(columns, records, Object.values(roles)) };
}

/** A file read as results for an open dataset. */
export interface ResultsGuess {
  /** No text, and a label only where a column has a name of labels. */
  readonly roles: ColumnRoles;
  /** There is no column of texts beside the results, so the file is no dataset. */
  readonly alone: boolean;
}

/** Guesses the roles of a file of results. Null where no column looks like results. */
export function guessResultsFile(
  columns: readonly string[],
  records: readonly (readonly string[])[],
): ResultsGuess | null {
  const guess = new RoleGuess(columns, records, false);
  const id = guess.id(NO_TEXTS);
  const label = guess.named(LABEL_NAMES);
  const results = guessResultRoles(columns, records, [id, label]);
  const found = Object.values(results as Record<string, string>);
  if (found.length === 0) return guessOneScore(guess, columns, records);
  const taken = new Set([id, label, ...found.flatMap((role) => columnsOfRole(role, columns))]);
  return { roles: { ...NO_TEXTS, label, id, sLabel: '', ...results }, alone: !guess.hasTexts(taken) };
}

/** A file without texts in which each row has the score of one class alone. */
function guessOneScore(
  guess: RoleGuess,
  columns: readonly string[],
  records: readonly (readonly string[])[],
): ResultsGuess | null {
  const score = oneScoreColumn(columns, records);
  if (score === '' || guess.hasTexts(new Set([score]))) return null;
  return { roles: { ...NO_TEXTS, label: '', id: guess.id(NO_TEXTS), sLabel: '', resultProbs: score }, alone: true };
}

/** Whether a file names a predicted class for each row, without texts and without numbers for it. */
export function isPredictionsOnly(columns: readonly string[], records: readonly (readonly string[])[]): boolean {
  const predictions = columns.filter(isPredictionName);
  if (predictions.length === 0 || guessResultsFile(columns, records) !== null) return false;
  return !new RoleGuess(columns, records, false).hasTexts(new Set(predictions));
}

type Texts = Pick<ColumnRoles, 'text' | 'textJoin' | 'textB'>;

class RoleGuess {
  readonly #columns: readonly string[];
  readonly #cells: readonly (readonly string[])[];
  readonly #records: number;
  readonly #complete: boolean;
  readonly #stats: readonly ColumnStats[];
  /** Column by plain name, and nested field by the name of its last key. Of equal names the first. */
  readonly #byName = new Map<string, string>();
  readonly #byLastKey = new Map<string, string>();

  constructor(columns: readonly string[], records: readonly (readonly string[])[], complete: boolean) {
    this.#columns = columns;
    this.#cells = records;
    this.#records = records.length;
    this.#complete = complete;
    this.#stats = columnStats(columns.length, records);
    for (const column of [...columns].reverse()) {
      this.#byName.set(plainName(column), column);
      const key = lastKeyOf(column);
      if (key !== '') this.#byLastKey.set(plainName(key), column);
    }
  }

  /** The columns of an annotation tool's export. Null = it is none. */
  tool(): ToolRoles | null {
    return toolRoles(
      this.#columns.map((name, i) => {
        const cells = this.#cells
          .map((record) => record[i] ?? '')
          .filter((cell) => cell !== '' && !/^\[\s*\]$/.test(cell));
        const several = cells.some((cell) => isList(cell) && cell.includes(','));
        return { name, filled: cells.length, distinct: new Set(cells).size, several };
      }),
    );
  }

  /** The column with the first of these names that fits the role, else the nested field. `''` = none. */
  named(names: readonly string[], fits: (stats: ColumnStats, column: string) => boolean = () => true): string {
    for (const known of [this.#byName, this.#byLastKey]) {
      for (const name of names) {
        const column = known.get(name);
        const stats = column === undefined ? undefined : this.#stats[this.#columns.indexOf(column)];
        if (column !== undefined && stats !== undefined && fits(stats, column)) return column;
      }
    }
    return '';
  }

  /** Whether a column without another role has a name or the look of a text. */
  hasTexts(taken: ReadonlySet<string>): boolean {
    return this.#columns.some((column, i) => {
      const stats = this.#stats[i];
      if (taken.has(column) || stats === undefined) return false;
      return TEXT_COLUMN_NAMES.has(plainName(column)) || isTextual(stats);
    });
  }

  texts(): Texts {
    const pair = this.#namedPair(PAIR_NAMES);
    if (pair !== null) return { text: pair[0], textJoin: '', textB: pair[1] };
    const joined = this.#namedPair(JOINED_NAMES);
    if (joined !== null) return { text: joined[0], textJoin: joined[1], textB: '' };
    const single = this.named(TEXT_NAMES, (stats, column) => canBeText(stats) && listAround(column) === null);
    if (single !== '') return { text: single, textJoin: '', textB: '' };
    return this.#textsByLook();
  }

  /**
   * By name, then by look. A column with a single value, or with a value of its own for each row, is a label only where it
   * has a label's name and no other column could be one.
   */
  label(texts: Texts): string {
    const taken = new Set<string>(Object.values(texts));
    const mayBe = (stats: ColumnStats, column: string): boolean =>
      !taken.has(column) && stats.structured < MOSTLY && !this.#numbersRows(column);
    const fits = (stats: ColumnStats, column: string): boolean =>
      mayBe(stats, column) && !areAllDifferent(stats, this.#complete);
    const varied = this.named(
      LABEL_NAMES,
      (stats, column) => fits(stats, column) && !(this.#complete && isConstant(stats)),
    );
    const spread = spreadLabel(this.#columns, this.#cells, taken);
    // A class can have the name of a label column.
    if (varied !== '' && !varied.startsWith(`${spread}.`)) return wholeLabel(this.#columns, this.#cells, varied);
    if (spread !== '') return spread;
    const likely = this.#labelByLook(taken);
    if (likely !== null && likely.score < NESTED_PENALTY) return likely.column;
    const column = this.named(LABEL_NAMES, fits) || (likely?.column ?? '') || this.named(LABEL_NAMES, mayBe);
    return wholeLabel(this.#columns, this.#cells, column);
  }

  #numbersRows(column: string): boolean {
    const at = this.#columns.indexOf(column);
    return areRowNumbers(this.#cells.map((record) => record[at] ?? ''));
  }

  #labelByLook(taken: ReadonlySet<string>): { readonly column: string; readonly score: number } | null {
    let best: { readonly column: string; readonly score: number } | null = null;
    this.#columns.forEach((column, i) => {
      const stats = this.#stats[i];
      if (stats === undefined || taken.has(column) || !canBeLabel(stats) || isIdName(column)) return;
      // Few values, short, never missing. Nearly all different means no label, and always the same hardly one.
      const aside = ASIDE.has(plainName(column)) || /^(?:is|has)_|_(?:at|id|by)$/.test(plainName(column));
      const score =
        stats.distinct +
        stats.meanLength / 10 +
        50 * (1 - stats.filled / Math.max(1, this.#records)) +
        (aside ? ASIDE_PENALTY : 0) +
        (segmentsOf(column).length > 1 ? NESTED_PENALTY : 0) +
        (isConstant(stats) ? CONSTANT_PENALTY : 0);
      if (best === null || score < best.score) best = { column, score };
    });
    return best;
  }

  /**
   * A column with a name of ids, if nearly all records have an id of their own. A repeated id now and then is a fault
   * of its record.
   */
  id(texts: Texts): string {
    const found = this.#columns.find((column, i) => {
      const distinct = this.#stats[i]?.distinct ?? 0;
      const telling = distinct >= this.#records * MIN_OWN_IDS;
      return isIdName(column) && telling && !Object.values(texts).includes(column);
    });
    return found ?? '';
  }

  #namedPair(names: readonly (readonly [string, string])[]): [string, string] | null {
    for (const [first, second] of names) {
      const a = this.#byName.get(first);
      const b = this.#byName.get(second);
      if (a !== undefined && b !== undefined) return [a, b];
    }
    return null;
  }

  /** Without known names: the longest texts, in file order. */
  #textsByLook(): Texts {
    const texts = this.#columns
      .map((column, i) => ({ column, i, stats: this.#stats[i] }))
      .filter(({ column, stats }) => stats !== undefined && isTextual(stats) && listAround(column) === null)
      .sort((a, b) => (b.stats?.meanLength ?? 0) - (a.stats?.meanLength ?? 0))
      .slice(0, 2)
      .sort((a, b) => a.i - b.i);
    const [first, second] = texts;
    if (first === undefined) return { ...NO_TEXTS, text: this.#longest() };
    if (second === undefined) return { ...NO_TEXTS, text: first.column };
    const ratio = (second.stats?.meanLength ?? 0) / Math.max(1, first.stats?.meanLength ?? 0);
    if (ratio >= CONTINUATION_RATIO) return { text: first.column, textJoin: second.column, textB: '' };
    if (ratio > 1 / CONTINUATION_RATIO) return { text: first.column, textJoin: '', textB: second.column };
    return { ...NO_TEXTS, text: first.column };
  }

  #longest(): string {
    let best = '';
    let bestLength = 0;
    this.#columns.forEach((column, i) => {
      const stats = this.#stats[i];
      if (stats === undefined || stats.numeric > 0.5 || stats.meanLength <= bestLength || !canBeText(stats)) return;
      if (listAround(column) !== null) return;
      best = column;
      bestLength = stats.meanLength;
    });
    return best;
  }
}

function isIdName(column: string): boolean {
  return ID_NAMES.includes(plainName(column));
}

/** The last key of a nested field's name, without places in arrays. `''` for a column, and for parts of a text. */
function lastKeyOf(column: string): string {
  const segments = segmentsOf(column);
  if (segments.length === 1 || PART_HEADS.has(plainName(segments[0] ?? ''))) return '';
  return segments.slice(1).findLast((segment) => !/^\d+$/.test(segment)) ?? '';
}
