import type { ColumnRoles, ReadSettings } from '../domain/reading/dataset.js';
import type { JournalEntry } from '../domain/review/edits.js';
import type { PatternWire } from './pattern-wire.js';
import type { Outcome } from './outcome.js';
import type { LearningWire } from './learning-wire.js';
import type { DeviceKind, ModelFile, ModelSource, ModelTraits } from './model-wire.js';
import type { Choice, Fault } from './fault.js';

/** The stored record of a project: one dataset read in one way. */
export interface ProjectRecord {
  /**
   * Hash over source hash, read settings and roles. Other data, or the same data read in another way, is another
   * project.
   */
  readonly id: string;
  readonly sourceHash: string;
  /** File name when it was dropped. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly rows: number;
  readonly rejected: number;
  readonly createdAt: number;
  readonly openedAt: number;
  /** Rows decided so far, for the list of projects. */
  readonly decided: number;
  /** Key of the model that was used last: `default` or a model's hash. */
  readonly model: string;
  /**
   * Confirmed label maps, by model hash: dataset label name -> class index, -1 = set aside. They are pairs, so that no
   * name is a key.
   */
  readonly labelMaps: readonly { readonly model: string; readonly classes: readonly (readonly [string, number])[] }[];
  /** The run was under way when the page closed: continue it. */
  readonly running: boolean;
}

/**
 * Results of up to `CHUNK_ROWS` rows, as stored under (project, model, index). Rows without results have NaN logits.
 */
export interface ResultsChunk {
  readonly index: number;
  /** rows x classes, row-major. */
  readonly logits: Float32Array<ArrayBuffer>;
  /** Cross-entropy in nats, NaN = none. */
  readonly loss: Float32Array<ArrayBuffer>;
  readonly tokens: Uint16Array<ArrayBuffer>;
  /** Bit 0: scored; bit 1: truncated. */
  readonly flags: Uint8Array<ArrayBuffer>;
}

/** How many threads a model may use. */
export interface ThreadLimit {
  readonly count: number;
  /**
   * Why there is one thread although the machine has more cores: `gecko` = the browser is Firefox. Null = there is no
   * such reason.
   */
  readonly cause: 'gecko' | null;
}

/** A stored model for offline use. */
export interface StoredModel {
  readonly hash: string;
  /** Folder name or Hub id. */
  readonly name: string;
  readonly addedAt: number;
  readonly sizeBytes: number;
  /** Class names, by logit position. */
  readonly classes: readonly string[];
  /** The output that a person chose. Absent = no person was asked. */
  readonly output?: string;
  /** Absent in models that were stored by builds without it. */
  readonly traits?: ModelTraits;
}

export interface StoreEvents {
  /**
   * The browser deleted or closed the database (`storage-evicted`: the next call opens an empty one), or another tab
   * needs a newer one (`storage-newer`).
   */
  lost(fault: Fault): void;
}

/**
 * Copies a blob's bytes into a blob that no change on disk and no deletion of the database touches. With a `hash` (see
 * `Inspection.hash`) the copy has that content, or the fault is `file-changed`.
 */
export type CopyBytes = (source: Blob, hash: string | null) => Promise<Outcome<Blob>>;

/** The page's storage. Every write resolves only after its transaction has completed. */
export interface Store {
  /** Opens the database. After a fault the work stays in memory, and nothing is stored. */
  open(events: StoreEvents): Promise<Outcome<{ readonly persisted: boolean }>>;
  projects(): Promise<Outcome<readonly ProjectRecord[]>>;
  putProject(record: ProjectRecord): Promise<Outcome<null>>;
  /**
   * Deletes a project with its edits, results and settings (`isSettingOf`). Deletes its source unless another project
   * uses it.
   */
  removeProject(id: string): Promise<Outcome<null>>;
  putSource(hash: string, source: Blob): Promise<Outcome<null>>;
  source(hash: string): Promise<Outcome<Blob | null>>;
  /** The whole journal of a project, by seq. */
  entries(projectId: string): Promise<Outcome<readonly JournalEntry[]>>;
  /**
   * Appends entries in one transaction, durability strict: all or none. A seq that exists already is a `read-only-tab`
   * fault.
   */
  append(projectId: string, entries: readonly JournalEntry[]): Promise<Outcome<null>>;
  chunks(projectId: string, modelHash: string): Promise<Outcome<readonly ResultsChunk[]>>;
  putChunk(projectId: string, modelHash: string, chunk: ResultsChunk): Promise<Outcome<null>>;
  /** Deletes all results of a project, or the results under one hash. */
  removeChunks(projectId: string, modelHash?: string): Promise<Outcome<null>>;
  models(): Promise<Outcome<readonly StoredModel[]>>;
  modelFiles(hash: string): Promise<Outcome<readonly ModelFile[] | null>>;
  putModel(model: StoredModel, files: readonly ModelFile[]): Promise<Outcome<null>>;
  removeModel(hash: string): Promise<Outcome<null>>;
  /**
   * Small remembered choices (mapping by header signature, last project, keyboard on or off). Values are
   * structured-cloneable.
   */
  setting(key: string): Promise<Outcome<unknown>>;
  putSetting(key: string, value: unknown): Promise<Outcome<null>>;
}

