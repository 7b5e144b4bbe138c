import type { Application } from './app/application.js';
import { axisColumn } from './app/axis-column.js';
import { decidedColumn } from './app/decided-column.js';
import { DownloadQueue } from './app/download-queue.svelte.js';
import { Downloaded } from './app/downloaded.svelte.js';
import { Engine } from './app/engine.svelte.js';
import { Exports } from './app/exports.svelte.js';
import { History } from './app/history.js';
import { Importer } from './app/importer.svelte.js';
import { Intake } from './app/intake.js';
import { LabelKeys } from './app/label-keys.svelte.js';
import { BothDoubt } from './app/learning/both-doubt.js';
import { LearnedCourse } from './app/learning/learned-course.js';
import { LearnedResults } from './app/learning/learned-results.js';
import { LearningRun } from './app/learning/learning-run.svelte.js';
import { Leaving } from './app/leaving.svelte.js';
import { ModelFit } from './app/model-fit.svelte.js';
import { Models } from './app/models.svelte.js';
import { Passes } from './app/passes.svelte.js';
import { Remarks } from './app/remarks.svelte.js';
import { Review } from './app/review.svelte.js';
import { Run } from './app/run.svelte.js';
import { Scores } from './app/scores.svelte.js';
import { StoreRecovery } from './app/store-recovery.js';
import { Training } from './app/training.svelte.js';
import { View } from './app/view.svelte.js';
import { Workspace } from './app/workspace.svelte.js';
import { deviceClock } from './effects/clock.js';
import { LinkDownloads } from './effects/downloads.js';
import { WebLocks } from './effects/locks.js';
import { LearningClient } from './effects/learning-client.js';
import { ModelClient } from './effects/model-client.js';
import { openHubDoor } from './effects/hub-door.js';
import { createModelLibrary } from './effects/model-library.js';
import { isCrossOriginIsolated } from './effects/offline.js';
import { fetchSample } from './effects/sample.js';
import { SignalsClient } from './effects/signals-client.js';
import { SourceClient } from './effects/source-client.js';
import { threadLimit } from './effects/threads.js';
import { copyBytes } from './effects/page-copy.js';
import type { AddressPort } from './protocol/ports.js';

import type { Notices } from './app/notices.svelte.js';
import type { OfflineStatus } from './app/offline.svelte.js';
import type { Preferences } from './app/preferences.svelte.js';
import type { OpenedStore } from './effects/open-store.js';
import type { Language } from './i18n/language.svelte.js';
import type { Fault } from './protocol/fault.js';
import HeaderWork from './ui/shell/HeaderWork.svelte';
import type { ScreenParts } from './ui/shell/screen-parts.js';
import { Screen } from './ui/shell/screen.svelte.js';
import TopBars from './ui/shell/TopBars.svelte';
import Work from './ui/shell/Work.svelte';
import type { Whole } from './ui/whole.js';

/** What the start page has made already. */
export interface StartedPage {
  readonly address: AddressPort;
  readonly opened: OpenedStore;
  readonly language: Language;
  readonly preferences: Preferences;
  readonly notices: Notices;
  readonly offline: OfflineStatus;
  readonly parts: ScreenParts;
  /** Calls back with every fault of `StoreEvents.lost` from now on. */
  onStoreLost(listener: (fault: Fault) => void): void;
}

/** Builds the application and what shows it. Its list of projects is read. */
export async function buildWhole(page: StartedPage): Promise<Whole> {
  const app = buildApplication(page);
  await app.workspace.refreshProjects();
  return { app, screen: new Screen(() => app, page.parts), HeaderWork, TopBars, Work };
}

