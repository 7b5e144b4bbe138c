import { DISAGREE, UNKNOWN } from '../../domain/predictions/agreement.js';
import { CORRECTED, isDecided } from '../../domain/reading/dataset.js';

/** The progress through the suspected rows. A row is suspected if its prediction differs from its given label. */
export interface SuspectCounts {
  readonly suspected: number;
  /** Number of suspected rows with another label now. */
  readonly fixed: number;
  /** Number of suspected rows that were kept or discarded. */
  readonly settled: number;
  /** Number of suspected rows without a decision. */
  readonly left: number;
}

/**
 * Counts suspected rows in one pass. `agreement`: of the prediction with the given label, as `agreementOf` returns it.
 * `status`: index into `STATUSES` of each row. Null where no row has both a prediction and a class for its label.
 */
export function suspectCounts(agreement: Uint8Array, status: Uint8Array): SuspectCounts | null {
  let known = 0;
  let suspected = 0;
  let fixed = 0;
  let left = 0;
  for (let row = 0; row < agreement.length; row += 1) {
    if (agreement[row] !== UNKNOWN) known += 1;
    if (agreement[row] !== DISAGREE) continue;
    suspected += 1;
    if (status[row] === CORRECTED) fixed += 1;
    else if (!isDecided(status[row])) left += 1;
  }
  return known === 0 ? null : { suspected, fixed, settled: suspected - fixed - left, left };
}
