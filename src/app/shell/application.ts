import type { Language } from '../../i18n/language.svelte.js';
import type { TakenFile } from '../../protocol/app-ports.js';
import type { Analysis } from '../scoring/analysis.js';
import type { DownloadQueue } from '../export/download-queue.svelte.js';
import type { Downloaded } from '../export/downloaded.svelte.js';
import type { Draws } from '../review/estimate/draws.svelte.js';
import type { Engine } from '../scoring/engine.svelte.js';
import type { Exports } from '../export/exports.svelte.js';
import type { FileRouter } from '../import/file-router.svelte.js';
import type { Sharing } from '../review/sharing.js';
import type { ReviewBench } from '../review/bench.js';
import type { Importer } from '../import/importer.svelte.js';
import type { ReviewSettings } from '../review/project-settings.js';
import type { LabelMap } from '../labels/map.svelte.js';
import type { LearningRun } from '../learning/learning-run.svelte.js';
import type { Leaving } from '../project/leaving.svelte.js';
import type { ModelChoice } from '../scoring/model-choice.js';
import type { ModelFit } from '../scoring/model-fit.svelte.js';
import type { Models } from '../scoring/models.svelte.js';
import type { Notices } from './notices.svelte.js';
import type { OfflineStatus } from './offline.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { PassesRun } from '../training/passes-run.svelte.js';
import type { Preferences } from './preferences.svelte.js';
import type { ProjectSource } from '../project/source.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Projects } from '../project/projects.svelte.js';
import type { Remarks } from './remarks.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { ScoringRun } from '../scoring/run.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';
import type { Session } from '../project/session.js';
import type { SignalsReading } from '../training/signals-reading.svelte.js';
import type { Training } from '../training/training.js';
import type { RowView } from '../rows/row-view.svelte.js';
import type { WorkKeeper } from '../project/work-keeper.js';

/** Everything the interface shows and calls. `composeApp` builds it once. */
export interface Application extends ReviewBench, ReviewSettings, Sharing {
  readonly project: Project;
  readonly projects: Projects;
  readonly source: ProjectSource;
  readonly session: Session;
  readonly analysis: Analysis;
  readonly keeper: WorkKeeper;
  readonly outbox: Outbox;
  readonly labelMap: LabelMap;
  readonly exports: Exports;
  readonly downloads: DownloadQueue;
  readonly downloaded: Downloaded;
  readonly importer: Importer;
  /** Opens the file that the mapping dialog confirmed. */
  readonly router: Pick<FileRouter, 'opening' | 'confirm' | 'continueWork'>;
  readonly leaving: Leaving;
  readonly models: Models;
  readonly modelChoice: ModelChoice;
  readonly modelFit: ModelFit;
  readonly engine: Engine;
  readonly run: ScoringRun;
  readonly learning: LearningRun;
  readonly passes: PassesRun;
  readonly predictions: Predictions;
  readonly review: Review;
  readonly view: RowView;
  readonly draws: Draws;
  /** The dialog about dropped training signals. */
  readonly signalsReading: SignalsReading;
  readonly training: Training;
  readonly notices: Notices;
  readonly remarks: Remarks;
  readonly preferences: Preferences;
  readonly offline: OfflineStatus;
  readonly language: Language;
  /** Whether the browser may delete the store of this page. */
  readonly evictable: boolean;
  /** Takes dropped, picked or pasted files. Datasets open the mapping dialog. Model folders join the models. */
  take(files: readonly TakenFile[]): Promise<void>;
  /** Takes a picked folder as a model. */
  takeModel(files: readonly TakenFile[], name: string): Promise<void>;
  openSample(): Promise<void>;
  /** Finds the project that `begin` will open, so that the page shows its name from the start. */
  prepare(): Promise<void>;
  /** Reads the stored models and projects. Opens the last project, or the sample if the address names it. */
  begin(): Promise<void>;
}
