import { describe, expect, it } from 'vitest';
import { until } from '../../../fakes/controlled.js';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, modelSignalsOf, visit } from '../../../fakes/training.js';

describe('signals from a model', () => {
  it('are shown by the origin requested last, also after a reload, and both origins are removed together', async () => {
    const { browser, page, training, reading } = await visit();
    const labels = ['a', 'a', 'a', 'a', 'a'];
    await page.drop(tsvOf(labels));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    const given = modelSignalsOf(page);
    await training.adopt(given, false);
    expect(training.signals.shown?.fromModel).toBe(false);
    await training.adopt(given, true);
    expect(training.signals.shown).toMatchObject({ fromModel: true, join: { matched: 2 } });
    page.die();

    const second = await visit(browser);
    expect(second.training.signals.shown?.fromModel).toBe(false);
    await second.training.adopt(modelSignalsOf(second.page), false);
    expect(second.training.signals.shown?.fromModel).toBe(true);
    let dropped = 0;
    let back = 0;
    second.page.passes.drop = () => Promise.resolve(void dropped++);
    second.page.passes.putBack = () => {
      back++;
      return second.training.adopt(modelSignalsOf(second.page), false);
    };
    await second.page.analysis.removeSignals();
    expect([second.training.signals.shown, dropped]).toEqual([null, 1]);
    await second.page.analysis.putBackSignals();
    expect([second.training.signals.shown?.fromModel, back]).toEqual([true, 1]);

    await second.reading.open([THREE]);
    await second.page.session.confirmSignals();
    await second.training.adopt(modelSignalsOf(second.page), false);
    expect(second.training.signals.shown?.fromModel).toBe(false);
    second.page.die();
    const third = await visit(browser);
    await third.training.adopt(modelSignalsOf(third.page), false);
    expect(third.training.signals.shown?.fromModel).toBe(false);
  });

  it('show their series where learning made them', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a']));
    await training.adopt(modelSignalsOf(page), false);
    expect(training.signals.shown?.series).toBe(null);
    await training.adopt(modelSignalsOf(page), false, 'out');
    expect(training.signals.shown).toMatchObject({ fromModel: true, series: 'out' });
    expect(training.signals.shown?.series).toBe('out');
    await training.adopt(modelSignalsOf(page), true, 'in');
    expect(training.signals.shown?.series).toBe('in');
  });

  it('are replaced by signals of a file where the model has none any more', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    await training.adopt(modelSignalsOf(page), true);
    await training.adopt(null, false);
    expect(training.signals.shown).toMatchObject({ fromModel: false, names: ['log.jsonl'], join: { matched: 5 } });
    expect([page.view.map.x, page.view.map.colour]).toEqual(['label_var', 'training']);
    // A person requested the model's signals last. New signals of the model are shown.
    await training.adopt(modelSignalsOf(page), false);
    expect(training.signals.shown?.fromModel).toBe(true);
    const gone = training.adopt(null, false);
    await training.adopt(modelSignalsOf(page, 3), false);
    await gone;
    expect(training.signals.shown).toMatchObject({ fromModel: true, join: { matched: 3 } });
    await page.analysis.removeSignals();
    await training.adopt(modelSignalsOf(page), true);
    await training.adopt(null, false);
    expect([training.signals.shown, page.view.map.colour]).toEqual([null, 'agreement']);
  });

  it('are discarded if a person removes signals or closes the dataset during their preparation', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    const removed = training.adopt(modelSignalsOf(page), true);
    await page.analysis.removeSignals();
    await removed;
    expect(training.signals.shown).toBeNull();
    const closed = training.adopt(modelSignalsOf(page), true);
    training.closed();
    await closed;
    expect(training.signals.shown).toBeNull();
    const first = training.adopt(modelSignalsOf(page, 3), true);
    const second = training.adopt(modelSignalsOf(page, 4), true);
    await Promise.all([first, second]);
    expect(training.signals.shown).toMatchObject({ fromModel: true, join: { matched: 4 } });
  });

  it('keep the choices on the map while they grow', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await training.adopt(modelSignalsOf(page), true);
    training.map.change({ criterion: 'correct_times', threshold: 2 });
    expect([...page.view.visible]).toEqual([0, 1]);
    page.view.plot({ x: 'tokens', y: 'entropy' });
    await training.adopt(modelSignalsOf(page, 4), false);
    expect(training.map.options).toMatchObject({ criterion: 'correct_times', threshold: 2 });
    expect(page.view.visible).toHaveLength(4);
    expect([page.view.map.x, page.view.map.y]).toEqual(['tokens', 'entropy']);
    training.map.replay(1);
    await training.adopt(modelSignalsOf(page, 5), false);
    expect([training.map.upTo, training.map.evaluations]).toEqual([1, 2]);
    expect([...(training.map.signals.columns?.value.correct_times ?? [])]).toEqual([1, 1, 1, 1, 1]);
    expect(page.view.visible).toHaveLength(0);
  });

  it('keep the signals of a file, which are stored again after the browser has deleted them', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    await page.session.confirmSignals();
    await training.adopt(modelSignalsOf(page), true);
    training.storedIsGone();
    browser.clear(page);
    await until(() => page.review.saved === 'saved');
    expect(await page.keeper.storeAgain()).toBe(true);
    page.die();
    const later = await visit(browser);
    expect(later.training.signals.shown?.names).toEqual(['log.jsonl']);
  });

  it('replace earlier signals that are still in preparation', async () => {
    const { page, training } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    const first = training.adopt(modelSignalsOf(page, 3), true);
    await training.adopt(null, false);
    await first;
    expect(training.signals.shown).toBeNull();
  });
});
