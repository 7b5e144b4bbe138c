import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.js';
import { confirmImport, give, status } from './screen.js';
import { sharedFile } from './shared.js';

/** The page as it is: a dataset whose labels no model knows is learnt from by itself. */
export const HOME = './?device=wasm&lang=en';

/** A row of a dataset that a test has made, or has put wrong labels into. */
export interface TaughtRow {
  readonly text: string;
  /** As the dataset says it. */
  readonly label: string;
  /** As it should be. */
  readonly truth: string;
}

/** Which rows have a wrong label, by their number, with the right one. */
export function wrongOnes(rows: readonly TaughtRow[]): ReadonlyMap<number, string> {
  return new Map(rows.flatMap(({ label, truth }, row) => (label === truth ? [] : [[row, truth] as const])));
}

/** Numbers from 0 to below 1, the same ones every time. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const GARDEN: Readonly<Record<string, string>> = {
  garden: 'seedling compost trowel hedge mulch tulip pruning orchard greenhouse weeds lawn petal watering beetroot',
  harbour: 'anchor mooring tide skipper sail lighthouse rudder ferry buoy trawler keel dock pilot current',
  kitchen: 'simmer dough whisk oven saucepan garlic recipe butter ladle pastry broth spatula flour roasting',
};

export const NEWS: Readonly<Record<string, string>> = {
  World: 'president minister treaty election parliament troops embassy ceasefire diplomats government border vote',
  Sports: 'striker coach goal season championship match referee league tournament stadium quarterback medal',
  Business: 'shares profit investors quarterly earnings stocks market bank merger revenue oil prices',
  'Sci/Tech':
    'software computer internet microsoft researchers satellite chip browser spacecraft wireless scientists server',
};

const FILLERS = 'today again after the long week some people said that nothing else was ever new about it'.split(' ');

/**
 * Short texts about invented topics. `topics`: words of each, with its label. Each row at `wrongEvery` has the label of another
 * topic. `strays`: share of its words that come from any topic.
 */
export function madeUp(
  topics: Readonly<Record<string, string>>,
  { rows, wrongEvery, strays = 0 }: { readonly rows: number; readonly wrongEvery: number; readonly strays?: number },
): readonly TaughtRow[] {
  const next = numbers(rows + wrongEvery);
  const labels = Object.keys(topics);
  const words = Object.values(topics).map((list) => list.split(' '));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return Array.from({ length: rows }, (_, row) => {
    const topic = row % labels.length;
    const own = (): string => pick(next() < strays ? pick(words) : (words[topic] ?? []));
    const text = Array.from({ length: 9 }, (__, at) => (at % 2 === 0 ? own() : pick(FILLERS))).join(' ');
    const truth = labels[topic] ?? '';
    const wrong = row % wrongEvery === wrongEvery - 1;
    const label = wrong ? (labels[(topic + 1 + (row % (labels.length - 1))) % labels.length] ?? '') : truth;
    return { text, label, truth };
  });
}

/** The rows as a TSV file. */
export function tsvOf(rows: readonly TaughtRow[]): string {
  return `text\tlabel\n${rows.map(({ text, label }) => `${text}\t${label}`).join('\n')}\n`;
}

/** One of the shared datasets with the wrong labels that are shared beside it; null where a clone has none. */
export function withFlips(
  name: string,
  labelColumn: string,
): { readonly csv: string; readonly wrong: ReadonlyMap<number, string> } | null {
  const data = sharedFile(`data/${name}`);
  const flips = sharedFile('reference/flips.tsv');
  if (data === null || flips === null) return null;
  const [header = [], ...records] = recordsOf(readFileSync(data, 'utf8'));
  const wrong = new Map<number, string>();
  for (const line of readFileSync(flips, 'utf8').split('\n')) {
    const [file, row, , wrongLabel = ''] = line.split('\t');
    const cells = records[Number(row)];
    if (file !== name || cells === undefined) continue;
    const at = header.indexOf(labelColumn);
    wrong.set(Number(row), cells[at] ?? '');
    cells[at] = wrongLabel;
  }
  const csv = [header, ...records].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return { csv: `${csv.join('\n')}\n`, wrong };
}

