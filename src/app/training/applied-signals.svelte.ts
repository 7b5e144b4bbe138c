import type { JoinedSignals, StoredSignals } from './joined-signals.js';

/** The origin of signals: files, or a model that runs in this page. */
export type SignalsOrigin = 'file' | 'model';

/** Signals that were removed from a project and can be restored. */
export interface RemovedSignals {
  readonly projectId: string;
  /** Null where the project had no signals from files. */
  readonly stored: StoredSignals | null;
  readonly requested: SignalsOrigin;
}

/** The training signals of the open dataset. Every reader may use this state. `Training` changes it. */
export class AppliedSignals {
  /** Signals from files, which are stored with the project. */
  fromFile = $state.raw<JoinedSignals | null>(null);
  /**
   * Signals of perturbation passes or of the course of learning. A run replaces them with longer ones as it proceeds.
   */
  fromModel = $state.raw<JoinedSignals | null>(null);
  /** The origin that a person requested last. */
  requested = $state.raw<SignalsOrigin>('file');
  /** The latest removed signals, until other signals replace them. Null = nothing to restore. */
  removed = $state.raw<RemovedSignals | null>(null);
  /** Signals on the map: the requested ones, or the other ones where the requested are missing. */
  readonly shown: JoinedSignals | null = $derived(
    this.requested === 'model' ? (this.fromModel ?? this.fromFile) : (this.fromFile ?? this.fromModel),
  );

  /** Forgets all signals. Keeps the request. */
  release(): void {
    this.fromFile = null;
    this.fromModel = null;
    this.removed = null;
  }
}
