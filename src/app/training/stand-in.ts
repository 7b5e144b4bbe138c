import type { ColumnRoles } from '../../domain/reading/dataset.js';
import { textOf } from '../../domain/bytes/text-column.js';
import type { Clock } from '../../protocol/ports.js';
import type { SignalsResult } from '../../protocol/signals-wire.js';
import { rowsOf, type StoredSignals } from './joined-signals.js';

/** A dataset made of signals alone, and those signals. Its texts are the ids. */
export interface StandIn {
  readonly file: File;
  readonly roles: ColumnRoles;
  readonly signals: StoredSignals;
}

const ENDING = '.signals-only.jsonl';
const ROLES: ColumnRoles = { text: 'text', textJoin: '', textB: '', label: 'label', id: 'id', sLabel: 's_label' };
/** Number of rows between two rests, which keep the page responsive. */
const ROWS_AT_ONCE = 8192;

/** Whether a project's name is that of a dataset made of signals alone. */
export function isStandIn(name: string): boolean {
  return name.endsWith(ENDING);
}

/** The name of a dataset. A dataset made of signals alone has the name of their file. */
export function nameOfSignals(name: string): string {
  return name.replace(ENDING, '');
}

/** Makes a dataset of signals alone, with a row for each id. `names`: names of the source files. */
export async function standInOf(result: SignalsResult, names: readonly string[], clock: Clock): Promise<StandIn> {
  const { rows, ids, classes, label, sLabel } = rowsOf(result);
  const parts: string[] = [];
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    if (from > 0) await clock.sleep(0);
    let lines = '';
    for (let row = from; row < Math.min(rows, from + ROWS_AT_ONCE); row++) {
      const id = textOf(ids, row);
      const given = classes[label[row] ?? -1] ?? '?';
      lines += `${JSON.stringify({ id, text: id, label: given, s_label: sLabel[row] ?? 0 })}\n`;
    }
    parts.push(lines);
  }
  const name = (names[0] ?? 'training').replace(/(\.[a-z0-9]{1,8})+$/i, '');
  const file = new File(parts, `${name}${ENDING}`);
  return { file, roles: ROLES, signals: { result, basis: 'id', names } };
}