/** Cells of a CSV's records. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain = '', end = ''] of csv
    .trimEnd()
    .matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  return records;
}

/** Opens the page, gives it a dataset and confirms the dialog. */
export async function openDataset(page: Page, name: string, content: string, address = HOME): Promise<void> {
  await page.goto(address);
  await give(page, name, content);
  await confirmImport(page);
}

/** Waits until the page has learnt from the open dataset. */
export async function learnt(page: Page, timeoutMs = 100_000): Promise<void> {
  await expect(status(page)).toHaveAttribute('data-device', 'learned');
  const done = expect(status(page)).toHaveAttribute('data-state', 'done', { timeout: timeoutMs });
  await done.catch(async (error: unknown) => {
    const notices = await page.getByTestId('notice').allInnerTexts();
    throw new Error(`learning did not end well: ${notices.join(' | ')}`, { cause: error });
  });
}

/** A number that the run's status says. */
export async function said(page: Page, name: 'accuracy' | 'majority' | 'decisions' | 'done'): Promise<number> {
  return Number(await status(page).getAttribute(`data-${name}`));
}

export interface ShownRow {
  readonly row: number;
  readonly loss: number | null;
  readonly label: string;
  readonly predicted: string;
  readonly status: string;
}

/** The first rows of the queue, scrolled for. */
export async function topRows(page: Page, count: number): Promise<readonly ShownRow[]> {
  const queue = page.getByTestId('queue');
  const found = new Map<number, ShownRow>();
  await queue.evaluate((grid) => grid.scrollTo({ top: 0 }));
  await expect(async () => {
    const shown = await page.getByTestId('queue-row').evaluateAll((rows) =>
      rows.map((row) => {
        const { row: number, loss, label = '', predicted = '', status = '' } = (row as HTMLElement).dataset;
        const place = Number(row.getAttribute('aria-rowindex'));
        return [place, { row: Number(number), loss: loss ? Number(loss) : null, label, predicted, status }] as const;
      }),
    );
    for (const [place, row] of shown) found.set(place, row);
    await queue.evaluate((grid) => grid.scrollBy({ top: grid.clientHeight / 2 }));
    expect(found.size).toBeGreaterThanOrEqual(count);
  }).toPass({ timeout: 20_000, intervals: [50] });
  await queue.evaluate((grid) => grid.scrollTo({ top: 0 }));
  return [...found.entries()]
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, row]) => row);
}

declare global {
  interface Window {
    /** What learning workers were asked for, by name of the call. */
    learningCalls: Record<string, number>;
  }
}

/** From now on pages count what they ask their learning workers for, and ask for each epoch so much later. */
export async function watchLearning(page: Page, epochLaterMs = 0): Promise<void> {
  await page.addInitScript((laterMs) => {
    window.learningCalls = {};
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message: unknown, more?: StructuredSerializeOptions | Transferable[]) {
      const [call = ''] = (message as { readonly path?: readonly string[] }).path ?? [];
      window.learningCalls[call] = (window.learningCalls[call] ?? 0) + 1;
      const options = more as StructuredSerializeOptions;
      if (call === 'epoch' && laterMs > 0) setTimeout(() => post.call(this, message, options), laterMs);
      else post.call(this, message, options);
    };
  }, epochLaterMs);
}

/** How often a call was made of the learning workers since the page was opened. */
export function calls(page: Page, name: string): Promise<number> {
  return page.evaluate((call) => window.learningCalls[call] ?? 0, name);
}

/** Waits until folds are being learnt: the first rankings are there, the last is not. */
export async function inTheMiddle(page: Page): Promise<void> {
  await expect.poll(() => calls(page, 'epoch'), { timeout: 60_000, intervals: [50] }).toBeGreaterThan(2);
  await expect(status(page)).toHaveAttribute('data-state', 'scoring');
}

/** Chooses in the panel with the models, which a run has closed. */
export async function chooseModel(page: Page, key: string): Promise<void> {
  const panel = page.getByTestId('run-setup');
  if (!(await panel.isVisible())) await page.getByRole('button', { name: 'Model…' }).click();
  await panel.getByTestId('model-select').selectOption(key);
}
