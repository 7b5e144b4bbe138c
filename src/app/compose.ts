import type { AppPorts } from '../protocol/app-ports.js';
import { Analysis } from './scoring/analysis.js';
import type { Application } from './shell/application.js';
import { AppliedSignals } from './training/applied-signals.svelte.js';
import { axisColumn } from './rows/axis-column.js';
import { DataMapState } from './training/data-map.svelte.js';
import { decidedColumn } from './rows/decided-column.js';
import { DownloadQueue } from './export/download-queue.svelte.js';
import { Downloaded } from './export/downloaded.svelte.js';
import { Draws } from './review/estimate/draws.svelte.js';
import { Engine } from './scoring/engine.svelte.js';
import { Exports } from './export/exports.svelte.js';
import { ImportedPredictions } from './predictions/imported.js';
import { composeBench } from './review/bench.js';
import { Importer } from './import/importer.svelte.js';
import { FileRouter } from './import/file-router.svelte.js';
import { LabelAdvice } from './labels/advice.js';
import { Conflicts } from './review/conflicts.svelte.js';
import { composeSettings } from './review/project-settings.js';
import { LabelFollowers } from './review/label-followers.js';
import { LabelMap } from './labels/map.svelte.js';
import { BothDoubt } from './learning/both-doubt.js';
import { LearnedCourse } from './learning/learned-course.js';
import { LearnedResults } from './learning/learned-results.js';
import { LearningRun } from './learning/learning-run.svelte.js';
import { Leaving } from './project/leaving.svelte.js';
import { ModelChoice } from './scoring/model-choice.js';
import { ModelFit } from './scoring/model-fit.svelte.js';
import { ModelResults } from './predictions/model-results.js';
import { Models } from './scoring/models.svelte.js';
import { OpenWork } from './project/open-work.js';
import { Outbox } from './project/outbox.svelte.js';
import { PassesRun } from './training/passes-run.svelte.js';
import { openingOf, ProjectSource } from './project/source.svelte.js';
import { Project } from './project/project.svelte.js';
import { Projects } from './project/projects.svelte.js';
import { Remarks } from './shell/remarks.svelte.js';
import { Review } from './review/review.svelte.js';
import { composeSharing } from './review/sharing.js';
import { RowMarks } from './rows/row-marks.svelte.js';
import { RowSignals } from './training/row-signals.svelte.js';
import { RunResults } from './scoring/run-results.js';
import { ScoringRun } from './scoring/run.svelte.js';
import { Predictions } from './predictions/predictions.svelte.js';
import { Sample } from './project/sample.js';
import { Session } from './project/session.js';
import type { Shell } from './shell/shell.js';
import { SourceColumns } from './rows/source-columns.svelte.js';
import { StoreRecovery } from './project/store-recovery.js';
import { SignalsReading } from './training/signals-reading.svelte.js';
import { SignalsStore } from './training/signals-store.js';
import { Training } from './training/training.js';
import { RowView } from './rows/row-view.svelte.js';
import { WorkKeeper } from './project/work-keeper.js';
import { WriteRight } from './project/write-right.js';

