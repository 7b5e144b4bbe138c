const DATES: readonly RegExp[] = [
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i,
  /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:,?[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?$/i,
  /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? .*\b\d{4}\b/i,
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}/i,
  /^\d{4}年\d{1,2}月(?:\d{1,2}日)?/,
  /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/,
];
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+$|^[^\s@]+@[^\s@]+\.[^\s@]+$/i;
const UUID = /^\{?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\}?$/i;
const HASH = /^(?:0x)?(?=[a-f]*\d)[\da-f]{16,}$/i;
const KEY = /^(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,}={0,2}$/;
const FOLDERS = String.raw`(?:[A-Za-z]:[\\/]|~?[\\/]|\.{1,2}[\\/])`;
const NAMES = String.raw`(?:[\w.@%+-]+[\\/])*`;
const PATH = new RegExp(String.raw`^${FOLDERS}${NAMES}[\w.@%+-]+$|^${NAMES}[\w@%+-]+\.[a-z][a-z\d]{1,4}$`, 'i');

/**
 * Whether a cell is a date or time, a web or mail address, a hash or key, or a path. Such cells are no texts and no
 * labels.
 */
export function isOpaque(cell: string): boolean {
  const text = cell.trim();
  if (text.length > 300) return false;
  return (
    DATES.some((date) => date.test(text)) ||
    ADDRESS.test(text) ||
    UUID.test(text) ||
    HASH.test(text) ||
    KEY.test(text) ||
    PATH.test(text)
  );
}

/** A set of Python: values in braces, without keys. */
const PYTHON_SET = /^\s*\{\s*["'][^:{}]*\}\s*$/;

/** Whether a (possibly cut) cell is the source text of an object, or of a list of objects or lists. */
export function isStructured(cell: string): boolean {
  return !PYTHON_SET.test(cell) && /^\s*(?:\{\s*(?:["'}]|\w+\s*:)|[[(]\s*[[{])/.test(cell);
}

/** Whether a (possibly cut) cell is the source text of a list. */
export function isList(cell: string): boolean {
  return /^\s*\[\s*(?:["'\d\]{[-]|true|false|null)/.test(cell);
}

/**
 * Whether a cell has more than one word. In scripts without spaces between words, whether it has more than a few
 * characters.
 */
export function isProse(cell: string): boolean {
  const text = cell.trim();
  return /\s/.test(text) || /[^\x00-\u024f]{4}/.test(text);
}
