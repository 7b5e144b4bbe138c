import type { Fault } from '../protocol/fault.js';
import type { Outcome } from '../protocol/outcome.js';
import type { Downloads } from '../protocol/ports.js';
import { guarded } from './guarded.js';
import type { Notices } from './notices.svelte.js';

/** The bytes of a file, piece by piece. After a fault there is no file. */
export type DownloadParts = AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>;

/** A file that a person has asked for. */
export interface DownloadRequest {
  readonly fileName: string;
  readonly mimeType: string;
  /** Name of the data that the file is made of, for the sentence of a fault. */
  readonly of: string;
  /**
   * Everything that the content depends on. Two requests whose lists have the same members (by `Object.is`) ask for the
   * same file. An empty list is like no other.
   */
  readonly content: readonly unknown[];
  /** Called at once, unless the same file is coming already: fixes the content. The work begins with the first piece. */
  parts(): DownloadParts;
}

/** A request that is not done yet. */
interface Pending {
  readonly request: DownloadRequest;
  readonly done: Promise<void>;
}

/** All downloads go this way: one after the other, in the order in which they were asked for. */
export class DownloadQueue {
  /** The file that is being written; '' = none. */
  writing: string = $derived.by(() => this.#pending[0]?.request.fileName ?? '');
  /** How many files are being written or wait. */
  count: number = $derived.by(() => this.#pending.length);

  #pending = $state.raw<readonly Pending[]>([]);
  /** Why files could not be written, by file name, until they are. */
  readonly #failed = new Map<string, Fault['code']>();
  readonly #downloads: Downloads;
  readonly #notices: Notices;

  constructor(downloads: Downloads, notices: Notices) {
    this.#downloads = downloads;
    this.#notices = notices;
  }

  /** Settles when the file was handed to the browser, or a notice says why there is none. */
  add(request: DownloadRequest): Promise<void> {
    const same = this.#pending.find((pending) => isSame(pending.request.content, request.content));
    if (same) return same.done;
    let parts: DownloadParts;
    try {
      parts = request.parts();
    } catch (error) {
      // There is no memory for a copy of the columns.
      this.#fail(request, { code: 'export-failed', detail: String(error) });
      return Promise.resolve();
    }
    const before = this.#pending.at(-1)?.done ?? Promise.resolve();
    const pending: Pending = { request, done: before.then(() => this.#write(pending, parts)) };
    this.#pending = [...this.#pending, pending];
    return pending.done;
  }

  async #write(pending: Pending, parts: DownloadParts): Promise<void> {
    const { fileName, mimeType } = pending.request;
    const saved = await guarded(this.#downloads.save(fileName, mimeType, parts));
    this.#pending = this.#pending.filter((other) => other !== pending);
    if (saved.ok) this.#succeed(fileName);
    else this.#fail(pending.request, saved.fault);
  }

  #fail({ fileName, of }: DownloadRequest, fault: Fault): void {
    this.#failed.set(fileName, fault.code);
    this.#notices.raise({ ...fault, params: { name: of, ...fault.params } });
  }

  /** Withdraws the notice about an earlier attempt, unless it is about another file too. */
  #succeed(fileName: string): void {
    const code = this.#failed.get(fileName);
    this.#failed.delete(fileName);
    if (code !== undefined && ![...this.#failed.values()].includes(code)) this.#notices.withdraw(code);
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((member, at) => Object.is(member, b[at]));
}
