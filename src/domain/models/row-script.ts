import type { Dataset, TextColumn } from '../reading/dataset.js';

/** The script of a text, as far as a model's vocabulary depends on it. */
export type RowScript =
  | 'latin'
  | 'chinese'
  | 'japanese'
  | 'korean'
  | 'cyrillic'
  | 'greek'
  | 'arabic'
  | 'hebrew'
  | 'devanagari'
  | 'thai'
  | 'other';

/** The script and language of most rows of a dataset. */
interface RowWriting {
  /** Null where no letters are those of most rows. */
  readonly script: RowScript | null;
  /** Most rows are in Latin letters, and their frequent words are not those of English. */
  readonly notEnglish: boolean;
}

/** A script's letters, and the number of letters of an alphabet that one of them equals. */
const SCRIPTS: readonly (readonly [script: RowScript | 'kana', letters: RegExp, weight: number])[] = [
  ['latin', /\p{Script=Latin}/gu, 1],
  ['chinese', /\p{Script=Han}/gu, 3],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 2],
  ['korean', /\p{Script=Hangul}/gu, 2],
  ['cyrillic', /\p{Script=Cyrillic}/gu, 1],
  ['greek', /\p{Script=Greek}/gu, 1],
  ['arabic', /\p{Script=Arabic}/gu, 1],
  ['hebrew', /\p{Script=Hebrew}/gu, 1],
  ['devanagari', /\p{Script=Devanagari}/gu, 1],
  ['thai', /\p{Script=Thai}/gu, 1],
];
const OTHER =
  /[^\P{L}\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}]/gu;

/** Frequent words that identify a language in Latin letters, without those that are English words too. */
const ENGLISH = new Set(
  (
    'the of and to in a is for on that with it as was at by from be are this have has not but they his her you i my he she ' +
    'we will an or were what how can do your when which its'
  ).split(' '),
);
const OTHERS: readonly (readonly string[])[] = [
  'der das und ist nicht ich ein eine zu den von mit sich auf für dem auch sie es wir im des als wird sind aber haben',
  'le la les des et est que une dans pour qui pas sur avec ce il elle nous vous mais du au plus de je',
  'el la los las que y en un una es por con para se del lo como más pero su de',
  'que de da em um uma para com não por mais se na os dos ao é',
  'il la di che un una per con non sono del della è le si dei nel ma come più',
  'het een en van ik niet dat voor met zijn er aan ook maar door bij de',
  'och det att en som är på av med inte jag den till ett men har',
  'og det er på ikke jeg av til af som den en et har men',
  'nie się na jest że jak ale dla od przez i w z co',
  've bir bu da için ile çok ne mi ama daha',
  'yang dan di ini dengan untuk tidak dari itu pada saya akan ada',
  'và của là không có được cho một các người trong',
  'și în nu este cu pe un care mai din',
  'se na je že v s ale jako si jsem',
  'ja ei on se että mutta oli kun hän',
  'az és nem hogy egy ez van is',
].map((words) => [...new Set(words.split(' '))]);
/** The languages of `OTHERS` that a word is frequent in. */
const LANGUAGES_OF = new Map<string, number[]>();
OTHERS.forEach((frequent, language) => {
  for (const word of frequent) LANGUAGES_OF.set(word, [...(LANGUAGES_OF.get(word) ?? []), language]);
});

const SAMPLED_ROWS = 400;
const SAMPLED_BYTES = 1500;
/** From this share of kana among Han on, a text is Japanese. */
const KANA_SHARE = 0.05;
/**
 * Frequent words of another language: least number of different ones (names have a few), their share of all words, and
 * their multiple of those of English.
 */
const LEAST_WORDS = 50;
const LEAST_DIFFERENT = 5;
const LEAST_SHARE = 0.06;
const TIMES_ENGLISH = 2.5;

/** The writing of most rows, by a sample that is spread over the dataset. */
export function writingOf({ rows, text, textB }: Pick<Dataset, 'rows' | 'text' | 'textB'>): RowWriting {
  const sampled = Math.min(rows, SAMPLED_ROWS);
  const texts: string[] = [];
  for (let i = 0; i < sampled; i++) {
    const row = Math.floor((i * rows) / sampled);
    texts.push(startOf(text, row) + (textB ? ` ${startOf(textB, row)}` : ''));
  }
  return writingOfTexts(texts);
}

/** The writing of most texts. Texts without letters do not count. */
export function writingOfTexts(texts: readonly string[]): RowWriting {
  const counts = new Map<RowScript, number>();
  const latin: string[] = [];
  let lettered = 0;
  for (const text of texts) {
    const script = scriptOf(text);
    if (script === null) continue;
    lettered++;
    counts.set(script, (counts.get(script) ?? 0) + 1);
    if (script === 'latin') latin.push(text);
  }
  const isMost = (rows: number): boolean => rows * 2 > lettered;
  if (isMost(latin.length)) return { script: 'latin', notEnglish: isMost(latin.length) && !isEnglish(latin) };
  const [first] = [...counts].filter(([script]) => script !== 'latin').sort((a, b) => b[1] - a[1]);
  return { script: first && isMost(lettered - latin.length) ? first[0] : null, notEnglish: false };
}

/** The script of most letters in the text. Null without letters. */
function scriptOf(text: string): RowScript | null {
  const amounts = new Map<RowScript | 'kana', number>();
  for (const [script, letters, weight] of SCRIPTS) amounts.set(script, weight * (text.match(letters)?.length ?? 0));
  amounts.set('other', text.match(OTHER)?.length ?? 0);
  const kana = amounts.get('kana') ?? 0;
  const han = amounts.get('chinese') ?? 0;
  amounts.delete('kana');
  if (kana > 0 && kana >= KANA_SHARE * (kana + han)) {
    amounts.set('japanese', kana + han);
    amounts.set('chinese', 0);
  }
  let most: RowScript | null = null;
  let amount = 0;
  for (const [script, found] of amounts) {
    if (found > amount && script !== 'kana') [most, amount] = [script, found];
  }
  return most;
}

/** False where another language's frequent words are far more frequent than those of English. */
function isEnglish(texts: readonly string[]): boolean {
  let words = 0;
  let english = 0;
  const others = OTHERS.map(() => 0);
  const seen = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}]+/gu)) {
      words++;
      seen.add(word);
      if (ENGLISH.has(word)) english++;
      for (const language of LANGUAGES_OF.get(word) ?? []) others[language] = (others[language] ?? 0) + 1;
    }
  }
  const known = OTHERS.map((frequent) => frequent.filter((word) => seen.has(word)).length);
  const most = Math.max(...others.map((count, index) => ((known[index] ?? 0) < LEAST_DIFFERENT ? 0 : count)));
  return words < LEAST_WORDS || most < LEAST_SHARE * words || most < TIMES_ENGLISH * english;
}

const decoder = new TextDecoder();

/** The beginning of a row's text. Its last character may be cut. */
function startOf({ bytes, offsets }: TextColumn, row: number): string {
  const from = offsets[row] ?? 0;
  return decoder.decode(bytes.subarray(from, Math.min(from + SAMPLED_BYTES, offsets[row + 1] ?? from)));
}
