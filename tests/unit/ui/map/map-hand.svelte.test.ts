import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MapHand } from '../../../../src/ui/map/map-hand.svelte.js';
import { MapScene } from '../../../../src/ui/map/map-scene.svelte.js';
import { Pan } from '../../../../src/ui/map/pan.js';
import { WHOLE, type Pixel } from '../../../../src/ui/map/viewport.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports', 'World', 'Business'];

let page: Page;
let scene: MapScene;
let hand: MapHand;
let element: HTMLElement;
let popup: boolean;
const selecting = { outline: null as readonly Pixel[] | null, press: vi.fn(), move: vi.fn(), cancel: vi.fn() };
const onOpen = vi.fn<(row: number) => void>();
const onStep = vi.fn<(row: number) => void>();

beforeEach(async () => {
  vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: true } as MediaQueryList);
  page = await new FakeBrowser().visit().begin();
  await page.drop(tsvOf(LABELS));
  await page.analysis.start();
  page.view.select(-1);
  const { predictions, review, view, training, labelMap } = page;
  scene = new MapScene(() => ({ predictions, review, view, training, classOfLabel: labelMap.classOf }));
  [scene.width, scene.height] = [400, 300];
  element = document.createElement('div');
  document.body.append(element);
  popup = true;
  hand = new MapHand({
    scene,
    selecting,
    pan: new Pan((viewport) => (scene.viewport = viewport)),
    view: () => view,
    hasPopup: () => popup,
    onOpen,
    onStep,
    element: () => element,
  });
  element.addEventListener('keydown', (event) => hand.keyPressed(event));
  element.addEventListener('pointerdown', (event) => hand.press(event, element));
  element.addEventListener('pointermove', (event) => hand.pointerMoved(event, element));
  element.addEventListener('click', (event) => hand.clicked(event, element));
});

afterEach(() => {
  vi.restoreAllMocks();
  onOpen.mockClear();
  onStep.mockClear();
  element.remove();
});

/** Presses a key on the map. Returns whether the map used it. */
function press(key: string, more: KeyboardEventInit = {}): boolean {
  return !element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
}

function point(type: string, { left, top }: Pixel, more: PointerEventInit = {}): void {
  element.dispatchEvent(new PointerEvent(type, { clientX: left, clientY: top, bubbles: true, ...more }));
}

describe('keys on the map', () => {
  it('start at the selected row, move to the next row in a direction, and report a direction without rows', () => {
    const byPlace = [...LABELS.keys()].sort((a, b) => scene.placeOf(a).x - scene.placeOf(b).x);
    const [first = -1, last = -1] = [byPlace[0], byPlace.at(-1)];
    page.view.select(first);
    expect(press('ArrowRight')).toBe(true);
    expect(hand.cursor).toBe(first);
    press('ArrowRight');
    expect(scene.placeOf(hand.cursor).x).toBeGreaterThan(scene.placeOf(first).x);
    expect(onStep).toHaveBeenLastCalledWith(hand.cursor);
    hand.cursor = last;
    press('ArrowRight');
    expect(hand.cursor).toBe(last);
    expect(onStep).toHaveBeenLastCalledWith(-1);
  });

  it('open the row that they moved to, and close it again', () => {
    expect(press('Enter')).toBe(false);
    press('ArrowLeft');
    const row = hand.cursor;
    expect(press('Enter')).toBe(true);
    expect([page.view.selected, hand.open, onOpen.mock.calls]).toEqual([row, true, []]);
    expect(hand.openAt).toEqual(scene.pixelOf(row));
    expect(press('Escape')).toBe(true);
    expect([hand.open, hand.openAt, press('Escape')]).toEqual([false, null, false]);
  });

  it('open the row elsewhere if the map has no popup', () => {
    popup = false;
    press('ArrowLeft');
    press('Enter');
    expect(hand.open).toBe(false);
    expect(onOpen.mock.calls).toEqual([[hand.cursor]]);
  });

  it('zoom in, out and back to the whole map', () => {
    press('+');
    press('=');
    expect(scene.viewport.zoom).toBe(2);
    press('-');
    expect(scene.viewport.zoom).toBe(1);
    press('0');
    expect(scene.viewport).toEqual(WHOLE);
  });

  it('are ignored with a modifier, while an input method composes, and inside the popup', () => {
    expect([press('0', { ctrlKey: true }), press('0', { altKey: true }), press('0', { isComposing: true })]).toEqual([
      false,
      false,
      false,
    ]);
    const inside = document.createElement('button');
    element.append(inside);
    const key = new KeyboardEvent('keydown', { key: '0', bubbles: true, cancelable: true });
    expect(inside.dispatchEvent(key)).toBe(true);
    expect(press('a')).toBe(false);
  });
});

describe('pointer on the map', () => {
  it('points at the row under it, but not with a finger or during a drag', () => {
    const at = scene.pixelOf(2);
    point('pointermove', at, { pointerType: 'touch' });
    expect(hand.shownRow).toBe(-1);
    point('pointermove', at, { pointerType: 'mouse' });
    expect(scene.pixelOf(hand.shownRow)).toEqual(at);
    point('pointermove', at, { pointerType: 'mouse', buttons: 1 });
    expect(hand.shownRow).toBe(-1);
  });

  it('opens a row by a click, and closes it by a click outside all rows', () => {
    const at = scene.pixelOf(2);
    point('pointerdown', at);
    point('click', at);
    expect(hand.open).toBe(true);
    expect(scene.pixelOf(page.view.selected)).toEqual(at);
    const beside = { left: -500, top: -500 };
    point('pointerdown', beside);
    point('click', beside);
    expect(hand.open).toBe(false);
  });

  it('opens nothing at the end of a drag', () => {
    const at = scene.pixelOf(2);
    point('pointerdown', { left: at.left - 50, top: at.top });
    point('click', at);
    expect([hand.open, page.view.selected]).toEqual([false, -1]);
  });
});

describe('selected row', () => {
  it('moves into view, and closes the popup of another row', () => {
    press('ArrowLeft');
    press('Enter');
    for (let steps = 0; steps < 6; steps += 1) press('+');
    const other = [...LABELS.keys()].find((row) => row !== page.view.selected) ?? -1;
    page.view.select(other);
    hand.follow(other);
    expect(hand.open).toBe(false);
    const { left, top } = scene.pixelOf(other);
    expect(left >= 0 && left <= 400 && top >= 0 && top <= 300).toBe(true);
  });
});

describe('Escape on the map', () => {
  it('ends a drag of a selecting tool', () => {
    expect(press('Escape')).toBe(false);
    selecting.outline = [{ left: 0, top: 0 }];
    expect(press('Escape')).toBe(true);
    expect(selecting.cancel).toHaveBeenCalledOnce();
    selecting.outline = null;
  });
});
