import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commandOf,
  labelKeys,
  labelShortcut,
  pressedLabelKey,
  typedLabelKey,
  verbOfKey,
  type Command,
  type KeyFacts,
} from '../../../../src/app/review/keyboard.js';
import { labelOfKey, NAMES, PLAIN, press, written } from './keyboard-bench.js';

describe('keys of labels', () => {
  it.each([
    ['1', 'Digit1', {}, 'label 0'],
    ['9', 'Digit9', {}, 'label 8'],
    ['0', 'Digit0', {}, 'label 9'],
    ['!', 'Digit1', { shift: true }, 'label 10'],
    [')', 'Digit0', { shift: true }, 'label 19'],
    ['&', 'Digit1', {}, 'label 0'],
    ['1', 'Digit1', { shift: true }, 'label 10'],
    ['3', 'Numpad3', {}, 'label 2'],
    ['3', 'Numpad3', { shift: true }, 'label 12'],
    ['ArrowDown', 'Numpad2', {}, 'next'],
    ['End', 'Numpad1', {}, '-'],
    ['4', '', {}, 'label 3'],
    ['1', 'Digit1', { target: 'button' }, 'label 0'],
    ['1', 'Digit1', { ctrl: true }, '-'],
    ['¡', 'Digit1', { alt: true }, '-'],
    ['1', 'Digit1', { repeat: true }, '-'],
  ] as const)('%s at %s %o: %s', (key, code, more, expected) => {
    expect(press(key, code, more)).toBe(expected);
  });

  it('choose digit labels by their own digit', () => {
    const state = { labels: 3, labelOfKey: labelOfKey(['0', '1', '4']), singleKeys: true, list: true };
    const chosen = ['0', '1', '4', '2'].map((key) => written(commandOf({ ...PLAIN, key, code: `Digit${key}` }, state)));
    expect(chosen).toEqual(['label 0', 'label 1', 'label 2', '-']);
  });

  it('choose nothing beyond the number of labels', () => {
    expect(press('4', 'Digit4', {}, 4)).toBe('label 3');
    expect(press('5', 'Digit5', {}, 4)).toBe('-');
    expect(press('!', 'Digit1', { shift: true }, 10)).toBe('-');
    expect(press('!', 'Digit1', { shift: true }, 11)).toBe('label 10');
  });

  it('leave / and ? to layouts with them over a digit, unless a label needs the digit', () => {
    expect(press('/', 'Digit7', { shift: true }, 4)).toBe('search');
    expect(press('/', 'Digit7', { shift: true }, 17)).toBe('label 16');
  });

  it('are printed on the labels that they choose', () => {
    const keys = labelKeys(NAMES);
    expect([0, 8, 9, 10, 19, 20].map((index) => keys[index])).toEqual(['1', '9', '0', '⇧1', '⇧0', '']);
    expect([9, 10].map((index) => labelShortcut(keys[index] ?? ''))).toEqual(['0', 'Shift+1']);
    expect(labelKeys(['0', '1', '４', '7'])).toEqual(['0', '1', '4', '7']);
    expect(labelKeys(['1', '１'])).toEqual(['1', '2']);
  });

  it.each([
    ['and names', ['0', '1', 'World', 'Sports'], ['0', '1', '2', '3']],
    ['and ten classes without a matching label', [...'0123456789', 'World'], [...'0123456789', '⇧1']],
    ['up to 10', ['1', '2', '10'], ['1', '2', '3']],
    ['up to 11', [...'0123456789', '10', '11'], [...'0123456789', '⇧1', '⇧2']],
    ['below 0', ['-1', '0', '1'], ['2', '0', '1']],
    ['without 0', ['8', '9'], ['8', '9']],
    ['in other forms', ['00', '1.0', '２', 'LABEL_3'], ['0', '1', '2', '3']],
    ['twice', ['1', '1.0', '2'], ['1', '3', '2']],
    [
      'after twenty others',
      [...NAMES.slice(10, 30), '7'],
      [...'1234568', '9', '0', ...[...'1234567890'].map((d) => `⇧${d}`), '', '7'],
    ],
  ])('use the digit of a label from 0 to 9: numbers %s', (_, names, keys) => {
    expect(labelKeys(names)).toEqual(keys);
  });
});

