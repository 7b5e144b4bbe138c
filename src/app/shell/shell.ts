import type { Language } from '../../i18n/language.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { OfflineStatus } from './offline.svelte.js';
import type { Preferences } from './preferences.svelte.js';

/** The start page's own state, and the application after it is loaded. */
export interface Shell {
  readonly language: Language;
  readonly preferences: Preferences;
  readonly notices: Notices;
  readonly offline: OfflineStatus;
}
