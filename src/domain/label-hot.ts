import { childrenOf, isObjectNode, nodeAt, type JsonNode } from './json-outline.js';
import { skipSpace } from './json-scan.js';
import { NAME_KEYS, NUMBER_KEYS, plainKey } from './label-keys.js';
import type { LabelToken } from './label-token.js';

/** The yes for each no, as JSON text, and the other way round. */
const ON_BY_OFF: ReadonlyMap<string, string> = new Map([
  ['0', '1'],
  ['0.0', '1.0'],
  ['false', 'true'],
  ['False', 'True'],
  ['"0"', '"1"'],
  ['"0.0"', '"1.0"'],
  ['"false"', '"true"'],
  ['"False"', '"True"'],
  ['"FALSE"', '"TRUE"'],
]);
const OFF_BY_ON = new Map([...ON_BY_OFF].map(([off, on]) => [on, off]));
/** A no as well. Its yes is that of the other members. */
const NOTHING = new Set(['null', 'None', '""']);

/** Keys of the label's name. An object with one of these is one label. */
const OF_ONE_LABEL = new Set<string>([...NAME_KEYS, ...NUMBER_KEYS]);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whether a JSON text is a yes or a no of a member for its class. */
export function isHotValue(text: string): boolean {
  return ON_BY_OFF.has(text) || OFF_BY_ON.has(text) || NOTHING.has(text);
}

/**
 * An object that tells for each class whether it holds (`{"World": 1.0, "Sports": 0.0}`): the labels are the keys of
 * the members with a yes. Null for any other text. `write` sets a yes at the given class, adds the class where it is
 * missing, and sets a no everywhere else, each in the spelling of that member.
 */
export function readHot(text: string): LabelToken | null {
  const bytes = encoder.encode(text);
  const root = nodeAt(bytes, skipSpace(bytes, 0, bytes.length));
  if (!root.whole || !isObjectNode(bytes, root)) return null;
  const members = childrenOf(bytes, root);
  const valueOf = ({ start, end }: JsonNode): string => decoder.decode(bytes.subarray(start, end));
  const values = members.map(valueOf);
  if (members.length < 2 || !values.every(isHotValue) || values.every((value) => NOTHING.has(value))) return null;
  const names = members.filter((_, i) => OFF_BY_ON.has(values[i] ?? '')).map(({ key }) => key);
  if (members.some(({ key }) => OF_ONE_LABEL.has(plainKey(key)))) return null;
  const spellings = members.map(({ key }, i) => [key, ON_BY_OFF.get(values[i] ?? '') ?? values[i]]);
  return {
    names,
    signature: `each ${JSON.stringify(spellings)}`,
    kind: 'string',
    core: JSON.stringify(names[0] ?? ''),
    fields: [],
    write: (core) => written(bytes, root, members, JSON.parse(core) as string),
  };
}

/** The members of an object whose values are all as JSON texts, by key. Null where the text is no object. */
export function membersOf(text: string): ReadonlyMap<string, string> | null {
  const bytes = encoder.encode(text);
  const root = nodeAt(bytes, skipSpace(bytes, 0, bytes.length));
  if (!root.whole || !isObjectNode(bytes, root)) return null;
  return new Map(
    childrenOf(bytes, root).map(({ key, start, end }) => [key, decoder.decode(bytes.subarray(start, end))]),
  );
}

function written(bytes: Uint8Array, root: JsonNode, members: readonly JsonNode[], name: string): string {
  const at = (from: number, to: number): string => decoder.decode(bytes.subarray(from, to));
  const values = members.map(({ start, end }) => at(start, end));
  const usual = values.find((value) => !NOTHING.has(value)) ?? '0';
  const on = ON_BY_OFF.get(usual) ?? usual;
  let out = '';
  let from = 0;
  members.forEach(({ key, start, end }, i) => {
    const value = values[i] ?? '';
    const says =
      key === name ? (OFF_BY_ON.has(value) ? value : (ON_BY_OFF.get(value) ?? on)) : (OFF_BY_ON.get(value) ?? value);
    out += at(from, start) + says;
    from = end;
  });
  const last = members.at(-1)?.end ?? root.end - 1;
  const added = members.some(({ key }) => key === name) ? '' : `,${JSON.stringify(name)}:${on}`;
  return out + added + at(last, bytes.length);
}
