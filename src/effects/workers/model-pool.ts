import { manyAreFaster, mostWorkers, Pace, type PoolFacts } from '../../domain/models/pool.js';
import type { ModelWorker, WorkersInUse } from '../../protocol/app-ports.js';
import type { FaultCode } from '../../protocol/fault.js';
import type {
  BatchResult,
  DeviceReport,
  DownloadState,
  LoadedModel,
  LoadRequest,
  ParityReport,
  ScoreBatch,
  TextChunk,
  TokenChunk,
} from '../../protocol/model-wire.js';
import { failed, type Outcome } from '../../protocol/outcome.js';
import type { Clock } from '../../protocol/ports.js';
import { copyOfBatch, copyOfChunk } from './batch-copies.js';
import { bytesOnCpu, filesKey } from './pool-files.js';
import { leave, memberOf, type Member, type PooledWorker } from './pool-member.js';

/** Which is faster for a model on this machine: one worker with all threads, or several with one each. */
export const POOL_CHOICES = ['one', 'many'] as const;
export type PoolChoice = (typeof POOL_CHOICES)[number];

/** What the pool needs. */
export interface PoolNeeds {
  readonly start: () => PooledWorker;
  readonly machine: PoolFacts;
  readonly clock: Pick<Clock, 'ticks'>;
  /** The choice of an earlier run, by the key of the model's files. Null = not known. */
  readonly recall: (filesKey: string) => Promise<PoolChoice | null>;
  readonly remember: (filesKey: string, choice: PoolChoice) => void;
}

/** Batches that count before a pace is believed. */
const PACED_BATCHES = 2;
/** A shorter run is not worth the comparison with a worker that has to load first, in ms. */
const COMPARED_AFTER_MS = 10_000;
/** Workers that are replaced after their death, for each load. */
const MOST_REPLACED = 3;
/** Faults of a call after which its worker is dead, and another worker may make the same call. */
const DIED: ReadonlySet<FaultCode> = new Set(['worker-died', 'worker-stalled']);

/** The model in use. */
interface PooledModel {
  /** As the pool was asked, with the number of all threads. */
  readonly request: LoadRequest;
  readonly hash: string;
  /** Key of its files. */
  readonly key: string;
}

/**
 * Model workers side by side, behind the interface of one. On the CPU several workers with one thread each score, where
 * copies of the model fit into memory (`mostWorkers`); else one worker with all threads. Where both are possible, the
 * first run of some seconds compares them on its own batches, and the pool remembers the faster one for the model. A
 * worker that dies loses no batch while another one lives: its call is made again there, and a new worker takes its
 * place.
 *
 * `score` accepts as many calls at a time as workers are `inUse`.
 */
export class ModelPool implements ModelWorker {
  readonly #needs: PoolNeeds;
  /** The workers that take batches. The first one also answers what concerns the model alone. */
  #members: Member[];
  /** Workers that load the model, or have loaded it and wait to take batches. */
  #coming: PooledWorker[] = [];
  /** The several workers, while one with all threads is compared with them. */
  #resting: Member[] = [];
  /** Padded tokens per ms of the several workers. */
  #rates: readonly number[] = [];
  #state: 'settled' | 'timing-many' | 'starting-one' | 'timing-one' = 'settled';
  #model: PooledModel | null = null;
  /** What starts once the first worker has downloaded the model. */
  #whenDownloaded: (() => void) | null = null;
  #timedFrom = 0;
  #replaced = 0;
  /** Grows with each load and respawn. What an earlier one began has no effect. */
  #turn = 0;

  constructor(needs: PoolNeeds) {
    this.#needs = needs;
    this.#members = [memberOf(needs.start(), null)];
  }

  get inUse(): WorkersInUse {
    return { workers: this.#members.length, threads: this.#first.threads ?? 1 };
  }

  respawn(): void {
    this.#begin();
    this.#first.worker.respawn();
    this.#members = [memberOf(this.#first.worker, null)];
  }

  devices(): Promise<Outcome<DeviceReport>> {
    return this.#first.worker.devices();
  }

  async loading(): Promise<DownloadState> {
    const state = await this.#first.worker.loading();
    if (state.phase === 'compile') this.#downloaded();
    return state;
  }

  async load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    const turn = this.#begin();
    const key = filesKey(request.source);
    const most = request.device === 'wasm' ? mostWorkers(this.#needs.machine, bytesOnCpu(request.source)) : 1;
    const known = most > 1 ? await this.#needs.recall(key) : 'one';
    if (turn !== this.#turn) return failed({ code: 'worker-died', detail: 'ended' });
    const first = { ...request, threads: known === 'one' ? request.threads : 1 };
    let others: Promise<readonly Member[]> = Promise.resolve([]);
    if (known !== 'one') {
      this.#whenDownloaded = () => {
        others = this.#more(first, most - 1);
      };
    }
    const loaded = await this.#loadFirst(first);
    if (turn !== this.#turn) return loaded;
    if (!loaded.ok) {
      this.#begin();
      return loaded;
    }
    this.#downloaded();
    this.#model = { request, hash: loaded.value.hash, key };
    void others.then((members) => {
      this.#join(members);
      if (turn !== this.#turn || this.#members.length === 1) return;
      if (known !== null || request.threads === 1) return;
      for (const member of this.#members) member.pace = new Pace();
      this.#state = 'timing-many';
      this.#timedFrom = this.#needs.clock.ticks();
    });
    return loaded;
  }

  tokenize(text: TextChunk, textB: TextChunk | null): Promise<Outcome<TokenChunk>> {
    return this.#withMember(({ worker }, again) =>
      again ? worker.tokenize(copyOfChunk(text), textB && copyOfChunk(textB)) : worker.tokenize(text, textB),
    );
  }

  async score(batch: ScoreBatch): Promise<Outcome<BatchResult>> {
    const tokens = batch.labels.length * batch.columns;
    return this.#withMember(async ({ worker, pace }, again) => {
      const scored = await worker.score(again ? copyOfBatch(batch) : batch);
      if (scored.ok) {
        pace.add(tokens, scored.value.elapsedMs);
        this.#judge();
      }
      return scored;
    });
  }

  parity(batch: ScoreBatch): Promise<Outcome<ParityReport>> {
    return this.#first.worker.parity(batch);
  }

  get #first(): Member {
    const [first] = this.#members;
    if (!first) throw new Error('a pool without a worker');
    return first;
  }

