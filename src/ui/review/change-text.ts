import type { ReviewActions } from '../../app/review/actions.svelte.js';
import { DISCARDED, PENDING, UNSURE, VALIDATED } from '../../domain/reading/dataset.js';
import type { CommonState, RecentChange } from '../../domain/review/recent-changes.js';
import type { Language } from '../../i18n/language.svelte.js';
import { labelTitle } from './label-title.js';

/** A change in words: `from` is null where it set notes alone or kept the label. */
export interface ChangeText {
  readonly from: string | null;
  readonly to: string;
  /** Notes that it set or removed, and the reason where it is no decision of this page. Empty = nothing. */
  readonly more: string;
}

/** The label or the notes before and after a change. Rows that differ have several labels. */
export function changeText(change: RecentChange, actions: ReviewActions, language: Language): ChangeText {
  const { t } = language;
  const { decided, noted, unnoted, origin, editsLabels } = change;
  const notes = [
    ...(noted > 0 ? [t('history.noted', { count: noted })] : []),
    ...(unnoted > 0 ? [t('history.unnoted', { count: unnoted })] : []),
  ];
  const why = origin === 'taken' || origin === 'revert' ? [t(`history.${origin}`)] : [];
  if (editsLabels) return { from: null, to: t('history.labels'), more: [...notes, ...why].join(', ') };
  if (!decided) return { from: null, to: notes.join(', '), more: why.join(', ') };
  const outcome = outcomeText(decided.from, language);
  const keepsLabel = outcome === null && decided.from.label >= 0 && decided.from.label === decided.to.label;
  return {
    from:
      keepsLabel && outcomeText(decided.to, language) === null
        ? null
        : (outcome ?? titleOf(decided.from, actions, language)),
    to: afterText(decided.to, actions, language),
    more: [...notes, ...why].join(', '),
  };
}

/** The state of rows after a change: also whether they are kept or undecided. */
function afterText(state: CommonState, actions: ReviewActions, language: Language): string {
  const { t } = language;
  const outcome = outcomeText(state, language);
  if (outcome !== null) return outcome;
  const label = titleOf(state, actions, language);
  if (state.status === VALIDATED) return t('session.kept', { label });
  return state.status === PENDING ? t('history.undecided', { label }) : label;
}

/** The state of rows whose label does not matter; null for other rows. */
function outcomeText({ status }: CommonState, { t }: Language): string | null {
  if (status === DISCARDED) return t('review.status-discarded');
  return status === UNSURE ? t('review.status-unsure') : null;
}

function titleOf({ label }: CommonState, actions: ReviewActions, language: Language): string {
  return label < 0 ? language.t('history.several') : labelTitle(actions, label, language);
}
