import { beforeEach, describe, expect, it } from 'vitest';
import { MapScene } from '../../../../src/ui/map/map-scene.svelte.js';
import { MapSelecting } from '../../../../src/ui/map/map-selecting.svelte.js';
import { zoomed, type Pixel } from '../../../../src/ui/map/viewport.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports', 'World', 'Business'];
const SIZE = { width: 400, height: 300 };

let page: Page;
let scene: MapScene;
let selecting: MapSelecting;
let host: HTMLElement;

beforeEach(async () => {
  page = await new FakeBrowser().visit().begin();
  await page.drop(tsvOf(LABELS));
  await page.analysis.start();
  const { predictions, review, view, training, labelMap } = page;
  view.plot({ x: 'tokens', y: 'loss' });
  scene = new MapScene(() => ({ predictions, review, view, training, classOfLabel: labelMap.classOf }));
  [scene.width, scene.height] = [SIZE.width, SIZE.height];
  selecting = new MapSelecting(scene, () => view.picked);
  host = document.createElement('div');
  host.addEventListener('pointerdown', (event) => selecting.press(event, host));
  host.addEventListener('pointermove', (event) => selecting.move(event, host, undefined));
  host.addEventListener('pointerup', (event) => selecting.release(event));
});

function point(type: string, { left, top }: Pixel, more: PointerEventInit = {}): void {
  host.dispatchEvent(new PointerEvent(type, { clientX: left, clientY: top, pointerId: 1, button: 0, ...more }));
}

/** Draws a path. */
function drag(path: readonly Pixel[], more: PointerEventInit = {}): void {
  const [start = { left: 0, top: 0 }] = path;
  point('pointerdown', start, more);
  for (const at of path.slice(1)) point('pointermove', at, more);
  point('pointerup', path.at(-1) ?? start, more);
}

/** A square around a row, `reach` pixels to each side. */
function around(row: number, reach: number): readonly Pixel[] {
  const { left, top } = scene.pixelOf(row);
  return [
    { left: left - reach, top: top - reach },
    { left: left + reach, top: top - reach },
    { left: left + reach, top: top + reach },
    { left: left - reach, top: top + reach },
  ];
}

const EVERYTHING: readonly Pixel[] = [
  { left: 0, top: 0 },
  { left: SIZE.width, top: SIZE.height },
];

const picked = (): number[] => [...page.view.picked.rows()];
/** Rows at the same place as a row, with it. */
const together = (row: number): number[] =>
  [...LABELS.keys()].filter((other) => {
    const [a, b] = [scene.pixelOf(row), scene.pixelOf(other)];
    return Math.abs(a.left - b.left) < 2 && Math.abs(a.top - b.top) < 2;
  });

describe('a drag on the map', () => {
  it('picks nothing without a tool', () => {
    drag(EVERYTHING);
    expect([picked(), selecting.outline]).toEqual([[], null]);
  });

  it('picks the rows in a rectangle, in any direction', () => {
    selecting.toggle('rectangle');
    const [one, , other] = around(2, 5);
    drag([one!, other!]);
    expect(picked()).toEqual(together(2));
    drag([other!, one!]);
    expect(picked()).toEqual(together(2));
    drag(EVERYTHING);
    expect(picked()).toEqual([...LABELS.keys()]);
  });

  it('picks the rows in a lasso, which closes itself', () => {
    selecting.toggle('lasso');
    drag(around(4, 6));
    expect(picked()).toEqual(together(4));
    expect(selecting.tool).toBe('lasso');
  });

  it('adds rows with Shift, and replaces them without', () => {
    selecting.toggle('lasso');
    drag(around(0, 4));
    drag(around(2, 4), { shiftKey: true });
    expect(picked()).toEqual([...new Set([...together(0), ...together(2)])].sort((a, b) => a - b));
    drag(around(2, 4));
    expect(picked()).toEqual(together(2));
  });

  it('picks only what filters, legend and the visible part show', () => {
    selecting.toggle('rectangle');
    page.view.filter({ label: 'Sports' });
    drag(EVERYTHING);
    expect(picked()).toEqual([1, 3]);
    page.view.filter({ label: '' });
    page.view.plot({ colour: 'label' });
    scene.toggle('World');
    drag(EVERYTHING);
    expect(picked()).toEqual([1, 2, 3, 5]);
    scene.showAll();
    scene.viewport = zoomed(scene.viewport, 6, scene.shareOf(2));
    drag(EVERYTHING);
    expect(picked()).toContain(2);
    expect(picked().length).toBeLessThan(LABELS.length);
  });

  it('reaches as far as the plot', () => {
    selecting.toggle('rectangle');
    drag([
      { left: 1, top: 1 },
      { left: 9000, top: 9000 },
    ]);
    expect(picked()).toEqual([...LABELS.keys()]);
  });

  it('shows its outline until it ends', () => {
    selecting.toggle('rectangle');
    point('pointerdown', { left: 10, top: 10 });
    expect(selecting.outline).toBeNull();
    point('pointermove', { left: 50, top: 40 });
    expect(selecting.outline).toHaveLength(4);
    point('pointerup', { left: 50, top: 40 });
    expect(selecting.outline).toBeNull();
  });

  it('is a click where it moved only a little: the picked rows stay', () => {
    page.view.picked.pick(Uint32Array.of(5));
    selecting.toggle('lasso');
    drag([
      { left: 10, top: 10 },
      { left: 12, top: 11 },
    ]);
    expect(picked()).toEqual([5]);
  });

  it('ends without an effect when it is cancelled, by a second finger, and when the tool is put away', () => {
    selecting.toggle('rectangle');
    const begin = (): void => {
      point('pointerdown', { left: 0, top: 0 });
      point('pointermove', { left: 390, top: 290 });
    };
    begin();
    selecting.cancel();
    point('pointerup', { left: 390, top: 290 });
    begin();
    point('pointerdown', { left: 20, top: 20 }, { pointerId: 2 });
    point('pointerup', { left: 390, top: 290 });
    begin();
    selecting.toggle('rectangle');
    point('pointerup', { left: 390, top: 290 });
    expect([picked(), selecting.tool, selecting.outline]).toEqual([[], null, null]);
  });

  it('begins with the main button only', () => {
    selecting.toggle('rectangle');
    drag(EVERYTHING, { button: 2 });
    expect(picked()).toEqual([]);
  });
});
