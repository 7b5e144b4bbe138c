import { describe, expect, it, vi } from 'vitest';
import { Part } from '../../../../src/app/shell/part.svelte.js';
import { Parts } from '../../../../src/app/shell/parts.js';

/** A script that loads when the test releases it. */
function script() {
  let settle: (value: string | null) => void = () => undefined;
  const load = vi.fn(
    () =>
      new Promise<string>((resolve, reject) => {
        settle = (value) => (value === null ? reject(new TypeError('Failed to fetch')) : resolve(value));
      }),
  );
  return { load, arrives: (value: string) => settle(value), fails: () => settle(null) };
}

describe('a part', () => {
  it('is loaded once for any number of reads', async () => {
    const { load, arrives } = script();
    const part = new Part(load, vi.fn());
    expect([part.needed, part.needed]).toEqual([null, null]);
    arrives('map');
    expect(await part.load()).toBe('map');
    expect(part.needed).toBe('map');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('reports that it is missing, and a second read does not load it again', async () => {
    const { load, fails, arrives } = script();
    const onMissing = vi.fn();
    const part = new Part(load, onMissing);
    const asked = part.load();
    fails();
    expect(await asked).toBeNull();
    expect(onMissing).toHaveBeenCalledTimes(1);
    expect([part.needed, part.missing]).toEqual([null, true]);
    expect(load).toHaveBeenCalledTimes(1);
    const again = part.load();
    arrives('map');
    expect(await again).toBe('map');
    expect(part.missing).toBe(false);
  });

  it('reports no failure of loading ahead of need, and is loaded again when it is needed', async () => {
    const { load, fails, arrives } = script();
    const onMissing = vi.fn();
    const part = new Part(load, onMissing);
    const ahead = part.loadAhead();
    fails();
    expect(await ahead).toBeNull();
    expect(onMissing).not.toHaveBeenCalled();
    expect(part.needed).toBeNull();
    arrives('map');
    expect(await part.load()).toBe('map');
  });

  it('reports that it is missing when it became needed during loading ahead', async () => {
    const { load, fails } = script();
    const onMissing = vi.fn();
    const part = new Part(load, onMissing);
    const ahead = part.loadAhead();
    expect(part.needed).toBeNull();
    fails();
    await ahead;
    expect(onMissing).toHaveBeenCalledTimes(1);
  });
});

describe('the parts', () => {
  function parts(ports: Partial<ConstructorParameters<typeof Parts>[0]> = {}) {
    const onMissing = vi.fn();
    const reload = vi.fn(() => Promise.resolve(true));
    return { onMissing, reload, parts: new Parts({ idle: () => Promise.resolve(), reload, onMissing, ...ports }) };
  }

  it('are loaded ahead one after the other, each when the page is idle', async () => {
    const idle: (() => void)[] = [];
    const { parts: all } = parts({ idle: () => new Promise((resolve) => idle.push(resolve)) });
    const loads: string[] = [];
    for (const name of ['review', 'map']) {
      all.part(() => {
        loads.push(name);
        return Promise.resolve(name);
      });
    }
    const ahead = all.loadAhead();
    expect(loads).toEqual([]);
    idle.shift()?.();
    await vi.waitFor(() => expect(idle).toHaveLength(1));
    expect(loads).toEqual(['review']);
    idle.shift()?.();
    await ahead;
    expect(loads).toEqual(['review', 'map']);
    expect(all.loadsAhead).toBe(false);
  });

  it('report whether one of them is loading ahead', async () => {
    const { parts: all } = parts();
    const { load, arrives } = script();
    all.part(load);
    const ahead = all.loadAhead();
    await vi.waitFor(() => expect(all.loadsAhead).toBe(true));
    arrives('map');
    await ahead;
    expect(all.loadsAhead).toBe(false);
  });

  it('load a missing part again without reloading the page', async () => {
    const { parts: all, reload } = parts();
    const { load, fails, arrives } = script();
    const part = all.part(load);
    const asked = part.load();
    fails();
    await asked;
    const retried = all.retry();
    arrives('map');
    await retried;
    expect(part.needed).toBe('map');
    expect(reload).not.toHaveBeenCalled();
  });

  it('reload the page when the browser remembers that a script failed', async () => {
    const { parts: all, reload, onMissing } = parts();
    const part = all.part(() => Promise.reject(new TypeError('Failed to fetch')));
    await part.load();
    onMissing.mockClear();
    await all.retry();
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('report a missing part again without reloading when the server does not answer', async () => {
    const { parts: all, onMissing } = parts({ reload: () => Promise.resolve(false) });
    await all.retry();
    expect(onMissing).toHaveBeenCalledTimes(1);
  });
});
