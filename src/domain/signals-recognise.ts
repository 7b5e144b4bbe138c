import { LineWindow } from './lines.js';
import { epochOf } from './signals-cartography.js';
import { keyOf, LineObject } from './signals-lines.js';
import type { SignalsKind } from './signals-report.js';
import { cellsOf, isSummaryHeader } from './signals-summary-tsv.js';

/** Lines that are examined. */
const LINES = 20;

const KEYS: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  [
    'id',
    'label',
    'pred_label',
    'correct',
    'probs',
    'label_probs',
    'guid',
    'confidence',
    'variability',
    'correctness',
  ].map((name) => [name, keyOf(name)]),
);

/**
 * The kind of a file of training signals, by the first lines of its content (UTF-8, inflated). Null = none. `complete`:
 * the head is the whole file, so that its last line counts. A table is a summary by its header. A file of objects, in
 * JSON or as Python dicts, is of the kind of most readable lines. So a broken first line does no harm, and a dataset
 * with texts and labels never counts as signals.
 */
export function recogniseSignals(head: Uint8Array, complete: boolean): SignalsKind | null {
  const window = new LineWindow();
  window.push(head);
  window.final = complete;
  const object = new LineObject();
  const votes = new Map<SignalsKind | null, number>();
  for (let seen = 0; seen < LINES && window.find() === 'line';) {
    const { bytes, start, lineEnd } = window;
    window.advance(window.next, 1);
    if (start === lineEnd) continue;
    if (seen++ === 0 && isSummaryHeader(cellsOf(bytes, start, lineEnd))) return 'trustai-summary';
    if (object.read(bytes, start, lineEnd) !== 'ok') continue;
    const kind = kindOf(object);
    votes.set(kind, (votes.get(kind) ?? 0) + 1);
  }
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  return best?.[0] ?? null;
}

function kindOf(object: LineObject): SignalsKind | null {
  const has = (name: string): boolean => object.find(KEYS[name] ?? new Uint8Array(0)) >= 0;
  if (has('guid')) {
    for (let member = 0; member < object.parts.count; member++) {
      if (epochOf(object, member) >= 0) return 'cartography-dynamics';
    }
    return has('confidence') && has('variability') && has('correctness') ? 'cartography-coordinates' : null;
  }
  if (!has('id') || !has('label')) return null;
  const probability = has('label_probs') || (has('probs') && has('correct'));
  return probability && (has('correct') || has('pred_label')) ? 'trustai-signals' : null;
}
