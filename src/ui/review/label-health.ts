/** The results behind the label overview, and the dialog that shows it. */
export interface LabelHealth {
  /** Whether no learner saw the row that it predicts. */
  readonly outOfSample: boolean;
  /** Opens the dialog. */
  readonly open: () => void;
}
