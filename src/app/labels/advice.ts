import type { Dataset } from '../../domain/reading/dataset.js';
import { betterMap, type Remap } from '../../domain/labels/remap.js';
import type { SpelledLabel, SpellingGroup } from '../../domain/labels/spellings.js';
import type { Fault } from '../../protocol/fault.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { LabelMap } from './map.svelte.js';
import { LEARNED_KEY, type Models } from '../scoring/models.svelte.js';
import type { NoticeAction, Notices } from '../shell/notices.svelte.js';
import type { Review } from '../review/review.svelte.js';
import type { Predictions } from '../predictions/predictions.svelte.js';

export interface LabelAdviceDeps {
  readonly models: Models;
  readonly predictions: Predictions;
  readonly notices: Notices;
  readonly store: Store;
  readonly review: Pick<Review, 'writable'>;
  readonly labelMap: LabelMap;
  /** The open work, as far as its labels are concerned. */
  readonly project: { readonly dataset: Dataset | null; readonly record: Pick<ProjectRecord, 'id'> | null };
  /** Sets classes of labels under the chosen model. */
  readonly useMap: (changes: readonly SpelledLabel[]) => void;
  /** Counts spellings of one label as one, and learns anew. */
  readonly countSpellings: () => void;
}

/** What is shown of labels that are spelled as others. `names`: which as which, for a sentence. */
export interface SpellingsFacts {
  readonly count: number;
  readonly names: string;
  readonly isCounted: boolean;
}

/** While rows are being scored, their labels are looked at from so many on, and whenever there are twice as many. */
const FIRST_LOOK = 256;
/** Labels that a notice names. */
const MOST_NAMED = 6;
const MOST_NAME_LENGTH = 40;

/** Notices about labels: a map that hardly a row agrees with, and spellings of one label. What is dismissed is remembered. */
export class LabelAdvice {
  #nextLook = FIRST_LOOK;
  /** The results that were looked at last. */
  #looked: Float32Array | null = null;
  /** What was dismissed in a project. */
  #dismissed: { readonly projectId: string; readonly keys: Promise<Set<string>> } | null = null;
  readonly #deps: LabelAdviceDeps;

  constructor(deps: LabelAdviceDeps) {
    this.#deps = deps;
  }

  /** Something else is open or chosen: nothing is said of what was. */
  forget(): void {
    for (const code of ['labels-permuted', 'labels-spelled'] as const) this.#deps.notices.withdraw(code);
  }

