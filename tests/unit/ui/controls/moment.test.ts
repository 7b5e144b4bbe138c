import { expect, test } from 'vitest';
import { momentText } from '../../../../src/ui/controls/moment.js';

test('momentText names day and time of day', () => {
  const at = new Date(2026, 2, 5, 14, 7).getTime();
  expect(momentText(at, 'en')).toMatch(/Mar 5, 2026.*2:07/);
  expect(momentText(at, 'zh-CN')).toMatch(/2026年3月5日.*14:07/);
});
