import type { DatasetLabel } from './dataset.js';
import { valueOfToken } from './label-token.js';

/**
 * What a label was called before lists and objects were taken apart: by the whole of them. Stored work of that time
 * still names it so. None where that is its name.
 */
export function earlierNames({ name, token, tokens = [token] }: DatasetLabel): readonly string[] {
  return tokens.map(valueOfToken).filter((value) => value !== name);
}

/** The index of each label by its earlier names. */
export function aliasesOf(labels: readonly DatasetLabel[]): ReadonlyMap<string, number> {
  return new Map(labels.flatMap((label, index) => earlierNames(label).map((name) => [name, index] as const)));
}
