import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { ActionKeys } from '../../../../src/app/review/action-keys.svelte.js';
import { KEY_ACTIONS, type ActionName } from '../../../../src/app/review/key-actions.js';
import { isActionKey } from '../../../../src/app/review/key-press.js';
import { commandOf } from '../../../../src/app/review/keyboard.js';
import { LabelKeys } from '../../../../src/app/review/label-keys.svelte.js';
import { ReviewKeys } from '../../../../src/app/review/review-keys.svelte.js';
import type { LabelOption } from '../../../../src/app/labels/options.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { reviewWithOutbox } from '../../../fakes/review.js';
import { NAMES, PLAIN, written } from './keyboard-bench.js';

const STANDARD_KEYS = KEY_ACTIONS.map(({ key }) => key);

let store: MemoryStore;

beforeEach(() => {
  store = new MemoryStore();
});

function keysOf(names: readonly string[], chosen: readonly (readonly [string, string])[] = []) {
  const actions = new ActionKeys(store);
  const clock = { now: () => 1, ticks: () => 1, sleep: () => Promise.resolve(), afterPaint: () => Promise.resolve() };
  const { outbox } = reviewWithOutbox({ store, clock, notices: new Notices() });
  const labels = new LabelKeys({ outbox, actions });
  const options = names.map((name, index) => ({ name, title: name, handle: name, index, key: '' }) as LabelOption);
  void labels.set(chosen);
  return { actions, labels, keys: new ReviewKeys(labels, () => options) };
}

/** Every key with its command, as the page prints them: labels first. */
function printed(keys: ReviewKeys): [key: string, command: string][] {
  return [
    ...keys.options.map(({ key, index }): [string, string] => [key, `label ${index}`]),
    ...KEY_ACTIONS.map(({ name }): [string, string] => [keys.of(name), name]),
  ].filter(([key]) => key !== '');
}

/** The command of a printed key. */
function pressed(keys: ReviewKeys, key: string): string {
  const shift = key.startsWith('⇧');
  const digit = key.replace('⇧', '');
  const facts = /^\d$/.test(digit)
    ? { key: digit, code: `Digit${digit}`, shift }
    : { key: key === 'Space' ? ' ' : key };
  const { labelOfKey, actionOfKey } = keys;
  return written(
    commandOf({ ...PLAIN, ...facts }, { labels: 77, labelOfKey, actionOfKey, list: true, singleKeys: true }),
  );
}

describe('the standard keys of actions', () => {
  it('are keys, each of one action', () => {
    expect(STANDARD_KEYS.filter((key) => !isActionKey(key))).toEqual([]);
    expect(new Set(STANDARD_KEYS).size).toBe(STANDARD_KEYS.length);
  });
});

describe('the keys of actions', () => {
  it('persist in the browser', async () => {
    const { actions } = keysOf([]);
    expect(actions.giveAction('discard', 'd')).toEqual({ at: 'given', losers: [] });
    expect(actions.giveAction('discard', 'd')).toEqual({ at: 'had' });
    actions.giveAction('help', '');
    const later = new ActionKeys(store);
    expect([later.of('discard'), later.own]).toEqual(['x', false]);
    await later.init();
    expect([later.of('discard'), later.of('help'), later.of('accept'), later.own]).toEqual(['d', '', 'a', true]);
    later.reset();
    const last = new ActionKeys(store);
    await last.init();
    expect([last.of('discard'), last.of('help'), last.own]).toEqual(['x', '?', false]);
  });

  it('swap with the key of another action', () => {
    const { actions } = keysOf([]);
    expect(actions.giveAction('confirm', 'a')).toEqual({
      at: 'given',
      losers: [{ lost: 'action', action: 'accept', key: 'Enter' }],
    });
    expect([actions.of('confirm'), actions.of('accept')]).toEqual(['a', 'Enter']);
    actions.giveAction('accept', 'a');
    expect([actions.of('confirm'), actions.of('accept'), actions.own]).toEqual(['Enter', 'a', false]);
  });

  it('exclude stored values that are no key, unknown actions and keys of another action', async () => {
    const kept = [
      ['discard', 'd'],
      ['accept', 'd'],
      ['next', 'Escape'],
      ['constructor', 'c'],
      ['previous', 7],
      'no pair',
      ['note', 'j'],
    ];
    await store.putSetting('action-keys', kept);
    const { actions } = keysOf([]);
    await actions.init();
    expect([...actions.byKey]).toEqual([
      ['Enter', 'confirm'],
      ['a', 'accept'],
      ['d', 'discard'],
      ['u', 'unsure'],
      ['j', 'note'],
      ['k', 'previous'],
      ['/', 'search'],
      ['l', 'find-label'],
      ['f', 'focus'],
      ['Space', 'as-it-was'],
      ['?', 'help'],
    ]);
    await store.putSetting('action-keys', { discard: 'd' });
    await actions.init();
    expect(actions.of('discard')).toBe('x');
  });
});

