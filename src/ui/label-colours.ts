/** Colours for up to eight labels, distinguishable with colour-blind eyes (Okabe and Ito 2008), as [r, g, b]. */
export const LABEL_COLOURS: readonly (readonly [number, number, number])[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [213, 94, 0],
  [240, 228, 66],
  [120, 120, 120],
];

/** The colour of the label at `index`; they repeat after eight. Names and shapes say the rest. */
export function labelColour(index: number): readonly [number, number, number] {
  return LABEL_COLOURS[index % LABEL_COLOURS.length] ?? [120, 120, 120];
}

/** The same as a CSS colour. */
export function labelCss(index: number): string {
  return `rgb(${labelColour(index).join(' ')})`;
}
