import { mount } from 'svelte';
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
import { Notices } from './app/notices.svelte.js';
import { OfflineStatus } from './app/offline.svelte.js';
import { Passes } from './app/passes.svelte.js';
import { Preferences } from './app/preferences.svelte.js';
import { Remarks } from './app/remarks.svelte.js';
import { Review } from './app/review.svelte.js';
import { Run } from './app/run.svelte.js';
import { Scores } from './app/scores.svelte.js';
import { StoreRecovery } from './app/store-recovery.js';
import { Training } from './app/training.svelte.js';
import { View } from './app/view.svelte.js';
import { Workspace } from './app/workspace.svelte.js';
import { pageAddress } from './effects/address.js';
import { deviceClock } from './effects/clock.js';
import { LinkDownloads } from './effects/downloads.js';
import { WebLocks } from './effects/locks.js';
import { LearningClient } from './effects/learning-client.js';
import { ModelClient } from './effects/model-client.js';
import { collect } from './effects/files-in.js';
import { openHubDoor } from './effects/hub-door.js';
import { createModelLibrary } from './effects/model-library.js';
import { isCrossOriginIsolated, isSecureOrigin, keepOfflineCopy, onMissingPart } from './effects/offline.js';
import { fetchSample, SAMPLE_NAME } from './effects/sample.js';
import { SignalsClient } from './effects/signals-client.js';
import { SourceClient } from './effects/source-client.js';
import { openStore } from './effects/open-store.js';
import { threadLimit } from './effects/threads.js';
import { copyBytes } from './effects/page-copy.js';
import { onUnforeseen } from './effects/page-errors.js';
import type { Fault } from './protocol/fault.js';
import { Language, matchLocale } from './i18n/language.svelte.js';
import App from './ui/App.svelte';
import './ui/tokens.css';
import './ui/base.css';

async function start(): Promise<void> {
  const address = pageAddress(window);
  const given = address.read();
  const language = new Language(matchLocale(navigator.languages));
  const notices = new Notices();
  const remarks = new Remarks();
  const clock = deviceClock;
  onUnforeseen((fault) => notices.raise(fault));
  let onStoreLost = (fault: Fault): void => notices.raise(fault);
  const opened = await openStore({ lost: (fault) => onStoreLost(fault) });
  const { store } = opened;
  if (opened.fault) notices.raise(opened.fault, 'warning');
  if (!isSecureOrigin()) notices.raise({ code: 'insecure-origin' }, 'warning');
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
  const preferences = new Preferences(language, store, address);
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
  onStoreLost = (fault) => recovery.lost(fault);
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
  const offline = new OfflineStatus();

  const app: Application = {
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
    takeDropped: async (transfer) => intake.take((await collect(transfer)).files),
    openSample: async () => {
      const sample = await fetchSample();
      if (!sample.ok) {
        workspace.opening = null;
        notices.raise(sample.fault);
        return;
      }
      await workspace.openDirectly(sample.value);
      address.write({ sample: 'news' });
      await workspace.start();
    },
  };

  const device = given.get('device');
  if (device === 'webgpu' || device === 'wasm') engine.wish = device;
  const copy = keepOfflineCopy((state) => (offline.state = state));
  offline.applyUpdate = () => copy.applyUpdate();
  onMissingPart(() => notices.raise({ code: 'update-broken' }));
  await preferences.init();
  // Before anything is shown: what is going to be opened takes the place of the start page.
  const asksForSample = given.get('sample') === 'news';
  const last = await workspace.findLast();
  if (asksForSample) workspace.opening = { name: SAMPLE_NAME, done: 0, total: 1 };

  const target = document.getElementById('app');
  if (!target) return;
  target.replaceChildren();
  mount(App, { target, props: { app } });

  await models.init();
  if (asksForSample) await app.openSample();
  else if (last) await workspace.openStored(last);
}

void start();
