import { describe, expect, it } from 'vitest';
import { projectSetting } from '../../../../src/protocol/setting-keys.js';
import { gate, until } from '../../../fakes/controlled.js';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, log, visit } from '../../../fakes/training.js';

describe('a dataset made of signals alone', () => {
  it('opens where no dataset is open, and offers the join to a dataset dropped later', async () => {
    const { page, training, reading } = await visit();
    await reading.open([THREE]);
    expect(reading.join).toBe(null);
    await page.session.confirmSignals();
    expect(page.project.record?.name).toBe('log.signals-only.jsonl');
    expect(page.project.dataset?.rows).toBe(5);
    expect(training.signals.shown?.join.matched).toBe(5);
    await page.drop(tsvOf(['a', 'a']));
    expect([training.signals.shown, reading.state.at]).toEqual([null, 'confirming']);
    expect(reading.join).toMatchObject({ matched: 2, unmatchedSignals: 3 });
  });

  it('does not give its signals to another dataset that opens meanwhile', async () => {
    const { browser, page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    const { record } = page.project;
    if (!record) throw new Error('no project');
    await page.session.close();
    await reading.open([THREE]);
    const held = gate();
    page.reading.before = async (method) => {
      if (method === 'inspect') await held.passed;
      return undefined;
    };
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'inspect');
    await page.session.openStored(record);
    expect(training.signals.shown).toBe(null);
    held.open();
    await confirmed;
    expect(await browser.store.setting(projectSetting('signals', record.id))).toEqual({ ok: true, value: undefined });
  });

  it('does not give its signals to another dataset of signals alone', async () => {
    const { browser, page, training, reading } = await visit();
    const other = log([
      [true, true],
      [false, true],
    ]);
    await reading.open([new File([other], 'other.jsonl')]);
    await page.session.confirmSignals();
    const { record } = page.project;
    if (!record) throw new Error('no project');
    const kept = await browser.store.setting(projectSetting('signals', record.id));
    await page.session.close();
    await reading.open([THREE]);
    const held = gate();
    page.reading.before = async (method) => {
      if (method === 'inspect') await held.passed;
      return undefined;
    };
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'inspect');
    await page.session.openStored(record);
    expect(training.signals.shown?.join.matched).toBe(2);
    expect(training.signals.shown?.names).toEqual(['other.jsonl']);
    held.open();
    await confirmed;
    expect(await browser.store.setting(projectSetting('signals', record.id))).toEqual(kept);
  });

  it('has its own signals, also where another dataset was opening', async () => {
    const { page, training, reading } = await visit();
    await reading.open([THREE]);
    const held = gate();
    let first = true;
    page.reading.before = async (method) => {
      if (method !== 'inspect' || !first) return undefined;
      first = false;
      await held.passed;
      return undefined;
    };
    const overtaken = page.session.confirmSignals();
    await until(() => !first);
    const slow = gate();
    page.reading.after = (method) => (method === 'take' ? slow.passed : undefined);
    await reading.open([
      new File(
        [
          log([
            [true, true],
            [false, true],
          ]),
        ],
        'other.jsonl',
      ),
    ]);
    const confirmed = page.session.confirmSignals();
    await until(() => page.reading.calls.at(-1)?.method === 'take');
    held.open();
    await overtaken;
    slow.open();
    await confirmed;
    expect(training.signals.shown?.names).toEqual(['other.jsonl']);
    expect(training.signals.shown?.join.matched).toBe(2);
  });

  it('takes a large number of ids', async () => {
    const { page, training, reading } = await visit();
    await reading.open([log([new Array<boolean>(20_000).fill(true)])]);
    await page.session.confirmSignals();
    expect(page.project.dataset?.rows).toBe(20_000);
    expect(training.signals.shown?.join).toMatchObject({ matched: 20_000, labelsDiffer: 0 });
    await page.exports.writeSignals();
    expect(page.downloads.saved.get('log.signals.tsv')?.split('\n')).toHaveLength(20_002);
  });
});
