import type { KeyFacts, KeyTarget } from '../../app/review/key-press.js';

/** A keydown event. In some browsers `keyCode` alone reveals an input method. */
export interface KeyPress extends Pick<
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

/** The facts of a keydown event. `target`: the element that had the focus. */
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
