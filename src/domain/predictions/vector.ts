/** Numbers for the classes of a row. `names` of the classes where they were written with them. */
export interface ClassVector {
  readonly values: Float64Array;
  readonly names: readonly string[] | null;
}

const NUMBER = /^[-+]?(?:(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?|inf(?:inity)?)$/i;

/**
 * A number in the form of JSON, Python and spreadsheets, with a point or a decimal comma. NaN for other texts and for
 * an empty one.
 */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return NaN;
  if (/inf/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return Number(trimmed.replace(',', '.'));
}

/**
 * Reads the numbers of a row: a JSON array, the `repr` of a Python list, tuple, numpy array or tensor (`[0.1 0.2]`), an
 * object or dict from class to number, or a list of `{label, score}`. Each may be alone in a list. `nan` and `null` are
 * NaN. Null for other texts, such as an array that numpy has shortened with `...`.
 */
export function parseVector(text: string): ClassVector | null {
  const bare = unwrap(text);
  if (bare.startsWith('{') && bare.endsWith('}')) {
    return parseScored(bare) ?? parseMembers(bare.slice(1, -1), MEMBER, MEMBER_SEPARATOR);
  }
  const open = bare[0];
  const close = bare.at(-1);
  if (!((open === '[' && close === ']') || (open === '(' && close === ')'))) return null;
  const inner = bare.slice(1, -1).trim();
  if (inner.startsWith('{')) return parseScored(inner);
  // A batch of one row.
  if (inner.startsWith('[') && inner.endsWith(']')) return parseVector(inner);
  return parseItems(inner);
}

/** The numbers of a row, see `parseVector`. A number alone is that of one class. */
export function numbersIn(text: string): ClassVector | null {
  const number = parseNumber(text);
  return Number.isNaN(number) ? parseVector(text) : { values: Float64Array.of(number), names: null };
}

/** `{label, score}`, one or several. */
function parseScored(inner: string): ClassVector | null {
  return parseMembers(inner, SCORED_LABEL, MEMBER_SEPARATOR) ?? parseMembers(inner, LABELLED_SCORE, MEMBER_SEPARATOR);
}

/** Removes the names of the constructors in whose brackets Python shows numbers. */
function unwrap(text: string): string {
  const scalars = text.trim().replace(/\b(?:np|numpy)\.float\d+\(([^()]*)\)/g, '$1');
  const call =
    /^(?:np\.|numpy\.|torch\.)?(?:array|tensor)\(([\s\S]*?)(?:,\s*(?:dtype|device|requires_grad|grad_fn)=[\s\S]*)?\)$/.exec(
      scalars,
    );
  return (call?.[1] ?? scalars).trim();
}

function parseItems(inner: string): ClassVector | null {
  const trimmed = inner.trim().replace(/,$/, '');
  if (trimmed === '') return null;
  const items = trimmed.includes(',') ? trimmed.split(',') : trimmed.split(/\s+/);
  const values = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const value = itemValue(items[i] ?? '');
    if (value === null) return null;
    values[i] = value;
  }
  return { values, names: null };
}

/** NaN for a text that means "no number". Null for other texts. */
function itemValue(item: string): number | null {
  const value = parseNumber(item);
  if (!Number.isNaN(value)) return value;
  return /^\s*(?:nan|null|none)\s*$/i.test(item) ? NaN : null;
}

const KEY = String.raw`(?:"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>(?:[^'\\]|\\.)*)'|(?<integer>-?\d+))`;
const VALUE = String.raw`(?<value>[^\s,{}[\]:]+)`;
const LABEL_KEY = String.raw`["'](?:label|class)["']\s*:\s*${KEY}`;

const SCORE_KEY = String.raw`["'](?:score|prob|probability)["']\s*:\s*${VALUE}`;
const MEMBER = new RegExp(String.raw`\s*${KEY}\s*:\s*${VALUE}\s*`, 'y');
const SCORED_LABEL = new RegExp(String.raw`\s*\{\s*${LABEL_KEY}\s*,\s*${SCORE_KEY}\s*\}\s*`, 'y');
const LABELLED_SCORE = new RegExp(String.raw`\s*\{\s*${SCORE_KEY}\s*,\s*${LABEL_KEY}\s*\}\s*`, 'y');
const MEMBER_SEPARATOR = ',';

function parseMembers(inner: string, member: RegExp, separator: string): ClassVector | null {
  const names: string[] = [];
  const values: number[] = [];
  for (let at = 0; ; at++) {
    member.lastIndex = at;
    const found = member.exec(inner);
    if (found === null) return null;
    const value = itemValue(found.groups?.['value'] ?? '');
    if (value === null) return null;
    names.push(keyText(found.groups ?? {}));
    values.push(value);
    at = member.lastIndex;
    if (at === inner.length) break;
    if (inner[at] !== separator) return null;
  }
  return new Set(names).size === names.length ? { values: Float64Array.from(values), names } : null;
}

function keyText({ double, single, integer }: Record<string, string | undefined>): string {
  if (integer !== undefined) return integer;
  const json = double ?? (single ?? '').replaceAll(String.raw`\'`, "'").replaceAll('"', String.raw`\"`);
  try {
    return JSON.parse(`"${json}"`) as string;
  } catch {
    return json;
  }
}

/** How far the sum of a row's probabilities may be from 1, because each may be rounded to two decimals. */
function sumTolerance(classes: number): number {
  return Math.min(0.005 * classes, 0.02) + 1e-9;
}

/**
 * Whether numbers are probabilities over the classes: none is negative, and together they are 1, except for rounding.
 */
export function areProbabilities(values: ArrayLike<number>): boolean {
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] ?? NaN;
    if (!(value >= 0)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= sumTolerance(values.length);
}
