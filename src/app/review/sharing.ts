import { SessionExport, type SessionExportDeps } from '../export/session-export.js';
import type { Conflicts } from './conflicts.svelte.js';
import { EarlierVersion, type EarlierVersionDeps } from './earlier/earlier-version.svelte.js';
import { SessionMerge, type SessionMergeDeps } from './session-merge.svelte.js';

/** Work from elsewhere: of other people, of another browser, or on another version of the dataset. */
export interface Sharing {
  readonly conflicts: Conflicts;
  /** The session that a person dropped. */
  readonly sessionMerge: SessionMerge;
  readonly sessionExport: SessionExport;
  readonly earlierVersion: EarlierVersion;
}

/** Builds the parts that write session files and take work over. */
export function composeSharing(deps: SessionMergeDeps & SessionExportDeps & EarlierVersionDeps): Sharing {
  return {
    conflicts: deps.conflicts,
    sessionMerge: new SessionMerge(deps),
    sessionExport: new SessionExport(deps),
    earlierVersion: new EarlierVersion(deps),
  };
}
