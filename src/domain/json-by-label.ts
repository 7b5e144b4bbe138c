import { isProse } from './cell-look.js';
import { isKnownName } from './column-names.js';
import type { JsonNode } from './json-outline.js';
import { childrenOf, isArrayNode, isStringNode, startOfString } from './json-outline.js';

/** Texts of a list that are examined. */
const MAX_TEXTS = 200;
/** Share of the texts of a list that must be different from one another. */
const DISTINCT = 0.9;
/** Column names without a meaning. */
const PLACE = /^(?:unnamed|column|col|field|feature|spalte)?[ _:]*\d*$/i;

/**
 * Whether a document lists texts by label (`{"World": [...], "Sports": [...]}`): lists of strings under keys that are
 * no names of columns, of different lengths, or each of them of prose without repetition. `whole`: the members are all
 * of the document.
 */
export function isByLabel(bytes: Uint8Array, members: readonly JsonNode[], whole: boolean): boolean {
  if (members.length < (whole ? 2 : 1) || !members.every((member) => isArrayNode(bytes, member))) return false;
  const lists = members.map((member) => childrenOf(bytes, member));
  if (!lists.every((texts) => texts.every((text) => isStringNode(bytes, text)))) return false;
  if (lists.every((texts) => texts.length === 0)) return false;
  const known = members.filter(({ key }) => isKnownName(key)).length;
  // A label can have the name of a column. Two such keys are columns.
  if (whole && known < 2 && new Set(lists.map(({ length }) => length)).size > 1) return true;
  if (known > 0 || members.some(({ key }) => PLACE.test(key))) return false;
  return lists.every((texts) => isProseList(texts.slice(0, MAX_TEXTS).map((text) => startOfString(bytes, text))));
}

/** Whether texts differ from one another and have several words. */
function isProseList(texts: readonly string[]): boolean {
  const prose = texts.filter((text) => isProse(text)).length;
  return new Set(texts).size > texts.length * DISTINCT && prose > texts.length / 2;
}
