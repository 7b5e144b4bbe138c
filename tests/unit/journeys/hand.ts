import { flushSync } from 'svelte';
import { expect } from 'vitest';
import { tick } from '../../fakes/controlled.js';

/** A timeout for a busy machine, not a measure of speed. */
const PATIENCE_MS = 30_000;
const INTERVAL_MS = 15;

/** Repeats the assertion on the result of `read` until it holds. */
export function soon<T>(read: () => T, timeoutMs = PATIENCE_MS): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: timeoutMs, interval: INTERVAL_MS });
}

/** Finds elements of the document by test id, and uses them by pointer and keys, as a browser test does. */
export class Hand {
  /** Every element with a test id, in the order of the page. */
  all(testId: string | RegExp, within: ParentNode = document): HTMLElement[] {
    const elements = [...within.querySelectorAll<HTMLElement>('[data-testid]')];
    return elements.filter(({ dataset }) =>
      typeof testId === 'string' ? dataset['testid'] === testId : testId.test(dataset['testid'] ?? ''),
    );
  }

  /** The first element with a test id. Throws without one. */
  get(testId: string, within: ParentNode = document): HTMLElement {
    const [first] = this.all(testId, within);
    if (!first) throw new Error(`not shown: ${testId}`);
    return first;
  }

  /** The text of the first element with a test id, or of an element, with single spaces. */
  text(target: string | HTMLElement): string {
    return wordsOf(typeof target === 'string' ? this.get(target) : target);
  }

  /** A data attribute, by its name without `data-`. Null where it is not set. */
  data(testId: string, name: string): string | null {
    return this.get(testId).getAttribute(`data-${name}`);
  }

  /** The value of a field. */
  value(testId: string): string {
    return (this.get(testId) as HTMLInputElement | HTMLSelectElement).value;
  }

  /** The words of the chosen option. */
  chosen(target: string | HTMLElement): string {
    const select = (typeof target === 'string' ? this.get(target) : target) as HTMLSelectElement;
    const option = [...select.options].find(({ value }) => value === select.value);
    return option ? wordsOf(option) : '';
  }

  isChecked(testId: string): boolean {
    return (this.get(testId) as HTMLInputElement).checked;
  }

  isDisabled(testId: string): boolean {
    return (this.get(testId) as HTMLButtonElement).disabled;
  }

  /** The notice with a fault's code, null where none is shown. */
  notice(code: string): HTMLElement | null {
    return this.all('notice').find(({ dataset }) => dataset['code'] === code) ?? null;
  }

  /** Presses a button, given by test id or as an element, as soon as it is enabled. */
  async press(target: string | HTMLElement): Promise<void> {
    const element = typeof target === 'string' ? await this.#ready(target) : target;
    element.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    if (element instanceof HTMLButtonElement) element.focus();
    element.click();
    await settled();
  }

  /** Presses the first button with these words. */
  async pressNamed(words: string): Promise<void> {
    const named = (): HTMLElement | undefined =>
      [...document.querySelectorAll<HTMLElement>('button')].find((button) => this.text(button) === words);
    await soon(named).toBeDefined();
    await this.press(named()!);
  }

  /** Closes a dialog as Escape does, which happy-dom leaves to the browser. */
  async escape(testId: string): Promise<void> {
    const dialog = this.get(testId).closest('dialog');
    if (dialog?.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
    await settled();
  }

  /** Types into the search of the list. */
  async search(words: string): Promise<void> {
    await this.type(document.querySelector<HTMLElement>('input[type=search]')!, words);
  }

  /** Chooses an option by its value or its words. */
  async choose(testId: string, option: string): Promise<void> {
    const select = (await this.#ready(testId)) as HTMLSelectElement;
    const wanted =
      [...select.options].find(({ value }) => value === option) ??
      [...select.options].find((one) => wordsOf(one) === option);
    if (!wanted) throw new Error(`${testId} has no option ${option}`);
    select.value = wanted.value;
    change(select);
    await settled();
  }

  /** Checks a box or a radio button, or unchecks a box. */
  async check(testId: string, on = true): Promise<void> {
    const box = (await this.#ready(testId)) as HTMLInputElement;
    if (box.checked !== on) box.click();
    await settled();
  }

  /** Puts a text into a field. */
  async type(target: string | HTMLElement, text: string): Promise<void> {
    const field = (typeof target === 'string' ? await this.#ready(target) : target) as HTMLInputElement;
    field.focus();
    field.value = text;
    change(field);
    await settled();
  }

  /** Presses and releases a key on the focused element. */
  async key(key: string, more: KeyboardEventInit = {}): Promise<void> {
    const target = document.activeElement ?? document.body;
    for (const type of ['keydown', 'keyup']) {
      target.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true, ...more }));
    }
    await settled();
  }

  async #ready(testId: string): Promise<HTMLElement> {
    await soon(() => this.isDisabled(testId)).toBeFalsy();
    return this.get(testId);
  }
}

function change(field: HTMLElement): void {
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** Waits until the page has drawn the last changes. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    flushSync();
    await tick();
  }
}

function wordsOf(element: Element): string {
  return (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
}
