import { STATUSES } from '../reading/dataset.js';
import type { Comparison, RowFilter } from './rank.js';
import { foldCase, foldName } from './fold.js';
import { patternAt, type Pattern } from './pattern.js';
import { ALL_SIGNALS, signalNamed, type SignalName } from './signals.js';

/** The parts of a typed search. All words must be found. Of several values for one field, one must hold. */
export interface Query {
  /** Lower case, NFC. Each is sought anywhere in the text, within words too (Chinese has no spaces). */
  readonly words: readonly string[];
  /** Regular expressions. All must match. */
  readonly patterns: readonly Pattern[];
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  readonly statuses: readonly string[];
  /** Positions in the source, from 0. */
  readonly rows: readonly number[];
  readonly ids: readonly string[];
  /** Terms that look like a field and are none (`labl:Sports`, `loss>abc`). They are words, too. */
  readonly unknown: readonly string[];
  /** Words in notes, in lower case. Empty = any note. */
  readonly notes: readonly string[];
  /** Parts of file names, where the source consists of several files. */
  readonly files: readonly string[];
  /** Bounds of signals. All must hold. */
  readonly bounds: readonly SignalBound[];
}

/** A bound as it is typed: `loss>2.5`. */
export interface SignalBound {
  readonly signal: SignalName;
  readonly operator: Comparison;
  readonly limit: number;
}

