import { describe, expect, test } from 'vitest';
import { gate, tick } from '../../fakes/controlled.js';
import { GARDEN, madeUp, tsvOf, wrongOnes } from '../../fakes/taught-rows.js';
import { soon } from './hand.js';
import { ShownPage } from './shown-page.js';

const ROWS = madeUp(GARDEN, { rows: 600, wrongEvery: 10 });

/** Blocks further epochs of the page's learning workers. */
class HeldEpochs {
  calls = 0;
  #held = gate();

  constructor(page: ShownPage) {
    page.tab.learners.onStart = ({ wire }) => {
      const { before } = wire;
      wire.before = async (method, args) => {
        if (method === 'epoch') {
          this.calls++;
          await this.#held.passed;
        }
        return before(method, args);
      };
    };
  }

  letGo(): void {
    this.#held.open();
  }

  holdAgain(): void {
    this.#held = gate();
  }
}

/** Names of the calls to the page's learning workers. */
function asked(page: ShownPage): Set<string> {
  return new Set(page.tab.learners.started.flatMap(({ wire }) => wire.calls.map(({ method }) => method)));
}

/** Opens the rows and stops during learning, after the first rankings and before the last. */
async function inTheMiddle() {
  const page = await ShownPage.open({ query: 'learn=on' });
  const epochs = new HeldEpochs(page);
  await page.openFile('topics.tsv', tsvOf(ROWS));
  await soon(() => epochs.calls).toBeGreaterThan(0);
  expect(page.data('run-status', 'state')).toBe('scoring');
  return { page, epochs };
}

async function expectFound(page: ShownPage): Promise<void> {
  await page.learnt();
  expect(page.data('run-status', 'done')).toBe('600');
  const wrong = wrongOnes(ROWS);
  const top = page.rows().slice(0, 20);
  expect(top.filter(({ row }) => wrong.has(row))).toHaveLength(20);
  expect(page.all('notice')).toEqual([]);
}

describe('learning', () => {
  test('is paused, resumed, cancelled and restarted', async () => {
    const { page, epochs } = await inTheMiddle();
    // The first ranking exists already.
    expect(page.data('run-status', 'done')).toBe('600');
    await page.press('run-pause');
    epochs.letGo();
    await soon(() => page.data('run-status', 'state')).toBe('paused');
    const paused = epochs.calls;
    for (let turn = 0; turn < 50; turn++) await tick();
    expect(epochs.calls).toBe(paused);
    epochs.holdAgain();
    await page.press('run-start');
    await soon(() => epochs.calls).toBeGreaterThan(paused);

    await page.press('run-cancel');
    epochs.letGo();
    await soon(() => page.data('run-status', 'state')).toBe('idle');
    const cancelled = epochs.calls;
    for (let turn = 0; turn < 50; turn++) await tick();
    expect(epochs.calls).toBe(cancelled);
    await page.press('run-start');
    await expectFound(page);
  });

  test.each([
    ['paused', 'run-pause'],
    ['cancelled', 'run-cancel'],
  ])('that was %s is restarted by its button, not by a reload', async (_, button) => {
    const { page, epochs } = await inTheMiddle();
    await page.press(button);
    epochs.letGo();
    await soon(() => page.data('run-status', 'state')).toMatch(/paused|idle/);
    await page.saved();
    const later = await page.reload();
    expect(later.get('queue').getAttribute('aria-rowcount')).toBe('600');
    expect(later.data('run-status', 'state')).toBe('idle');
    for (let turn = 0; turn < 50; turn++) await tick();
    expect(asked(later)).not.toContain('epoch');
    const begun = new HeldEpochs(later);
    await later.press('run-start');
    await soon(() => begun.calls).toBeGreaterThan(0);
    // A reload resumes learning that a person started.
    await expectFound(await later.reload());
  });

  test('that is done is restored by a reload without a new run, and explains a row', async () => {
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.openFile('topics.tsv', tsvOf(ROWS));
    await expectFound(page);
    const accuracy = page.data('run-status', 'accuracy');
    const before = page.rows().slice(0, 20);
    await page.saved();
    const later = await page.reload();
    await expectFound(later);
    expect(later.rows().slice(0, 20)).toEqual(before);
    expect(later.data('run-status', 'accuracy')).toBe(accuracy);
    await soon(() => later.data('map', 'points')).toBe('600');
    await soon(() => later.all('term').length).toBeGreaterThan(0);
    await soon(() => later.all('neighbour').length).toBeGreaterThan(0);
    for (const call of ['bayes', 'nearest', 'epoch', 'pool']) expect(asked(later)).not.toContain(call);
  });

  test('switches to another dataset opened during learning, and resumes the first on return', async () => {
    const { page, epochs } = await inTheMiddle();
    const colours = { red: 'crimson ruby scarlet', green: 'olive jade emerald', blue: 'azure navy cobalt' };
    const others = madeUp(colours, { rows: 240, wrongEvery: 8 });
    page.tab.learners.onStart = () => undefined;
    await page.openFile('colours.tsv', tsvOf(others));
    epochs.letGo();
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('240');
    await page.learnt();
    await soon(() => page.data('run-status', 'done')).toBe('240');
    const wrong = wrongOnes(others);
    expect(
      page
        .rows()
        .slice(0, 20)
        .filter(({ row }) => wrong.has(row)),
    ).toHaveLength(20);
    const audit = await page.audit();
    expect(audit).toHaveLength(240);
    for (const line of audit) {
      expect(Object.keys(line['predicted_probs'] as object).sort()).toEqual(['blue', 'green', 'red']);
    }
    await soon(() => page.data('map', 'points')).toBe('240');
    expect(page.all('notice')).toEqual([]);

    await page.give('topics.tsv', tsvOf(ROWS));
    await soon(() => page.all('import-known').length).toBe(1);
    await page.confirm();
    await soon(() => page.get('queue').getAttribute('aria-rowcount')).toBe('600');
    await expectFound(page);
  });

  test('does not run on signals without a dataset', async () => {
    const signals = Array.from({ length: 60 }, (_, id) =>
      JSON.stringify({ guid: id, logits_epoch_0: [1, 0], gold: id % 2 }),
    );
    const page = await ShownPage.open({ query: 'learn=on' });
    await page.give('dynamics_epoch_0.jsonl', signals.join('\n'));
    await page.press('training-confirm');
    await soon(() => page.data('map', 'points')).toBe('60');
    expect(page.data('run-status', 'state')).toBe('idle');
    expect(asked(page)).not.toContain('bayes');
  });
});