/** Builds the app on these ports and the shell of the start page. Reads no stored data before `prepare` and `begin`. */
export function composeApp(ports: AppPorts, shell: Shell): Application {
  const { address, clock, storage, locks, copyBytes, sources, wishes } = ports;
  const { store } = storage;
  const wantsSample = address.read().get('sample') === 'news';
  const { language, preferences, notices, offline } = shell;
  if (storage.fault) notices.raise(storage.fault, 'warning');
  const remarks = new Remarks();
  const project = new Project();
  const predictions = new Predictions();
  const signals = new RowSignals();
  const outbox = new Outbox({ store, notices, project, durable: storage.fault === null });
  const projects = new Projects({ store, notices, project, outbox });
  const review = new Review({ outbox, store, clock, notices, project, projects });
  const models = new Models(ports.library, store, clock, notices);
  const labelMap = new LabelMap({ models, predictions, review, project });
  const conflicts = new Conflicts({ outbox, review, project });
  const marks = new RowMarks(conflicts);
  const map = new DataMapState(signals, address);
  const { labelKeys, guidelines, sampling, stored } = composeSettings(outbox, preferences.actionKeys);
  const settings = [...stored, conflicts.stored];
  const draws = new Draws({ stored: sampling, predictions, review, project });
  const view = new RowView({
    draws,
    predictions,
    review,
    marks,
    dataMap: map,
    labelMap,
    project,
    address,
    clock,
    patterns: ports.patterns,
    columns: new SourceColumns(sources.open, project),
    valuesOf: (signal) =>
      decidedColumn(axisColumn(predictions, signals, signal), signal, predictions, review, labelMap.classOf).value,
  });
  const downloads = new DownloadQueue(ports.downloads, notices, remarks);
  const downloaded = new Downloaded(store, review, outbox);
  const applied = new AppliedSignals();
  const signalsReading = new SignalsReading({ wire: ports.signals, notices, project });
  const training = new Training({
    signals: applied,
    reading: signalsReading,
    store: new SignalsStore(outbox),
    project,
    review,
    clock,
    map,
    view,
  });
  const modelResults = new ModelResults({ outbox, models, predictions, view, notices, labelMap, project });
  const engine = new Engine(ports.model, clock, notices, ports.threads);
  engine.wish = wishes.device;
  const advice = new LabelAdvice({ models, predictions, notices, store, review, labelMap, project });
  const output = new RunResults({ labelMap, modelResults, projects });
  const run = new ScoringRun(engine, predictions, output, clock, notices);
  const imported = new ImportedPredictions({ outbox, models, predictions, run, view, notices, labelMap });
  const passes = new PassesRun({ engine, models, predictions, outbox, clock, notices, project, labelMap, training });
  const learned = new LearnedResults({ predictions, view, store, outbox, clock });
  const doubts = new BothDoubt({ models, predictions, marks, store, results: learned, project });
  const learning = new LearningRun({
    workers: ports.learners,
    predictions,
    review,
    view,
    marks,
    notices,
    clock,
    models,
    results: learned,
    doubts,
    course: new LearnedCourse((made, series) => training.adopt(made, false, series), clock),
  });
  const analysis = new Analysis({
    project,
    projects,
    notices,
    models,
    predictions,
    review,
    view,
    labelMap,
    advice,
    modelResults,
    imported,
    doubts,
    run,
    passes,
    learning,
    training,
  });
  const leaving = new Leaving(clock);
  const keeper = new WorkKeeper({
    outbox,
    project,
    projects,
    review,
    imported,
    modelResults,
    learned,
    training,
    settings,
    leaving,
  });
  const recovery = new StoreRecovery({ work: keeper, clock, notices });
  storage.onLost((fault) => recovery.lost(fault));
  const right = new WriteRight({ locks, notices, project, review, run, learning, outbox, passes });
  const source = new ProjectSource({ source: sources.open, store, copyBytes, notices, project });
  const work = new OpenWork({
    store,
    notices,
    project,
    projects,
    source,
    keeper,
    outbox,
    right,
    models,
    labelMap,
    review,
    view,
    learning,
    doubts,
    imported,
    training,
    passes,
    settings,
    downloaded,
    analysis,
  });
  const session = new Session({
    store,
    clock,
    notices,
    project,
    projects,
    source,
    keeper,
    outbox,
    right,
    models,
    review,
    learning,
    imported,
    training,
    analysis,
    work,
    learnsByItself: wishes.learnsByItself,
  });
  const importer = new Importer(sources.dialog, store, notices, copyBytes, project);
  const exports = new Exports({
    source: sources.exports,
    downloads,
    downloaded,
    importer,
    review,
    predictions,
    labelMap,
    project,
    preferences,
    signals: applied,
    clock,
  });
  const labelFollowers = new LabelFollowers({ review, view, guidelines, labelKeys });
  const decided = { review, predictions, conflicts, labelKeys, labelFollowers, guidelines, sampling, view, remarks };
  const kept = { store, notices, project, projects, outbox, clock };
  // Exports leave this worker free to read, and the dialog's worker reads the dropped file.
  const sharing = composeSharing({ ...decided, ...kept, session, downloads, source: sources.exports });
  const router = new FileRouter({
    source: sources.dialog,
    importer,
    models,
    notices,
    signalsReading,
    sessions: sharing.sessionMerge,
    earlier: sharing.earlierVersion,
    session,
    analysis,
    passes,
  });

  const sample = new Sample({ ports, source, session, analysis, address, notices });

  return {
    project,
    projects,
    source,
    session,
    analysis,
    keeper,
    outbox,
    labelMap,
    exports,
    downloads,
    downloaded,
    ...sharing,
    ...composeBench({ ...decided, ...kept, labelMap, training }, ports),
    importer,
    router,
    leaving,
    models,
    modelChoice: new ModelChoice({ models, analysis }),
    modelFit: new ModelFit({ models, project }),
    engine,
    run,
    learning,
    passes,
    predictions,
    review,
    view,
    labelKeys,
    guidelines,
    draws,
    signalsReading,
    training,
    notices,
    remarks,
    preferences,
    offline,
    language,
    evictable: storage.fault === null && !storage.persisted,
    take: (files) => router.take(files),
    takeModel: (files, name) => router.takeModel(files, name),
    openSample: () => sample.open(),
    prepare: async () => {
      await session.findLast();
      if (wantsSample) source.opening = openingOf({ name: 'news.tsv', sizeBytes: 1 });
    },
    begin: async () => {
      await models.init();
      await projects.refresh();
      if (wantsSample) await sample.open();
      else await session.resumeLast();
    },
  };
}
