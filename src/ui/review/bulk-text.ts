import type { ReviewActions } from '../../app/review/actions.svelte.js';
import type { BulkChange } from '../../app/review/bulk.svelte.js';
import { DISCARDED, UNSURE, VALIDATED } from '../../domain/reading/dataset.js';
import type { BulkStep } from '../../domain/review/bulk.js';
import type { Language } from '../../i18n/language.svelte.js';
import { labelTitle } from './label-title.js';

/** The rows of a step before and after it, in words. */
export interface StepText {
  readonly from: string;
  readonly to: string;
}

/** The title of a preview: the change as a question, with its number of rows. */
export function previewTitle(change: BulkChange, count: number, { t }: Language): string {
  const label = change.kind === 'label' ? change.option.title : '';
  return count === 0 ? t('bulk.nothing') : t(`bulk.question-${change.kind}`, { count, label });
}

/** The words on the button that makes the change. */
export function confirmText(change: BulkChange, count: number, { t }: Language): string {
  return t(`bulk.do-${change.kind}`, { count });
}

/** A step of a change: `World` to `Sports`, `World` to `kept` or `unsure`, `World, discarded` to `Sports`. */
export function stepText(
  step: BulkStep,
  actions: ReviewActions,
  names: readonly string[],
  language: Language,
): StepText {
  const { t } = language;
  const from = labelTitle(actions, step.from, language);
  const isSame = step.to === names[step.from];
  const title = actions.options.find(({ name }) => name === step.to)?.title ?? step.to;
  const to = () => {
    if (step.status === DISCARDED) return t('bulk.gone');
    if (step.status === UNSURE) return t('review.status-unsure');
    return isSame && step.status === VALIDATED ? t('bulk.kept') : title;
  };
  return { from: step.wasDiscarded ? t('bulk.was-discarded', { label: from }) : from, to: to() };
}
