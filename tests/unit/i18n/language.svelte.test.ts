import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/i18n/en.js';
import { matchLocale } from '../../../src/i18n/language.svelte.js';
import { zhCN } from '../../../src/i18n/zh-CN.js';
import { languageOf } from '../../fakes/language.js';

describe('the language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['zh-Hant-TW'], 'zh-CN'],
    [['ZH-hans'], 'zh-CN'],
    [['de-DE', 'zh-CN', 'en'], 'zh-CN'],
    [['en-GB', 'zh'], 'en'],
    [['fr', 'de'], 'en'],
    [[], 'en'],
  ] as const)('for %j is %s', (wishes, locale) => {
    expect(matchLocale(wishes)).toBe(locale);
  });

  it('says a sentence in the locale of now, and readers wake when it changes', () => {
    const language = languageOf('en');
    const seen: string[] = [];
    const end = $effect.root(() => {
      $effect(() => {
        seen.push(language.t('shell.rows', { count: 1 }));
      });
    });
    flushSync();
    language.show('zh-CN', zhCN);
    flushSync();
    language.show('en', en);
    flushSync();
    expect(seen).toEqual(['1 row', '1 条', '1 row']);
    expect(language.t('shell.rows', { count: 12000 })).toBe('12,000 rows');
    expect(language.n(12345.6789)).toBe('12,345.679');
    end();
  });
});
