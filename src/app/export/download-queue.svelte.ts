import { errorText, type Fault } from '../../protocol/fault.js';
import type { ExportKind } from '../../protocol/export-spec.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { Downloads } from '../../protocol/ports.js';
import { guarded } from '../project/guarded.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';

/** The bytes of a file, in pieces. A fault discards the file. */
export type DownloadParts = AsyncIterable<Outcome<Uint8Array<ArrayBuffer>>>;

/** Counts of a downloaded file's content. */
export interface DownloadFacts {
  readonly kind: ExportKind | 'signals' | 'picture' | 'report' | 'session';
  /**
   * Changed labels (`source`, `dataset`), corrected rows (`changes`), decided rows (`session`), rows (`audit`, `signals`,
   * `report`) or records. A picture has 0.
   */
  readonly count: number;
  /** Number of discarded rows that the file leaves out. */
  readonly leftOut: number;
}

/** A file that a person asked for. */
export interface DownloadRequest {
  readonly fileName: string;
  readonly mimeType: string;
  /** Name of the file's data, for the sentence of a fault. */
  readonly of: string;
  /**
   * Everything that the content depends on. Two requests are for the same file if their lists have the same members (by
   * `Object.is`). An empty list is equal to no other.
   */
  readonly content: readonly unknown[];
  /**
   * Fixes the content. The queue calls it at once, unless it already holds the same file. The work begins with the
   * first piece.
   */
  parts(): DownloadParts;
  /** Called after the browser received the file. */
  facts(): DownloadFacts;
}

/** An unfinished request. */
interface Pending {
  readonly request: DownloadRequest;
  readonly done: Promise<boolean>;
}

/** Writes all downloads one after the other, in the order of the requests. A fault discards the file. */
export class DownloadQueue {
  /** Name of the file that the queue writes now; '' = none. */
  writing: string = $derived.by(() => this.#pending[0]?.request.fileName ?? '');
  /** Number of files that the queue writes or holds. */
  count: number = $derived.by(() => this.#pending.length);

  #pending = $state.raw<readonly Pending[]>([]);
  /** Faults of failed files, by file name. A later success removes them. */
  readonly #failed = new Map<string, Fault['code']>();
  readonly #downloads: Downloads;
  readonly #notices: Notices;
  readonly #remarks: Remarks;

  constructor(downloads: Downloads, notices: Notices, remarks: Remarks) {
    this.#downloads = downloads;
    this.#notices = notices;
    this.#remarks = remarks;
  }

  /** True after the browser received the file. False after a notice reported the fault. */
  add(request: DownloadRequest): Promise<boolean> {
    const same = this.#pending.find((pending) => isSame(pending.request.content, request.content));
    if (same) return same.done;
    let parts: DownloadParts;
    try {
      parts = request.parts();
    } catch (error) {
      // Memory cannot hold a copy of the columns.
      this.#fail(request, { code: 'export-failed', detail: errorText(error) });
      return Promise.resolve(false);
    }
    const before: Promise<unknown> = this.#pending.at(-1)?.done ?? Promise.resolve();
    const pending: Pending = { request, done: before.then(() => this.#write(pending, parts)) };
    this.#pending = [...this.#pending, pending];
    return pending.done;
  }

  async #write(pending: Pending, parts: DownloadParts): Promise<boolean> {
    const { fileName, mimeType } = pending.request;
    const saved = await guarded(this.#downloads.save(fileName, mimeType, parts));
    this.#pending = this.#pending.filter((other) => other !== pending);
    if (saved.ok) this.#succeed(pending.request);
    else this.#fail(pending.request, saved.fault);
    return saved.ok;
  }

  #fail({ fileName, of }: DownloadRequest, fault: Fault): void {
    this.#failed.set(fileName, fault.code);
    this.#notices.raise({ ...fault, params: { name: of, ...fault.params } });
  }

  /**
   * Shows the fault of a file. Withdraws the notice of its earlier attempt, unless that notice names another file too.
   */
  #succeed(request: DownloadRequest): void {
    const { fileName } = request;
    this.#remarks.add({ about: 'download', name: fileName, facts: request.facts() });
    const code = this.#failed.get(fileName);
    this.#failed.delete(fileName);
    if (code !== undefined && ![...this.#failed.values()].includes(code)) this.#notices.withdraw(code);
  }
}

function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length > 0 && a.length === b.length && a.every((member, at) => Object.is(member, b[at]));
}
