import { sliceTexts } from '../../domain/models/batch.js';
import { CHUNK_ROWS, isClass, type Dataset } from '../../domain/reading/dataset.js';
import type { EpochResult, LearningPrepared, PoolResult, TermSpace } from '../../protocol/learning-wire.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { LearningWorker, LearningWorkers } from '../../protocol/ports.js';
import { hasEnded } from '../project/turn.js';
import type { Labels } from './labels-to-learn.js';
import type { LearningPhase } from './learning-state.js';
import type { WorkGate } from './work-gate.js';

/** Takes the progress and the results of learning. */
export interface LearningWatch {
  /** Every step waits for it. It has the signal of the learning. */
  readonly gate: WorkGate;
  phase(phase: LearningPhase): void;
  /** `done` of `total` units of work. */
  progress(done: number, total: number): void;
  /** Takes results of all rows: after the first pass, and after each further learner. `last`: the final results. */
  results(result: PoolResult, last: boolean): Promise<void>;
  /** Takes the predictions of the logistic learner of a fold after each of its epochs. */
  epoch(fold: number, epoch: number, result: EpochResult): void;
}

/** Most epochs of the logistic learners. Large datasets get fewer, or none. */
const EPOCHS = { most: 8, least: 2 };
/** Most products of an entry with a class in all logistic learners. */
const MOST_PRODUCTS = 4e10;
/** With more entries than this, a copy for a second worker needs too much memory. */
const MOST_COPIED_ENTRIES = 8_000_000;

type FoldWork = (
  worker: LearningWorker,
  fold: number,
  later: (answer: Promise<Outcome<null>>) => void,
) => Promise<Outcome<null>>;

const STOPPED: Outcome<null> = { ok: true, value: null };

/** Units of work for each byte or row of the phases. Only their ratios count. */
const COST = { read: 0.25, bayes: 0.01, neighbours: 0.35, logistic: 0.004 };

/** The learning workers of one dataset. One reads the texts, all learn folds. */
export class LearningTeam {
  #lead: LearningWorker | null = null;
  #others: readonly LearningWorker[] = [];
  #prepared: LearningPrepared | null = null;
  /** Whether neighbours are known. They stay the same when labels change. */
  #neighboursKnown = false;
  readonly #dataset: Dataset;
  readonly #workers: LearningWorkers;

  constructor(dataset: Dataset, workers: LearningWorkers) {
    this.#dataset = dataset;
    this.#workers = workers;
  }

  /** Fold of each row. Null before a worker has read the texts. */
  get fold(): Uint8Array | null {
    return this.#prepared?.fold ?? null;
  }

  get folds(): number {
    return this.#prepared?.folds ?? 0;
  }

  /** The worker that read the texts. Null before. */
  get lead(): LearningWorker | null {
    return this.#prepared ? this.#lead : null;
  }

  /** Ends all workers. */
  end(): void {
    this.#dismiss();
    this.#lead?.end();
    this.#lead = null;
    this.#prepared = null;
    this.#neighboursKnown = false;
  }

