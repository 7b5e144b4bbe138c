import { DISAGREE, UNKNOWN } from '../../domain/agreement.js';
import { CORRECTED, PENDING } from '../../domain/dataset.js';

/** How far the suspected rows are worked through. A row is suspected if the prediction differs from its given label. */
export interface SuspectCounts {
  readonly suspected: number;
  /** Suspected rows that were given another label. */
  readonly fixed: number;
  /** Suspected rows that were kept or discarded. */
  readonly settled: number;
  /** Suspected rows without a decision. */
  readonly left: number;
}

/**
 * Counts suspected rows in one pass. `agreement`: of the prediction with the given label, as `agreementOf` has it; `status`:
 * index into `STATUSES`, a value for each row. Null where no row has both a prediction and a class for its label.
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
    else if (status[row] === PENDING) left += 1;
  }
  return known === 0 ? null : { suspected, fixed, settled: suspected - fixed - left, left };
}
