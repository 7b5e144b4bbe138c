import { beforeEach, describe, expect, it } from 'vitest';
import { MapScene } from '../../../../src/ui/map/map-scene.svelte.js';
import { pictureOf } from '../../../../src/ui/map/scene-picture.js';
import { WHOLE } from '../../../../src/ui/map/viewport.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';
import { languageOf } from '../../../fakes/language.js';

const LABELS = ['World', 'Sports', 'Business', 'Sports', 'World', 'Business'];
const ROWS = LABELS.length;

let page: Page;
let scene: MapScene;

beforeEach(async () => {
  page = await new FakeBrowser().visit().begin();
  await page.drop(tsvOf(LABELS));
  scene = new MapScene(() => ({
    predictions: page.predictions,
    review: page.review,
    view: page.view,
    training: page.training,
    classOfLabel: page.labelMap.classOf,
  }));
  scene.width = 400;
  scene.height = 300;
});

const drawn = (): number[] => [...scene.points.rows].sort((a, b) => a - b);
const rowsOf = (label: string): number[] => [...LABELS.keys()].filter((row) => LABELS[row] === label);

describe('map without points', () => {
  it('gives the reason: no results, axes without values, a brush, filters, or a legend that hides all', async () => {
    expect(scene.emptyKey).toBe('map.empty');
    await page.analysis.start();
    expect(scene.emptyKey).toBeNull();
    page.view.plot({ x: 'variability' });
    expect(scene.emptyKey).toBe('map.emptyAxes');
    page.view.plot({ x: 'loss' });
    page.view.brush('x', { min: 1000, max: 2000 });
    expect(scene.emptyKey).toBe('map.emptyBrushed');
    page.view.brush('x', null);
    page.view.filter({ search: 'no such text' });
    expect(scene.emptyKey).toBe('map.emptyFiltered');
    page.view.filter({ search: '' });
    for (const { key } of scene.buckets.list) scene.toggle(key);
    expect(scene.emptyKey).toBe('map.emptyHidden');
  });
});

describe('points', () => {
  beforeEach(() => page.analysis.start());

  it('are the scored rows that the filters keep', () => {
    expect(drawn()).toEqual([...LABELS.keys()]);
    page.view.filter({ label: 'Sports' });
    expect(drawn()).toEqual(rowsOf('Sports'));
    expect([scene.isDrawn(1), scene.isDrawn(0), scene.isDrawn(-1)]).toEqual([true, false, false]);
  });

  it('are found at their pixels', () => {
    for (const row of LABELS.keys()) {
      const { left, top } = scene.pixelOf(row);
      expect(scene.placeOf(scene.rowAt(left, top, 1))).toEqual(scene.placeOf(row));
    }
    expect(scene.rowAt(-500, -500, 5)).toBe(-1);
  });

  it('are found from each other in a direction', () => {
    page.view.plot({ x: 'tokens', y: 'loss' });
    const byTokens = [...LABELS.keys()].sort((a, b) => scene.placeOf(a).x - scene.placeOf(b).x);
    const [first = -1, last = -1] = [byTokens[0], byTokens.at(-1)];
    expect(scene.placeOf(scene.rowBeyond(first, 'right', 1)).x).toBeGreaterThan(scene.placeOf(first).x);
    expect(scene.rowBeyond(last, 'right', 1)).toBe(-1);
  });

  it('of a bucket are hidden under its colour alone, and reappear together', () => {
    page.view.plot({ colour: 'label' });
    const { list, ofRow } = scene.buckets;
    const key = list[ofRow[1] ?? -1]?.key ?? '';
    scene.toggle(key);
    expect(drawn()).toEqual([...LABELS.keys()].filter((row) => LABELS[row] !== 'Sports'));
    page.view.plot({ colour: 'status' });
    expect(drawn()).toHaveLength(ROWS);
    page.view.plot({ colour: 'label' });
    expect([...scene.hidden]).toEqual([key]);
    scene.showAll();
    expect(drawn()).toHaveLength(ROWS);
  });

  it('are the same object after a change that is not visible', () => {
    const before = scene.points;
    page.view.sort('source');
    page.view.refresh();
    expect(scene.points).toBe(before);
    page.review.discard([0]);
    expect(scene.points).not.toBe(before);
  });

  it('follow a decision once the map is ready for it', () => {
    scene.followed = { label: page.review.label, status: page.review.status, picks: page.view.picked.now };
    const before = scene.labels;
    page.review.setLabel([0], 'Sports');
    expect(scene.labels).toBe(before);
    scene.followed = null;
    expect(scene.labels).toBe(page.review.label);
  });
});

