import { mount } from 'svelte';
import { Notices } from './app/shell/notices.svelte.js';
import { OfflineStatus } from './app/shell/offline.svelte.js';
import { askedLocale, firstLocale, Preferences } from './app/shell/preferences.svelte.js';
import { Parts } from './app/shell/parts.js';
import { Startup } from './app/shell/startup.svelte.js';
import { pageAddress } from './effects/page/address.js';
import { collect } from './effects/page/files-in.js';
import { isSecureOrigin, keepOfflineCopy, onMissingScript } from './effects/page/offline.js';
import { openStore } from './effects/storage/open-store.js';
import { onUnforeseen } from './effects/page/page-errors.js';
import { reloadPage, whenIdle, whenPainted } from './effects/page/idle.js';
import { Language, type LoadDictionary } from './i18n/language.svelte.js';
import { UNLOADABLE } from './i18n/unloadable.js';
import App from './ui/App.svelte';
import { screenParts } from './ui/shell/screen-parts.js';
import type { Whole } from './ui/shell/whole.js';
import './ui/tokens.css';
import './ui/base.css';

/** Shows the start page, and then loads everything else. */
async function start(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) return;
  const address = pageAddress(window);
  const opensSample = address.read().get('sample') === 'news';
  const notices = new Notices();
  onUnforeseen((fault) => notices.raise(fault));

  const onMissing = (): void => {
    const act = (): void => void parts.retry().then(() => openAll());
    notices.raise({ code: 'update-broken' }, 'error', { text: 'shell.load-again', act, dismissed: () => undefined });
  };
  const parts = new Parts({ idle: whenIdle, reload: reloadPage, onMissing });
  onMissingScript(() => {
    if (!parts.loadsAhead) onMissing();
  });
  const building = parts.part(() => import('./build-whole.js'));
  const shown = screenParts(parts);
  const dictionaries = {
    en: parts.part(async () => (await import('./i18n/en.js')).en),
    'zh-CN': parts.part(async () => (await import('./i18n/zh-CN.js')).zhCN),
  };
  const loadDictionary: LoadDictionary = (locale) => dictionaries[locale].load();

  const asked = askedLocale(address);
  if (asked) void loadDictionary(asked);
  if (opensSample) void building.load();
  const storage = await openStore();
  const { store } = storage;
  if (!isSecureOrigin()) notices.raise({ code: 'insecure-origin' }, 'warning');
  const locale = await firstLocale(address, store, navigator.languages);
  const dictionary = await loadDictionary(locale);
  if (!dictionary) {
    target.replaceChildren(
      ...UNLOADABLE.map(({ lang, text }) => Object.assign(document.createElement('p'), { lang, textContent: text })),
    );
    return;
  }
  const language = new Language(locale, dictionary);
  const preferences = new Preferences(language, store, address, loadDictionary);
  await preferences.init();
  // The copy takes all that the network has: what the page needs comes first.
  let applicationSettled = (): void => undefined;
  const first = new Promise<void>((resolve) => (applicationSettled = resolve));
  const offline = new OfflineStatus((onState) => keepOfflineCopy(onState, first));
  const page = { address, storage, shell: { language, preferences, notices, offline }, parts: shown };
  const startup = new Startup<Whole>({
    store,
    opensSample,
    build: async () => (await building.load())?.buildWhole(page) ?? null,
    collect: async (transfer) => (await collect(transfer)).files,
  });
  await startup.init();

  target.replaceChildren();
  mount(App, { target, props: { startup, parts: shown, language, preferences, notices, offline } });

  async function openAll(): Promise<void> {
    if (startup.whole) return;
    const opened = await startup.open();
    applicationSettled();
    if (!opened) return;
    void parts.loadAhead();
    await startup.begin();
  }
  if (!startup.expectsWork) await whenPainted();
  await openAll();
}

void start();
