import { SessionExport, type SessionExportDeps } from '../export/session-export.js';
import type { Conflicts } from './conflicts.svelte.js';
import { SessionMerge, type SessionMergeDeps } from './session-merge.svelte.js';

/** Work that people share by files. */
export interface Sharing {
  readonly conflicts: Conflicts;
  /** The session that a person dropped. */
  readonly sessionMerge: SessionMerge;
  readonly sessionExport: SessionExport;
}

/** Builds the parts that write and merge session files. */
export function composeSharing(deps: SessionMergeDeps & SessionExportDeps): Sharing {
  return {
    conflicts: deps.conflicts,
    sessionMerge: new SessionMerge(deps),
    sessionExport: new SessionExport(deps),
  };
}
