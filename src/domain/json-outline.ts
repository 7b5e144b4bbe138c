import { skipAnyValue, skipLooseKey } from './json-loose.js';
import { skipSpace } from './json-scan.js';
import { appendLiteralText } from './python-values.js';
import { ByteWriter } from './bytes.js';

const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** A value of a JSON document that may be cut off. */
export interface JsonNode {
  /** Key of an object's member. `''` for an element of an array. */
  readonly key: string;
  readonly start: number;
  /** Position behind the value, or of the end or the break of the bytes. */
  readonly end: number;
  readonly whole: boolean;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The value at `start`, with its end. */
export function nodeAt(bytes: Uint8Array, start: number, key = ''): JsonNode {
  const after = skipAnyValue(bytes, start, bytes.length);
  return { key, start, end: after < 0 ? bytes.length : after, whole: after >= 0 };
}

export function isObjectNode(bytes: Uint8Array, node: JsonNode): boolean {
  return bytes[node.start] === OPEN_BRACE;
}

export function isArrayNode(bytes: Uint8Array, node: JsonNode): boolean {
  return bytes[node.start] === OPEN_BRACKET;
}

export function isContainerNode(bytes: Uint8Array, node: JsonNode): boolean {
  return isObjectNode(bytes, node) || isArrayNode(bytes, node);
}

export function isStringNode(bytes: Uint8Array, node: JsonNode): boolean {
  return bytes[node.start] === 34 || bytes[node.start] === 39;
}

/** The first source bytes of a string, without its quotes. */
export function startOfString(bytes: Uint8Array, node: JsonNode): string {
  return decoder.decode(bytes.subarray(node.start + 1, Math.min(node.end - 1, node.start + 100)));
}

/** The first members or elements of a value, at most `limit`. None for a scalar. The last one may be cut off. */
export function childrenOf(bytes: Uint8Array, node: JsonNode, limit = Infinity): JsonNode[] {
  const children: JsonNode[] = [];
  const keyed = isObjectNode(bytes, node);
  if (!keyed && !isArrayNode(bytes, node)) return children;
  let i = skipSpace(bytes, node.start + 1, node.end);
  while (i < node.end && children.length < limit && bytes[i] !== CLOSE_BRACE && bytes[i] !== CLOSE_BRACKET) {
    const value = keyed ? skipLooseKey(bytes, i, node.end) : i;
    if (value < 0 || value >= node.end) break;
    const after = skipAnyValue(bytes, value, node.end);
    const whole = after >= 0;
    children.push({ key: keyed ? keyText(bytes, i) : '', start: value, end: whole ? after : node.end, whole });
    if (!whole) break;
    i = skipSpace(bytes, after, node.end);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1, node.end);
  }
  return children;
}

function keyText(bytes: Uint8Array, start: number): string {
  const quote = bytes[start];
  let end = start + 1;
  if (quote !== 34 && quote !== 39) {
    while (end < bytes.length && bytes[end] !== 58) end++;
    return decoder.decode(bytes.subarray(start, end)).trim();
  }
  while (end < bytes.length && bytes[end] !== quote) end += bytes[end] === 92 ? 2 : 1;
  const out = new ByteWriter();
  appendLiteralText(bytes, start + 1, end, out);
  return decoder.decode(out.bytes.subarray(0, out.length));
}