describe('the keys of the open work', () => {
  it('move from the label of a place to an action, and the other labels keep theirs', () => {
    const { keys } = keysOf(['World', 'Sports', 'Business']);
    expect(keys.giveAction('discard', '1')).toEqual({
      at: 'given',
      losers: [{ lost: 'label', title: 'World', key: '4' }],
    });
    expect(keys.options.map(({ key }) => key)).toEqual(['4', '2', '3']);
    expect([pressed(keys, '1'), pressed(keys, '4'), pressed(keys, 'x')]).toEqual(['discard', 'label 0', '-']);
  });

  it('move from a label with a key that a person set to an action', () => {
    const { keys, labels } = keysOf(['World', 'Sports'], [['Sports', 'q']]);
    expect(keys.giveAction('accept', 'q')).toEqual({
      at: 'given',
      losers: [{ lost: 'label', title: 'Sports', key: '2' }],
    });
    expect([pressed(keys, 'q'), labels.chosen.size]).toEqual(['accept', 0]);
  });

  it('let a label have the key that an action gets later', () => {
    const { keys, actions } = keysOf(['World', 'Sports'], [['Sports', 'x']]);
    expect([keys.of('discard'), keys.labelAt('discard')?.title, pressed(keys, 'x')]).toEqual(['', 'Sports', 'label 1']);
    expect(actions.of('discard')).toBe('x');
    expect(keys.giveAction('discard', 'x')).toEqual({
      at: 'given',
      losers: [{ lost: 'label', title: 'Sports', key: '2' }],
    });
    expect([keys.of('discard'), pressed(keys, 'x')]).toEqual(['x', 'discard']);
  });

  it('let a label take the key of a note only, and take over no other action’s key from a session', async () => {
    const { keys, actions, labels } = keysOf(['World', 'Sports']);
    expect(keys.giveLabel(0, 'n')).toEqual({ at: 'given', losers: [{ lost: 'action-here', action: 'note' }] });
    expect([keys.of('note'), actions.of('note')]).toEqual(['', 'n']);
    actions.giveAction('discard', 'd');
    expect(keys.giveLabel(1, 'd')).toEqual({ at: 'action', action: 'discard' });
    expect(keys.giveLabel(1, 'x')).toEqual({ at: 'given', losers: [] });
    keys.resetLabels();
    await labels.adopt([
      ['World', 'd'],
      ['Sports', 'n'],
    ]);
    expect([...labels.chosen]).toEqual([['Sports', 'n']]);
  });

  it('have one command each, the printed one, whatever a person chose', () => {
    const key = fc.constantFrom('1', '2', '0', 'a', 'x', 'n', 'q', 'Enter', 'Space', '/', '?', '');
    const choice = fc.oneof(
      fc.record({
        action: fc.constantFrom<ActionName>(...KEY_ACTIONS.map(({ name }) => name)),
        key,
      }),
      fc.record({ label: fc.nat(4), key: key.filter((one) => /^[a-z\d]$/.test(one)) }),
    );
    const names = fc.constantFrom(['World', 'Sports'], ['0', '1', '2'], NAMES.slice(0, 5), NAMES);
    fc.assert(
      fc.property(names, fc.array(choice, { maxLength: 12 }), fc.boolean(), (labels, choices, resets) => {
        const { keys, actions } = keysOf(labels);
        for (const chosen of choices) {
          if ('action' in chosen) keys.giveAction(chosen.action, chosen.key);
          else keys.giveLabel(chosen.label, chosen.key);
        }
        if (resets) actions.reset();
        const all = printed(keys);
        expect(new Set(all.map(([one]) => one)).size).toBe(all.length);
        expect(all.map(([one]) => pressed(keys, one))).toEqual(all.map(([, command]) => command));
      }),
    );
  });
});
