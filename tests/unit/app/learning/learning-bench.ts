import { gate, until } from '../../../fakes/controlled.js';
import type { Page } from '../../../fakes/page.js';
import { topicRows } from './topics.js';

/** Rows about three topics, some of them with a wrong label. */
export const ROWS = topicRows(120, 12);
export const WRONG = ROWS.flatMap(({ wrong }, row) => (wrong ? [row] : []));

/** Opens a dataset and waits for the end of learning. */
export async function learn(of: Page, file: File, label?: string): Promise<void> {
  await of.drop(file, label);
  await settled(of);
}

/** Waits until no run of learning is under way. */
export async function settled(of: Page): Promise<void> {
  await until(() => of.learning.state.at !== 'idle' && !of.learning.busy);
}

/** The losses of all rows. */
export const losses = (of: Page): number[] => [...of.predictions.loss.value];
/** The first rows of the list. */
export const top = (of: Page, count: number): number[] => [...of.view.visible.subarray(0, count)];

/** Holds one method of every worker until the test opens the gate. */
export function holdUp(of: Page, method: string): { open: () => void; reached: () => boolean } {
  const door = gate();
  let reached = false;
  of.learners.onStart = ({ wire }) => {
    wire.after = async (called) => {
      if (called !== method) return;
      reached = true;
      await door.passed;
    };
  };
  return { open: door.open, reached: () => reached };
}