describe('keys that a person gives to labels', () => {
  it('replace the key of the label’s place, and no two labels share a key', () => {
    const names = ['World', 'Sports', 'Business'];
    expect(labelKeys(names, new Map([['Sports', 'q']]))).toEqual(['1', 'q', '3']);
    expect(labelKeys(names, new Map([['Business', '1']]))).toEqual(['', '2', '1']);
    const swapped = new Map([
      ['World', '3'],
      ['Business', '1'],
    ]);
    expect(labelKeys(names, swapped)).toEqual(['3', '2', '1']);
    expect(labelKeys(['0', '1'], new Map([['0', 'z']]))).toEqual(['z', '1']);
    expect(labelKeys(['0', '1', 'x'], new Map([['x', '0']]))).toEqual(['', '1', '0']);
  });

  it('choose their label by letter on any layout, and never with Shift or Ctrl', () => {
    const state = { labels: 2, labelOfKey: new Map([['q', 1]]), singleKeys: true, list: true };
    const chosen = (facts: Partial<KeyFacts>): string => written(commandOf({ ...PLAIN, ...facts }, state));
    expect(chosen({ key: 'q', code: 'KeyQ' })).toBe('label 1');
    expect(chosen({ key: 'Q', code: 'KeyQ' })).toBe('label 1');
    expect(chosen({ key: 'й', code: 'KeyQ' })).toBe('label 1');
    expect(chosen({ key: 'Q', code: 'KeyQ', shift: true })).toBe('-');
    expect(chosen({ key: 'q', code: 'KeyQ', ctrl: true })).toBe('-');
    expect(chosen({ key: 'q', code: 'KeyQ', target: 'field' })).toBe('-');
    expect(chosen({ key: 'a', code: 'KeyA' })).toBe('accept');
  });

  it('replace the keys of a note and of an unsure row, which labels may have', () => {
    const press = (key: string, labels: ReadonlyMap<string, number>): string =>
      written(commandOf({ ...PLAIN, key, code: '' }, { labels: 2, labelOfKey: labels, singleKeys: true, list: true }));
    expect(press('n', new Map())).toBe('note');
    expect(press('n', new Map([['n', 1]]))).toBe('label 1');
    expect(press('u', new Map())).toBe('unsure');
    expect(press('u', new Map([['u', 1]]))).toBe('label 1');
    expect([verbOfKey('n'), verbOfKey('u')]).toEqual([null, null]);
  });

  it.each([
    ['q', 'KeyQ', {}, 'q'],
    ['Q', 'KeyQ', { shift: true }, 'q'],
    ['й', 'KeyQ', {}, 'q'],
    ['&', 'Digit1', {}, '1'],
    ['3', 'Numpad3', {}, '3'],
    ['é', 'Digit2', {}, '2'],
    ['?', 'Slash', {}, ''],
    ['Enter', 'Enter', {}, ''],
    ['q', 'KeyQ', { ctrl: true }, ''],
    ['q', 'KeyQ', { composing: true }, ''],
  ] as const)('are found from a key press: %s at %s %o is "%s"', (key, code, more, expected) => {
    expect(pressedLabelKey({ ...PLAIN, key, code, ...more, target: 'dialog' })).toBe(expected);
  });

  it('are the last character of typed text', () => {
    expect(['1q', 'Ｑ', ' 7 ', 'ß', ''].map(typedLabelKey)).toEqual(['q', 'q', '7', '', '']);
  });

  it('exclude the keys of actions', () => {
    expect(['a', 'x', 'j', 'k', 'l', 'q', '1'].map(verbOfKey)).toEqual([
      'accept',
      'discard',
      'next',
      'previous',
      'find-label',
      null,
      null,
    ]);
  });
});

describe('single keys', () => {
  it.each([
    ['Enter', 'Enter', {}, 'confirm'],
    ['Enter', 'NumpadEnter', {}, 'confirm'],
    ['Enter', 'Enter', { target: 'button' }, '-'],
    ['Enter', 'Enter', { target: 'scroller' }, 'confirm'],
    ['Enter', 'Enter', { repeat: true }, '-'],
    [' ', 'Space', {}, 'as-it-was'],
    [' ', 'Space', { repeat: true }, 'as-it-was'],
    [' ', 'Space', { target: 'button' }, '-'],
    [' ', 'Space', { target: 'scroller' }, '-'],
    [' ', 'Space', { target: 'field' }, '-'],
    [' ', 'Space', { composing: true }, '-'],
    ['f', 'KeyF', {}, 'focus'],
    ['f', 'KeyF', { repeat: true }, '-'],
    ['f', 'KeyF', { ctrl: true }, '-'],
    ['a', 'KeyA', {}, 'accept'],
    ['A', 'KeyA', {}, 'accept'],
    ['A', 'KeyA', { shift: true }, '-'],
    ['a', 'KeyQ', {}, 'accept'],
    ['q', 'KeyA', {}, '-'],
    ['ф', 'KeyA', {}, 'accept'],
    ['á', 'KeyA', {}, '-'],
    ['a', 'KeyA', { repeat: true }, '-'],
    ['x', 'KeyX', {}, 'discard'],
    ['j', 'KeyJ', { repeat: true }, 'next'],
    ['k', 'KeyK', {}, 'previous'],
    ['ArrowDown', 'ArrowDown', {}, 'next'],
    ['ArrowUp', 'ArrowUp', { repeat: true }, 'previous'],
    ['ArrowDown', 'ArrowDown', { shift: true, repeat: true }, 'pick-down'],
    ['ArrowUp', 'ArrowUp', { shift: true }, 'pick-up'],
    ['ArrowDown', 'ArrowDown', { target: 'scroller' }, '-'],
    ['ArrowDown', 'ArrowDown', { shift: true, target: 'scroller' }, '-'],
    ['ArrowDown', 'ArrowDown', { target: 'button' }, 'next'],
    ['/', 'Slash', {}, 'search'],
    ['?', 'Slash', { shift: true }, 'help'],
    ['?', 'Minus', { shift: true }, 'help'],
    ['Escape', 'Escape', {}, 'close'],
    ['l', 'KeyL', {}, '-'],
    ['b', 'KeyB', {}, '-'],
  ] as const)('%s at %s %o: %s', (key, code, more, expected) => {
    expect(press(key, code, more)).toBe(expected);
  });

  it('pick no rows where no list is on the screen', () => {
    const hidden = (facts: Partial<KeyFacts>): Command | null =>
      commandOf({ ...PLAIN, ...facts }, { ...STATE, list: false });
    expect(hidden({ key: 'a', code: 'KeyA', ctrl: true })).toBeNull();
    expect(hidden({ key: 'ArrowDown', code: 'ArrowDown', shift: true })).toBeNull();
    expect(hidden({ key: 'ArrowDown', code: 'ArrowDown' })).toEqual({ do: 'next' });
  });

  it('find a label only if there are too many to see', () => {
    expect(press('l', 'KeyL', {}, 21)).toBe('find-label');
  });

  it('do nothing while switched off, but Ctrl and Escape still act', () => {
    for (const [key, code] of [
      ['1', 'Digit1'],
      ['a', 'KeyA'],
      ['Enter', 'Enter'],
      ['/', 'Slash'],
      ['?', 'Slash'],
      [' ', 'Space'],
      ['f', 'KeyF'],
    ] as const) {
      expect(press(key, code, {}, 20, false)).toBe('-');
    }
    expect(press('z', 'KeyZ', { ctrl: true }, 20, false)).toBe('undo');
    expect(press('Escape', 'Escape', {}, 20, false)).toBe('close');
  });
});

