import type { ColumnRoles, ReadSettings } from '../domain/dataset.js';
import type { JournalEntry } from '../domain/edits.js';
import type { Outcome } from './outcome.js';
import type { LearningWire } from './learning-wire.js';
import type { DeviceKind, ModelFile, ModelSource, ModelTraits } from './model-wire.js';
import type { Choice, Fault } from './fault.js';

/** What is remembered of a piece of work: one dataset read one way. */
export interface ProjectRecord {
  /** Hash over source hash, read settings and roles: other data, or the same data read otherwise, is another project. */
  readonly id: string;
  readonly sourceHash: string;
  /** File name as dropped. */
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
  /** Key of the model last used: `default` or a model's hash. */
  readonly model: string;
  /** Confirmed label maps, by model hash: dataset label name -> class index, -1 = set aside. Pairs, so that no name is a key. */
  readonly labelMaps: readonly { readonly model: string; readonly classes: readonly (readonly [string, number])[] }[];
  /** The run was going when the page went away: go on by itself. */
  readonly running: boolean;
}

/** Results of up to `CHUNK_ROWS` rows, as stored under (project, model, index). Rows not scored yet have NaN logits. */
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
  /** Why it is one thread although the machine has more cores: `gecko` = the browser is Firefox. Null = it is not so. */
  readonly cause: 'gecko' | null;
}

/** A model kept for offline use. */
export interface StoredModel {
  readonly hash: string;
  /** Folder name or Hub id. */
  readonly name: string;
  readonly addedAt: number;
  readonly sizeBytes: number;
  /** Class names, by logit position. */
  readonly classes: readonly string[];
  /** The output that a person chose; absent = nobody was asked. */
  readonly output?: string;
  /** Absent in models that were stored before it was known. */
  readonly traits?: ModelTraits;
}

export interface StoreEvents {
  /**
   * The database was deleted or closed under the page (`storage-evicted`: the next call opens an empty one), or another
   * tab needs a newer one (`storage-newer`).
   */
  lost(fault: Fault): void;
}

/**
 * Copies a blob's bytes into a blob that no change on disk and no deletion of the database touches. With a `hash` (see
 * `Inspection.hash`) the copy has that content, or the fault is `file-changed`.
 */
export type CopyBytes = (source: Blob, hash: string | null) => Promise<Outcome<Blob>>;

/** The page's memory. Every write resolves only after its transaction has completed. */
export interface Store {
  /** Opens the database; on a fault everything goes on in memory and nothing is kept. */
  open(events: StoreEvents): Promise<Outcome<{ readonly persisted: boolean }>>;
  projects(): Promise<Outcome<readonly ProjectRecord[]>>;
  putProject(record: ProjectRecord): Promise<Outcome<null>>;
  /** Removes a project with its edits, results and settings (`isSettingOf`), and its source if no other project uses it. */
  removeProject(id: string): Promise<Outcome<null>>;
  putSource(hash: string, source: Blob): Promise<Outcome<null>>;
  source(hash: string): Promise<Outcome<Blob | null>>;
  /** The whole journal of a project, by seq. */
  entries(projectId: string): Promise<Outcome<readonly JournalEntry[]>>;
  /** Appends entries in one transaction, durability strict: all or none. A seq that is taken is a `read-only-tab` fault. */
  append(projectId: string, entries: readonly JournalEntry[]): Promise<Outcome<null>>;
  chunks(projectId: string, modelHash: string): Promise<Outcome<readonly ResultsChunk[]>>;
  putChunk(projectId: string, modelHash: string, chunk: ResultsChunk): Promise<Outcome<null>>;
  /** Removes all results of a project under one hash. */
  removeChunks(projectId: string, modelHash: string): Promise<Outcome<null>>;
  models(): Promise<Outcome<readonly StoredModel[]>>;
  modelFiles(hash: string): Promise<Outcome<readonly ModelFile[] | null>>;
  putModel(model: StoredModel, files: readonly ModelFile[]): Promise<Outcome<null>>;
  removeModel(hash: string): Promise<Outcome<null>>;
  /** Small remembered choices (mapping by header signature, last project, keyboard on or off). Values are structured-cloneable. */
  setting(key: string): Promise<Outcome<unknown>>;
  putSetting(key: string, value: unknown): Promise<Outcome<null>>;
}

