import { describe, expect, it, vi } from 'vitest';
import { firstLocale, Preferences } from '../../../../src/app/shell/preferences.svelte.js';
import type { AddressPort } from '../../../../src/protocol/ports.js';
import { MemoryStore } from '../../../../src/effects/storage/memory-store.js';
import { controlled } from '../../../fakes/controlled.js';
import { languageOf, loadDictionary } from '../../../fakes/language.js';

describe('preferences', () => {
  async function visit(store: MemoryStore, lang = '') {
    let params = new URLSearchParams({ lang });
    const address: AddressPort = {
      read: () => params,
      write: (values) => (params = new URLSearchParams({ ...Object.fromEntries(params), ...values })),
    };
    const language = languageOf(await firstLocale(address, store, ['en']));
    const preferences = new Preferences(language, store, address, loadDictionary);
    await preferences.init();
    return { language, preferences, asked: () => params.get('lang') };
  }

  it('persist between visits', async () => {
    const store = new MemoryStore();
    const { language, preferences } = await visit(store);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'system', true]);
    await preferences.setLocale('zh-CN');
    preferences.setTheme('dark');
    preferences.setSingleKeys(false);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['zh-CN', 'dark', false]);
    const later = await visit(store);
    expect([later.language.locale, later.preferences.theme, later.preferences.singleKeys]).toEqual([
      'zh-CN',
      'dark',
      false,
    ]);
    expect(later.preferences.withoutDiscarded).toBe(true);
    later.preferences.setWithoutDiscarded(false);
    expect((await visit(store)).preferences.withoutDiscarded).toBe(false);
    later.preferences.setSingleKeys(true);
    expect((await visit(store)).preferences.singleKeys).toBe(true);
  });

  it('prefer the language in the address to the stored one', async () => {
    const store = new MemoryStore();
    await store.putSetting('locale', 'zh-CN');
    expect((await visit(store, 'en')).language.locale).toBe('en');
    expect((await visit(new MemoryStore(), 'zh-CN')).language.locale).toBe('zh-CN');
    for (const asked of ['zh', 'zh-cn', 'ZH-Hans']) {
      expect((await visit(new MemoryStore(), asked)).language.locale).toBe('zh-CN');
    }
    expect((await visit(store, 'EN-gb')).language.locale).toBe('en');
    expect((await visit(store, 'fr')).language.locale).toBe('zh-CN');
    expect((await visit(store, 'tlh')).language.locale).toBe('zh-CN');
  });

  it('write a chosen language to the address when it names one, so that a reload keeps it', async () => {
    const store = new MemoryStore();
    const { preferences, asked } = await visit(store, 'en');
    await preferences.setLocale('zh-CN');
    expect(asked()).toBe('zh-CN');
    const plain = await visit(store);
    await plain.preferences.setLocale('en');
    expect(plain.asked()).toBe('');
  });

  it('neither show nor store a language whose sentences cannot be loaded', async () => {
    const store = new MemoryStore();
    const language = languageOf('en');
    const address: AddressPort = { read: () => new URLSearchParams({ lang: 'en' }), write: vi.fn() };
    const preferences = new Preferences(language, store, address, () => Promise.resolve(null));
    await preferences.setLocale('zh-CN');
    expect(language.locale).toBe('en');
    expect(address.write).not.toHaveBeenCalled();
    expect(await store.setting('locale')).toEqual({ ok: true, value: undefined });
  });

  it('keep focus mode only in the address', () => {
    const params = new URLSearchParams({ focus: '1', map: 'loss,entropy' });
    const address: AddressPort = { read: () => params, write: (values) => params.set('focus', values['focus'] ?? '-') };
    const preferences = new Preferences(languageOf('en'), new MemoryStore(), address, loadDictionary);
    expect(preferences.focus).toBe(true);
    preferences.setFocus(false);
    expect([preferences.focus, params.get('focus')]).toEqual([false, '']);
    expect(new Preferences(languageOf('en'), new MemoryStore(), address, loadDictionary).focus).toBe(false);
    preferences.setFocus(true);
    expect([preferences.focus, params.get('focus')]).toEqual([true, '1']);
  });

  it('ignore invalid stored values', async () => {
    const store = new MemoryStore();
    await store.putSetting('locale', 'tlh');
    await store.putSetting('theme', { dark: true });
    await store.putSetting('single-keys', 'no');
    const { language, preferences } = await visit(store);
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'system', true]);
  });

  it('keep the defaults when the store fails', async () => {
    const store = controlled(new MemoryStore());
    store.before = () => ({ code: 'storage-failed' });
    const { language, preferences } = await visit(store.it);
    preferences.setTheme('light');
    expect([language.locale, preferences.theme, preferences.singleKeys]).toEqual(['en', 'light', true]);
  });
});
