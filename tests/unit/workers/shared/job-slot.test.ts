import { afterEach, describe, expect, it, vi } from 'vitest';
import { JobSlot, type Job } from '../../../../workers/shared/job-slot.js';
import { failed, ok, type Outcome } from '../../../../src/protocol/outcome.js';
import { gate } from '../../../fakes/controlled.js';

class Counting implements Job {
  cancelled = 0;
  made = 0;

  cancel(): void {
    this.cancelled++;
  }

  next(): number {
    return ++this.made;
  }
}

const ENDED = failed({ code: 'job-ended' });

async function begin(slot: JobSlot<Counting>) {
  const begun = await slot.begin(() => Promise.resolve(ok(new Counting())));
  if (!begun.ok) throw new Error(begun.fault.code);
  return begun.value;
}

const next = (job: Counting): Outcome<number> => ok(job.next());

afterEach(() => vi.unstubAllGlobals());

describe('a slot for one job', () => {
  it('gives jobs different names on an origin without crypto.randomUUID', async () => {
    const { crypto } = globalThis;
    vi.stubGlobal('crypto', {
      getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
    });
    const [first, second] = [await begin(new JobSlot()), await begin(new JobSlot())];
    expect(first.id).not.toBe(second.id);
  });

  it('makes pieces of the job that is held', async () => {
    const slot = new JobSlot<Counting>();
    const { id } = await begin(slot);
    expect([await slot.piece(id, next), await slot.piece(id, next)]).toEqual([ok(1), ok(2)]);
  });

  it('cancels the job that another one replaces, and refuses its pieces', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const second = await begin(slot);
    expect(first.id).not.toBe(second.id);
    expect([first.job.cancelled, second.job.cancelled]).toEqual([1, 0]);
    expect(await slot.piece(first.id, next)).toEqual(ENDED);
    expect([first.job.made, second.job.made]).toEqual([0, 0]);
  });

  it('refuses a piece that was under way when its job was replaced', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const held = gate();
    const pieces = [
      slot.piece(first.id, () => held.passed.then(() => ok(null))),
      slot.piece(first.id, () => held.passed.then(() => failed({ code: 'file-unreadable' }))),
      slot.piece(first.id, () => held.passed.then(() => Promise.reject(new Error('cut short')))),
    ];
    const second = await begin(slot);
    held.open();
    expect(await Promise.all(pieces)).toEqual([ENDED, ENDED, ENDED]);
    expect(await slot.piece(second.id, next)).toEqual(ok(1));
  });

  it('refuses a job that was replaced while it was prepared', async () => {
    const slot = new JobSlot<Counting>();
    const held = gate();
    const slow = new Counting();
    const overtaken = slot.begin(() => held.passed.then(() => ok(slow)));
    const failing = slot.begin(() => held.passed.then(() => failed({ code: 'file-empty' })));
    const { id } = await begin(slot);
    held.open();
    expect(await Promise.all([overtaken, failing])).toEqual([ENDED, ENDED]);
    expect(slow.cancelled).toBe(1);
    expect(await slot.piece(id, next)).toEqual(ok(1));
  });

  it('holds no job that cannot be prepared, and reports why', async () => {
    const slot = new JobSlot<Counting>();
    const before = await begin(slot);
    const refusal = failed({ code: 'file-empty' });
    expect(await slot.begin(() => Promise.resolve(refusal))).toEqual(refusal);
    expect(before.job.cancelled).toBe(1);
    expect(await slot.piece(before.id, next)).toEqual(ENDED);
  });

  it('ends a job whose piece fails, with a fault or a bug', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const fault = failed({ code: 'file-unreadable' });
    expect(await slot.piece(first.id, () => fault)).toEqual(fault);
    expect(first.job.cancelled).toBe(1);
    expect(await slot.piece(first.id, next)).toEqual(ENDED);
    const second = await begin(slot);
    const bug = new Error('a bug');
    await expect(slot.piece(second.id, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(second.job.cancelled).toBe(1);
  });

  it('ends only the job that is named', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const second = await begin(slot);
    slot.end(first.id);
    expect(await slot.piece(second.id, next)).toEqual(ok(1));
    slot.end(second.id);
    slot.end(second.id);
    expect(second.job.cancelled).toBe(1);
    expect(await slot.piece(second.id, next)).toEqual(ENDED);
  });
});