function buildApplication(page: StartedPage): Application {
  const { address, opened, language, preferences, notices, offline } = page;
  const { store } = opened;
  const given = address.read();
  const remarks = new Remarks();
  const clock = deviceClock;
  const source = new SourceClient();
  const scores = new Scores();
  const review = new Review(store, clock, notices);
  review.durable = opened.fault === null;
  const view = new View(scores, review, address, clock);
  const library = createModelLibrary({
    tryLoad: async (request) => {
      const client = new ModelClient();
      const loaded = await client.load(request);
      client.dispose();
      return loaded;
    },
    baseUri: () => document.baseURI,
    openDoor: openHubDoor,
    likelyDevice: async () => {
      const client = new ModelClient();
      const report = await client.devices();
      client.dispose();
      const gpu = report.ok && report.value.webgpu && !report.value.software && given.get('device') !== 'wasm';
      return { kind: gpu ? 'webgpu' : 'wasm', f16: report.ok && report.value.f16 };
    },
  });
  const models = new Models(library, store, clock, notices);
  const engine = new Engine(new ModelClient(), clock, notices, threadLimit());
  const run = new Run(engine, scores, clock, notices);
  const course = new LearnedCourse((made, series) => void training.adopt(made, false, series), clock);
  const results = new LearnedResults({ scores, view, store, notices });
  const doubts = new BothDoubt({ models, scores, view, store, results });
  const learning = new LearningRun({
    workers: {
      most: Math.min(8, navigator.hardwareConcurrency),
      shared: isCrossOriginIsolated(),
      start: () => new LearningClient(),
    },
    scores,
    review,
    view,
    notices,
    clock,
    results,
    doubts,
    offer: (classes) => models.offerLearned(classes),
    course,
  });
  // Workers of their own: the open work is read and exported whatever the dialog reads, and the other way round.
  const importer = new Importer(new SourceClient(), store, notices, copyBytes);
  const leaving = new Leaving(clock);
  const parts = {
    source,
    store,
    locks: new WebLocks(),
    clock,
    notices,
    models,
    scores,
    review,
    run,
    learning,
    doubts,
    view,
    learnsByItself: given.get('learn') !== 'off',
    leaving,
    copyBytes,
    unsavedBeside: (): boolean => training.hasUnsaved || passes.hasUnsaved,
  };
  const downloads = new DownloadQueue(new LinkDownloads(), notices, remarks);
  const downloaded = new Downloaded(store, review);
  const workspace = new Workspace(parts);
  importer.host = workspace;
  const exports = new Exports({
    source: new SourceClient(),
    downloads,
    downloaded,
    importer,
    review,
    scores,
    host: workspace,
    preferences,
  });
  const training = new Training({
    wire: new SignalsClient(),
    store,
    notices,
    downloads,
    clock,
    address,
    view,
    host: workspace,
    chooseSeries: (series) => void course.choose(series),
  });
  view.valuesOf = (signal) =>
    decidedColumn(axisColumn(scores, training.map, signal), signal, scores, review, workspace.classOfLabel).value;
  const passes = new Passes({ engine, models, scores, store, clock, notices, host: workspace });
  passes.onSignals = (made, asked) => void training.adopt(made, asked);
  training.onMadeRemoved = () => passes.drop();
  training.onMadePutBack = () => passes.putBack();
  workspace.onResultsKnown = () => passes.restore();
  workspace.onSaved = () => {
    void passes.keepUnkept();
    void training.keepUnkept();
  };
  workspace.onLost = () => {
    passes.letGo();
    training.release();
  };
  const labelKeys = new LabelKeys({ store, notices, review });
  const recovery = new StoreRecovery({ work: [workspace, training, labelKeys], clock, notices });
  page.onStoreLost((fault) => recovery.lost(fault));
  workspace.onOpened = async () => {
    const { record } = workspace;
    if (record) await downloaded.open(record.id);
    await training.opened();
    await labelKeys.opened(record?.id ?? '');
  };
  workspace.onClosed = () => {
    training.closed();
    labelKeys.closed();
    passes.letGo();
    downloaded.close();
  };
  const intake = new Intake(importer, models, notices, training);
  intake.onModelAdded = (key) => workspace.chooseModel(key);
  intake.onCheckpointsAdded = (keys) => passes.proposeCheckpoints(keys);

  const device = given.get('device');
  if (device === 'webgpu' || device === 'wasm') engine.wish = device;
  const openSample = async (): Promise<void> => {
    const sample = await fetchSample();
    if (!sample.ok) {
      notices.raise(sample.fault);
      return;
    }
    await workspace.openDirectly(sample.value);
    address.write({ sample: 'news' });
    await workspace.start();
  };

  return {
    workspace,
    exports,
    downloads,
    downloaded,
    history: new History({ review, view, remarks, project: workspace }),
    importer,
    leaving,
    models,
    modelFit: new ModelFit({ models, host: workspace }),
    run,
    learning,
    passes,
    scores,
    review,
    view,
    labelKeys,
    training,
    notices,
    remarks,
    preferences,
    offline,
    language,
    evictable: opened.fault === null && !opened.persisted,
    take: (files) => intake.take(files),
    takeModel: (files, name) => intake.takeModel(files, name),
    openSample,
    begin: async () => {
      await models.init();
      await workspace.refreshProjects();
      if (given.get('sample') === 'news') await openSample();
      else await workspace.resumeLast();
    },
  };
}
