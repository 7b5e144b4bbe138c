import { LABEL_NAMES, plainName, TEXT_NAMES } from '../column-names.js';
import type { ReadSettings } from '../dataset.js';
import type { JsonNode } from './outline.js';
import { childrenOf, isArrayNode, isObjectNode } from './outline.js';

/** The settings that say how a JSON source is laid out. */
export type JsonShape = Pick<ReadSettings, 'format' | 'records' | 'table' | 'splits' | 'index'> & {
  readonly header: boolean;
};

/** Values of a container that are looked at. */
export const MAX_CHILDREN = 200;

/** Keys of objects that belong to one record. */
const OF_ONE_RECORD = new Set(
  (
    'annotations annotation result completions predictions drafts messages conversations conversation dialog dialogue ' +
    'turns spans tokens entities relations options suggestions responses choices meta metadata tags labels'
  ).split(' '),
);
const TEXTS = new Set(TEXT_NAMES);
const LABELS = new Set(LABEL_NAMES);

/** Members of one that belong to a turn of a conversation. */
const OF_A_TURN = new Set(['role', 'from', 'speaker']);

/** Whether a name is one that texts go by. */
export function isTextName(name: string): boolean {
  return TEXTS.has(plainName(name));
}

/** Whether a name is one that labels go by. */
export function isLabelName(name: string): boolean {
  return LABELS.has(plainName(name));
}

/** Whether a key is one whose value belongs to one record. */
export function isOfOneRecord(key: string): boolean {
  return OF_ONE_RECORD.has(plainName(key));
}

/** Whether a name is one that texts or labels go by. */
export function isCalled(name: string): boolean {
  return isTextName(name) || isLabelName(name);
}

/** Whether an object has a text and a label by their names, or a text where it is no turn of a conversation. */
export function isRecordNode(bytes: Uint8Array, node: JsonNode): boolean {
  const keys = childrenOf(bytes, node, MAX_CHILDREN).map(({ key }) => plainName(key));
  if (!keys.some((key) => TEXTS.has(key))) return false;
  return keys.some((key) => LABELS.has(key)) || !keys.some((key) => OF_A_TURN.has(key));
}

/** Whether an array holds records, or arrays of records alone. The turns of a conversation are none. */
export function areRecords(bytes: Uint8Array, array: JsonNode): boolean {
  const cells = childrenOf(bytes, array, MAX_CHILDREN)
    .filter(({ whole }, i) => whole || i === 0)
    .filter((cell) => !isArrayNode(bytes, cell) || childrenOf(bytes, cell, 1).length > 0);
  return (
    cells.length > 0 &&
    cells.every((cell) => (isArrayNode(bytes, cell) ? areRecords(bytes, cell) : isRecord(bytes, cell)))
  );
}

function isRecord(bytes: Uint8Array, node: JsonNode): boolean {
  return isObjectNode(bytes, node) && isRecordNode(bytes, node);
}
