import { Language, matchLocale } from '../i18n/language.svelte.js';
import type { AppPorts } from '../protocol/app-ports.js';
import type { Application } from './application.js';
import { axisColumn } from './axis-column.js';
import { decidedColumn } from './decided-column.js';
import { DownloadQueue } from './download-queue.svelte.js';
import { Downloaded } from './downloaded.svelte.js';
import { Engine } from './engine.svelte.js';
import { Exports } from './exports.svelte.js';
import { History } from './history.js';
import { Importer } from './importer.svelte.js';
import { Intake } from './intake.js';
import { LabelKeys } from './label-keys.svelte.js';
import { BothDoubt } from './learning/both-doubt.js';
import { LearnedCourse } from './learning/learned-course.js';
import { LearnedResults } from './learning/learned-results.js';
import { LearningRun } from './learning/learning-run.svelte.js';
import { Leaving } from './leaving.svelte.js';
import { ModelFit } from './model-fit.svelte.js';
import { Models } from './models.svelte.js';
import { Notices } from './notices.svelte.js';
import { OfflineStatus } from './offline.svelte.js';
import { Passes } from './passes.svelte.js';
import { Preferences } from './preferences.svelte.js';
import { Remarks } from './remarks.svelte.js';
import { Review } from './review.svelte.js';
import { Run } from './run.svelte.js';
import { Scores } from './scores.svelte.js';
import { StoreRecovery } from './store-recovery.js';
import { Training } from './training.svelte.js';
import { View } from './view.svelte.js';
import { Workspace } from './workspace.svelte.js';

/** Builds the whole app on these ports. Nothing is read before `Application.begin`. */
export function composeApp(ports: AppPorts): Application {
  const { address, clock, storage, locks, copyBytes, sources, wishes } = ports;
  const { store } = storage;
  const wantsSample = address.read().get('sample') === 'news';
  const language = new Language(matchLocale(ports.languages));
  const notices = new Notices();
  if (storage.fault) notices.raise(storage.fault, 'warning');
  const remarks = new Remarks();
  const scores = new Scores();
  const review = new Review(store, clock, notices);
  review.durable = storage.fault === null;
  const view = new View(scores, review, address, clock);
  const models = new Models(ports.library, store, clock, notices);
  const engine = new Engine(ports.model, clock, notices, ports.threads);
  engine.wish = wishes.device;
  const run = new Run(engine, scores, clock, notices);
  const course = new LearnedCourse((made, series) => void training.adopt(made, false, series), clock);
  const results = new LearnedResults({ scores, view, store, notices });
  const doubts = new BothDoubt({ models, scores, view, store, results });
  const learning = new LearningRun({
    workers: ports.learners,
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
  const importer = new Importer(sources.dialog, store, notices, copyBytes);
  const leaving = new Leaving(clock);
  const downloads = new DownloadQueue(ports.downloads, notices, remarks);
  const downloaded = new Downloaded(store, review);
  const workspace = new Workspace({
    source: sources.open,
    store,
    locks,
    clock,
    notices,
    models,
    scores,
    review,
    run,
    learning,
    doubts,
    view,
    learnsByItself: wishes.learnsByItself,
    leaving,
    copyBytes,
    unsavedBeside: (): boolean => training.hasUnsaved || passes.hasUnsaved,
  });
  importer.host = workspace;
  const preferences = new Preferences(language, store, address);
  const exports = new Exports({
    source: sources.exports,
    downloads,
    downloaded,
    importer,
    review,
    scores,
    host: workspace,
    preferences,
  });
  const training = new Training({
    wire: ports.signals,
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
  storage.onLost((fault) => recovery.lost(fault));
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

  const openSample = async (): Promise<void> => {
    const sample = await ports.sample();
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
    engine,
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
    offline: new OfflineStatus((onState) => ports.keepOffline(onState)),
    language,
    evictable: storage.fault === null && !storage.persisted,
    take: (files) => intake.take(files),
    takeModel: (files, name) => intake.takeModel(files, name),
    takeDropped: async (transfer) => intake.take(await ports.collect(transfer)),
    openSample,
    begin: async () => {
      await models.init();
      await workspace.refreshProjects();
      if (wantsSample) await openSample();
      else await workspace.resumeLast();
    },
  };
}
