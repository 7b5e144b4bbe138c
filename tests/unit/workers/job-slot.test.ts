import { afterEach, describe, expect, it, vi } from 'vitest';
import { JobSlot, type Job } from '../../../workers/job-slot.js';
import { SourceFault } from '../../../workers/source-fault.js';
import { gate } from '../../fakes/controlled.js';

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

const begin = (slot: JobSlot<Counting>, job = new Counting()) => slot.begin(() => Promise.resolve(job));

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
    expect([await slot.piece(id, (job) => job.next()), await slot.piece(id, (job) => job.next())]).toEqual([1, 2]);
  });

  it('cancels the job that another one replaces, and refuses its pieces', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const second = await begin(slot);
    expect(first.id).not.toBe(second.id);
    expect([first.job.cancelled, second.job.cancelled]).toEqual([1, 0]);
    await expect(slot.piece(first.id, (job) => job.next())).rejects.toThrow('job-ended');
    expect([first.job.made, second.job.made]).toEqual([0, 0]);
  });

  it('refuses a piece that was under way when its job was replaced', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const held = gate();
    const piece = slot.piece(first.id, () => held.passed);
    const failing = slot.piece(first.id, () => held.passed.then(() => Promise.reject(new Error('cut short'))));
    const refused = expect(Promise.allSettled([piece, failing])).resolves.toMatchObject([
      { reason: { message: 'job-ended' } },
      { reason: { message: 'job-ended' } },
    ]);
    const second = await begin(slot);
    held.open();
    await refused;
    expect(await slot.piece(second.id, (job) => job.next())).toBe(1);
  });

  it('refuses a job that was replaced while it was prepared', async () => {
    const slot = new JobSlot<Counting>();
    const held = gate();
    const slow = new Counting();
    const overtaken = slot.begin(() => held.passed.then(() => slow));
    const refused = expect(overtaken).rejects.toThrow('job-ended');
    const { id } = await begin(slot);
    held.open();
    await refused;
    expect(slow.cancelled).toBe(1);
    expect(await slot.piece(id, (job) => job.next())).toBe(1);
  });

  it('ends a job whose piece fails', async () => {
    const slot = new JobSlot<Counting>();
    const { id, job } = await begin(slot);
    const fault = new SourceFault({ code: 'file-unreadable' });
    await expect(slot.piece(id, () => Promise.reject(fault))).rejects.toBe(fault);
    expect(job.cancelled).toBe(1);
    await expect(slot.piece(id, (held) => held.next())).rejects.toThrow('job-ended');
  });

  it('ends only the job that is named', async () => {
    const slot = new JobSlot<Counting>();
    const first = await begin(slot);
    const second = await begin(slot);
    slot.end(first.id);
    expect(await slot.piece(second.id, (job) => job.next())).toBe(1);
    slot.end(second.id);
    slot.end(second.id);
    expect(second.job.cancelled).toBe(1);
    await expect(slot.piece(second.id, (job) => job.next())).rejects.toThrow('job-ended');
  });
});
