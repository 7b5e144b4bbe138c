import { describe, expect, test } from 'vitest';
import { threadLimitOf } from '../../../src/effects/threads.js';

const AGENTS = {
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
  firefoxOnAndroid: 'Mozilla/5.0 (Android 16; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0',
  seamonkey: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0 SeaMonkey/2.60',
  chrome: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/151.0.0.0 Safari/537.36',
  safari:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  firefoxOnIos:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/153.0 Mobile/15E148 Safari/605.1.15',
} as const;

describe('threadLimitOf', () => {
  test.each(['firefox', 'firefoxOnAndroid', 'seamonkey'] as const)('%s gets one thread, and the cause', (name) => {
    const facts = { userAgent: AGENTS[name], cores: 8, isolated: true };
    expect(threadLimitOf(facts)).toEqual({ count: 1, cause: 'gecko' });
  });

  test.each(['chrome', 'safari', 'firefoxOnIos'] as const)('%s gets a thread for each core, up to eight', (name) => {
    const limit = (cores: number) => threadLimitOf({ userAgent: AGENTS[name], cores, isolated: true });
    expect(limit(2)).toEqual({ count: 2, cause: null });
    expect(limit(64)).toEqual({ count: 8, cause: null });
  });

  test.each(['firefox', 'chrome'] as const)('%s is not the cause where there is only one core', (name) => {
    const userAgent = AGENTS[name];
    expect(threadLimitOf({ userAgent, cores: 8, isolated: false })).toEqual({ count: 1, cause: null });
    expect(threadLimitOf({ userAgent, cores: 1, isolated: true })).toEqual({ count: 1, cause: null });
    expect(threadLimitOf({ userAgent, cores: 0, isolated: true })).toEqual({ count: 1, cause: null });
  });
});
