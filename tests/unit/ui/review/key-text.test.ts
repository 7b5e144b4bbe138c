import { describe, expect, it } from 'vitest';
import type { KeyAnswer } from '../../../../src/app/review/key-actions.js';
import { actionKeyText, labelKeyText, titleWithKey } from '../../../../src/ui/review/key-text.js';
import { languageOf } from '../../../fakes/language.js';

const language = languageOf('en');
const plain = (text: string): string => text.replaceAll(/[\u2068\u2069]/g, '');

describe('the sentence after a key was pressed for a label', () => {
  const said = (answer: KeyAnswer, key: string): string => plain(labelKeyText(answer, key, 'Sports', language));

  it('names the label that had the key, and its key now', () => {
    expect(said({ at: 'given', losers: [] }, 'q')).toBe('Key q now gives Sports.');
    expect(said({ at: 'given', losers: [{ lost: 'label', title: 'World', key: '2' }] }, '1')).toBe(
      'Key 1 now gives Sports. World has key 2 instead.',
    );
    expect(said({ at: 'given', losers: [{ lost: 'label', title: 'World', key: '' }] }, '1')).toBe(
      'Key 1 now gives Sports. World no longer has a key.',
    );
    expect(said({ at: 'given', losers: [{ lost: 'action-here', action: 'note' }] }, 'n')).toBe(
      'Key n now gives Sports. In this dataset no key is left for: Write a note.',
    );
    expect(said({ at: 'had' }, 'q')).toBe('q is already the key of Sports.');
  });

  it.each(['accept', 'discard', 'next', 'previous', 'find-label'] as const)(
    'names the action %s that has the key',
    (action) => {
      expect(said({ at: 'action', action }, 'y')).toMatch(/^Key y is in use: .+\. Press another key\.$/);
    },
  );
});

describe('the sentence after a key was pressed for an action', () => {
  const said = (answer: KeyAnswer, key: string): string => plain(actionKeyText(answer, key, 'discard', language));

  it('names what had the key, and its key now', () => {
    expect(said({ at: 'given', losers: [] }, 'd')).toBe('Key d now does this: Discard the row.');
    const action = { lost: 'action', action: 'accept', key: 'x' } as const;
    const label = { lost: 'label', title: 'World', key: '5' } as const;
    expect(said({ at: 'given', losers: [label, action] }, 'a')).toBe(
      'Key a now does this: Discard the row. World has key 5 instead. “Accept the suggestion” has key x instead.',
    );
    expect(said({ at: 'had' }, 'x')).toBe('Key x already does this: Discard the row.');
  });

  it('reports that the action has no key', () => {
    expect(said({ at: 'given', losers: [] }, '')).toBe('“Discard the row” no longer has a key.');
  });

  it('has no space between Chinese sentences', () => {
    const answer: KeyAnswer = { at: 'given', losers: [{ lost: 'action', action: 'accept', key: 'x' }] };
    expect(plain(actionKeyText(answer, 'a', 'discard', languageOf('zh-CN')))).toBe(
      '现在按 a 键即可：弃用这条数据。“采纳建议”改用 x 键。',
    );
  });
});

describe('a tooltip', () => {
  it('has the key in brackets, if there is one', () => {
    expect([titleWithKey('Focus', 'f'), titleWithKey('Focus', '')]).toEqual(['Focus (f)', 'Focus']);
  });
});
