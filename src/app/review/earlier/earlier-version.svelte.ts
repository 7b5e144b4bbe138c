import type { Relabelled } from '../../../domain/review/earlier-decisions.js';
import { decisionsAfter, outcomeOf } from '../../../domain/review/decisions.js';
import { PENDING } from '../../../domain/reading/dataset.js';
import { mergeSides, type Conflict, type Merge } from '../../../domain/review/merge.js';
import { drawsIn } from '../../../domain/review/estimate/stored-draws.js';
import type { VersionMatch } from '../../../domain/review/version-match.js';
import type { ProjectRecord, Store } from '../../../protocol/ports.js';
import { projectSetting } from '../../../protocol/setting-keys.js';
import type { Outbox } from '../../project/outbox.svelte.js';
import type { Project } from '../../project/project.svelte.js';
import type { Projects } from '../../project/projects.svelte.js';
import { hasEnded, Turns } from '../../project/turn.js';
import type { RowView } from '../../rows/row-view.svelte.js';
import type { Remarks } from '../../shell/remarks.svelte.js';
import type { Conflicts } from '../conflicts.svelte.js';
import { guidelinesIn, type Guidelines } from '../guidelines.svelte.js';
import { keysIn, type LabelKeys } from '../label-keys.svelte.js';
import type { Review } from '../review.svelte.js';
import { sideOf, storedSide } from '../stored-side.js';
import { earlierCandidates } from './candidates.js';
import { compareVersions, type Comparison, type ComparisonDeps } from './comparison.js';

export interface EarlierVersionDeps extends ComparisonDeps {
  readonly store: Pick<Store, 'source' | 'entries' | 'setting'>;
  readonly project: Project;
  readonly projects: Projects;
  readonly outbox: Outbox;
  readonly review: Review;
  readonly conflicts: Conflicts;
  readonly labelKeys: LabelKeys;
  readonly guidelines: Guidelines;
  readonly view: Pick<RowView, 'showOnly'>;
  readonly remarks: Remarks;
}

/** Work on an earlier version of the open dataset. */
export interface EarlierOffer {
  /** The project of the earlier version. */
  readonly earlier: ProjectRecord;
  /** Its decisions. */
  readonly decisions: number;
  /** Those whose rows are in the open dataset. Null = its rows are not stored here, so none can be found. */
  readonly found: number | null;
}

/** The result of taking the work on an earlier version over. */
export interface EarlierReport {
  readonly earlier: ProjectRecord;
  readonly match: VersionMatch;
  /** Rows that changed: with a decision, and with a note. */
  readonly taken: number;
  readonly notes: number;
  /** Decisions made against another label, that were not taken over. */
  readonly relabelled: readonly Relabelled[];
  /** Rows that were decided here in another way before. */
  readonly conflicts: number;
  /** Whether the earlier version has random draws. */
  readonly hasDraws: boolean;
}

interface FoundVersion extends EarlierOffer {
  /** Id of the open project. */
  readonly of: string;
  readonly comparison: Comparison | null;
}

/** The changes that a comparison leads to now. */
interface Plan {
  readonly merge: Merge;
  /** Conflicts to add. */
  readonly conflicts: readonly Conflict[];
}

/** Of another file the decisions on this share of rows must be found. Chance finds short texts in any dataset. */
const LEAST_SHARE = 0.5;

/** Takes the work on an earlier version of the open dataset over, after a person agreed. The earlier project stays as it is. */
export class EarlierVersion {
  /** Shown until a person answers, or another project opens. */
  readonly offer: EarlierOffer | null = $derived.by(() => {
    const { project, review } = this.#deps;
    return this.#found?.of === project.record?.id && review.writable ? this.#found : null;
  });
  /** Shown until it is closed. */
  report = $state.raw<EarlierReport | null>(null);
  #found = $state.raw<FoundVersion | null>(null);
  readonly #turns = new Turns();
  readonly #deps: EarlierVersionDeps;

  constructor(deps: EarlierVersionDeps) {
    this.#deps = deps;
  }

  /** Looks for work on an earlier version of the dataset that was opened. A later call ends this one. */
  async look(): Promise<void> {
    const { project, projects } = this.#deps;
    const signal = this.#turns.next();
    this.#found = null;
    this.report = null;
    const { record } = project;
    if (!record) return;
    await projects.refresh();
    for (const earlier of earlierCandidates(record, projects.list)) {
      if (hasEnded(signal)) return;
      const found = await this.#compare(signal, record, earlier);
      if (hasEnded(signal) || project.record?.id !== record.id) return;
      if (!found) continue;
      this.#found = found;
      return;
    }
  }

