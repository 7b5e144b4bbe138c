import { LOCALES, matchLocale, type Language, type LoadDictionary, type Locale } from '../../i18n/language.svelte.js';
import type { AddressPort, Store } from '../../protocol/ports.js';
import { ActionKeys } from '../review/action-keys.svelte.js';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/**
 * The first locale of the page: the one in the address, else the stored one, else the best one for the browser's
 * languages (in order of preference).
 */
export async function firstLocale(address: AddressPort, store: Store, wishes: readonly string[]): Promise<Locale> {
  const asked = askedLocale(address);
  if (asked) return asked;
  const kept = await store.setting('locale');
  return knownLocale(kept.ok ? kept.value : null) ?? matchLocale(wishes);
}

/** The locale in the address, by its language alone: `zh` and `ZH-Hans` mean the Chinese one. */
export function askedLocale(address: AddressPort): Locale | undefined {
  const asked = languageOf(address.read().get('lang') ?? '');
  return LOCALES.find((locale) => languageOf(locale) === asked);
}

function languageOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

function knownLocale(value: unknown): Locale | undefined {
  return LOCALES.find((locale) => locale === value);
}

/** Small choices of a person. They persist between visits. */
export class Preferences {
  theme = $state.raw<Theme>('system');
  /** Whether keys without Ctrl act (WCAG 2.1.4: a person can switch them off). */
  singleKeys = $state.raw(true);
  /** Whether the corrected dataset leaves out discarded rows. */
  withoutDiscarded = $state.raw(true);
  /** Whether focus mode is on. It is in the address, so that a reload keeps it. */
  focus = $state.raw(false);
  /** Whether a person dismissed the warning that the browser may delete the store. True until the choice is read. */
  knowsEviction = $state.raw(true);
  /** The keys of actions. */
  readonly actionKeys: ActionKeys;
  readonly #language: Language;
  readonly #store: Store;
  readonly #address: AddressPort;
  readonly #loadDictionary: LoadDictionary;

  constructor(language: Language, store: Store, address: AddressPort, loadDictionary: LoadDictionary) {
    this.#language = language;
    this.#store = store;
    this.#address = address;
    this.#loadDictionary = loadDictionary;
    this.actionKeys = new ActionKeys(store);
    this.focus = address.read().get('focus') === '1';
  }

  /** Reads the stored choices. */
  async init(): Promise<void> {
    const theme = await this.#store.setting('theme');
    if (theme.ok) this.theme = THEMES.find((known) => known === theme.value) ?? 'system';
    const keys = await this.#store.setting('single-keys');
    if (keys.ok && keys.value === false) this.singleKeys = false;
    await this.actionKeys.init();
    const without = await this.#store.setting('without-discarded');
    if (without.ok && without.value === false) this.withoutDiscarded = false;
    const eviction = await this.#store.setting('knows-eviction');
    if (eviction.ok) this.knowsEviction = eviction.value === true;
  }

  /** Changes the language after its sentences are loaded, and stores the choice. */
  async setLocale(locale: Locale): Promise<void> {
    const dictionary = await this.#loadDictionary(locale);
    if (!dictionary) return;
    this.#language.show(locale, dictionary);
    if (askedLocale(this.#address)) this.#address.write({ lang: locale });
    void this.#store.putSetting('locale', locale);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    void this.#store.putSetting('theme', theme);
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    void this.#store.putSetting('single-keys', on);
  }

  setWithoutDiscarded(on: boolean): void {
    this.withoutDiscarded = on;
    void this.#store.putSetting('without-discarded', on);
  }

  setFocus(on: boolean): void {
    this.focus = on;
    this.#address.write({ focus: on ? '1' : '' });
  }

  /** Dismisses the warning that the browser may delete stored work, for good. */
  setKnowsEviction(): void {
    this.knowsEviction = true;
    void this.#store.putSetting('knows-eviction', true);
  }
}
