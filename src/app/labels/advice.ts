import type { Dataset } from '../../domain/reading/dataset.js';
import { betterMap, type Remap } from '../../domain/labels/remap.js';
import type { SpelledLabel, SpellingGroup } from '../../domain/labels/spellings.js';
import type { Fault } from '../../protocol/fault.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { LabelMap } from './map.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';
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
  /** The fields of the open project that label advice needs. */
  readonly project: { readonly dataset: Dataset | null; readonly record: Pick<ProjectRecord, 'id'> | null };
}

/** Advice that a person may take, see `LabelAdvice.show`. */
export interface LabelOffer {
  /** Ends when a person opens or chooses something else. The advice then disappears. */
  readonly signal: AbortSignal;
  readonly fault: Fault;
  /** Text of the button that takes it. */
  readonly text: NoticeAction['text'];
  /** Remembers that a person dismissed it. */
  readonly dismissed: () => void;
}

/** The advice to use another label map. */
export interface MapOffer extends LabelOffer {
  readonly changes: readonly SpelledLabel[];
}

/** Facts about labels that are spellings of other labels, for their notice. `names`: pairs of spellings. */
export interface SpellingsFacts {
  readonly count: number;
  readonly names: string;
  readonly isCounted: boolean;
}

/** Number of scored rows at the first comparison during scoring. Each further comparison needs twice as many. */
const FIRST_LOOK = 256;
/** Number of labels that a notice names. */
const MOST_NAMED = 6;
const MOST_NAME_LENGTH = 40;

/**
 * Advice about labels: a map that few rows agree with, and several spellings of one label. Remembers dismissed advice.
 */
export class LabelAdvice {
  #nextLook = FIRST_LOOK;
  /** The results of the last comparison. */
  #looked: Float32Array | null = null;
  /** Keys of the dismissed advice of a project. */
  #dismissed: { readonly projectId: string; readonly keys: Promise<Set<string>> } | null = null;
  /** Ends when a person opens or chooses something else. */
  readonly #turns = new Turns();
  readonly #deps: LabelAdviceDeps;

  constructor(deps: LabelAdviceDeps) {
    this.#deps = deps;
  }

  /** Withdraws the advice after a person opened or chose something else. */
  forget(): void {
    this.#turns.next();
    for (const code of ['labels-permuted', 'labels-spelled'] as const) this.#deps.notices.withdraw(code);
  }

  /** Shows an offer. `act` takes it. */
  show({ signal, fault, text, dismissed }: LabelOffer, act: () => void): void {
    if (hasEnded(signal)) return;
    this.#deps.notices.raise(fault, fault.code === 'labels-permuted' ? 'warning' : 'info', { text, act, dismissed });
  }

  /** Compares labels and predictions (see `compare`) once many more rows have scores than at the last comparison. */
  async resultsGrew(): Promise<MapOffer | null> {
    const { predictions } = this.#deps;
    const isOther = predictions.logits.value !== this.#looked;
    return predictions.done < (isOther ? FIRST_LOOK : this.#nextLook) ? null : this.compare();
  }

  /** Compares again after a person changed the label map, if another map is on offer. */
  async mapChanged(): Promise<MapOffer | null> {
    return this.#deps.notices.has('labels-permuted') ? this.compare() : null;
  }

  /** Compares labels and predictions. Returns another map if far more rows would agree with it. */
  async compare(): Promise<MapOffer | null> {
    const { predictions, models, labelMap, project, notices, review } = this.#deps;
    const { match } = labelMap;
    this.#looked = predictions.logits.value;
    this.#nextLook = 2 * predictions.done;
    const isModel = models.chosen !== null && models.chosenKey !== LEARNED_KEY;
    const given = Int32Array.from(predictions.predicted.value, (_, row) => predictions.labelClassOf(row));
    const found = isModel ? betterMap(given, predictions.predicted.value, predictions.classes.length) : null;
    const { dataset } = project;
    if (!found || !dataset || !match || !review.writable) {
      notices.withdraw('labels-permuted');
      return null;
    }
    const key = `map ${models.chosenKey} ${models.chosen?.name ?? ''}`;
    const changes = changesOf(match.classes, found);
    const named = changes
      .slice(0, MOST_NAMED + 1)
      .map(({ label, class: to }) => arrow(dataset.labels[label]?.name, predictions.classes[to]));
    const params = { now: percent(found.now), then: percent(found.then), rows: found.rows, map: listOf(named) };
    const offer = await this.#offerOf(key, { code: 'labels-permuted', params }, 'run.map-use');
    // A person may have changed the map meanwhile.
    return offer && match === labelMap.match ? { ...offer, changes } : null;
  }

  /** The offer to count spellings of one label as one class in learning from the dataset; null = no offer. */
  async lookAtSpellings(): Promise<LabelOffer | null> {
    const { models, labelMap, project, review } = this.#deps;
    const { dataset } = project;
    const { groups } = labelMap;
    const wanted = models.chosenKey === LEARNED_KEY && !labelMap.isCounted && review.writable;
    if (!dataset || !wanted || groups.length === 0) return null;
    const params = spellingsIn(groups, dataset);
    return this.#offerOf('spellings', { code: 'labels-spelled', params }, 'run.spellings-count');
  }

  /** Null if a person dismissed the advice before. */
  async #offerOf(key: string, fault: Fault, text: NoticeAction['text']): Promise<LabelOffer | null> {
    const { signal } = this.#turns;
    const projectId = this.#deps.project.record?.id ?? '';
    const known = await this.#dismissedIn(projectId);
    if (known.has(key)) return null;
    const dismissed = (): void => {
      known.add(key);
      void this.#deps.store.putSetting(projectSetting('label-advice', projectId), [...known]);
    };
    return { signal, fault, text, dismissed };
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

/** Number and names of the labels that are spellings of other labels, for their notice. */
export function spellingsIn(
  groups: readonly SpellingGroup[],
  { labels }: Pick<Dataset, 'labels'>,
): { readonly count: number; readonly names: string } {
  const count = groups.reduce((sum, group) => sum + group.labels.length, 0);
  // One name more than the notice shows reveals that there are more.
  const first = groups
    .slice(0, MOST_NAMED + 1)
    .flatMap(({ to, labels: others }) => others.slice(0, MOST_NAMED + 1).map((label) => ({ label, to })));
  return { count, names: listOf(first.map(({ label, to }) => arrow(labels[label]?.name, labels[to]?.name))) };
}

/** The labels with another class under the other map. */
function changesOf(classes: Int32Array, { to }: Remap): readonly SpelledLabel[] {
  return Array.from(classes, (known, label) => ({ label, class: to[known] ?? -1, known })).filter(
    (change) => change.known >= 0 && change.class !== change.known,
  );
}

function percent(share: number): number {
  return Math.round(100 * share);
}

/** The name in quotes, so that spaces around it are visible. */
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
