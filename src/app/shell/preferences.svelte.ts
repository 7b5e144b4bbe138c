import { LOCALES, type Language, type Locale } from '../../i18n/language.svelte.js';
import type { AddressPort, Store } from '../../protocol/ports.js';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Small choices of a person, kept between visits. */
export class Preferences {
  theme = $state.raw<Theme>('system');
  /** Keys without Ctrl act (WCAG 2.1.4: they can be switched off). */
  singleKeys = $state.raw(true);
  /** Discarded rows are left out of the corrected dataset. */
  withoutDiscarded = $state.raw(true);
  /** Only the card, its labels and a small map are shown. It is in the address, so that a reload keeps it. */
  focus = $state.raw(false);
  /** A person has read that the browser may delete what is stored, or nothing is known of it yet. */
  knowsEviction = $state.raw(true);
  readonly #language: Language;
  readonly #store: Store;
  readonly #address: AddressPort;

  /** A locale in the address counts more than the browser's and the kept one. */
  constructor(language: Language, store: Store, address: AddressPort) {
    this.#language = language;
    this.#store = store;
    this.#address = address;
    language.locale = this.#asked ?? language.locale;
    this.focus = address.read().get('focus') === '1';
  }

  /** Reads the kept choices. */
  async init(): Promise<void> {
    const locale = this.#asked ? null : await this.#store.setting('locale');
    if (locale?.ok) this.#language.locale = LOCALES.find((known) => known === locale.value) ?? this.#language.locale;
    const theme = await this.#store.setting('theme');
    if (theme.ok) this.theme = THEMES.find((known) => known === theme.value) ?? 'system';
    const keys = await this.#store.setting('single-keys');
    if (keys.ok && keys.value === false) this.singleKeys = false;
    const without = await this.#store.setting('without-discarded');
    if (without.ok && without.value === false) this.withoutDiscarded = false;
    const eviction = await this.#store.setting('knows-eviction');
    if (eviction.ok) this.knowsEviction = eviction.value === true;
  }

  setLocale(locale: Locale): void {
    this.#language.locale = locale;
    if (this.#asked) this.#address.write({ lang: locale });
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

  /** A person has read that the browser may delete what is stored: it is not said again. */
  setKnowsEviction(): void {
    this.knowsEviction = true;
    void this.#store.putSetting('knows-eviction', true);
  }

  /** The locale that the address asks for. */
  get #asked(): Locale | undefined {
    const asked = this.#address.read().get('lang')?.toLowerCase();
    if (!asked) return undefined;
    return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === asked.split('-')[0]);
  }
}
