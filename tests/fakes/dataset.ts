import type { Dataset, TextColumn } from '../../src/domain/reading/dataset.js';

/** A column of texts. */
export function columnOf(texts: readonly string[]): TextColumn {
  const encoder = new TextEncoder();
  const parts = texts.map((text) => encoder.encode(text));
  const offsets = new Uint32Array(texts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + part.length;
  });
  return { bytes: encoder.encode(texts.join('')), offsets };
}

/** A dataset of these texts. `labels[i]` names the label of text i. */
export function datasetOf(texts: readonly string[], labels: readonly string[]): Dataset {
  const names = [...new Set(labels)].sort();
  return {
    rows: texts.length,
    sourceRow: Uint32Array.from(texts.keys()),
    text: columnOf(texts),
    textB: null,
    labels: names.map((name) => ({
      name,
      token: JSON.stringify(name),
      count: labels.filter((label) => label === name).length,
    })),
    label: Uint16Array.from(labels, (label) => names.indexOf(label)),
    id: null,
    sLabel: null,
  };
}
