import { Notices } from '../../src/app/shell/notices.svelte.js';
import { OfflineStatus } from '../../src/app/shell/offline.svelte.js';
import { Preferences } from '../../src/app/shell/preferences.svelte.js';
import type { Shell } from '../../src/app/shell/shell.js';
import type { AddressPort, Store } from '../../src/protocol/ports.js';
import { languageOf, loadDictionary } from './language.js';

/** The objects that the start page creates, in English. */
export function shellOf(address: AddressPort, store: Store): Shell {
  const language = languageOf('en');
  return {
    language,
    preferences: new Preferences(language, store, address, loadDictionary),
    notices: new Notices(),
    offline: new OfflineStatus((onState) => {
      onState('unsupported');
      return { applyUpdate: () => undefined };
    }),
  };
}
