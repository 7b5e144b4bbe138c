import { renamedKeys } from './renamed-keys.js';
import { ProjectValue, type ProjectValueDeps } from '../project/project-value.svelte.js';

/** What a team agreed on: a text for the whole dataset, and a description of each label that has one, by name. */
export interface GuidelineTexts {
  readonly text: string;
  readonly labels: ReadonlyMap<string, string>;
}

const NONE: GuidelineTexts = { text: '', labels: new Map() };

/** The guidelines of the open project. */
export class Guidelines {
  readonly stored: ProjectValue<GuidelineTexts>;
  /** Whether the card shows them in full. */
  open = $state.raw(false);

  constructor({ outbox }: Pick<ProjectValueDeps<GuidelineTexts>, 'outbox'>) {
    this.stored = new ProjectValue({
      outbox,
      kind: 'guidelines',
      empty: NONE,
      read: guidelinesIn,
      write: ({ text, labels }) => ({ text, labels: [...labels] }),
    });
  }

  get texts(): GuidelineTexts {
    return this.stored.value;
  }

  /** Whether there is nothing to show. */
  get empty(): boolean {
    return this.texts.text === '' && this.texts.labels.size === 0;
  }

  /** The description of a label, by name. Empty = none. */
  of(label: string): string {
    return this.texts.labels.get(label) ?? '';
  }

  /** Takes guidelines over from elsewhere: the text if there is none here, and descriptions of labels without one. */
  async adopt({ text, labels }: GuidelineTexts): Promise<void> {
    const before = this.texts;
    const all = { text: before.text || text, labels: new Map([...labels, ...before.labels]) };
    if (all.text !== before.text || all.labels.size > before.labels.size) await this.stored.set(all);
  }

  /** Gives descriptions to labels that were renamed, by the names before and after. */
  async rename(renamed: readonly (readonly [from: string, to: string])[]): Promise<void> {
    const labels = renamedKeys(this.texts.labels, renamed);
    if (labels) await this.stored.set({ ...this.texts, labels });
  }

  /** Replaces the text for the whole dataset. */
  write(text: string): Promise<void> {
    return this.stored.set({ ...this.texts, text: text.trim() });
  }

  /** Replaces the description of a label; an empty one removes it. */
  describe(label: string, description: string): Promise<void> {
    const labels = new Map(this.texts.labels);
    if (description.trim() === '') labels.delete(label);
    else labels.set(label, description.trim());
    return this.stored.set({ ...this.texts, labels });
  }
}

/** Restores stored guidelines. Discards all that is no text. */
export function guidelinesIn(stored: unknown): GuidelineTexts {
  if (typeof stored !== 'object' || stored === null) return NONE;
  const { text, labels } = stored as { readonly text?: unknown; readonly labels?: unknown };
  const pairs: readonly unknown[] = Array.isArray(labels) ? labels : [];
  const kept = pairs.filter(
    (pair): pair is readonly [string, string] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string' && part !== ''),
  );
  return { text: typeof text === 'string' ? text : '', labels: new Map(kept) };
}
