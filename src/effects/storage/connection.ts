import { openDB } from 'idb';
import type { IDBPTransaction } from 'idb';
import type { Fault } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import { failed, ok } from '../../protocol/outcome.js';
import type { StoreEvents } from '../../protocol/ports.js';
import { pause } from '../page/clock.js';
import { DATABASE_NAME, DATABASE_VERSION, migrate } from './store-schema.js';
import type { Database, RinseSchema, StoreName } from './store-schema.js';
import { storageFault } from './store-faults.js';

/** Options that differ from the product in tests. */
export interface ConnectionOptions {
  readonly name?: string;
  readonly version?: number;
  /** How long opening may take in all before it counts as blocked, in ms. */
  readonly openLimitMs?: number;
  /** The pause before another try to open, after a failure without a reason, in ms. */
  readonly retryMs?: number;
  /**
   * The pause before a deleted database is opened again, in ms. A database that opens while the browser deletes would
   * be deleted too.
   */
  readonly reopenMs?: number;
}

type WriteTransaction = IDBPTransaction<RinseSchema, StoreName[], 'readwrite'>;
type Durability = 'default' | 'strict' | 'relaxed';

const OPEN_TRIES = 3;
const BLOCKED: Fault = { code: 'storage-blocked' };
const NOT_OPEN: Fault = { code: 'storage-missing', detail: 'the database is not open' };
/** The result of calls under way when the connection is lost. The browser does not always end their transactions. */
const LOST = new Error('the database was closed');

/**
 * The way to the database. Before `open` succeeds, and after a newer version has taken the database, every call fails
 * with the reason. After the browser has deleted the database, the next call opens an empty one.
 */
export class Connection {
  readonly #options: Required<ConnectionOptions>;
  #database: Database | null = null;
  /** Why there is no database. */
  #closed: Fault = NOT_OPEN;
  #events: StoreEvents | null = null;
  /** Ends every call under way. */
  readonly #under = new Set<() => void>();
  #reopening: Promise<'open' | { readonly fault: Fault }> | null = null;

  constructor(options: ConnectionOptions = {}) {
    const defaults = {
      name: DATABASE_NAME,
      version: DATABASE_VERSION,
      openLimitMs: 10_000,
      retryMs: 150,
      reopenMs: 1000,
    };
    this.#options = { ...defaults, ...options };
  }

  /** Opens the database, and tries three times where the browser gives no reason for a failure. */
  async open(events: StoreEvents): Promise<Outcome<null>> {
    this.close();
    this.#events = events;
    try {
      if (!(globalThis as { indexedDB?: IDBFactory }).indexedDB) return this.#refuse(NOT_OPEN);
    } catch (error) {
      // Some sandboxed frames refuse to read the property.
      return this.#refuse(storageFault(error));
    }
    for (let attempt = 1; ; attempt += 1) {
      const opened = await this.#connect(events);
      if (opened === 'open') return ok(null);
      if (opened.name !== 'UnknownError' || attempt === OPEN_TRIES) return this.#refuse(opened.fault);
      await pause(this.#options.retryMs);
    }
  }

  /** Releases the database. */
  close(): void {
    this.#database?.close();
    this.#database = null;
    this.#closed = NOT_OPEN;
  }

  async #connect(events: StoreEvents): Promise<'open' | { name: string; fault: Fault }> {
    const { name, version, openLimitMs } = this.#options;
    let givenUp = false;
    let block = (): void => undefined;
    const blocked = new Promise<never>((_, reject) => {
      block = () => reject(new DOMException('another page keeps the database', 'BlockedError'));
    });
    const timer = setTimeout(block, openLimitMs);
    try {
      const opening = openDB<RinseSchema>(name, version, {
        upgrade: migrate,
        blocked: () => block(),
        // Without a next version the browser deletes the database.
        blocking: (_current, next) => this.#lose(events, next === null ? 'storage-evicted' : 'storage-newer'),
        terminated: () => this.#lose(events, 'storage-evicted'),
      });
      opening.then((late) => givenUp && late.close()).catch(() => undefined);
      this.#database = await Promise.race([opening, blocked]);
      return 'open';
    } catch (error) {
      givenUp = true;
      const errorName = error instanceof DOMException ? error.name : '';
      return { name: errorName, fault: openFault(errorName, error) };
    } finally {
      clearTimeout(timer);
    }
  }

  #refuse(fault: Fault): { readonly ok: false; readonly fault: Fault } {
    this.#closed = fault;
    return failed(fault);
  }

  #lose(events: StoreEvents, code: 'storage-newer' | 'storage-evicted'): void {
    this.close();
    this.#closed = { code };
    for (const end of this.#under) end();
    events.lost(this.#closed);
  }

  /** The result of a call to the database, or `LOST` when the connection is lost first. */
  #untilLost<T>(call: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (): void => reject(LOST);
      this.#under.add(end);
      void call.then(resolve, reject).finally(() => this.#under.delete(end));
    });
  }

  /**
   * Opens a database that the browser has deleted. Null where the database is missing for another reason, and where it
   * cannot be opened.
   */
  async #reopened(): Promise<Database | null> {
    const events = this.#events;
    if (events === null || this.#closed.code !== 'storage-evicted') return null;
    this.#reopening ??= pause(this.#options.reopenMs)
      .then(() => this.#connect(events))
      .finally(() => (this.#reopening = null));
    const opened = await this.#reopening;
    if (opened !== 'open' && opened.fault.code === 'storage-newer') this.#closed = opened.fault;
    return this.#database;
  }

  /** The result of one or several requests that change nothing. */
  async read<T>(work: (database: Database) => Promise<T>): Promise<Outcome<T>> {
    const database = this.#database ?? (await this.#reopened());
    if (database === null) return failed(this.#closed);
    try {
      return ok(await this.#untilLost(work(database)));
    } catch (error) {
      return failed(error === LOST ? this.#closed : storageFault(error));
    }
  }

  /**
   * Runs requests in one transaction and resolves when it is complete: all of them are stored, or none. `work` may wait
   * for its own requests only, one after the other, because a transaction without a request ends.
   */
  async write(
    stores: StoreName[],
    durability: Durability,
    work: (tx: WriteTransaction) => Promise<unknown>,
  ): Promise<Outcome<null>> {
    // Without a wait where there is a database: the values may change in the next moment.
    const database = this.#database ?? (await this.#reopened());
    if (database === null) return failed(this.#closed);
    let tx: WriteTransaction | null = null;
    try {
      tx = database.transaction(stores, 'readwrite', { durability });
      await this.#untilLost(Promise.all([attempt(work, tx), tx.done]));
      return ok(null);
    } catch (error) {
      if (error === LOST) return failed(this.#closed);
      // An aborted request carries no reason. Its transaction does.
      return failed(storageFault(tx?.error ?? error));
    }
  }
}

/**
 * Work that throws before its next request (a value that cannot be cloned) would leave the requests before it stored.
 */
async function attempt(work: (tx: WriteTransaction) => Promise<unknown>, tx: WriteTransaction): Promise<void> {
  try {
    await work(tx);
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // The transaction has ended already.
    }
    throw error;
  }
}

function openFault(name: string, error: unknown): Fault {
  if (name === 'BlockedError') return BLOCKED;
  // Older Firefox answers so in private windows.
  if (name === 'InvalidStateError') return { ...storageFault(error), code: 'storage-missing' };
  return storageFault(error);
}
