import { afterEach, describe, expect, it } from 'vitest';
import { lossRank } from '../../../../src/ui/review/loss-rank.js';
import { keyTargetOf, leftField } from '../../../../src/ui/review/key-target.js';

function targetIn(tag: string, attributes: Readonly<Record<string, string>>, inside?: string): Element {
  const parent = inside === undefined ? document.body : document.body.appendChild(document.createElement(inside));
  const element = parent.appendChild(document.createElement(tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

afterEach(() => {
  document.body.replaceChildren();
});

describe('keyTargetOf', () => {
  it.each([
    ['input', {}, 'field'],
    ['input', { type: 'checkbox' }, 'button'],
    ['input', { type: 'radio' }, 'scroller'],
    ['input', { type: 'range' }, 'scroller'],
    ['input', { type: 'number' }, 'field'],
    ['textarea', {}, 'field'],
    ['select', {}, 'field'],
    ['div', { contenteditable: 'true' }, 'field'],
    ['button', {}, 'button'],
    ['a', { href: '#x' }, 'button'],
    ['div', { role: 'menu' }, 'dialog'],
    ['div', { 'data-scrolls': '' }, 'scroller'],
    ['div', { role: 'grid' }, 'page'],
  ] as const)('%s %o: %s', (tag, attributes, expected) => {
    expect(keyTargetOf(targetIn(tag, attributes))).toBe(expected);
  });

  it('finds the control around a nested element', () => {
    expect(keyTargetOf(targetIn('span', {}, 'button'))).toBe('button');
    expect(keyTargetOf(null)).toBe('page');
    expect(keyTargetOf(document)).toBe('page');
  });

  it('gives an open dialog every key, but not a closed one', () => {
    const dialog = targetIn('dialog', {});
    expect(keyTargetOf(document.body)).toBe('page');
    dialog.setAttribute('open', '');
    expect(keyTargetOf(document.body)).toBe('dialog');
  });
});

describe('lossRank', () => {
  const loss = Float32Array.of(2, Number.NaN, 5, 2, 0);
  it.each([
    [0, 2],
    [1, 0],
    [2, 1],
    [3, 3],
    [4, 4],
    [9, 0],
  ])('row %d: %d', (row, rank) => {
    expect(lossRank(loss, row)).toBe(rank);
  });
});

describe('leftField', () => {
  function pressIn(target: Element, key: string, more: KeyboardEventInit = {}): HTMLElement | null {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    let left: HTMLElement | null = null;
    target.addEventListener('keydown', (pressed) => (left = leftField(pressed as KeyboardEvent)));
    target.dispatchEvent(event);
    return left;
  }

  it.each(['select', 'textarea', 'input'])('is the field with the focus when Escape is pressed: %s', (tag) => {
    const field = targetIn(tag, {});
    expect(pressIn(field, 'Escape')).toBe(field);
    expect(pressIn(field, 'a')).toBeNull();
  });

  it('is null while an input method is open, outside of fields, in a dialog, and in a search that is emptied first', () => {
    expect(pressIn(targetIn('textarea', {}), 'Escape', { isComposing: true })).toBeNull();
    expect(pressIn(targetIn('button', {}), 'Escape')).toBeNull();
    const search = targetIn('input', { type: 'search' }) as HTMLInputElement;
    search.value = 'oil';
    expect(pressIn(search, 'Escape')).toBeNull();
    search.value = '';
    expect(pressIn(search, 'Escape')).toBe(search);
    expect(pressIn(targetIn('select', {}, 'dialog'), 'Escape')).not.toBeNull();
    document.querySelector('dialog')?.setAttribute('open', '');
    expect(pressIn(search, 'Escape')).toBeNull();
  });
});