  #loadFirst(request: LoadRequest): Promise<Outcome<LoadedModel>> {
    const first = this.#first;
    if (first.threads !== null && first.threads !== request.threads) first.worker.respawn();
    first.threads = request.threads;
    first.pace = new Pace();
    return first.worker.load(request);
  }

  /** Ends every worker but the first, with all that is under way. Returns the new turn. */
  #begin(): number {
    this.#state = 'settled';
    this.#replaced = 0;
    this.#model = null;
    this.#whenDownloaded = null;
    const first = this.#first;
    const members = [...this.#members, ...this.#resting].filter((member) => member !== first);
    for (const worker of [...members.map((member) => member.worker), ...this.#coming]) worker.dispose();
    this.#coming = [];
    this.#resting = [];
    this.#members = [first];
    return ++this.#turn;
  }

  #downloaded(): void {
    this.#whenDownloaded?.();
    this.#whenDownloaded = null;
  }

  /** Makes a call on the worker with the fewest calls. While there are others, a worker that dies is replaced. */
  async #withMember<T>(call: (member: Member, again: boolean) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    for (;;) {
      const member = this.#members.reduce((least, other) => (other.calls < least.calls ? other : least));
      // Buffers are transferred, so a call that may be made again gets copies.
      const again = this.#members.length + this.#resting.length > 1;
      member.calls++;
      const answer = await call(member, again);
      member.calls--;
      if (member.leaving && member.calls === 0) member.worker.dispose();
      if (answer.ok || !again || !DIED.has(answer.fault.code) || !this.#lose(member)) return answer;
    }
  }

  /** Removes a dead member. False if it is the last one, or none (any more). */
  #lose(member: Member): boolean {
    const alive = (members: readonly Member[]): Member[] => members.filter((other) => other !== member);
    const [members, resting] = [alive(this.#members), alive(this.#resting)];
    const lost = this.#members.length + this.#resting.length - members.length - resting.length;
    if (lost === 0 || members.length + resting.length === 0) return false;
    member.worker.dispose();
    this.#members = members;
    this.#resting = resting;
    if (members.length === 0) {
      // The worker with all threads died during the comparison.
      this.#settle('many');
    } else if (this.#model && this.#replaced < MOST_REPLACED) {
      this.#replaced++;
      void this.#more({ ...this.#model.request, threads: 1 }, 1).then((more) => this.#join(more));
    }
    return true;
  }

  /** Goes from one state to the next when the paces are known. */
  #judge(): void {
    if (this.#members.some(({ pace }) => pace.batches < PACED_BATCHES)) return;
    const model = this.#model;
    if (!model) return;
    if (this.#state === 'timing-many') {
      if (this.#needs.clock.ticks() - this.#timedFrom < COMPARED_AFTER_MS) return;
      this.#state = 'starting-one';
      void this.#startOne(model.request);
    } else if (this.#state === 'timing-one') {
      const choice = manyAreFaster(this.#first.pace.rate, this.#rates) ? 'many' : 'one';
      this.#needs.remember(model.key, choice);
      this.#settle(choice);
    }
  }

  /** Starts the worker with all threads, and lets it take the batches in place of the others. */
  async #startOne(request: LoadRequest): Promise<void> {
    const turn = this.#turn;
    const [one] = await this.#more(request, 1);
    if (turn !== this.#turn) return;
    this.#state = one ? 'timing-one' : 'settled';
    if (!one) return;
    this.#coming = this.#coming.filter((worker) => worker !== one.worker);
    this.#rates = this.#members.map(({ pace }) => pace.rate);
    this.#resting = this.#members;
    this.#members = [one];
  }

  #settle(choice: PoolChoice): void {
    this.#state = 'settled';
    const [kept, left] = choice === 'one' ? [this.#members, this.#resting] : [this.#resting, this.#members];
    this.#members = kept;
    this.#resting = [];
    for (const member of left) leave(member);
  }

  /** Loads the model in more workers. None if one of them fails. */
  async #more(request: LoadRequest, count: number): Promise<readonly Member[]> {
    const turn = this.#turn;
    const coming = Array.from({ length: count }, () => this.#needs.start());
    this.#coming.push(...coming);
    const loads = await Promise.all(coming.map((worker) => worker.load(request)));
    if (turn !== this.#turn) return [];
    // Files at an address can have changed since the first load.
    if (loads.every((load) => load.ok && load.value.hash === (this.#model?.hash ?? load.value.hash))) {
      return coming.map((worker) => memberOf(worker, request.threads));
    }
    this.#coming = this.#coming.filter((worker) => !coming.includes(worker));
    for (const worker of coming) worker.dispose();
    return [];
  }

  /** Lets workers take batches beside the others, unless they ended meanwhile. */
  #join(more: readonly Member[]): void {
    const joining = more.filter(({ worker }) => this.#coming.includes(worker));
    this.#coming = this.#coming.filter((worker) => !joining.some((member) => member.worker === worker));
    if (this.#state === 'settled') this.#members = [...this.#members, ...joining];
    else for (const { worker } of joining) worker.dispose();
  }
}