  /** More rows are scored. */
  async resultsGrew(): Promise<void> {
    const { predictions } = this.#deps;
    const isOther = predictions.logits.value !== this.#looked;
    if (predictions.done < (isOther ? FIRST_LOOK : this.#nextLook)) return;
    await this.compare();
  }

  /** The label map was changed by hand: what was said of it is looked at again. */
  async mapChanged(): Promise<void> {
    if (this.#deps.notices.has('labels-permuted')) await this.compare();
  }

  /** Compares labels and predictions, and offers another map where far more rows would agree with it. */
  async compare(): Promise<void> {
    const { predictions, models, labelMap, project, notices, useMap, review } = this.#deps;
    const { match } = labelMap;
    this.#looked = predictions.logits.value;
    this.#nextLook = 2 * predictions.done;
    const isModel = models.chosen !== null && models.chosenKey !== LEARNED_KEY;
    const given = Int32Array.from(predictions.predicted.value, (_, row) => predictions.labelClassOf(row));
    const found = isModel ? betterMap(given, predictions.predicted.value, predictions.classes.length) : null;
    const { dataset } = project;
    if (!found || !dataset || !match || !review.writable) {
      notices.withdraw('labels-permuted');
      return;
    }
    const key = `map ${models.chosenKey} ${models.chosen?.name ?? ''}`;
    const isStill = (): boolean => dataset === project.dataset && match === labelMap.match;
    const changes = changesOf(match.classes, found);
    const named = changes
      .slice(0, MOST_NAMED + 1)
      .map(({ label, class: to }) => arrow(dataset.labels[label]?.name, predictions.classes[to]));
    const params = { now: percent(found.now), then: percent(found.then), rows: found.rows, map: listOf(named) };
    await this.#offer(key, isStill, { code: 'labels-permuted', params }, 'run.map-use', () => useMap(changes));
  }

  /** Offers to count spellings of one label as one, where the dataset itself is learnt from. */
  async lookAtSpellings(): Promise<void> {
    const { models, labelMap, project, review, countSpellings } = this.#deps;
    const { dataset } = project;
    const { groups } = labelMap;
    const wanted = models.chosenKey === LEARNED_KEY && !labelMap.isCounted && review.writable;
    if (!dataset || !wanted || groups.length === 0) return;
    const isStill = (): boolean =>
      dataset === project.dataset && models.chosenKey === LEARNED_KEY && !labelMap.isCounted;
    const params = spellingsIn(groups, dataset);
    await this.#offer('spellings', isStill, { code: 'labels-spelled', params }, 'run.spellings-count', countSpellings);
  }

  /** Shows a notice with what it offers, unless it was dismissed before. */
  async #offer(
    key: string,
    isStill: () => boolean,
    fault: Fault,
    text: NoticeAction['text'],
    act: () => void,
  ): Promise<void> {
    const projectId = this.#deps.project.record?.id ?? '';
    const dismissed = await this.#dismissedIn(projectId);
    if (dismissed.has(key) || !isStill()) return;
    this.#deps.notices.raise(fault, fault.code === 'labels-permuted' ? 'warning' : 'info', {
      text,
      act,
      dismissed: () => {
        dismissed.add(key);
        void this.#deps.store.putSetting(projectSetting('label-advice', projectId), [...dismissed]);
      },
    });
  }

  #dismissedIn(projectId: string): Promise<Set<string>> {
    if (this.#dismissed?.projectId !== projectId) this.#dismissed = { projectId, keys: this.#read(projectId) };
    return this.#dismissed.keys;
  }

  async #read(projectId: string): Promise<Set<string>> {
    const stored = await this.#deps.store.setting(projectSetting('label-advice', projectId));
    const keys: readonly unknown[] = stored.ok && Array.isArray(stored.value) ? stored.value : [];
    return new Set(keys.filter((key) => typeof key === 'string'));
  }
}

/** How many labels are spelled as others, and which, for the sentence that says so. */
export function spellingsIn(
  groups: readonly SpellingGroup[],
  { labels }: Pick<Dataset, 'labels'>,
): { readonly count: number; readonly names: string } {
  const count = groups.reduce((sum, group) => sum + group.labels.length, 0);
  // One more than is named says that there are more.
  const first = groups
    .slice(0, MOST_NAMED + 1)
    .flatMap(({ to, labels: others }) => others.slice(0, MOST_NAMED + 1).map((label) => ({ label, to })));
  return { count, names: listOf(first.map(({ label, to }) => arrow(labels[label]?.name, labels[to]?.name))) };
}

/** The labels whose class is another one under the other map. */
function changesOf(classes: Int32Array, { to }: Remap): readonly SpelledLabel[] {
  return Array.from(classes, (known, label) => ({ label, class: to[known] ?? -1, known })).filter(
    (change) => change.known >= 0 && change.class !== change.known,
  );
}

function percent(share: number): number {
  return Math.round(100 * share);
}

/** Quoted, so that spaces around a name are seen. */
function arrow(from = '', to = ''): string {
  return `“${cut(from)}” → “${cut(to)}”`;
}

function cut(name: string): string {
  const letters = Array.from(name);
  return letters.length <= MOST_NAME_LENGTH ? name : `${letters.slice(0, MOST_NAME_LENGTH).join('')}…`;
}

function listOf(names: readonly string[]): string {
  return names.length <= MOST_NAMED ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')}, …`;
}
