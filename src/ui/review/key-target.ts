import type { KeyTarget } from '../../app/review/key-press.js';
import type { KeyPress } from './key-facts.js';

const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"]';
const DIALOGS = 'dialog[open], [role="dialog"], [role="menu"], [role="listbox"]';
/** Elements that use the arrow keys. */
const SCROLLERS = '[data-scrolls], input[type="range"], input[type="radio"]';
const BUTTONS = 'input[type="checkbox"], button, a[href], summary, [role="button"], [role="tab"], [role="menuitem"]';

/**
 * The field that this key leaves: Escape in a field outside of dialogs that did not use the key itself. Null for any other
 * key. In a search field with text the first Escape clears the text, as browsers do.
 */
export function leftField(event: KeyPress & Pick<KeyboardEvent, 'target'>): HTMLElement | null {
  const { target } = event;
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.keyCode === 229) return null;
  if (!(target instanceof HTMLElement) || keyTargetOf(target) !== 'field') return null;
  if (target.closest(DIALOGS) || target.ownerDocument.querySelector('dialog[open]')) return null;
  return target instanceof HTMLInputElement && target.type === 'search' && target.value !== '' ? null : target;
}

/** The kind of the focused element. An open modal dialog has every key, even if the focus fell out of it. */
export function keyTargetOf(target: EventTarget | null): KeyTarget {
  if (!(target instanceof Element)) return 'page';
  if (target.closest(FIELDS)) return 'field';
  if (target.closest(DIALOGS) || target.ownerDocument.querySelector('dialog[open]')) return 'dialog';
  if (target.closest(BUTTONS)) return 'button';
  return target.closest(SCROLLERS) ? 'scroller' : 'page';
}
