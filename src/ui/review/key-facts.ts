import type { KeyFacts, KeyTarget } from '../../app/keyboard.js';

/** What a keydown event says. `target`: where the key was pressed. */
export function keyFacts(event: KeyboardEvent, target: KeyTarget): KeyFacts {
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
