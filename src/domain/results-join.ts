import { namesOfValues } from './class-names.js';
import { isClass, type Dataset } from './dataset.js';
import { spelledAs } from './label-match.js';
import type { GivenResults } from './results-builder.js';
import type { ResultsFile } from './results-file.js';
import { joinSignals, labelComparison, type JoinBasis, type SignalsJoin } from './signals-join.js';

/** A file of results joined to a dataset, to be shown before it is applied. */
export interface JoinedResults {
  readonly join: SignalsJoin;
  /** By row of the dataset. `usable` counts its rows. The other counts are those of the file. */
  readonly results: GivenResults;
  /** Rows whose loss is not used, because it is the loss of another label than the dataset's. */
  readonly lossesOfOtherLabels: number;
}

/**
 * Joins results to a dataset by the rule for training signals (`joinSignals`), and without a column of ids by row
 * number from 0. `basis` overrides the choice where there are ids. Where the labels differ the dataset's counts:
 * numbers for the classes are used, and a loss is not, because it is that of the other label.
 */
export function joinResults(
  dataset: Pick<Dataset, 'rows' | 'sourceRow' | 'id' | 'label' | 'labels'>,
  file: ResultsFile,
  basis?: JoinBasis,
): JoinedResults {
  const join = joinSignals(dataset, file, file.hasIds ? basis : 'row-0');
  const { results: from } = file;
  const labelNames = dataset.labels.filter(isClass).map(({ name }) => name);
  const named = from.logits ? from.classes : spelledAs(namesOfValues(from.classes, dataset.labels), labelNames);
  const classes = from.logits ? from.classes : [...new Set([...labelNames, ...named])];
  const width = classes.length;
  const logits = from.logits ? new Float32Array(dataset.rows * width).fill(NaN) : null;
  const loss = from.loss ? new Float32Array(dataset.rows).fill(NaN) : null;
  const predicted = from.predicted ? new Int16Array(dataset.rows).fill(-1) : null;
  const placeOf = Int32Array.from(named, (name) => classes.indexOf(name));
  const compare = labelComparison(dataset, file);
  let usable = 0;
  let lossesOfOtherLabels = 0;
  for (let row = 0; row < dataset.rows; row++) {
    const found = join.signalOf[row] ?? -1;
    if (found < 0) continue;
    if (logits && from.logits) logits.set(from.logits.subarray(found * width, (found + 1) * width), row * width);
    if (predicted) predicted[row] = placeOf[from.predicted?.[found] ?? -1] ?? -1;
    const given = from.loss?.[found] ?? NaN;
    if (Number.isFinite(given) && compare(row, found) === 'differs') lossesOfOtherLabels++;
    else if (loss) loss[row] = given;
    if (Number.isFinite(loss?.[row]) || Number.isFinite(logits?.[row * width])) usable++;
  }
  const report = { ...from.report, rows: dataset.rows, usable };
  return { join, results: { classes, logits, loss, predicted, report }, lossesOfOtherLabels };
}
