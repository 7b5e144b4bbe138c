import { describe, expect, it } from 'vitest';
import { gate, until } from '../../../fakes/controlled.js';
import { tsvOf } from '../../../fakes/page.js';
import { THREE, log, visit } from '../../../fakes/training.js';

describe('the dialog about training signals', () => {
  it('shows the join before it applies signals, and forgets cancelled signals', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'z', 'a', 'a', 'a', 'a']));
    expect(await reading.recognise(THREE)).toBe('trustai-signals');
    expect(await reading.recognise(tsvOf(['a']))).toBe(null);
    await reading.open([THREE]);
    expect(reading.state.at).toBe('confirming');
    expect(reading.join).toMatchObject({ matched: 5, unmatchedRows: 1, unmatchedSignals: 0, labelsDiffer: 1 });
    expect(training.signals.shown).toBe(null);
    reading.cancel();
    expect([reading.state.at, reading.result, reading.join]).toEqual(['idle', null, null]);
  });

  it('keeps the last of two runs unless a person chooses all', async () => {
    const { page, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a']));
    const run = [
      [false, false, false, false],
      [true, true, true, true],
    ];
    await reading.open([log([...run, ...run], 2)]);
    expect(reading.result?.report.runs).toHaveLength(2);
    expect([reading.keep, reading.result?.report.evaluations]).toEqual(['last-run', 2]);
    await reading.choose('all');
    expect([reading.keep, reading.result?.report.evaluations]).toEqual(['all', 4]);
  });

  it('keeps all evaluations where only the mean falls back, and offers the last run', async () => {
    const { reading } = await visit();
    const p = [0.3, 0.5, 0.35, 0.6];
    const lines = p.flatMap((mean, k) =>
      [0, 1, 2].map(
        (id) => `{"id": ${id}, "label": "a", "correct": true, "label_probs": ${mean + id / 100 + k / 1000}}`,
      ),
    );
    await reading.open([new File([lines.join('\n')], 'log.jsonl')]);
    expect(reading.keep).toBe('all');
    expect(reading.result?.report.runs.map(({ reason }) => reason)).toEqual(['start', 'fell']);
    expect(reading.result?.report.evaluations).toBe(4);
    await reading.choose('last-run');
    expect(reading.result?.report.evaluations).toBe(2);
  });

  it('reads files in the order of their names, with numbers by value', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a']));
    const file = (k: number): File => {
      const lines = [0, 1, 2, 3].map((id) => JSON.stringify({ id, label: 'a', correct: k >= 6, label_probs: k / 20 }));
      return new File([lines.join('\n')], `signals_${k}.jsonl`);
    };
    await reading.open([0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9].map(file));
    expect(reading.result?.report.runs).toHaveLength(1);
    await page.session.confirmSignals();
    const { value } = training.map.signals.columns ?? {};
    expect([value?.first_learn[0], value?.learnt_times[0], value?.forgetting_times[0]]).toEqual([6, 1, 0]);
  });

  it('ends the reading in the worker when it is cancelled', async () => {
    const { wire, reading } = await visit();
    await reading.open([THREE]);
    reading.cancel();
    await until(() => wire.calls.at(-1)?.method === 'end');
  });

  it('ends a reading that a newer one replaces, and keeps the newer one', async () => {
    const { page, wire, reading } = await visit();
    const held = gate();
    let first = true;
    wire.after = (method) => {
      if (method !== 'begin' || !first) return undefined;
      first = false;
      return held.passed;
    };
    const overtaken = reading.open([THREE]);
    await until(() => !first);
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
    held.open();
    await overtaken;
    expect(reading.result?.report.rows).toBe(2);
    await reading.choose('all');
    expect(reading.result?.report.rows).toBe(2);
    const job = wire.calls.findLast(({ method }) => method === 'take')?.args[0];
    await page.session.confirmSignals();
    await until(() => wire.calls.at(-1)?.method === 'end');
    expect(wire.calls.at(-1)?.args).toEqual([job]);
  });

  it('offers no choice of runs for signals that were read before', async () => {
    const { page, wire, reading } = await visit();
    await reading.open([THREE]);
    await page.session.confirmSignals();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a']));
    expect(reading.state).toMatchObject({ at: 'confirming', job: null });
    const asked = wire.calls.length;
    await reading.choose('last-run');
    expect([wire.calls.length, page.codes(), reading.state.at]).toEqual([asked, [], 'confirming']);
  });

  it('joins the signals as a person chooses', async () => {
    const { page, training, reading } = await visit();
    await page.drop(tsvOf(['a', 'a', 'a', 'a', 'a', 'a']));
    await reading.open([THREE]);
    expect(reading.join).toMatchObject({ basis: 'row-0', matched: 5 });
    reading.joinBy('row-1');
    expect(reading.join).toMatchObject({ basis: 'row-1', matched: 4 });
    await page.session.confirmSignals();
    expect(training.signals.shown?.join.basis).toBe('row-1');
    await reading.open([THREE]);
    expect(reading.join?.basis).toBe('row-0');
  });

  it('reads one kind of signals at a time, and names a file of another kind in a notice', async () => {
    const { page, reading } = await visit();
    const epoch = new File(
      ['{"guid":"0","logits_epoch_0":[1,2],"gold":0}\n{"guid":"1","logits_epoch_0":[2,1],"gold":0}\n'],
      'dynamics_epoch_0.jsonl',
    );
    await page.app.take([THREE, epoch].map((file) => ({ path: file.name, file })));
    await until(() => reading.state.at === 'confirming');
    expect(reading.result?.report.kind).toBe('trustai-signals');
    expect(page.importer.state.at).toBe('idle');
    expect(page.notices.items.map(({ fault }) => [fault.code, fault.params])).toEqual([
      ['signals-second', { name: 'dynamics_epoch_0.jsonl', first: 'log.jsonl' }],
    ]);
  });
});
