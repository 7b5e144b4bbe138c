import { expect, test } from 'vitest';
import { LateWrites } from '../../../src/app/late-writes.js';
import { Notices } from '../../../src/app/notices.svelte.js';
import { MemoryStore } from '../../../src/effects/memory-store.js';
import type { ResultsChunk } from '../../../src/protocol/ports.js';
import { controlled, gate } from '../../fakes/controlled.js';

function chunk(index: number, value = 0): ResultsChunk {
  return {
    index,
    logits: Float32Array.of(value),
    loss: Float32Array.of(value),
    tokens: Uint16Array.of(1),
    flags: Uint8Array.of(1),
  };
}

function bench() {
  const inner = new MemoryStore();
  const store = controlled(inner);
  const notices = new Notices();
  const host = { writable: true };
  const disk = { full: false };
  store.before = (method) => (disk.full && method.startsWith('put') ? { code: 'storage-full' } : undefined);
  const writes = new LateWrites({ store: store.it, notices, mayWrite: () => host.writable });
  return { inner, store, notices, host, disk, writes };
}

test('what is on its way is not sent again', async () => {
  const { store, writes } = bench();
  const held = gate();
  store.before = async (_method, [key]) => {
    if (key === 'a') await held.passed;
    return undefined;
  };
  const both = [writes.putSetting('a', 1), writes.putSetting('b', 2)];
  await both[1];
  held.open();
  await Promise.all(both);
  expect(store.calls.map(({ args }) => args[0])).toEqual(['a', 'b']);
});

test('what is not stored is read as if it were, told, and stored with the next write that succeeds', async () => {
  const { inner, notices, disk, writes } = bench();
  await writes.putChunk('p', 'h', chunk(0, 1));
  disk.full = true;
  await writes.putSetting('a', 1);
  await writes.putChunk('p', 'h', chunk(0, 2));
  await writes.putChunk('p', 'h', chunk(1, 3));
  await writes.putChunk('p', 'other', chunk(0, 4));
  expect(notices.items.map(({ fault }) => fault.code)).toEqual(['storage-full']);
  expect(await writes.setting('a')).toEqual({ ok: true, value: 1 });
  expect(await writes.chunks('p', 'h')).toEqual({ ok: true, value: [chunk(0, 2), chunk(1, 3)] });
  expect(await inner.chunks('p', 'h')).toEqual({ ok: true, value: [chunk(0, 1)] });
  disk.full = false;
  await writes.putSetting('b', 2);
  expect(await inner.setting('a')).toEqual({ ok: true, value: 1 });
  expect(await inner.chunks('p', 'h')).toEqual({ ok: true, value: [chunk(0, 2), chunk(1, 3)] });
  expect(await inner.chunks('p', 'other')).toEqual({ ok: true, value: [chunk(0, 4)] });
});

test('a retry never puts an older chunk in the place of a newer one', async () => {
  const { inner, store, disk, writes } = bench();
  disk.full = true;
  await writes.putChunk('p', 'h', chunk(0, 1));
  disk.full = false;
  const slow = gate();
  store.after = () => slow.passed;
  const newer = writes.putChunk('p', 'h', chunk(0, 2));
  const again = writes.retry();
  slow.open();
  await Promise.all([newer, again]);
  expect(await inner.chunks('p', 'h')).toEqual({ ok: true, value: [chunk(0, 2)] });
});

test('a tab that only reads stores nothing, and what is given up is not tried again', async () => {
  const { store, host, disk, writes } = bench();
  host.writable = false;
  await writes.putSetting('a', 1);
  expect(store.calls).toEqual([]);
  host.writable = true;
  disk.full = true;
  await writes.putSetting('a', 1);
  writes.forget();
  disk.full = false;
  const before = store.calls.length;
  await writes.retry();
  expect(store.calls).toHaveLength(before);
});
