import type { Language } from '../i18n/language.svelte.js';
import type { DownloadQueue } from './download-queue.svelte.js';
import type { Downloaded } from './downloaded.svelte.js';
import type { Exports } from './exports.svelte.js';
import type { History } from './history.js';
import type { Importer } from './importer.svelte.js';
import type { LabelKeys } from './label-keys.svelte.js';
import type { LearningRun } from './learning/learning-run.svelte.js';
import type { Leaving } from './leaving.svelte.js';
import type { ModelFit } from './model-fit.svelte.js';
import type { Models } from './models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { OfflineStatus } from './offline.svelte.js';
import type { Passes } from './passes.svelte.js';
import type { Preferences } from './preferences.svelte.js';
import type { Remarks } from './remarks.svelte.js';
import type { Review } from './review.svelte.js';
import type { Run } from './run.svelte.js';
import type { Scores } from './scores.svelte.js';
import type { Training } from './training.svelte.js';
import type { View } from './view.svelte.js';
import type { Workspace } from './workspace.svelte.js';

/** Everything the interface shows and calls. It is built once. */
export interface Application {
  readonly workspace: Workspace;
  readonly exports: Exports;
  readonly downloads: DownloadQueue;
  readonly downloaded: Downloaded;
  readonly history: History;
  readonly importer: Importer;
  readonly leaving: Leaving;
  readonly models: Models;
  readonly modelFit: ModelFit;
  readonly run: Run;
  readonly learning: LearningRun;
  readonly passes: Passes;
  readonly scores: Scores;
  readonly review: Review;
  readonly view: View;
  readonly labelKeys: LabelKeys;
  readonly training: Training;
  readonly notices: Notices;
  readonly remarks: Remarks;
  readonly preferences: Preferences;
  readonly offline: OfflineStatus;
  readonly language: Language;
  /** The browser may delete what this page stores. */
  readonly evictable: boolean;
  /** Takes files that were dropped, picked or pasted: datasets open the mapping dialog, model folders join the models. */
  take(files: readonly TakenFile[]): Promise<void>;
  /** Takes a folder that was picked as a model. */
  takeModel(files: readonly TakenFile[], name: string): Promise<void>;
  openSample(): Promise<void>;
  /** Lists the models, and opens the sample or the last project if that is asked for. Called once. */
  begin(): Promise<void>;
}

/** A file as the user gave it; `path` is its path inside a dropped folder, or its name. */
export interface TakenFile {
  readonly path: string;
  readonly file: File;
}