describe('chords', () => {
  it.each([
    ['z', 'KeyZ', { ctrl: true }, 'undo'],
    ['z', 'KeyZ', { meta: true }, 'undo'],
    ['Z', 'KeyZ', { ctrl: true, shift: true }, 'redo'],
    ['z', 'KeyZ', { ctrl: true, repeat: true }, 'undo'],
    ['z', 'KeyY', { ctrl: true }, 'undo'],
    ['я', 'KeyZ', { ctrl: true }, 'undo'],
    ['y', 'KeyY', { ctrl: true }, 'redo'],
    ['Y', 'KeyY', { ctrl: true, shift: true }, '-'],
    ['s', 'KeyS', { ctrl: true }, 'export'],
    ['s', 'KeyS', { meta: true }, 'export'],
    ['s', 'KeyS', { ctrl: true, repeat: true }, '-'],
    ['S', 'KeyS', { ctrl: true, shift: true }, '-'],
    ['a', 'KeyA', { ctrl: true }, 'pick-all'],
    ['a', 'KeyA', { meta: true }, 'pick-all'],
    ['a', 'KeyA', { ctrl: true, repeat: true }, '-'],
    ['A', 'KeyA', { ctrl: true, shift: true }, '-'],
    ['a', 'KeyA', { ctrl: true, target: 'field' }, '-'],
    ['a', 'KeyA', { ctrl: true, target: 'dialog' }, '-'],
    ['x', 'KeyX', { ctrl: true }, '-'],
    ['Enter', 'Enter', { ctrl: true }, '-'],
    ['z', 'KeyZ', { ctrl: true, alt: true }, '-'],
  ] as const)('%s at %s %o: %s', (key, code, more, expected) => {
    expect(press(key, code, more)).toBe(expected);
  });
});

const anyKey = fc.record({
  key: fc.constantFrom('1', '0', 'a', 'x', 'j', 'k', 'Enter', 'ArrowDown', '/', '?', 'z', 's', 'Escape', 'Process'),
  code: fc.constantFrom('Digit1', 'Numpad0', 'KeyA', 'KeyX', 'KeyZ', 'Enter', 'Slash', ''),
  keyCode: fc.constant(65),
  ctrl: fc.boolean(),
  meta: fc.boolean(),
  shift: fc.boolean(),
  alt: fc.boolean(),
  repeat: fc.boolean(),
  composing: fc.constant(false),
  handled: fc.constant(false),
  target: fc.constantFrom('page', 'button', 'scroller', 'field', 'dialog'),
}) satisfies fc.Arbitrary<KeyFacts>;

const STATE = { labels: 77, labelOfKey: labelOfKey(NAMES), singleKeys: true, list: true };

describe('keys that are never used', () => {
  it.each([
    ['while an input method composes', { composing: true }],
    ['while an input method uses the key', { keyCode: 229 }],
    ['the key of an input method', { key: 'Process' }],
    ['a dead key', { key: 'Dead' }],
    ['in a text field', { target: 'field' }],
    ['in a dialog', { target: 'dialog' }],
    ['handled by a nearer element', { handled: true }],
    ['with Alt', { alt: true }],
  ] as const)('%s', (_, override) => {
    fc.assert(
      fc.property(anyKey, (facts) => {
        expect(commandOf({ ...facts, ...override }, STATE)).toBeNull();
      }),
    );
  });

  it('act again after the input method is done', () => {
    expect(press('1', 'Digit1', { keyCode: 49 })).toBe('label 0');
  });
});
