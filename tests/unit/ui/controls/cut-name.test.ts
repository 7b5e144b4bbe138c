import { describe, expect, it } from 'vitest';
import { nameParts, shortName } from '../../../../src/ui/controls/cut-name.js';

describe('nameParts', () => {
  it.each(['', 'Sports', 'card_arrived', '支付失败'])('leaves the short name %j whole', (name) => {
    expect(nameParts(name)).toEqual([name, '']);
  });

  it('keeps the end of a long name apart, so that names that begin alike differ', () => {
    expect(nameParts('request_refund')).toEqual(['request_', 'refund']);
    expect(nameParts('balance_not_updated_after_cheque')).toEqual(['balance_not_updated_after_', 'cheque']);
  });

  it.each(['👨‍👩‍👧‍👦'.repeat(20), 'e\u0301'.repeat(30), '𠮷'.repeat(20)])(
    'cuts between characters as they are read',
    (name) => {
      const [start, end] = nameParts(name);
      const count = (text: string): number => Array.from(new Intl.Segmenter().segment(text)).length;
      expect(start + end).toBe(name);
      expect(count(end)).toBe(6);
      expect(count(start) + count(end)).toBe(count(name));
    },
  );
});

describe('shortName', () => {
  it('leaves a name of exactly that length whole', () => {
    expect(shortName('news.tsv', 8)).toBe('news.tsv');
    expect(shortName('👨‍👩‍👧‍👦'.repeat(8), 8)).toBe('👨‍👩‍👧‍👦'.repeat(8));
  });

  it('shortens a longer name in its middle, between whole characters', () => {
    expect(shortName('a-file-with-a-long-name.corrected.jsonl', 20)).toBe('a-file-wit…ted.jsonl');
    expect(shortName('👨‍👩‍👧‍👦'.repeat(9), 8)).toBe(`${'👨‍👩‍👧‍👦'.repeat(4)}…${'👨‍👩‍👧‍👦'.repeat(3)}`);
  });
});
