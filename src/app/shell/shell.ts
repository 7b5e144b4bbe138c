import type { Language } from '../../i18n/language.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { OfflineStatus } from './offline.svelte.js';
import type { Preferences } from './preferences.svelte.js';

/** What the start page has of its own, and the application after it. */
export interface Shell {
  readonly language: Language;
  readonly preferences: Preferences;
  readonly notices: Notices;
  readonly offline: OfflineStatus;
}