describe('picked rows', () => {
  beforeEach(() => page.analysis.start());

  it('keep their colour, and the other points are paler', () => {
    const colourOf = (row: number): number[] => {
      const at = scene.points.rows.indexOf(row) * 4;
      return [...scene.points.marks.subarray(at, at + 3)];
    };
    const before = [0, 1].map(colourOf);
    page.view.picked.pick(Uint32Array.of(0));
    expect(colourOf(0)).toEqual(before[0]);
    expect(colourOf(1).every((part, index) => part > (before[1]?.[index] ?? 255))).toBe(true);
    page.view.picked.clear();
    expect([0, 1].map(colourOf)).toEqual(before);
  });

  it('are shown once the map is ready for them', () => {
    scene.followed = { label: page.review.label, status: page.review.status, picks: page.view.picked.now };
    const before = scene.points;
    page.view.picked.pick(Uint32Array.of(0));
    expect(scene.points).toBe(before);
    scene.followed = null;
    expect(scene.points).not.toBe(before);
  });
});

describe('visible part of the map', () => {
  beforeEach(() => page.analysis.start());

  it('excludes rows outside the viewport, and moves to include one', () => {
    page.view.plot({ x: 'tokens', y: 'loss' });
    const byTokens = [...LABELS.keys()].sort((a, b) => scene.placeOf(a).x - scene.placeOf(b).x);
    const last = byTokens.at(-1) ?? -1;
    expect(scene.shareOf(last)).not.toBeNull();
    scene.viewport = { centreX: 1 / 16, centreY: 0.5, zoom: 3 };
    expect(scene.shareOf(last)).toBeNull();
    expect(scene.nothingHere).toBe(!LABELS.some((_, row) => scene.shareOf(row) !== null));
    scene.viewport = scene.viewportWith(last);
    expect(scene.shareOf(last)).not.toBeNull();
    expect(scene.nothingHere).toBe(false);
  });

  it('keeps its values when the ranges of the axes change', () => {
    scene.viewport = { centreX: 0.5, centreY: 0.5, zoom: 2 };
    const before = scene.seen;
    const half = { min: scene.domainX.min, max: (scene.domainX.min + scene.domainX.max) / 2 };
    scene.rebase([half, scene.domainY]);
    expect(scene.viewport.zoom).toBe(2);
    expect(scene.seen[0].min).toBeLessThan(before[0].min);
    expect(scene.seen[1]).toEqual(before[1]);
  });

  it('counts in the histogram of each axis, ignoring the brush of that axis', () => {
    const total = (): number[] =>
      [scene.histograms.x, scene.histograms.y].map((counts) => counts.reduce((a, b) => a + b, 0));
    expect(total()).toEqual([ROWS, ROWS]);
    page.view.filter({ label: 'Sports' });
    expect(total()).toEqual([2, 2]);
    // The brush of one axis filters the rows of the other.
    page.view.brush('x', { min: 1000, max: 2000 });
    expect(total()).toEqual([2, 0]);
  });

  it('is drawn as a picture, with the legend of the visible buckets', () => {
    page.view.plot({ colour: 'label' });
    scene.theme = 'dark';
    const { list, ofRow } = scene.buckets;
    scene.toggle(list[ofRow[1] ?? -1]?.key ?? '');
    const picture = pictureOf(scene, page.view.map, 'news.tsv', languageOf('en'));
    expect(picture.title).toBe('news.tsv');
    expect(picture.legend.map(({ name, count }) => `${name} ${count}`).sort()).toEqual(['Business 2', 'World 2']);
    expect(picture.points.count).toBe(4);
    expect(picture.frame.viewport).toEqual(WHOLE);
    expect(picture.more).toBe('');
  });
});
