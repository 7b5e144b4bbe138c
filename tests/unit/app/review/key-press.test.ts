import { describe, expect, it } from 'vitest';
import {
  isActionKey,
  keyNames,
  keyShortcut,
  pressedActionKey,
  pressedLabelKey,
  typedActionKey,
  typedLabelKey,
} from '../../../../src/app/review/key-press.js';
import { PLAIN } from './keyboard-bench.js';

describe('keys of labels', () => {
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
});

describe('keys of actions', () => {
  it.each([
    ['d', 'KeyD', {}, 'd'],
    ['D', 'KeyD', { shift: true }, 'd'],
    ['в', 'KeyD', {}, 'd'],
    ['q', 'KeyA', {}, 'q'],
    ['&', 'Digit1', {}, '1'],
    ['Enter', 'NumpadEnter', {}, 'Enter'],
    [' ', 'Space', {}, 'Space'],
    ['/', 'Digit7', { shift: true }, '/'],
    ['?', 'Slash', { shift: true }, '?'],
    ['é', 'KeyE', {}, ''],
    [';', 'Semicolon', {}, ''],
    ['ArrowDown', 'ArrowDown', {}, ''],
    ['d', 'KeyD', { ctrl: true }, ''],
    ['d', 'KeyD', { alt: true }, ''],
    ['d', 'KeyD', { composing: true }, ''],
    ['Process', 'KeyD', { keyCode: 229 }, ''],
  ] as const)('are found from a key press: %s at %s %o is "%s"', (key, code, more, expected) => {
    expect(pressedActionKey({ ...PLAIN, key, code, ...more, target: 'dialog' })).toBe(expected);
  });

  it('are the last character of typed text', () => {
    expect(['d', 'Ｄ', '1/', '？', ' ', 'ß', ''].map(typedActionKey)).toEqual(['d', 'd', '/', '?', 'Space', '', '']);
  });

  it('are letters, digits, Enter, Space, / and ?', () => {
    expect(['a', '0', 'Enter', 'Space', '/', '?'].filter((key) => !isActionKey(key))).toEqual([]);
    expect(['', 'A', '⇧1', ';', 'Escape', 'constructor', ' '].filter(isActionKey)).toEqual([]);
  });
});

describe('the names of a key press', () => {
  it.each([
    ['a', 'KeyA', {}, ['a']],
    ['A', 'KeyA', { shift: true }, []],
    ['1', 'Digit1', {}, ['1']],
    ['!', 'Digit1', { shift: true }, ['⇧1']],
    ['/', 'Digit7', { shift: true }, ['⇧7', '/']],
    ['Enter', 'Enter', {}, ['Enter']],
    ['Enter', 'Enter', { shift: true }, []],
    [' ', 'Space', { shift: true }, []],
    ['Tab', 'Tab', {}, []],
  ] as const)('%s at %s %o: %o', (key, code, more, expected) => {
    expect(keyNames({ ...PLAIN, key, code, ...more })).toEqual(expected);
  });

  it('are written for programs', () => {
    expect(['a', '0', '⇧1', 'Enter', ''].map(keyShortcut)).toEqual(['a', '0', 'Shift+1', 'Enter', undefined]);
  });
});
