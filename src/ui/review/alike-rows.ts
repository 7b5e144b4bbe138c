import type { AlikeTexts } from '../../app/review/alike-texts.svelte.js';

/** The rows with alike texts, and the dialog that shows them. */
export interface AlikeRows {
  readonly texts: Pick<AlikeTexts, 'rowsLike'>;
  /** Shows the rows whose text is like the row's. */
  readonly show: (row: number) => void;
}