/** A field's name where a value in quotes follows. */
const QUOTED_FIELD = /(?:(label|predicted|status|row|id|file|note)[:：])?(?=["“”])/iuy;
const BARE = /\S+/uy;
const FIELD = /^(label|predicted|status|row|id|file|note)[:：](.+)$/iu;
const SIGNAL = ALL_SIGNALS.map((name) => name.replaceAll('_', '[_-]')).join('|');
/** A bound, with its spaces: as it is typed (`loss > 2.5`), or as the page writes it (`loss ≥ 2.5`). */
const BOUND = new RegExp(`(?:${SIGNAL})\\s*(?:[>＞<＜]\\s*[=＝]?|[=＝≥≤])\\s*[^\\s<>＜＞=＝≥≤]+(?=\\s|$)`, 'iuy');
/** A number may be grouped as the page writes it: `1,235`. */
const NUMBER = String.raw`[-−]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?`;
const SIGNAL_BOUND = new RegExp(`^(${SIGNAL})(>=|<=|>|<|≥|≤)(${NUMBER})$`, 'iu');
const OPERATORS: ReadonlyMap<string, Comparison> = new Map([
  ['>', '>'],
  ['>=', '>='],
  ['≥', '>='],
  ['<', '<'],
  ['<=', '<='],
  ['≤', '<='],
]);
/** A name and a value, or a bound that is no number, but no address. */
const FIELD_LIKE = new RegExp(
  String.raw`^(?:\p{L}{2,12}[:：](?!\/\/).+|(?:label|predicted|status|row|id|file|note)(?:[:：]|[=＝].*)|(?:${SIGNAL})\s*[<>＜＞=＝≥≤:：].*)$`,
  'iu',
);
/** Statuses as the page calls them, by their names in files. */
const SHOWN_STATUSES: ReadonlyMap<string, string> = new Map([
  ['undecided', 'pending'],
  ['kept', 'validated'],
]);
/** Digits, of full width too, perhaps grouped as the page writes them: `1,235`. */
const ROW = /^[\d０-９]+(?:[,，][\d０-９]{3})*$/u;
const QUOTES = '"“”';

/**
 * Reads a search: `words`, `"a phrase"`, `label:Sports`, `label:"Sci/Tech"`, `predicted:World`, `status:corrected`,
 * `loss>2.5` (any signal; also `>=`, `<`, `<=`, `≥`, `≤`, with spaces or without), `row:123` (number of a row on the
 * page, from 1), `id:abc`, `file:train` (a part of the name of one of several files), `note:ask` (words of its note;
 * `note:*` = any note), `/pattern/i` (a regular expression). Between quotes `\"` is a quote and `\\` a backslash. The
 * closing quote may be missing. All other terms are words, so that no typed text is an error.
 */
export function parseQuery(typed: string): Query {
  const query = {
    words: [],
    patterns: [],
    labels: [],
    predicted: [],
    statuses: [],
    rows: [],
    ids: [],
    files: [],
    notes: [],
    unknown: [],
    bounds: [],
  } as Mutable<Query>;
  const text = typed.normalize('NFC');
  for (let at = 0; at < text.length;) {
    const typedPattern = patternAt(text, at);
    const quoted = typedPattern ? null : matchAt(QUOTED_FIELD, text, at);
    const bare = typedPattern || quoted ? null : (matchAt(BOUND, text, at) ?? matchAt(BARE, text, at));
    if (typedPattern) {
      const { term, pattern } = typedPattern;
      if (pattern) query.patterns.push(pattern);
      else readUnknown(query, term);
      at += term.length;
    } else if (quoted) {
      const { phrase, end } = readQuoted(text, at + quoted[0].length);
      readField(query, quoted[1] ?? '', phrase);
      at = end;
    } else if (bare) {
      readBare(query, bare[0]);
      at += bare[0].length;
    } else at += 1;
  }
  return query;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/**
 * Reads a phrase from its opening quote on. A straight quote is closed by a straight one where there is one, otherwise
 * by any. Without a closing quote the phrase ends with the text.
 */
function readQuoted(text: string, opening: number): { readonly phrase: string; readonly end: number } {
  const straight = text[opening] === '"' ? closingQuote(text, opening + 1, '"') : -1;
  const closing = straight >= 0 ? straight : closingQuote(text, opening + 1, QUOTES);
  const end = closing >= 0 ? closing : text.length;
  const phrase = text.slice(opening + 1, end).replace(/\\(["“”\\])/g, '$1');
  return { phrase, end: Math.min(end + 1, text.length) };
}

/** Position of the first of these quotes without a backslash before it. -1 = none. */
function closingQuote(text: string, from: number, quotes: string): number {
  for (let at = from; at < text.length; at += 1) {
    const next = text[at + 1] ?? '';
    if (text[at] === '\\' && next !== '' && `\\${QUOTES}`.includes(next)) at += 1;
    else if (quotes.includes(text[at] ?? '')) return at;
  }
  return -1;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

function readBare(query: Mutable<Query>, term: string): void {
  const bound = boundIn(term);
  const [, field, value] = FIELD.exec(term) ?? [];
  if (bound) query.bounds.push(bound);
  else if (field !== undefined) readField(query, field, value ?? '');
  else if (FIELD_LIKE.test(term)) readUnknown(query, term);
  else query.words.push(foldCase(term));
}

function boundIn(term: string): SignalBound | null {
  const [, name, sign = '', number = ''] = SIGNAL_BOUND.exec(term.normalize('NFKC').replace(/\s/gu, '')) ?? [];
  const signal = signalNamed(name?.toLowerCase().replaceAll('-', '_'));
  const operator = OPERATORS.get(sign);
  if (!signal || !operator) return null;
  return { signal, operator, limit: Number(number.replaceAll(',', '').replace('−', '-')) };
}

/** A term that looks like a field and is none. */
function readUnknown(query: Mutable<Query>, term: string): void {
  query.unknown.push(term);
  query.words.push(foldCase(term));
}

function readField(query: Mutable<Query>, field: string, value: string): void {
  switch (field.toLowerCase()) {
    case 'label':
      query.labels.push(value);
      break;
    case 'predicted':
      query.predicted.push(value);
      break;
    case 'status': {
      const status = foldName(value);
      const known = SHOWN_STATUSES.get(status) ?? status;
      if (STATUSES.some((name) => name === known)) query.statuses.push(known);
      else readUnknown(query, `status:${value}`);
      break;
    }
    case 'id':
      query.ids.push(value);
      break;
    case 'file':
      query.files.push(foldName(value));
      break;
    case 'note':
      query.notes.push(value === '*' ? '' : foldCase(value));
      break;
    case 'row':
      if (ROW.test(value)) query.rows.push(Number(value.normalize('NFKC').replaceAll(',', '')) - 1);
      else readUnknown(query, `row:${value}`);
      break;
    default:
      if (value !== '') query.words.push(foldCase(value));
  }
}

/** Whether the search must visit rows: `searchRows`, and for patterns a worker. The rest of a query is in `fieldFilter`. */
export function needsScan(query: Query): boolean {
  const { words, patterns, rows, ids, files, notes } = query;
  return [words, patterns, rows, ids, files, notes].some((terms) => terms.length > 0);
}

/**
 * A query's conditions on labels, predictions and statuses, for `rankRows`. Names are compared without case. An
 * unknown name leaves no row.
 */
export function fieldFilter(query: Query, labels: readonly string[], classes: readonly string[]): RowFilter {
  return {
    ...(query.labels.length > 0 && { labels: chosenNames(labels, query.labels) }),
    ...(query.predicted.length > 0 && { predicted: chosenNames(classes, query.predicted) }),
    ...(query.statuses.length > 0 && { statuses: chosenNames(STATUSES, query.statuses) }),
  };
}

function chosenNames(names: readonly string[], wanted: readonly string[]): Uint8Array {
  const folded = new Set(wanted.map(foldName));
  return Uint8Array.from(names, (name) => (folded.has(foldName(name)) ? 1 : 0));
}
