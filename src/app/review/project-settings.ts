import type { Outbox } from '../project/outbox.svelte.js';
import type { ProjectValue } from '../project/project-value.svelte.js';
import type { StoredDraws } from '../../domain/review/estimate/stored-draws.js';
import { samplingOf } from './estimate/stored-draws.js';
import type { ActionKeys } from './action-keys.svelte.js';
import { Guidelines } from './guidelines.svelte.js';
import { LabelKeys } from './label-keys.svelte.js';

/** Settings of the open project that a person makes for the review. */
export interface ReviewSettings {
  readonly labelKeys: LabelKeys;
  readonly guidelines: Guidelines;
}

/** A stored setting, whatever its value. */
export type StoredSetting = Pick<ProjectValue<unknown>, 'opened' | 'closed' | 'storedIsGone'>;

/** Builds the settings. `sampling`: the random draws. `stored`: all of them, to open, close and store together. */
export function composeSettings(
  outbox: Pick<Outbox, 'setting' | 'putSetting' | 'holdSetting'>,
  actions: ActionKeys,
): ReviewSettings & {
  readonly sampling: ProjectValue<StoredDraws>;
  readonly stored: readonly StoredSetting[];
} {
  const labelKeys = new LabelKeys({ outbox, actions });
  const guidelines = new Guidelines({ outbox });
  const sampling = samplingOf(outbox);
  return { labelKeys, guidelines, sampling, stored: [labelKeys.stored, guidelines.stored, sampling] };
}
