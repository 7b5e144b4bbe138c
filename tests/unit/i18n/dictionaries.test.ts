import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.js';
import type { Message } from '../../../src/i18n/message.js';
import { zhCN } from '../../../src/i18n/zh-CN.js';
import type { FaultCode } from '../../../src/protocol/fault.js';

const english: Readonly<Record<string, Message>> = en;
const chinese: Readonly<Record<string, Message>> = zhCN;
const keys = Object.keys(english);

/** A message's forms: one, or one for each plural. */
const formsOf = (message: Message | undefined): readonly string[] =>
  message === undefined ? [] : typeof message === 'string' ? [message] : [message.one, message.other];

const placeholdersOf = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

const sentences = (dictionary: Readonly<Record<string, Message>>): [string, string][] =>
  Object.entries(dictionary).flatMap(([key, message]) => formsOf(message).map((text): [string, string] => [key, text]));

/** The codes of the union, from its source: types leave nothing to look at. */
function faultCodes(): string[] {
  const source = readFileSync(new URL('../../../src/protocol/fault.ts', import.meta.url), 'utf8');
  const [, union = ''] = /export type FaultCode =([^;]*);/.exec(source) ?? [];
  return [...union.matchAll(/'([\w-]+)'/g)].map(([, code]) => code ?? '');
}

describe('the dictionaries', () => {
  it('have the same keys, in the same order', () => {
    expect(keys.length).toBeGreaterThan(300);
    expect(Object.keys(chinese).toSorted()).toEqual(keys.toSorted());
  });

  it('say the same with the same placeholders, in every plural form', () => {
    for (const key of keys) {
      const wanted = placeholdersOf(formsOf(english[key]).at(-1) ?? '');
      for (const text of [...formsOf(english[key]), ...formsOf(chinese[key])]) {
        // "one" may spell the number out.
        const given = placeholdersOf(text);
        const spelled = text === formsOf(english[key])[0] && formsOf(english[key]).length === 2;
        expect(spelled ? [...new Set([...given, '{count}'])].sort() : given, `${key}: ${text}`).toEqual(wanted);
      }
    }
  });

  it('give each filter a name of its own', () => {
    for (const dictionary of [english, chinese]) {
      const names = keys.filter((key) => key.startsWith('review.filter-')).map((key) => String(dictionary[key]));
      expect(names.length).toBeGreaterThan(4);
      expect(new Set(names).size, names.join(', ')).toBe(names.length);
    }
  });

  it('have plural forms only by a count', () => {
    for (const dictionary of [english, chinese]) {
      for (const [key, message] of Object.entries(dictionary)) {
        if (typeof message !== 'string') expect(message.other, key).toContain('{count}');
      }
    }
  });

  it('leave nothing empty, doubled or with a brace left open', () => {
    for (const [key, text] of [...sentences(english), ...sentences(chinese)]) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toBe('');
      expect(text, key).not.toMatch(/ {2}|。。|，，|\.\.|…\.|\n/u);
      expect(text.replace(/\{\w+\}/g, ''), key).not.toMatch(/[{}]/);
    }
  });

  it('have one sentence for each fault code, and none without a code', () => {
    const codes = faultCodes();
    expect(codes.length).toBeGreaterThan(40);
    const wanted = codes.map((code) => `fault.${code}`).toSorted();
    const ofFaults = (dictionary: object): string[] =>
      Object.keys(dictionary)
        .filter((key) => key.startsWith('fault.'))
        .toSorted();
    expect(ofFaults(english)).toEqual(wanted);
    expect(ofFaults(chinese)).toEqual(wanted);
    // And so that a code without a sentence does not compile:
    const typed: Record<`fault.${FaultCode}`, Message> = en;
    expect(Object.keys(typed).length).toBe(keys.length);
  });

  it('end fault sentences with a full stop: they say what to do', () => {
    for (const [key, text] of sentences(english)) if (key.startsWith('fault.')) expect(text, key).toMatch(/[.]$/);
    for (const [key, text] of sentences(chinese)) if (key.startsWith('fault.')) expect(text, key).toMatch(/。$/u);
  });
});

