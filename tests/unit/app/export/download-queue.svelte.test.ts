import { beforeEach, describe, expect, it } from 'vitest';
import { DownloadQueue, type DownloadRequest } from '../../../../src/app/export/download-queue.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import { Remarks } from '../../../../src/app/shell/remarks.svelte.js';
import type { Fault } from '../../../../src/protocol/fault.js';
import { failed, ok } from '../../../../src/protocol/outcome.js';
import { gate, tick, until } from '../../../fakes/controlled.js';
import { FakeDownloads } from '../../../fakes/browser-parts.js';

let downloads: FakeDownloads;
let notices: Notices;
let remarks: Remarks;
let queue: DownloadQueue;
/** Files whose first piece the queue requested, in order. */
let begun: string[];

beforeEach(() => {
  downloads = new FakeDownloads();
  notices = new Notices();
  remarks = new Remarks();
  queue = new DownloadQueue(downloads, notices, remarks);
  begun = [];
});

function file(
  fileName: string,
  { content = [], held, fault }: { content?: readonly unknown[]; held?: Promise<void>; fault?: Fault } = {},
): DownloadRequest {
  return {
    fileName,
    mimeType: 'text/plain',
    of: `data of ${fileName}`,
    content,
    parts: async function* () {
      begun.push(fileName);
      await held;
      yield ok(new TextEncoder().encode(fileName));
      if (fault) yield failed(fault);
    },
    facts: () => ({ kind: 'audit', count: fileName.length, leftOut: 0 }),
  };
}

const codes = (): string[] => notices.items.map((notice) => notice.fault.code);

describe('download queue', () => {
  it('writes one file after the other, in the order of the requests', async () => {
    const held = gate();
    const all = [queue.add(file('a', { held: held.passed })), queue.add(file('b')), queue.add(file('c'))];
    await until(() => begun.length > 0);
    await tick();
    expect(begun).toEqual(['a']);
    expect([queue.writing, queue.count]).toEqual(['a', 3]);
    held.open();
    await Promise.all(all);
    expect(downloads.all.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect([queue.writing, queue.count]).toEqual(['', 0]);
  });

  it('writes one file for repeated requests while the download runs, and a new file afterwards', async () => {
    const held = gate();
    const labels = [1];
    const first = queue.add(file('a', { content: ['a', labels], held: held.passed }));
    const waiting = queue.add(file('b', { content: ['b', labels] }));
    await until(() => begun.length > 0);
    const again = [queue.add(file('a', { content: ['a', labels] })), queue.add(file('b', { content: ['b', labels] }))];
    expect(queue.count).toBe(2);
    held.open();
    await Promise.all([first, waiting, ...again]);
    expect(downloads.all.map(({ name }) => name)).toEqual(['a', 'b']);
    await queue.add(file('a', { content: ['a', labels] }));
    expect(downloads.all.map(({ name }) => name)).toEqual(['a', 'b', 'a']);
  });

  it('writes a file again after its content changed, or if its content equals no other', async () => {
    await Promise.all([
      queue.add(file('a', { content: ['a', [1]] })),
      queue.add(file('a', { content: ['a', [1]] })),
      queue.add(file('p')),
      queue.add(file('p')),
    ]);
    expect(downloads.all.map(({ name }) => name)).toEqual(['a', 'a', 'p', 'p']);
  });

  it('fixes the content at the request, and reads the pieces at the file’s turn', async () => {
    const held = gate();
    let fixed = false;
    const first = queue.add(file('a', { held: held.passed }));
    const second = queue.add({
      ...file('b'),
      parts: () => {
        fixed = true;
        return file('b').parts();
      },
    });
    expect([fixed, begun]).toEqual([true, []]);
    held.open();
    await Promise.all([first, second]);
    expect(begun).toEqual(['a', 'b']);
  });

  it('reports a fault with the name of its data, discards the file, and writes the next file', async () => {
    await Promise.all([queue.add(file('a', { fault: { code: 'file-changed' } })), queue.add(file('b'))]);
    expect(downloads.all.map(({ name }) => name)).toEqual(['b']);
    expect(notices.items.map(({ fault }) => fault)).toEqual([{ code: 'file-changed', params: { name: 'data of a' } }]);
  });

  it('withdraws the notice of a fault after a download of the same file, not of another file', async () => {
    const fault: Fault = { code: 'export-failed' };
    await queue.add(file('a', { fault }));
    await queue.add(file('b', { fault }));
    await queue.add(file('c'));
    expect(codes()).toEqual(['export-failed']);
    await queue.add(file('a'));
    expect(codes()).toEqual(['export-failed']);
    await queue.add(file('b'));
    expect(codes()).toEqual([]);
  });

  it('reports content that cannot be fixed, and writes the next file', async () => {
    const parts = (): never => {
      throw new RangeError('Array buffer allocation failed');
    };
    await Promise.all([queue.add({ ...file('a'), parts }), queue.add(file('b'))]);
    expect(notices.items.map(({ fault }) => [fault.code, fault.detail])).toEqual([
      ['export-failed', 'RangeError: Array buffer allocation failed'],
    ]);
    expect(downloads.all.map(({ name }) => name)).toEqual(['b']);
  });

  it('adds a remark for each written file, and for no other', async () => {
    const done = await Promise.all([
      queue.add(file('a')),
      queue.add(file('bb', { fault: { code: 'file-changed' } })),
      queue.add(file('ccc')),
    ]);
    expect(done).toEqual([true, false, true]);
    expect(remarks.items.map(({ remark }) => remark)).toEqual([
      { about: 'download', name: 'a', facts: { kind: 'audit', count: 1, leftOut: 0 } },
      { about: 'download', name: 'ccc', facts: { kind: 'audit', count: 3, leftOut: 0 } },
    ]);
  });

  it('continues after a save function throws', async () => {
    const real = downloads.save.bind(downloads);
    downloads.save = () => Promise.reject(new Error('gone'));
    await queue.add(file('a'));
    downloads.save = real;
    expect(codes()).toEqual(['unexpected']);
    await queue.add(file('b'));
    expect(downloads.all.map(({ name }) => name)).toEqual(['b']);
  });
});
