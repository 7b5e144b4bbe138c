import type { Page } from '@playwright/test';
import type { Outcome } from '../../src/protocol/outcome.js';
import type { BatchResult, LoadedModel, LoadRequest, ModelWire, ParityReport } from '../../src/protocol/model-wire.js';
import { DEFAULT_MODEL, DEFAULT_MODEL_FILES } from './model-page.js';

declare global {
  interface Window {
    newModel(): ModelWire;
    model: ModelWire;
  }
}

/** Short news items written for these tests, with the class of each in the model's order. -1 = no label. */
export const ITEMS: readonly (readonly [string, number])[] = [
  ['Parliament votes on the peace treaty after a week of talks', 0],
  ['Striker scores twice as the visitors win the cup final', 1],
  ['Oil prices rise and shares of airlines fall', 2],
  ['New chip doubles the speed of small computers', 3],
  ['Bank raises its forecast for the third quarter', 1],
  ['Rain', -1],
];

/** Numbers of a batch, as the page returns them. */
export interface ScoredItems {
  readonly logits: number[];
  readonly loss: number[];
}

/** Starts a fresh worker in the page and loads the built-in model. */
export function loadDefault(page: Page, device: LoadRequest['device'], threads: number): Promise<Outcome<LoadedModel>> {
  return page.evaluate(
    ([path, files, kind, count]) => {
      window.model = window.newModel();
      const base = new URL(`../${path}`, document.baseURI).href;
      return window.model.load({ source: { kind: 'url', base, files }, device: kind, threads: count });
    },
    [DEFAULT_MODEL, DEFAULT_MODEL_FILES, device, threads] as const,
  );
}

/** Tokenizes and scores texts in one batch. With `parity`, also compares the devices on it. */
export async function scoreItems(
  page: Page,
  items: readonly (readonly [string, number])[],
  columns: number,
): Promise<ScoredItems> {
  const result = await page.evaluate(askScores, [items, columns, 'score'] as const);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  const { logits, loss } = result.value as BatchResult;
  return { logits: Array.from(logits), loss: Array.from(loss) };
}

/** Compares WebGPU with WASM on the items. */
export function parityOfItems(
  page: Page,
  items: readonly (readonly [string, number])[],
  columns: number,
): Promise<Outcome<ParityReport>> {
  return page.evaluate(askScores, [items, columns, 'parity'] as const) as Promise<Outcome<ParityReport>>;
}

/** Runs in the page. */
async function askScores(
  asked: readonly [readonly (readonly [string, number])[], number, 'score' | 'parity'],
): Promise<Outcome<BatchResult | ParityReport>> {
  const [items, columns, question] = asked;
  const parts = items.map(([text]) => new TextEncoder().encode(text));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, row) => (offsets[row + 1] = (offsets[row] ?? 0) + part.length));
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  const tokens = await window.model.tokenize({ bytes, offsets }, null);
  if (!tokens.ok) return tokens;
  const labels = Int32Array.from(items, ([, label]) => label);
  return window.model[question]({ ...tokens.value, columns, labels });
}
