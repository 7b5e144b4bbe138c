import type { JoinedSignals, StoredSignals } from './joined-signals.js';

/** Where signals come from: files, or a model that runs in this page. */
export type SignalsOrigin = 'file' | 'model';

/** Signals that were removed from a project, so that they can be put back. */
export interface RemovedSignals {
  readonly projectId: string;
  /** Null where there were none of files. */
  readonly stored: StoredSignals | null;
  readonly requested: SignalsOrigin;
}

/** The training signals of the open dataset: state that everybody may read. `Training` changes it. */
export class AppliedSignals {
  /** Signals of files, which are stored with the project. */
  fromFile = $state.raw<JoinedSignals | null>(null);
  /** Signals of perturbation passes or of the course of learning. They come again, and longer, while a run goes on. */
  fromModel = $state.raw<JoinedSignals | null>(null);
  /** Which of the two a person requested last. */
  requested = $state.raw<SignalsOrigin>('file');
  /** Signals that were removed last, while no others took their place; null = nothing to put back. */
  removed = $state.raw<RemovedSignals | null>(null);
  /** Signals on the map: the requested ones, the others where those are not there. */
  readonly shown: JoinedSignals | null = $derived(
    this.requested === 'model' ? (this.fromModel ?? this.fromFile) : (this.fromFile ?? this.fromModel),
  );

  /** Forgets all signals. What is requested stays. */
  release(): void {
    this.fromFile = null;
    this.fromModel = null;
    this.removed = null;
  }
}
