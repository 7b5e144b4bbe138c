import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActionName } from '../../../../src/app/review/key-actions.js';
import type { KeyFacts } from '../../../../src/app/review/key-press.js';
import { commandOf, type Command } from '../../../../src/app/review/keyboard.js';
import { labelOfKey, NAMES, PLAIN, press, STANDARD, written } from './keyboard-bench.js';

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
    const state = {
      labels: 3,
      labelOfKey: labelOfKey(['0', '1', '4']),
      actionOfKey: STANDARD,
      singleKeys: true,
      list: true,
    };
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
});

describe('keys that a person gives to labels', () => {
  it('choose their label by letter on any layout, and never with Shift or Ctrl', () => {
    const state = { labels: 2, labelOfKey: new Map([['q', 1]]), actionOfKey: STANDARD, singleKeys: true, list: true };
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
      written(
        commandOf(
          { ...PLAIN, key, code: '' },
          { labels: 2, labelOfKey: labels, actionOfKey: STANDARD, singleKeys: true, list: true },
        ),
      );
    expect(press('n', new Map())).toBe('note');
    expect(press('n', new Map([['n', 1]]))).toBe('label 1');
    expect(press('u', new Map())).toBe('unsure');
    expect(press('u', new Map([['u', 1]]))).toBe('label 1');
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

describe('keys that a person gives to actions', () => {
  function pressed(facts: Partial<KeyFacts>, keys: Readonly<Record<string, ActionName>>): string {
    const actionOfKey = new Map(Object.entries(keys));
    return written(commandOf({ ...PLAIN, ...facts }, { ...STATE, labelOfKey: new Map([['1', 0]]), actionOfKey }));
  }

  it.each([
    ['d', 'KeyD', {}, 'discard'],
    ['D', 'KeyD', {}, 'discard'],
    ['в', 'KeyD', {}, 'discard'],
    ['D', 'KeyD', { shift: true }, '-'],
    ['d', 'KeyD', { repeat: true }, '-'],
    ['d', 'KeyD', { ctrl: true }, '-'],
    ['d', 'KeyD', { target: 'field' }, '-'],
    ['d', 'KeyD', { composing: true }, '-'],
    ['x', 'KeyX', {}, '-'],
    ['7', 'Digit7', {}, 'confirm'],
    ['è', 'Digit7', {}, 'confirm'],
    ['7', 'Numpad7', {}, 'confirm'],
    ['7', 'Digit7', { shift: true }, '-'],
    ['1', 'Digit1', {}, 'label 0'],
    ['Enter', 'Enter', {}, 'accept'],
    ['Enter', 'Enter', { target: 'button' }, '-'],
    [' ', 'Space', {}, 'next'],
    [' ', 'Space', { repeat: true }, 'next'],
    [' ', 'Space', { target: 'scroller' }, '-'],
    ['/', 'Slash', {}, 'help'],
    ['?', 'Slash', { shift: true }, 'search'],
    ['h', 'KeyH', {}, 'as-it-was'],
    ['j', 'KeyJ', {}, '-'],
    ['ArrowDown', 'ArrowDown', {}, 'next'],
  ] as const)('%s at %s %o: %s', (key, code, more, expected) => {
    const keys = {
      d: 'discard',
      '7': 'confirm',
      '1': 'focus',
      Enter: 'accept',
      Space: 'next',
      '/': 'help',
      '?': 'search',
      h: 'as-it-was',
    } as const;
    expect(pressed({ key, code, ...more }, keys)).toBe(expected);
  });

  it('find a label only if there are too many to see', () => {
    const state = {
      ...STATE,
      labelOfKey: new Map<string, number>(),
      actionOfKey: new Map([['q', 'find-label']] as const),
    };
    const command = (labels: number): string => written(commandOf({ ...PLAIN, key: 'q' }, { ...state, labels }));
    expect([command(20), command(21)]).toEqual(['-', 'find-label']);
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

const STATE = { labels: 77, labelOfKey: labelOfKey(NAMES), actionOfKey: STANDARD, singleKeys: true, list: true };

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