  /** Leaves the offer for the next time that the dataset is opened from its file. */
  notNow(): void {
    this.#found = null;
  }

  /** Takes the offered work over in one change, and shows the report. */
  async take(): Promise<void> {
    const { project, review, conflicts, guidelines, labelKeys, remarks, store } = this.#deps;
    const found = this.offer === this.#found ? this.#found : null;
    this.#found = null;
    if (!found?.comparison) return;
    const { earlier, comparison, of } = found;
    const { merge, conflicts: added } = this.#plan(comparison);
    const rows = review.takeOver(merge.taken, merge.notes).length;
    remarks.forgetHistory();
    remarks.add({ about: 'merged', rows, conflicts: added.length });
    await conflicts.add(added);
    const settingOf = async (kind: 'guidelines' | 'label-keys' | 'draws'): Promise<unknown> => {
      const setting = await store.setting(projectSetting(kind, earlier.id));
      return setting.ok ? setting.value : null;
    };
    const texts = guidelinesIn(await settingOf('guidelines'));
    const keys = keysIn(await settingOf('label-keys'));
    const draws = drawsIn(await settingOf('draws'));
    if (project.record?.id !== of) return;
    await guidelines.adopt(texts);
    await labelKeys.adopt([...keys]);
    this.report = {
      earlier,
      match: comparison.match,
      taken: merge.taken.size,
      notes: merge.notes.size,
      relabelled: comparison.decisions.relabelled,
      conflicts: merge.conflicts.length,
      hasDraws: draws.taken.some((count) => count > 0),
    };
  }

  closeReport(): void {
    this.report = null;
  }

  /** Closes the report and shows the rows that wait for a decision. */
  showConflicts(): void {
    this.report = null;
    this.#deps.view.showOnly({ agreement: 'conflict' });
  }

  async #compare(signal: AbortSignal, record: ProjectRecord, earlier: ProjectRecord): Promise<FoundVersion | null> {
    const { project } = this.#deps;
    const { dataset } = project;
    const side = await storedSide(this.#deps, earlier.id);
    if (!dataset || !side.ok || side.value.decided.size === 0) return null;
    const compared = await compareVersions(signal, this.#deps, dataset, earlier, side.value);
    const decisions = side.value.decided.size;
    const isNamed = earlier.name === record.name;
    if (compared === null) return null;
    const offer = { earlier, decisions, of: record.id };
    if (compared === 'unreadable') return isNamed ? { ...offer, found: null, comparison: null } : null;
    const { positions } = compared.match;
    const found = [...side.value.decided.keys()].filter((position) => positions.has(position)).length;
    if (found === 0 || (!isNamed && found < LEAST_SHARE * decisions)) return null;
    return this.#hasNews(compared) ? { ...offer, found, comparison: compared } : null;
  }

  /** Whether taking it over would change anything. */
  #hasNews(comparison: Comparison): boolean {
    const { outbox } = this.#deps;
    const { decided } = decisionsAfter(outbox.entries);
    for (const position of comparison.decisions.decided.keys()) if (!decided.has(position)) return true;
    const { merge, conflicts } = this.#plan(comparison);
    return merge.taken.size + merge.notes.size + conflicts.length > 0;
  }

  /** A row that was decided here stays as it is. One with another label in the source waits for a decision. */
  #plan({ decisions }: Comparison): Plan {
    const { outbox, conflicts } = this.#deps;
    const mine = sideOf(outbox.entries, conflicts.all);
    const merge = mergeSides(mine, { ...decisions, conflicts: [] });
    const known = new Map(mine.conflicts.map(({ position, others }) => [position, new Set(others.map(outcomeOf))]));
    const isNew = (position: number, outcome: string): boolean => known.get(position)?.has(outcome) !== true;
    const added = merge.conflicts.filter(({ position, others }) =>
      others.some((other) => isNew(position, outcomeOf(other))),
    );
    const waiting = decisions.relabelled
      .filter(({ position, decision }) => !mine.decided.has(position) && isNew(position, outcomeOf(decision)))
      .map(({ position, now, decision }) => ({
        position,
        mine: { status: PENDING, label: now },
        others: [decision],
      }));
    return { merge, conflicts: [...added, ...waiting] };
  }
}
