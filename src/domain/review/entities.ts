/** Named character references that news and web text holds. Other names stay as they are written. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    hellip: '…',
    bull: '•',
    middot: '·',
    cent: '¢',
    pound: '£',
    yen: '¥',
    euro: '€',
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    times: '×',
    frac12: '½',
    frac14: '¼',
    sect: '§',
    aacute: 'á',
    agrave: 'à',
    auml: 'ä',
    ccedil: 'ç',
    eacute: 'é',
    egrave: 'è',
    iacute: 'í',
    ntilde: 'ñ',
    oacute: 'ó',
    ouml: 'ö',
    szlig: 'ß',
    uacute: 'ú',
    uuml: 'ü',
  }),
);

/**
 * References with a space in place of their ampersand, as in AG News (`world #39;s`). Only these few are decoded: any
 * other number could as well be a ticket's.
 */
const BARE = '#(?:0?3[4689]|6[02]|14[5-9]|15[01]|821[167]|822[01])|quot|amp|lt|gt|nbsp|apos|hellip';
const REFERENCE = new RegExp(`&(#\\d{1,7}|#x[\\da-f]{1,6}|[a-z][a-z\\d]{1,7});|(^|\\s)(${BARE});(?=(.?))`, 'giu');

/** The characters of 128 to 159 in Windows-1252; a space where there is none. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Characters that belong to the word before them: decoding removes the space in place of the ampersand. */
const CLINGS = /^['’”"]$/u;

/** A character reference in a text: units `start` up to `end` (UTF-16) are shown as `text`. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The character references that `decodeEntities` replaces, in the order of the text. */
export function replacementsIn(text: string): readonly Replacement[] {
  if (!text.includes(';')) return [];
  const found: Replacement[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const [whole, reference, before = '', bare = '', next = ''] = match;
    const character = characterOf(reference ?? bare);
    if (character === null) continue;
    const end = match.index + whole.length;
    const kept = reference !== undefined || clings(character, next) ? 0 : before.length;
    found.push({ start: match.index + kept, end, text: character });
  }
  return found;
}

/**
 * Text as a person reads it: character references decoded once, never twice (`&amp;lt;` is `&lt;`). For display only.
 * Nothing is parsed as HTML, and unknown references stay.
 */
export function decodeEntities(text: string): string {
  let decoded = '';
  let from = 0;
  for (const { start, end, text: character } of replacementsIn(text)) {
    decoded += text.slice(from, start) + character;
    from = end;
  }
  return from === 0 ? text : decoded + text.slice(from);
}

/**
 * The place of units `start` up to `end` of a text after `decodeEntities`, by its `replacements`. A span that begins or ends
 * inside a reference takes the whole character.
 */
export function decodedSpan(
  replacements: readonly Replacement[],
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  const span = { start, end };
  let shift = 0;
  for (const replaced of replacements) {
    if (replaced.start >= end) break;
    const at = replaced.start + shift;
    shift += replaced.text.length - (replaced.end - replaced.start);
    if (start >= replaced.end) span.start = start + shift;
    else if (start > replaced.start) span.start = at;
    span.end = end >= replaced.end ? end + shift : at + replaced.text.length;
  }
  return span;
}

/** A straight quotation mark opens before a letter or digit and closes elsewhere. An ampersand inside a name joins its parts. */
function clings(character: string, next: string): boolean {
  if (character === '"') return !/[\p{L}\p{N}$]/u.test(next);
  if (character === '&') return /\p{L}/u.test(next);
  return CLINGS.test(character);
}

function characterOf(reference: string): string | null {
  if (!reference.startsWith('#')) return NAMED.get(reference) ?? NAMED.get(reference.toLowerCase()) ?? null;
  const hex = /^#x/i.test(reference);
  return characterAt(Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10));
}

/** The character of a number by the rules of HTML: 128 to 159 are Windows-1252. Null for controls and invalid numbers. */
function characterAt(code: number): string | null {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80]?.trim() || null;
  const control = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
  if (control || code === 0x7f || code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}
