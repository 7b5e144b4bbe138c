import type { KeyFacts, KeyTarget } from '../../app/keyboard.js';

/** A keydown event. `keyCode` alone tells of an input method in some browsers. */
interface KeyPress extends Pick<
  KeyboardEvent,
  | 'key'
  | 'code'
  | 'ctrlKey'
  | 'metaKey'
  | 'shiftKey'
  | 'altKey'
  | 'repeat'
  | 'isComposing'
  | 'defaultPrevented'
  | 'getModifierState'
> {
  readonly keyCode: number;
}

/** What a keydown event says. `target`: where the key was pressed. */
export function keyFacts(event: KeyPress, target: KeyTarget): KeyFacts {
  return {
    key: event.key,
    code: event.code,
    keyCode: event.keyCode,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey || event.getModifierState('AltGraph'),
    repeat: event.repeat,
    composing: event.isComposing,
    handled: event.defaultPrevented,
    target,
  };
}
