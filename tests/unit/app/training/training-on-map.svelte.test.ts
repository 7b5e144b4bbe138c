import { describe, expect, it } from 'vitest';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, visit } from '../../../fakes/training.js';

describe('training signals on the data map', () => {
  it('place the rows, replay evaluations, and filter the queue by criterion and region', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    const { map } = training;
    expect([page.view.map.x, page.view.map.y, page.view.map.colour]).toEqual(['label_var', 'avg_probs', 'training']);
    expect([...(map.signals.columns?.value.correct_times ?? [])]).toEqual([3, 1, 0, 0, 3, NaN]);
    expect([...(map.buckets?.counts ?? [])]).toEqual([2, 1, 0, 0, 0, 2]);
    const buffers = map.signals.columns?.value;
    map.replay(2);
    expect([...(map.signals.columns?.value.correct_times ?? [])]).toEqual([2, 1, 0, 0, 2, NaN]);
    expect(map.signals.columns?.value).toBe(buffers);
    map.replay(99);
    expect(map.upTo).toBe(3);

    map.change({ criterion: 'forgetting_times', threshold: 1 });
    expect([...page.view.visible]).toEqual([1]);
    map.change({ useFTimes: 0, useLTimes: 0 });
    expect([map.contradictory, map.buckets]).toEqual([true, null]);
    expect(page.view.visible).toHaveLength(6);
    map.change({ useFTimes: -1, useLTimes: -1, criterion: null });
    const region = map.regionOf[2] ?? 0;
    map.toggleRegion(region);
    expect([...page.view.visible]).toEqual([0, 1, 2, 3, 4].filter((row) => map.regionOf[row] === region));
    expect(map.regionCounts(new Uint8Array(6).fill(2)).map(({ rows, corrected }) => rows - corrected)).toEqual([
      0, 0, 0,
    ]);
    map.toggleRegion(region);
    expect(page.view.visible).toHaveLength(6);
  });

  it('rank the hardest rows first without scores, and sort the rows on request', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    const means = training.map.signals.values('avg_probs', 6);
    const hardest = [0, 1, 2, 3, 4].sort((a, b) => (means[a] ?? 0) - (means[b] ?? 0) || a - b);
    expect([page.view.order, page.view.orderNow]).toEqual(['loss-desc', 'avg_probs']);
    expect([...page.view.visible]).toEqual([...hardest, 5]);
    page.view.sort('forgetting_times');
    expect(page.view.visible[0]).toBe(1);
    await page.analysis.removeSignals();
    expect([page.view.order, page.view.orderNow, ...page.view.visible]).toEqual([
      'loss-desc',
      'source',
      0,
      1,
      2,
      3,
      4,
      5,
    ]);
  });

  it('group the rows by Data-IQ too, and keep every row after a reset', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    const { map } = training;
    map.toggleRegion(0);
    map.group('data-iq');
    expect([map.regions.size, page.view.subset]).toEqual([0, null]);
    const hard = [0, 1, 2, 3, 4].filter((row) => map.regionOf[row] === 2);
    map.toggleRegion(2);
    expect([...page.view.visible].sort()).toEqual(hard);
    page.view.clearSubset();
    expect([map.regions.size, page.view.visible.length, map.grouping]).toEqual([0, 6, 'data-iq']);
    map.change({ criterion: 'forgetting_times', threshold: 1 });
    page.view.showOnly();
    expect([map.options.criterion, page.view.visible.length]).toEqual([null, 6]);
  });

  it('show the data map that the address names', async () => {
    const { page, training, reading } = await visit(undefined, 'keep=correct_times,3&regions=1&palette=original');
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    expect([training.map.palette, ...page.view.visible]).toEqual(['original', 0, 4]);
    training.map.toggleRegion(1);
    training.map.change({ useFTimes: 2 });
    expect(page.address.params.get('keep')).toBe('correct_times,3');
    expect(page.address.params.get('forgotten')).toBe('2');
    expect(page.address.params.has('regions')).toBe(false);
    await page.analysis.removeSignals();
    expect(page.address.params.has('keep')).toBe(false);
  });

  it('discard the choices of the signals that they replace, in the address and on the axes', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    training.map.change({ criterion: 'forgetting_times', threshold: 1 });
    page.view.plot({ x: 'first_learn' });
    expect(page.address.read().get('keep')).toBe('forgetting_times,1');
    const coordinates = [0, 1, 2].map((guid) => ({ guid, confidence: 0.5, variability: 0.1, correctness: 1 }));
    await reading.open([
      new File(
        coordinates.map((line) => `${JSON.stringify(line)}\n`),
        'coordinates.jsonl',
      ),
    ]);
    await page.session.confirmSignals();
    expect(training.map.options.criterion).toBe(null);
    expect(page.address.read().get('keep') ?? '').toBe('');
    expect([page.view.map.x, page.view.map.y]).toEqual(['variability', 'confidence']);
    page.view.plot({ x: 'variability', y: 'aleatoric' });
    await page.analysis.removeSignals();
    expect(page.address.read().get('map') ?? '').toBe('');
  });
});
