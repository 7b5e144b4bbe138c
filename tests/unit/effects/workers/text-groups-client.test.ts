import { afterEach, describe, expect, it } from 'vitest';
import { TextGroupsClient } from '../../../../src/effects/workers/text-groups-client.js';
import type { WorkerLike } from '../../../../src/effects/workers/worker-client.js';
import { TextGroupsWork } from '../../../../workers/review/text-groups.js';
import { ChannelWorker } from '../../../fakes/channel-worker.js';
import { columnOf } from '../../../fakes/dataset.js';
import { valueOf } from '../../workers/source/helpers.js';

const plan = (rows: number, nearest = false) => ({ rows, textBytes: 100, nearest });

const started: ChannelWorker[] = [];

function client(): TextGroupsClient {
  return new TextGroupsClient(() => {
    const worker = new ChannelWorker(new TextGroupsWork());
    started.push(worker);
    return worker as unknown as WorkerLike;
  });
}

afterEach(() => {
  for (const worker of started.splice(0)) worker.terminate();
});

describe('the page side of the worker that compares texts', () => {
  it('reads rows and returns their groups', async () => {
    const texts = client();
    valueOf(await texts.begin(plan(3)));
    valueOf(await texts.read(columnOf(['One text', 'Word']), null));
    valueOf(await texts.read(columnOf(['one  TEXT']), null));
    expect(valueOf(await texts.finish())).toEqual({
      same: Uint32Array.of(0, 1, 0),
      near: Uint32Array.of(0, 1, 0),
      bare: Uint8Array.of(0, 1, 0),
    });
  });

  it('reads pairs', async () => {
    const texts = client();
    valueOf(await texts.begin(plan(2)));
    valueOf(await texts.read(columnOf(['a b c', 'a b c']), columnOf(['x', 'y'])));
    expect(valueOf(await texts.finish()).same).toEqual(Uint32Array.of(0, 1));
  });

  it('returns the nearest rows of some rows', async () => {
    const texts = client();
    valueOf(await texts.begin(plan(3, true)));
    valueOf(await texts.read(columnOf(['red apples', 'green pears', 'red apples taste sweet']), null));
    valueOf(await texts.finish());
    const { row, similarity } = valueOf(await texts.nearest(1, 3));
    expect([...row]).toEqual([...Array.from({ length: 10 }, () => -1), 0, ...Array.from({ length: 9 }, () => -1)]);
    expect(similarity[10]).toBe(100);
  });

  it('settles calls to an ended worker', async () => {
    const texts = client();
    const asked = texts.begin(plan(1));
    texts.end();
    expect(await asked).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
    expect(await texts.finish()).toMatchObject({ ok: false, fault: { code: 'worker-died' } });
  });
});
