import { afterEach, describe, expect, test, vi } from 'vitest';
import { findChromium, findFirefox } from '../../../tools/browsers.mjs';

afterEach(() => vi.unstubAllEnvs());

describe.each([
  ['findChromium', 'CHROMIUM_PATH', findChromium],
  ['findFirefox', 'FIREFOX_PATH', findFirefox],
] as const)('%s', (_, variable, find) => {
  test('takes the browser that the environment names', () => {
    vi.stubEnv(variable, process.execPath);
    expect(find()).toBe(process.execPath);
  });

  test('looks in the usual places where the environment names a file that is not there', () => {
    vi.stubEnv(variable, '');
    const usual = find();
    vi.stubEnv(variable, `${process.execPath}-that-is-not-there`);
    expect(find()).toBe(usual);
  });
});
