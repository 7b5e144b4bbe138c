import type { LabelOption } from '../labels/options.js';
import type { Notices } from '../shell/notices.svelte.js';

/** Warns of a label that rows got: a name among numbers or booleans, or one without values for fields of the source. */
export function warnOfLabel({ name: label, among, unknown }: LabelOption, notices: Notices): void {
  if (among === 'numbers') notices.raise({ code: 'label-among-numbers', params: { label } }, 'warning');
  if (among === 'booleans') notices.raise({ code: 'label-among-booleans', params: { label } }, 'warning');
  if (unknown.length === 0) return;
  notices.raise({ code: 'label-fields-unknown', params: { label, fields: unknown.join(', ') } }, 'warning');
}
