/** Whether predictions and labels agree, as one value for each row. */

export const AGREE = 0;
export const DISAGREE = 1;
/** There is no prediction, or no class for the label. */
export const UNKNOWN = 2;

/** `AGREE`, `DISAGREE` or `UNKNOWN`. Both arguments are classes, -1 = none. */
export function agreement(predicted: number, given: number): number {
  if (predicted < 0 || given < 0) return UNKNOWN;
  return predicted === given ? AGREE : DISAGREE;
}

/**
 * The agreement of each row's prediction with its label. `label`: index of the label. `predicted`: class, -1 = not scored.
 * `classOfLabel`: class of each label by index, -1 = none.
 */
export function agreementOf(label: Uint16Array, predicted: Int16Array, classOfLabel: Int32Array): Uint8Array {
  const values = new Uint8Array(predicted.length);
  for (let row = 0; row < values.length; row += 1) {
    values[row] = agreement(predicted[row] as number, classOfLabel[label[row] as number] ?? -1);
  }
  return values;
}
