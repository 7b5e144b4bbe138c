import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { between, Pan } from '../../../../src/ui/map/pan.js';
import type { Viewport } from '../../../../src/ui/map/viewport.js';

const FROM: Viewport = { centreX: 0.2, centreY: 0.8, zoom: 3 };
const TO: Viewport = { centreX: 0.6, centreY: 0.4, zoom: 3 };

describe('between', () => {
  it('begins and ends at the given viewports, and keeps the zoom', () => {
    expect(between(FROM, TO, 0)).toEqual(FROM);
    expect(between(FROM, TO, 1)).toEqual(TO);
    expect(between(FROM, TO, 7)).toEqual(TO);
    const half = between(FROM, TO, 0.5);
    expect(half.centreX).toBeCloseTo(0.4, 12);
    expect(half.zoom).toBe(3);
  });
});

describe('Pan', () => {
  let frames: FrameRequestCallback[];
  let still: boolean;
  let now: number;

  beforeEach(() => {
    [frames, still, now] = [[], false, 0];
    vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
    vi.stubGlobal('cancelAnimationFrame', (id: number) => void (id > 0 && (frames[id - 1] = () => undefined)));
    vi.stubGlobal('window', { matchMedia: () => ({ matches: still }) });
    vi.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  function run(): void {
    for (let i = 0; i < frames.length && i < 100; i++) {
      now += 16;
      frames[i]?.(now);
    }
  }

  it('shows the intermediate places, then the end, and stops there', () => {
    const shown: Viewport[] = [];
    new Pan((viewport) => shown.push(viewport)).go(FROM, TO);
    run();
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.at(-1)).toEqual(TO);
    expect(shown.every(({ centreX }, i) => i === 0 || centreX >= (shown[i - 1]?.centreX ?? 0))).toBe(true);
    expect(frames.length).toBe(shown.length);
  });

  it('moves at once if reduced motion is requested', () => {
    still = true;
    const shown: Viewport[] = [];
    new Pan((viewport) => shown.push(viewport)).go(FROM, TO);
    expect(shown).toEqual([TO]);
    expect(frames).toEqual([]);
  });

  it('shows nothing more after a stop', () => {
    const shown: Viewport[] = [];
    const pan = new Pan((viewport) => shown.push(viewport));
    pan.go(FROM, TO);
    pan.stop();
    run();
    expect(shown).toEqual([]);
  });
});
