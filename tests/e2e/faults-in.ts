import type { Page } from '@playwright/test';

/** The requests of the page to its workers, and the workers in order of their start. */
interface WorkerLog {
  readonly workers: { readonly name: string; readonly worker: Worker }[];
  /** Rows of the batches sent for scoring. */
  rowsAsked: number;
  /** Workers with these names receive no message any more. The page sees them hang. */
  deaf: string;
}

declare global {
  interface Window {
    workerLog: WorkerLog;
  }
}

/** Makes pages record their workers in `window.workerLog`. */
export async function logWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const log: WorkerLog = { workers: [], rowsAsked: 0, deaf: '' };
    window.workerLog = log;
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        log.workers.push({ name: options?.name ?? '', worker: this });
      }

      override postMessage(message: unknown, more?: StructuredSerializeOptions | Transferable[]): void {
        const { path, argumentList } = message as {
          readonly path?: readonly string[];
          readonly argumentList?: readonly { readonly value: { readonly labels: Int32Array } }[];
        };
        const name = log.workers.find((known) => known.worker === this)?.name;
        if (path?.[0] === 'score') log.rowsAsked += argumentList?.[0]?.value.labels.length ?? 0;
        if (name !== undefined && name === log.deaf) return;
        super.postMessage(message, more as Transferable[]);
      }
    };
  });
}

/** Rows that the page has sent for scoring. */
export function rowsAsked(page: Page): Promise<number> {
  return page.evaluate(() => window.workerLog.rowsAsked);
}

/** The number of workers of this name so far. */
export function workersBorn(page: Page, name: string): Promise<number> {
  return page.evaluate((wanted) => window.workerLog.workers.filter((known) => known.name === wanted).length, name);
}

/** Makes the newest worker of this name die of its own error. */
export function breakWorker(page: Page, name: string): Promise<void> {
  return page.evaluate((wanted) => {
    const worker = window.workerLog.workers.findLast((known) => known.name === wanted)?.worker;
    worker?.terminate();
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  }, name);
}

/** Stops the workers of this name silently, as a system short of memory does. Later workers run normally. */
export function silenceWorkers(page: Page, name: string): Promise<void> {
  return page.evaluate((wanted) => {
    for (const known of window.workerLog.workers) if (known.name === wanted) known.worker.terminate();
  }, name);
}

/** Stored result columns of the chunks of the only project. */
export interface StoredResults {
  /** Rows that have results. */
  readonly rows: readonly number[];
  /** Losses of those rows. */
  readonly loss: readonly number[];
}

/** Reads the stored results, from any page of the site. */
export function storedResults(page: Page): Promise<StoredResults> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('rinse');
      opening.onerror = () => reject(new Error('the database does not open'));
      opening.onsuccess = () => resolve(opening.result);
    });
    const chunks = await new Promise<{ index: number; flags: Uint8Array; loss: Float32Array }[]>((resolve) => {
      const reading = database.transaction('chunks').objectStore('chunks').getAll();
      reading.onsuccess = () => resolve(reading.result as { index: number; flags: Uint8Array; loss: Float32Array }[]);
    });
    database.close();
    const rows: number[] = [];
    const loss: number[] = [];
    for (const chunk of chunks) {
      chunk.flags.forEach((flag, place) => {
        if ((flag & 1) === 0) return;
        rows.push(chunk.index * 4096 + place);
        loss.push(chunk.loss[place] ?? Number.NaN);
      });
    }
    return { rows, loss };
  });
}

const SUBJECTS = [
  'The cabinet',
  'A goalkeeper',
  'The chip maker',
  'An airline',
  'The telescope',
  'A union',
  'The coach',
];
const VERBS = ['announced', 'rejected', 'praised', 'delayed', 'sold', 'repaired', 'won', 'lost'];
const OBJECTS = [
  'the treaty',
  'a contract',
  'its new engine',
  'the final',
  'cheap shares',
  'a probe',
  'the season',
  'old code',
];
const LABELS = ['World', 'Sports', 'Business', 'Sci/Tech'];

/** A TSV of `rows` different short sentences. */
export function newsTsv(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const [subject, verb, object] = [SUBJECTS[row % 7], VERBS[(row >> 1) % 8], OBJECTS[(row >> 3) % 8]];
    return `${subject} ${verb} ${object} on day ${row + 1}\t${LABELS[row % 4]}`;
  });
  return `text\tlabel\n${lines.join('\n')}\n`;
}

/** Ends or restores the room for decisions. The browser counts small changes of an open database late. */
export async function setRoom(page: Page, room: boolean): Promise<void> {
  await page.evaluate((there) => {
    const page = window as Window & { realAdd?: IDBObjectStore['add'] };
    page.realAdd ??= IDBObjectStore.prototype.add;
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    IDBObjectStore.prototype.add = there ? page.realAdd : full;
  }, room);
}