  /** Reads the texts once, until `signal` ends. A fault ends the workers. */
  async read(signal: AbortSignal, watch: Pick<LearningWatch, 'gate' | 'phase' | 'progress'>): Promise<Outcome<null>> {
    if (this.#prepared) return ok(null);
    this.end();
    watch.phase({ at: 'reading' });
    const outcome = await this.#readTexts(signal, this.#workers.start(), watch);
    // Without a lead worker, the reading ended early.
    if (this.lead === null) this.end();
    return outcome;
  }

  /** Reads, learns and mixes until `signal` ends. `watch` takes the results. A fault ends the workers. */
  async learn(signal: AbortSignal, labels: Labels, watch: LearningWatch): Promise<Outcome<null>> {
    const read = await this.read(signal, watch);
    if (!read.ok || hasEnded(signal)) return read;
    const hired = await this.#hire();
    const outcome = hired.ok ? await this.#learnAll(signal, labels, watch) : hired;
    this.#dismiss();
    if (!outcome.ok) this.end();
    return outcome;
  }

  async #readTexts(
    signal: AbortSignal,
    lead: LearningWorker,
    { gate, progress }: Pick<LearningWatch, 'gate' | 'progress'>,
  ): Promise<Outcome<null>> {
    this.#lead = lead;
    const { rows, text, textB, label, labels } = this.#dataset;
    const textBytes = text.bytes.length + (textB?.bytes.length ?? 0);
    const { shared } = this.#workers;
    const begun = await lead.begin({ rows, classes: labels.length, pairs: textB !== null, textBytes, shared });
    if (!begun.ok) return begun;
    const total = this.#work();
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      if (!(await gate.passed())) return STOPPED;
      const to = Math.min(rows, from + CHUNK_ROWS);
      const read = await lead.read(sliceTexts(text, from, to), textB && sliceTexts(textB, from, to));
      if (!read.ok) return read;
      progress((total.read * to) / rows, total.all);
    }
    const prepared = await lead.prepare(Int32Array.from(label, (own) => (isClass(labels[own]) ? own : -1)));
    if (!prepared.ok || hasEnded(signal)) return prepared.ok ? STOPPED : prepared;
    this.#prepared = prepared.value;
    return ok(null);
  }

  /** Starts more workers with the material of the first one. */
  async #hire(): Promise<Outcome<null>> {
    const { shared, most } = this.#workers;
    const { folds = 0, entries = 0 } = this.#prepared ?? {};
    const wanted = shared || entries <= MOST_COPIED_ENTRIES ? Math.min(most, folds) : 1;
    if (wanted < 2 || !this.#lead) return ok(null);
    const material = await this.#lead.material();
    if (!material.ok) return material;
    this.#others = Array.from({ length: wanted - 1 }, () => this.#workers.start());
    const attached = await Promise.all(this.#others.map((worker) => worker.attach(material.value)));
    return attached.find((answer) => !answer.ok) ?? ok(null);
  }

  #dismiss(): void {
    for (const worker of this.#others) worker.end();
    this.#others = [];
  }

  async #learnAll(signal: AbortSignal, labels: Labels, watch: LearningWatch): Promise<Outcome<null>> {
    const lead = this.#lead;
    if (!lead) return STOPPED;
    const taught = await Promise.all(this.#all().map((worker) => worker.teach(labels.label, labels.classes)));
    const untaught = taught.find((answer) => !answer.ok);
    if (untaught) return untaught;
    const stages = [
      () => this.#bayes(lead, watch),
      ...(this.#prepared?.spaces ?? []).map((space) => () => this.#neighbours(lead, space, watch)),
      () => this.#logistic(signal, lead, labels, watch),
    ];
    const epochs = this.#epochs(labels.classes);
    const planned = epochs > 0 ? stages : stages.slice(0, -1);
    for (const [number, stage] of planned.entries()) {
      const done = await stage();
      if (!done.ok || hasEnded(signal)) return done;
      const pooled = await lead.pool();
      if (!pooled.ok || hasEnded(signal)) return pooled.ok ? STOPPED : pooled;
      await watch.results(pooled.value, number === planned.length - 1);
    }
    this.#neighboursKnown = true;
    return ok(null);
  }

  #bayes(lead: LearningWorker, watch: LearningWatch): Promise<Outcome<null>> {
    watch.phase({ at: 'words' });
    const work = this.#work();
    return this.#eachFold(watch.gate, async (worker, fold, later) => {
      const learnt = await worker.bayes(fold);
      if (!learnt.ok) return learnt;
      watch.progress(work.read + (work.bayes * (fold + 1)) / this.folds, work.all);
      later(lead.keepPart('bayes', fold, learnt.value));
      return ok(null);
    });
  }

  #neighbours(lead: LearningWorker, space: TermSpace, watch: LearningWatch): Promise<Outcome<null>> {
    if (this.#neighboursKnown) return Promise.resolve(ok(null));
    const work = this.#work();
    const before = work.read + work.bayes + (space === 'word' ? 0 : work.neighbours / 2);
    let done = 0;
    return this.#eachFold(watch.gate, async (worker, fold, later) => {
      watch.phase({ at: 'neighbours', fold: fold + 1, folds: this.folds });
      const found = await worker.nearest(space, fold);
      if (!found.ok) return found;
      done++;
      watch.progress(before + (work.neighbours / 2) * (done / this.folds), work.all);
      later(lead.keepNeighbours(space, fold, found.value));
      return ok(null);
    });
  }

  #logistic(
    signal: AbortSignal,
    lead: LearningWorker,
    { classes }: Labels,
    watch: LearningWatch,
  ): Promise<Outcome<null>> {
    const epochs = this.#epochs(classes);
    const work = this.#work();
    let done = 0;
    return this.#eachFold(watch.gate, async (worker, fold, later) => {
      watch.phase({ at: 'fold', fold: fold + 1, folds: this.folds });
      const begun = await worker.beginEpochs(fold, epochs);
      if (!begun.ok) return begun;
      for (let epoch = 0; epoch < epochs; epoch++) {
        if (!(await watch.gate.passed())) return STOPPED;
        const result = await worker.epoch(fold);
        if (!result.ok || hasEnded(signal)) return result.ok ? STOPPED : result;
        watch.epoch(fold, epoch, result.value);
        done++;
        watch.progress(work.all - work.logistic * (1 - done / (epochs * this.folds)), work.all);
        if (result.value.logProbs) later(lead.keepPart('logistic', fold, result.value.logProbs));
      }
      return ok(null);
    });
  }

  /**
   * Gives the folds to the workers, one after the other. Settles when all folds are done, or with the first fault.
   * `later` holds the answers that no worker waits for.
   */
  async #eachFold(gate: WorkGate, work: FoldWork): Promise<Outcome<null>> {
    let next = 0;
    const faults: Outcome<null>[] = [];
    const waiting: Promise<Outcome<null>>[] = [];
    const later = (answer: Promise<Outcome<null>>): void => void waiting.push(answer);
    const turns = this.#all().map(async (worker) => {
      while (next < this.folds && faults.length === 0) {
        const fold = next++;
        if (!(await gate.passed())) return;
        const done = await work(worker, fold, later);
        if (!done.ok) faults.push(done);
      }
    });
    await Promise.all(turns);
    if (faults.length === 0) faults.push(...(await Promise.all(waiting)).filter((answer) => !answer.ok));
    return faults[0] ?? ok(null);
  }

  #all(): readonly LearningWorker[] {
    return this.#lead ? [this.#lead, ...this.#others] : [];
  }

  #epochs(classes: number): number {
    const products = (this.#prepared?.entries ?? 0) * Math.max(1, this.folds - 1) * classes;
    const affordable = Math.floor(MOST_PRODUCTS / Math.max(products, 1));
    return affordable < EPOCHS.least ? 0 : Math.min(EPOCHS.most, affordable);
  }

  /** The known costs of the phases. */
  #work() {
    const { rows, text, textB, labels } = this.#dataset;
    const bytes = text.bytes.length + (textB?.bytes.length ?? 0);
    const read = bytes * COST.read;
    const bayes = bytes * COST.bayes * labels.length;
    const neighbours = this.#neighboursKnown ? 0 : rows * COST.neighbours * 1000;
    const logistic = bytes * COST.logistic * (labels.length + 6) * EPOCHS.most * 4;
    return { read, bayes, neighbours, logistic, all: read + bayes + neighbours + logistic };
  }
}
