import type { Fault } from './fault.js';
import type { DeviceKind, ModelWire } from './model-wire.js';
import type { Outcome } from './outcome.js';
import type {
  AddressPort,
  Clock,
  CopyBytes,
  Downloads,
  LearningWorkers,
  Locks,
  ModelLibrary,
  PatternWorker,
  Store,
  ThreadLimit,
} from './ports.js';
import type { SignalsWire } from './signals-wire.js';
import type { SourceWire } from './source-wire.js';
import type { StartTextGroups } from './text-groups-wire.js';

/** A source worker for each use: the open work is read and exported whatever the mapping dialog reads, and the other way round. */
export interface SourceWorkers {
  readonly open: SourceWire;
  readonly dialog: SourceWire;
  readonly exports: SourceWire;
}

/** The store, and what the browser promises about it. */
export interface StorePort {
  readonly store: Store;
  /** The browser has promised not to delete the data when space is short. */
  readonly persisted: boolean;
  /** Why nothing outlives the page; null when it does. */
  readonly fault: Fault | null;
  /** Calls `listener` for each fault of `StoreEvents.lost`. */
  onLost(listener: (fault: Fault) => void): void;
}

/** The copy of the app that works without the server. */
export interface OfflineCopy {
  /** Lets the waiting version take over and reloads this page. Does nothing unless the state is `update-waiting`. */
  applyUpdate(): void;
}

/** The workers that score at present. */
export interface WorkersInUse {
  /** Workers side by side. */
  readonly workers: number;
  /** Threads of each. */
  readonly threads: number;
}

/** The model workers behind one interface, which can be replaced by fresh ones. */
export interface ModelWorker extends ModelWire {
  /** As many `score` calls can be made at a time as there are workers. */
  readonly inUse: WorkersInUse;
  /** Ends the workers, with all their memory; the next call starts a fresh one. */
  respawn(): void;
}

/** A file as the user gave it; `path` is its path inside a dropped folder, or its name. */
export interface TakenFile {
  readonly path: string;
  readonly file: File;
}

/** What the address asks of the whole page. */
export interface Wishes {
  /** The device that scores; null = the one that suits. */
  readonly device: DeviceKind | null;
  /** A dataset whose labels no model knows is learnt from without a press of a button. */
  readonly learnsByItself: boolean;
}

/** Everything that the app needs of the outside. `main.ts` makes the real ports, tests make fakes. */
export interface AppPorts {
  readonly address: AddressPort;
  readonly clock: Clock;
  readonly storage: StorePort;
  readonly locks: Locks;
  readonly downloads: Downloads;
  readonly copyBytes: CopyBytes;
  readonly sources: SourceWorkers;
  readonly signals: SignalsWire;
  readonly patterns: PatternWorker;
  readonly model: ModelWorker;
  readonly threads: ThreadLimit;
  readonly library: ModelLibrary;
  readonly learners: LearningWorkers;
  readonly textGroups: StartTextGroups;
  readonly wishes: Wishes;
  /** The sample as a file. */
  sample(): Promise<Outcome<File>>;
}
