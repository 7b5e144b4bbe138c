/**
 * BERT's WordPiece tokenizer with a cache in front. Its ids are those of the library's tokenizer, oddities included. It
 * is only faster, and a property test compares the two.
 */

type Json = Readonly<Record<string, unknown>>;

/** The settings of BertNormalizer and WordPiece. */
interface Settings {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** Marks a piece that continues a word: `##`. */
  readonly prefix: string;
  /** A word of more code points is unknown as a whole. */
  readonly maxWordChars: number;
  readonly cleanText: boolean;
  readonly spaceChinese: boolean;
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly addedTokens: readonly string[];
}

/** Entries of each cache. A full cache starts again from empty. */
const CACHE_ENTRIES = 1 << 17;
/** Longer runs without a space (Chinese sentences, addresses) seldom occur twice. */
const LONGEST_CACHED = 32;

/** As BertPreTokenizer: punctuation is a word of its own. */
const WORDS = /[^\s\p{P}!-/:-@[-`{-~]+|[\p{P}!-/:-@[-`{-~]/gu;
/** As BertNormalizer's clean_text: characters to drop. */
const DROPPED = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
/** As the library's test for Chinese characters, which looks at UTF-16 units and so never sees those beyond the BMP. */
const CHINESE = /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff]/g;
const PRINTABLE_ASCII = /^[!-~]+$/;

/** Turns a text into WordPiece ids. */
export class WordPiece {
  readonly #settings: Settings;
  /** Longest vocabulary entry in code points. Longer pieces need no try. */
  readonly #longestPiece: number;
  /** Ids of runs between spaces, as written in the text. */
  readonly #runs = new Map<string, readonly number[]>();
  /** Ids of single words, normalised. */
  readonly #words = new Map<string, readonly number[]>();

  private constructor(settings: Settings) {
    this.#settings = settings;
    let longest = 0;
    for (const piece of settings.vocabulary.keys()) longest = Math.max(longest, [...piece].length);
    this.#longestPiece = longest;
  }

  /** A fast path for this tokenizer.json. Null when it describes another tokenizer than a plain BERT one. */
  static from(tokenizer: Json, config: Json): WordPiece | null {
    const settings = readSettings(tokenizer, config);
    return settings === null ? null : new WordPiece(settings);
  }

  /**
   * Appends the text's ids, without special tokens, to `out`. Stops once `out` holds more than `limit`. Returns false,
   * with `out` untouched, for the few texts that need the library: those with an added token, before or after
   * normalisation.
   */
  encode(text: string, limit: number, out: number[]): boolean {
    const { addedTokens } = this.#settings;
    if (addedTokens.some((token) => text.includes(token))) return false;
    const end = text.length;
    let from = 0;
    while (from < end && out.length <= limit) {
      let to = from;
      while (to < end && !isSpace(text.charCodeAt(to))) to++;
      const run = text.slice(from, to);
      if (to - from === end && addedTokens.includes(this.#normalise(run))) return false;
      if (to > from) for (const id of this.#idsOfRun(run)) out.push(id);
      from = to + 1;
    }
    return true;
  }

  /**
   * Ids of a run without spaces. Normalising run by run equals normalising the whole, because no rule looks across a
   * space.
   */
  #idsOfRun(run: string): readonly number[] {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const ids: number[] = [];
    for (const [word] of this.#normalise(run).matchAll(WORDS)) for (const id of this.#idsOfWord(word)) ids.push(id);
    if (run.length <= LONGEST_CACHED) remember(this.#runs, run, ids);
    return ids;
  }

  #normalise(run: string): string {
    const { cleanText, spaceChinese, lowercase, stripAccents } = this.#settings;
    if (PRINTABLE_ASCII.test(run)) return lowercase ? run.toLowerCase() : run;
    let text = run;
    if (cleanText) text = text.replace(DROPPED, '');
    if (spaceChinese) text = text.replace(CHINESE, ' $& ');
    if (lowercase) text = text.toLowerCase();
    if (stripAccents) text = text.normalize('NFD').replace(/\p{Mn}/gu, '');
    return text;
  }

  #idsOfWord(word: string): readonly number[] {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const ids = this.#split(word);
    if (word.length <= LONGEST_CACHED) remember(this.#words, word, ids);
    return ids;
  }

  /** Longest piece first. A word without a full cover is one unknown token. */
  #split(word: string): readonly number[] {
    const { vocabulary, unknownId, prefix, maxWordChars } = this.#settings;
    // Start of each code point, in UTF-16 units.
    const starts: number[] = [];
    for (let at = 0; at < word.length; at += (word.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) starts.push(at);
    const length = starts.length;
    if (length > maxWordChars) return [unknownId];
    starts.push(word.length);
    const ids: number[] = [];
    let start = 0;
    while (start < length) {
      let end = Math.min(length, start + this.#longestPiece);
      let id: number | undefined;
      for (; end > start; end--) {
        const piece = word.slice(starts[start], starts[end]);
        id = vocabulary.get(start > 0 ? prefix + piece : piece);
        if (id !== undefined) break;
      }
      if (id === undefined) return [unknownId];
      ids.push(id);
      start = end;
    }
    return ids;
  }
}

/**
 * Spaces at which a text can be cut. Not all of `\s`: clean_text drops vertical tab, form feed and U+FEFF, which joins
 * the words beside them.
 */
function isSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || unit === 9 || unit === 10 || unit === 13;
  if (unit < 0xa0) return false;
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

function remember(cache: Map<string, readonly number[]>, key: string, ids: readonly number[]): void {
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  // A slice of 13 units or more keeps the whole text in memory. Joined characters are a string of their own.
  cache.set(key.length < 13 ? key : [...key].join(''), ids);
}

function readSettings(tokenizer: Json, config: Json): Settings | null {
  const model = object(tokenizer['model']);
  const normalizer = object(tokenizer['normalizer']);
  const vocabularyJson = object(model?.['vocab']);
  const added: unknown = tokenizer['added_tokens'];
  const plain =
    model !== null &&
    model['type'] === 'WordPiece' &&
    model['fuse_unk'] !== true &&
    normalizer?.['type'] === 'BertNormalizer' &&
    object(tokenizer['pre_tokenizer'])?.['type'] === 'BertPreTokenizer' &&
    config['remove_space'] !== true &&
    !config['do_lowercase_and_remove_accent'] &&
    Array.isArray(added);
  if (!plain || vocabularyJson === null) return null;

  const vocabulary = new Map<string, number>();
  for (const [piece, id] of Object.entries(vocabularyJson)) if (typeof id === 'number') vocabulary.set(piece, id);
  const addedTokens: string[] = [];
  for (const item of added) {
    const token = object(item);
    const content: unknown = token?.['content'];
    const id: unknown = token?.['id'];
    const normalized = Boolean(token?.['normalized'] ?? !token?.['special']);
    // The library handles tokens that match after normalisation or across spaces.
    if (typeof content !== 'string' || typeof id !== 'number' || normalized || /\s|^$/.test(content)) return null;
    vocabulary.set(content, id);
    addedTokens.push(content);
  }
  const unknown: unknown = model['unk_token'];
  const unknownId = typeof unknown === 'string' ? vocabulary.get(unknown) : undefined;
  const prefix: unknown = model['continuing_subword_prefix'];
  const maxWordChars: unknown = model['max_input_chars_per_word'] ?? 100;
  if (unknownId === undefined || typeof prefix !== 'string' || typeof maxWordChars !== 'number') return null;
  const lowercase = Boolean(normalizer['lowercase']);
  return {
    vocabulary,
    unknownId,
    prefix,
    maxWordChars,
    cleanText: Boolean(normalizer['clean_text']),
    spaceChinese: Boolean(normalizer['handle_chinese_chars']),
    lowercase,
    stripAccents: lowercase ? normalizer['strip_accents'] !== false : Boolean(normalizer['strip_accents']),
    addedTokens,
  };
}

function object(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}
