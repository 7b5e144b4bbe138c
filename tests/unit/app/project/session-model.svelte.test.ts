import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CORRECTED, DISCARDED, PENDING, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { tick } from '../../../fakes/controlled.js';
import { FakeBrowser, tsvOf, type Page } from '../../../fakes/page.js';

const GIVEN = ['World', 'Sports', 'Business', 'Sports'];
const NAMES = ['World', 'Sports', 'Business', 'Sci/Tech'];

type Row = readonly [status: number, label: string];

/** The expected content of the page: the rows now, and the rows that each undo and redo restores. */
interface Naive {
  rows: readonly Row[];
  past: (readonly Row[])[];
  future: (readonly Row[])[];
}

/** The page in a browser whose storage can be full. */
interface Real {
  readonly browser: FakeBrowser;
  page: Page;
  full: boolean;
}

type Command = fc.AsyncCommand<Naive, Real>;

function command(
  name: string,
  check: (model: Naive) => boolean,
  run: (model: Naive, real: Real) => Promise<void>,
): Command {
  return {
    check,
    run: async (model, real) => {
      await run(model, real);
      compare(model, real.page);
    },
    toString: () => name,
  };
}

function compare(model: Naive, { review }: Page): void {
  const shown = Array.from(review.status.value, (status, row): Row => [status, review.labelName(row)]);
  expect(shown).toEqual(model.rows);
  expect([review.canUndo, review.canRedo]).toEqual([model.past.length > 0, model.future.length > 0]);
  const counts = [PENDING, VALIDATED, CORRECTED, DISCARDED, UNSURE].map(
    (status) => model.rows.filter(([known]) => known === status).length,
  );
  expect([...review.counts]).toEqual(counts);
}

function change(model: Naive, rows: readonly number[], to: (row: number) => Row): void {
  model.past.push(model.rows);
  model.future = [];
  model.rows = model.rows.map((known, row) => (rows.includes(row) ? to(row) : known));
}

const given = (row: number): string => GIVEN[row] ?? '';

async function visited(real: Real): Promise<void> {
  real.page = real.browser.visit();
  real.page.storing.before = (method) => (real.full && method === 'append' ? { code: 'storage-full' } : undefined);
  await real.page.begin();
}

/** Waits until the page reports that everything is stored, or that it is not. */
async function settle({ page, full }: Real): Promise<void> {
  await page.review.settled();
  expect(['saved', 'failed']).toContain(page.review.saved);
  if (!full) {
    void page.review.keep();
    await page.review.settled();
    expect(page.review.saved).toBe('saved');
  }
}

const always = (): boolean => true;
const rowsOf = fc.uniqueArray(fc.nat(GIVEN.length - 1), { minLength: 1, maxLength: 3 });

const commands = [
  fc.tuple(rowsOf, fc.constantFrom(...NAMES)).map(([rows, name]) =>
    command(`label ${rows.join()} ${name}`, always, async (model, { page }) => {
      expect(page.review.setLabel(rows, name)).toBe(true);
      change(model, rows, (row) => [name === given(row) ? VALIDATED : CORRECTED, name]);
      await tick();
    }),
  ),
  rowsOf.map((rows) =>
    command(`confirm ${rows.join()}`, always, async (model, { page }) => {
      page.review.confirm(rows);
      change(model, rows, (row) => [VALIDATED, given(row)]);
    }),
  ),
  rowsOf.map((rows) =>
    command(`discard ${rows.join()}`, always, async (model, { page }) => {
      page.review.discard(rows);
      change(model, rows, (row) => [DISCARDED, given(row)]);
    }),
  ),
  rowsOf.map((rows) =>
    command(`unsure ${rows.join()}`, always, async (model, { page }) => {
      page.review.markUnsure(rows);
      change(model, rows, (row) => [UNSURE, given(row)]);
    }),
  ),
  fc.constant(
    command('undo', always, async (model, { page }) => {
      page.history.undo();
      const before = model.past.pop();
      if (!before) return;
      model.future.push(model.rows);
      model.rows = before;
    }),
  ),
  fc.constant(
    command('redo', always, async (model, { page }) => {
      page.history.redo();
      const after = model.future.pop();
      if (!after) return;
      model.past.push(model.rows);
      model.rows = after;
    }),
  ),
  fc.boolean().map((full) =>
    command(full ? 'storage is full' : 'storage has room', always, async (_, real) => {
      real.full = full;
      await settle(real);
    }),
  ),
  fc.constant(
    command('close and go on', always, async (_, { page }) => {
      await page.session.close();
      const [record] = page.projects.list;
      if (record) await page.session.openStored(record);
    }),
  ),
  fc.constant(
    command('reload', always, async (_, real) => {
      real.full = false;
      await settle(real);
      real.page.die();
      await visited(real);
    }),
  ),
  fc.constant(
    command('drop the file again', always, async (_, { page }) => {
      await page.drop(tsvOf(GIVEN));
    }),
  ),
  fc.constant(
    command('the store is deleted', always, async (_, real) => {
      real.browser.clear(real.page);
    }),
  ),
  fc.constant(
    command('another tab takes over while decisions are being stored', always, async (model, real) => {
      real.full = false;
      await settle(real);
      const older = real.page;
      older.review.discard([0, 1]);
      change(model, [0, 1], (row) => [DISCARDED, given(row)]);
      await visited(real);
      older.review.confirm([2]);
      change(model, [2], (row) => [VALIDATED, given(row)]);
      await real.page.session.takeOver();
      await tick();
      expect([older.review.writable, older.review.saved]).toEqual([false, 'saved']);
      older.die();
    }),
  ),
  fc.constant(
    command('another tab takes over', always, async (_, real) => {
      real.full = false;
      await settle(real);
      const older = real.page;
      await visited(real);
      expect(real.page.review.writable).toBe(false);
      await real.page.session.takeOver();
      await tick();
      expect([older.review.writable, real.page.review.writable]).toEqual([false, true]);
      expect(older.review.confirm([0])).toBe(false);
      older.die();
    }),
  ),
];

test('any order of decisions, undo, reopening and takeover agrees with a naive model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 25 }), async (steps) => {
      await fc.asyncModelRun(async () => {
        const browser = new FakeBrowser();
        const real: Real = { browser, page: browser.visit(), full: false };
        await visited(real);
        await real.page.drop(tsvOf(GIVEN));
        return { model: { rows: GIVEN.map((label): Row => [PENDING, label]), past: [], future: [] }, real };
      }, steps);
    }),
    { numRuns: 25 },
  );
}, 120_000);
