import { describe, expect, it } from 'vitest';
import { keyAnswerText } from '../../../../src/ui/review/label-key-text.js';
import { languageOf } from '../../../fakes/language.js';

const language = languageOf('en');
const said = (answer: Parameters<typeof keyAnswerText>[0], key: string): string =>
  keyAnswerText(answer, key, 'Sports', language).replaceAll(/[\u2068\u2069]/g, '');

describe('the sentence after a key was pressed for a label', () => {
  it('names the label that had the key, and its key now', () => {
    expect(said({ at: 'given', from: null }, 'q')).toBe('Key q now gives Sports.');
    expect(said({ at: 'given', from: { title: 'World', key: '2' } }, '1')).toBe(
      'Key 1 now gives Sports. World has key 2 instead.',
    );
    expect(said({ at: 'given', from: { title: 'World', key: '' } }, '1')).toBe(
      'Key 1 now gives Sports. World no longer has a key.',
    );
    expect(said({ at: 'had' }, 'q')).toBe('q is already the key of Sports.');
  });

  it.each(['accept', 'discard', 'next', 'previous', 'find-label'] as const)(
    'names the action %s that has the key',
    (verb) => {
      expect(said({ at: 'action', verb }, 'y')).toMatch(/^Key y is in use: .+\. Press another key\.$/);
    },
  );
});