/** The right to write to a project: one tab at a time. */
export interface Claim {
  readonly writable: boolean;
  /** Settles when the right is gained later (the other tab closed), or never. */
  readonly gained: Promise<void>;
  /** Called when another tab asks for the right: it gets it once `finish` has settled, or some seconds later. */
  onAsked(finish: () => Promise<void>): void;
  /** Called when another tab has the right: nothing may be written any more. */
  onLost(callback: () => void): void;
  /** Asks the other tab for the right, and takes it where the tab does not answer. The other tab becomes read-only. */
  takeOver(): Promise<boolean>;
  release(): void;
}

export interface Locks {
  claim(projectId: string): Promise<Claim>;
}

/** A learning worker that can be ended, with all its memory. Calls under way settle with `worker-died` then. */
export interface LearningWorker extends LearningWire {
  end(): void;
}

/** Where learning workers come from. */
export interface LearningWorkers {
  /** How many are worth starting: one for each processor core, at most 8. */
  readonly most: number;
  /** Workers can share memory: the page is cross-origin isolated. */
  readonly shared: boolean;
  start(): LearningWorker;
}

/**
 * Hands bytes to the user as a download. Resolves when they have been given to the browser. The first fault among the
 * parts is the outcome: then there is no file.
 */
export interface Downloads {
  save(
    fileName: string,
    mimeType: string,
    parts: AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>,
  ): Promise<Outcome<null>>;
}

export interface Clock {
  /** ms since 1970. For people; order never depends on it. */
  now(): number;
  /** Monotonic ms, for rates. */
  ticks(): number;
  sleep(ms: number): Promise<void>;
  /** Settles when the screen has shown what was changed before the call, or would have by now. */
  afterPaint(): Promise<void>;
}

/** A model that can be chosen. Its classes are known before it is compiled: config.json names them. */
export interface ModelEntry {
  /** `default`, or the hash under which its files are stored. */
  readonly key: string;
  readonly name: string;
  readonly classes: readonly string[];
  readonly source: ModelSource;
  /** Absent where it is not known, or no model. */
  readonly traits?: ModelTraits;
}

/** What a model folder or a Hub repository turned out to hold. */
export interface FoundModel {
  readonly name: string;
  readonly hash: string;
  readonly classes: readonly string[];
  readonly files: readonly ModelFile[];
  /** The output that a person chose; absent = nobody was asked. */
  readonly output?: string;
  readonly traits?: ModelTraits;
}

/** Asks a person which output of a model holds a number for each class. Null = they do not want the model then. */
export type AskOutput = (choices: readonly Choice[]) => Promise<string | null>;

/** What a person wants of a download. */
export interface HubWish {
  /** The precision to download; null = the one that suits the device. */
  readonly precision: string | null;
  readonly askOutput: AskOutput;
}

/** The device that would score here, and whether its shaders compute half precision. */
export interface LikelyDevice {
  readonly kind: DeviceKind;
  readonly f16: boolean;
}

export interface HubProgress {
  /** The file that is coming; '' = all of them are here, and the model is being tried. */
  readonly file: string;
  readonly receivedBytes: number;
  /** 0 = unknown. */
  readonly totalBytes: number;
}

/** How models come in: checked folders, Hub downloads, and the built-in one. */
export interface ModelLibrary {
  /** The built-in model's entry, from its config.json. */
  builtIn(): Promise<Outcome<ModelEntry>>;
  /** Loads picked or dropped files once on the CPU, so that only a working classifier is kept. */
  fromFiles(files: readonly ModelFile[], name: string, askOutput: AskOutput): Promise<Outcome<FoundModel>>;
  /**
   * Downloads a model in one precision from `host` (such as https://huggingface.co or a mirror) and checks it. Aborting
   * keeps nothing.
   */
  fromHub(
    id: string,
    host: string,
    progress: (state: HubProgress) => void,
    signal: AbortSignal,
    wish: HubWish,
  ): Promise<Outcome<FoundModel>>;
}

/** The parameters of the page's address: where the view is kept between visits. No data ever is. */
export interface AddressPort {
  read(): URLSearchParams;
  /** Sets the parameters named in `values`, empty strings remove; the history keeps one entry. */
  write(values: Readonly<Record<string, string>>): void;
}