/** The right to write to a project. One tab at a time has it. */
export interface Claim {
  readonly writable: boolean;
  /** Settles when this tab gains the right later (the other tab closed), or never. */
  readonly gained: Promise<void>;
  /** Called when another tab asks for the right. That tab gets it once `finish` has settled, or some seconds later. */
  onAsked(finish: () => Promise<void>): void;
  /** Called when another tab has the right: this tab must not write any more. */
  onLost(callback: () => void): void;
  /** Asks the other tab for the right, and takes it where the tab does not answer. The other tab becomes read-only. */
  takeOver(): Promise<boolean>;
  release(): void;
}

export interface Locks {
  claim(projectId: string): Promise<Claim>;
}

/** The worker of patterns. */
export interface PatternWorker extends PatternWire {
  /**
   * Ends the worker if a call that is under way now does not finish soon. The call then settles with `job-ended`, and the
   * next call starts a fresh worker, without texts.
   */
  stop(): void;
}

/** A learning worker that can be ended, with all its memory. Calls under way then settle with `worker-died`. */
export interface LearningWorker extends LearningWire {
  end(): void;
}

/** Starts learning workers. */
export interface LearningWorkers {
  /** How many workers are worth starting: one for each processor core, at most 8. */
  readonly most: number;
  /** Workers can share memory: the page is cross-origin isolated. */
  readonly shared: boolean;
  start(): LearningWorker;
}

/**
 * Gives bytes to the browser as a download, and resolves when the browser has them. The first fault among the parts is
 * the outcome, and then there is no file.
 */
export interface Downloads {
  save(
    fileName: string,
    mimeType: string,
    parts: AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>,
  ): Promise<Outcome<null>>;
}

export interface Clock {
  /** ms since 1970. It is for people: order never depends on it. */
  now(): number;
  /** Monotonic ms, for rates. */
  ticks(): number;
  sleep(ms: number): Promise<void>;
  /** Settles when the screen has shown the changes made before the call, or when it would have shown them. */
  afterPaint(): Promise<void>;
}

/** A model that can be chosen. Its classes are known before it is compiled, from config.json. */
export interface ModelEntry {
  /** `default`, or the hash that its files are stored under. */
  readonly key: string;
  readonly name: string;
  readonly classes: readonly string[];
  readonly source: ModelSource;
  /** Absent where the size is unknown, or the entry is no model. */
  readonly traits?: ModelTraits;
}

/** What a model folder or a Hub repository holds. */
export interface FoundModel {
  readonly name: string;
  readonly hash: string;
  readonly classes: readonly string[];
  readonly files: readonly ModelFile[];
  /** The output that a person chose. Absent = no person was asked. */
  readonly output?: string;
  readonly traits?: ModelTraits;
}

/** Asks a person which output of a model holds a number for each class. Null: the person gives the model up. */
export type AskOutput = (choices: readonly Choice[]) => Promise<string | null>;

/** What a person wants from a download. */
export interface HubWish {
  /** The precision to download. Null = the one that suits the device. */
  readonly precision: string | null;
  readonly askOutput: AskOutput;
}

/** The device that would score here, and whether its shaders compute half precision. */
export interface LikelyDevice {
  readonly kind: DeviceKind;
  readonly f16: boolean;
}

export interface HubProgress {
  /** The file under way. '' = all files are here, and the model is being tried. */
  readonly file: string;
  readonly receivedBytes: number;
  /** 0 = unknown. */
  readonly totalBytes: number;
}

/** How the page gets models: checked folders, Hub downloads, and the built-in one. */
export interface ModelLibrary {
  /** The built-in model's entry, from its config.json. */
  builtIn(): Promise<Outcome<ModelEntry>>;
  /** Loads picked or dropped files once on the CPU, so that only a working classifier is stored. */
  fromFiles(files: readonly ModelFile[], name: string, askOutput: AskOutput): Promise<Outcome<FoundModel>>;
  /**
   * Downloads a model in one precision from `host` (such as https://huggingface.co or a mirror) and checks it. An abort
   * stores nothing.
   */
  fromHub(
    id: string,
    host: string,
    progress: (state: HubProgress) => void,
    signal: AbortSignal,
    wish: HubWish,
  ): Promise<Outcome<FoundModel>>;
}

/** The parameters of the page's address, where the view is kept between visits. They never hold data. */
export interface AddressPort {
  read(): URLSearchParams;
  /** Sets the parameters named in `values`. Empty strings remove them. The history keeps one entry. */
  write(values: Readonly<Record<string, string>>): void;
}