describe('English', () => {
  it('calls the list of rows a list', () => {
    for (const [key, text] of sentences(english)) expect(text, key).not.toMatch(/\bthe (?:table|queue)\b/i);
  });

  it('has no Chinese characters or full-width signs, and no em dash', () => {
    for (const [key, text] of sentences(english)) {
      expect(text, key).not.toMatch(/[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef\u2014]/u);
    }
  });

  it('has no straight apostrophes or lone quotes', () => {
    for (const [key, text] of sentences(english)) expect(text, key).not.toMatch(/\w'\w/u);
  });
});

describe('Chinese', () => {
  const han = '\\p{Script=Han}';
  /** Names, code and placeholders have their own signs. */
  const prose = (text: string): string => text.replace(/"…"|https?:\S+?(?=[，。])|[\w./-]+\.[\w/]+|\{\w+\}/gu, 'X');

  it('has full-width signs beside Chinese characters and placeholders', () => {
    const halfWidth = new RegExp(`[${han}X][,.:;!?()](?!\\w)|[,:;!?()][${han}]|${han} ?[()]`, 'u');
    for (const [key, text] of sentences(chinese)) expect(prose(text), key).not.toMatch(halfWidth);
  });

  it('has no em dash, no corner brackets and no straight quotes', () => {
    for (const [key, text] of sentences(chinese)) expect(prose(text), key).not.toMatch(/[—―「」『』"']/u);
  });

  it('has no space between Chinese characters or beside full-width signs', () => {
    const spaced = new RegExp(`${han} ${han}|[，。：；！？（）“”、] [${han}X]|[${han}X] [，。：；！？（）、]`, 'u');
    const allowed = new Set([
      'review.why-sure-against',
      'review.why-unsure-against',
      'review.why-unsure-agrees',
      'review.why-agrees',
    ]);
    for (const [key, text] of sentences(chinese)) if (!allowed.has(key)) expect(prose(text), key).not.toMatch(spaced);
  });

  it('has a space between Chinese characters and Latin letters or numbers', () => {
    const tight = new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9]${han}`, 'u');
    for (const [key, text] of sentences(chinese)) expect(text.replace(/\{\w+\}/g, ''), key).not.toMatch(tight);
  });

  it('is Chinese: every sentence that has English words has Chinese ones, names and code aside', () => {
    const names = /^(JSONL|Parquet|gzip|ID|Cartography|Data-IQ|WebGPU|CPU.*|owner\/name|"…"（RFC 4180）)$/u;
    for (const [key, text] of sentences(chinese)) {
      const words = text.replace(/\{\w+\}/g, '');
      if (/[A-Za-z]/.test(words) && !names.test(words)) expect(words, key).toMatch(/\p{Script=Han}/u);
    }
  });

  it('has one word for one thing', () => {
    for (const [key, text] of sentences(chinese)) expect(text, key).not.toMatch(/标注|您|评分|审核|舍弃|丢弃/u);
  });

  it('calls a row 条 and a correction 更正; 行 is a line of a file or of numbers, or part of a word', () => {
    const lines =
      /行号|行过长|[每首逐一]行|若干行|fastText 行|(?:\{lines?\}|\{count\}) 行|“行 × |[进运并执]行|与之不符的行/gu;
    for (const [key, text] of sentences(chinese)) {
      expect(text.replace(lines, ''), key).not.toMatch(/行|改正|纠正/u);
    }
  });

  it('writes ID in one way, but where it is typed', () => {
    for (const [key, text] of sentences(chinese)) expect(text, key).not.toMatch(/(?<![\w.{])(?:id|Id)(?![\w:}])/u);
  });

  it('calls a status by one name wherever it stands', () => {
    for (const status of ['validated', 'corrected', 'discarded', 'pending']) {
      expect(chinese[`map.bucket.${status}`], status).toBe(chinese[`review.status-${status}`]);
      expect(english[`map.bucket.${status}`], status).toBe(english[`review.status-${status}`]);
    }
  });
});
