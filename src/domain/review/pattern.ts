/** A regular expression of a search, as it was typed. */
export interface Pattern {
  readonly source: string;
  /** Of `i`, `u`, `s` and `m`. */
  readonly flags: string;
}

/** A term between slashes at its place in a search. A slash inside a class (`[/]`) or behind a backslash is part of it. */
const PATTERN = /\/((?:[^\s\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])(?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])*)\/([a-z]*)(?=\s|$)/uy;
const FLAGS = /^[iusm]*$/;
/** Flags of JavaScript that a search does not have. */
const OTHER_FLAGS = /^[dgimsuvy]+$/;

/** A pattern in a search. `pattern` is null where the flags are those of JavaScript, but not of a search. */
interface PatternTerm {
  readonly term: string;
  readonly pattern: Pattern | null;
}

/**
 * The term `/pattern/flags` at a position of a search. Null for any other term: a slash alone, an address
 * (`/usr/local/bin`), and a term without a second slash are words.
 */
export function patternAt(text: string, at: number): PatternTerm | null {
  PATTERN.lastIndex = at;
  const [term = '', source = '', flags = ''] = PATTERN.exec(text) ?? [];
  if (FLAGS.test(flags)) return term === '' ? null : { term, pattern: { source, flags } };
  return OTHER_FLAGS.test(flags) ? { term, pattern: null } : null;
}

/** A pattern as it is typed. */
export function patternText({ source, flags }: Pattern): string {
  return `/${source}/${flags}`;
}
