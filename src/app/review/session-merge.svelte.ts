import { withoutParts } from '../../domain/files/source-parts.js';
import { isChangesHead, readChanges } from '../../domain/review/changes-file.js';
import type { Decisions } from '../../domain/review/decisions.js';
import { rowOfSource } from '../../domain/review/edits.js';
import { nameAfter, type LabelEdit } from '../../domain/review/label-edits.js';
import { mergeLabelEdits, type LabelMerge } from '../../domain/review/merge-labels.js';
import { mergeSides, type Merge } from '../../domain/review/merge.js';
import {
  drawsIn,
  joinDraws,
  type DrawsJoin,
  type JoinedDraws,
  type StoredDraws,
} from '../../domain/review/estimate/stored-draws.js';
import { carriedOver, matchRows, type KnownRow, type MatchReport } from '../../domain/review/row-match.js';
import { isSessionHead, readSession, type SessionFile, type SessionRow } from '../../domain/review/session-file.js';
import { onRows } from '../../domain/review/take-over.js';
import { unexpected, type Fault } from '../../protocol/fault.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import { projectSetting } from '../../protocol/setting-keys.js';
import type { ProjectValue } from '../project/project-value.svelte.js';
import type { Outbox } from '../project/outbox.svelte.js';
import type { Project } from '../project/project.svelte.js';
import type { Projects } from '../project/projects.svelte.js';
import type { Session } from '../project/session.js';
import type { RowView } from '../rows/row-view.svelte.js';
import { namedFilters, viewIn, type ChoiceNames } from '../rows/view-choices.js';
import type { Notices } from '../shell/notices.svelte.js';
import type { Remarks } from '../shell/remarks.svelte.js';
import type { Conflicts } from './conflicts.svelte.js';
import type { Guidelines } from './guidelines.svelte.js';
import type { LabelFollowers } from './label-followers.js';
import type { LabelKeys } from './label-keys.svelte.js';
import type { Review } from './review.svelte.js';
import { inNames, sideOf, storedSide, type EditedSide } from './stored-side.js';

export interface SessionMergeDeps {
  readonly store: Pick<Store, 'entries' | 'setting'>;
  readonly notices: Notices;
  readonly remarks: Remarks;
  readonly project: Project;
  readonly projects: Projects;
  readonly outbox: Outbox;
  readonly review: Review;
  readonly conflicts: Conflicts;
  readonly predictions: ChoiceNames['predictions'];
  readonly labelKeys: LabelKeys;
  readonly labelFollowers: Pick<LabelFollowers, 'follow'>;
  readonly guidelines: Guidelines;
  /** The random draws of the open project. */
  readonly sampling: ProjectValue<StoredDraws>;
  readonly view: RowView;
  readonly session: Pick<Session, 'openStored'>;
}

/** Work of a file that can be merged, and the result of its merge now. */
export interface MergeOffer {
  /** Name of the file. */
  readonly name: string;
  /** The project that it belongs to. */
  readonly record: ProjectRecord;
  readonly isOpen: boolean;
  readonly theirs: EditedSide;
  /** Null = the file holds decisions alone. */
  readonly session: SessionFile | null;
  /** How its rows were found in the open dataset. Null = it is work on the same dataset. */
  readonly match: MatchReport | null;
  readonly merge: Merge;
  /** Edits of labels to take over, and labels that both sides changed in different ways. */
  readonly labels: LabelMerge;
  /** How its random draws join those of the project. Null = it has none. */
  readonly draws: DrawsJoin | null;
}

/** The part of an offer that a file gives. */
type Found = Omit<MergeOffer, 'name' | 'merge' | 'labels' | 'draws'>;

/** Characters of a file that show whether it is a session. */
const HEAD_BYTES = 65_536;

/**
 * Merges a session file into the project on the same dataset, after a person confirmed it. Merges corrections from a
 * file of changes, or a session with texts of another version of the dataset, into the open dataset.
 */
export class SessionMerge {
  /** Shown until it is confirmed or cancelled. */
  offer = $state.raw<MergeOffer | null>(null);
  readonly #deps: SessionMergeDeps;

  constructor(deps: SessionMergeDeps) {
    this.#deps = deps;
  }

  /** Whether a file is a session, or one of changes while a dataset is open, by its head. */
  async recognise(file: Blob): Promise<boolean> {
    const head = await textOf(file.slice(0, HEAD_BYTES));
    return head.ok && (isSessionHead(head.value) || (this.#deps.project.dataset !== null && isChangesHead(head.value)));
  }

  /**
   * Reads a file of work and offers its merge. A notice reports a damaged file, a file of a newer version, one whose
   * dataset is neither open nor stored, or is read in another way, and one without any row of the open dataset.
   */
  async take(file: Blob, name: string): Promise<void> {
    const offer = await this.#offer(file, name);
    if (offer.ok) this.offer = offer.value;
    else this.#deps.notices.raise({ ...offer.fault, params: { name, ...offer.fault.params } });
  }

  cancel(): void {
    this.offer = null;
  }

  /** Opens the project of the offered session if it is not open, and merges. Then shows the conflicts, if there are any. */
  async confirm(): Promise<void> {
    const { project, review, notices, session } = this.#deps;
    const { offer } = this;
    this.offer = null;
    if (!offer) return;
    if (project.record?.id !== offer.record.id) await session.openStored(offer.record);
    if (project.record?.id !== offer.record.id || !project.dataset) return;
    if (review.writable) await this.#merge(offer);
    else notices.raise({ code: 'read-only-tab' }, 'warning');
  }

  async #merge({ theirs, session, match, record }: MergeOffer): Promise<void> {
    const { review, conflicts, labelKeys, guidelines, sampling, view, remarks, project, outbox } = this.#deps;
    const { labelFollowers } = this.#deps;
    const mine = sideOf(outbox.entries, conflicts.all);
    const { merge, labels } = this.#joined(mine, theirs);
    const take = (): readonly number[] => review.takeOver(merge.taken, merge.notes, labels.edits);
    const rows = labelFollowers.follow(take).result.length;
    await conflicts.add(merge.conflicts);
    if (session?.draws && match === null) {
      await sampling.set(joinedDraws(record, session, sampling.value).draws);
    }
    if (session) await labelKeys.adopt(session.labelKeys);
    if (session?.guidelines) {
      await guidelines.adopt({ ...session.guidelines, labels: new Map(session.guidelines.labels) });
    }
    remarks.add({ about: 'merged', rows, conflicts: conflicts.open.size });
    if (conflicts.open.size > 0) view.showOnly({ agreement: 'conflict' });
    else if (session && project.dataset && mine.decided.size + mine.notes.size === 0) this.#show(session.view);
  }

  /** How the draws of a session join those of a project, which is stored or open. */
  async #drawsOf({ record, isOpen, session, match }: Found): Promise<DrawsJoin | null> {
    const { sampling, store } = this.#deps;
    if (!session?.draws || match !== null) return null;
    if (isOpen) return joinedDraws(record, session, sampling.value).join;
    const setting = await store.setting(projectSetting('draws', record.id));
    return joinedDraws(record, session, drawsIn(setting.ok ? setting.value : null)).join;
  }

  /** Shows the view of a session, on a dataset that nobody has worked on here. */
  #show(given: string): void {
    const { view } = this.#deps;
    const choices = viewIn(new URLSearchParams(given));
    view.filter(namedFilters(choices, this.#deps));
    view.sort(choices.order);
    if (choices.mapChosen) view.plot(choices.map);
  }

  async #offer(file: Blob, name: string): Promise<Outcome<MergeOffer>> {
    const text = await textOf(file);
    if (!text.ok) return failed({ code: 'session-damaged' });
    const found = isSessionHead(text.value) ? await this.#session(text.value) : this.#changes(text.value);
    if (!found.ok) return found;
    const { value } = found;
    const mine = value.isOpen ? this.#openSide() : await storedSide(this.#deps, value.record.id);
    if (!mine.ok) return mine;
    const joined = this.#joined(mine.value, value.theirs);
    return ok({ ...value, name, ...joined, draws: await this.#drawsOf(value) });
  }

  /** Both sides merged, in the names of this side after it took over the other's edits of labels. */
  #joined(mine: EditedSide, theirs: EditedSide): Pick<MergeOffer, 'merge' | 'labels'> {
    const labels = mergeLabelEdits(mine.edits, theirs.edits);
    const own = inNames(mine, (name) => nameAfter(name, labels.edits));
    return { labels, merge: mergeSides(own, inNames(theirs, labels.nameOf)) };
  }

  async #session(text: string): Promise<Outcome<Found>> {
    const { project, projects } = this.#deps;
    const read = readSession(text);
    if (read.is === 'newer') return failed({ code: 'session-newer', params: { version: read.version } });
    if (read.is === 'damaged') return failed({ code: 'session-damaged' });
    const { session } = read;
    await projects.refresh();
    const known = [...(project.record ? [project.record] : []), ...projects.list];
    const record = known.find((one) => fits(one, session));
    const theirs = sideOf(session.journal, session.conflicts);
    const isOpen = record !== undefined && project.record?.id === record.id;
    if (record) return ok({ record, isOpen, theirs: isOpen ? this.#onRows(theirs) : theirs, session, match: null });
    const { hash, name: dataset, rows } = session.dataset;
    const carried = this.#carried(theirs, (session.texts ?? []).map(knownRow), theirs.edits);
    if (carried && session.roles.label === carried.record.roles.label) return ok({ ...carried, session });
    const fault: Fault = known.some(({ sourceHash }) => sourceHash === hash)
      ? { code: 'session-other-mapping', params: { dataset, label: session.roles.label } }
      : { code: 'session-other-dataset', params: { dataset, rows } };
    return failed(fault);
  }

  #changes(text: string): Outcome<Found> {
    const { project, review } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return failed({ code: 'changes-unmatched' });
    const labels = review.list.named(dataset.labels);
    const read = readChanges(text, { labels, files: dataset.files, roles: record.roles });
    if (typeof read === 'number') return failed({ code: 'changes-damaged', params: { line: read } });
    const carried = this.#carried(read, read.rows, null);
    return carried ? ok(carried) : failed({ code: 'changes-unmatched' });
  }

  /**
   * Decisions on rows that are found in the open dataset. Null if none is found. `edits`: of labels on the other side, which
   * has given names of its own; null = it has this side's names.
   */
  #carried(decisions: Decisions, rows: readonly KnownRow[], edits: readonly LabelEdit[] | null): Found | null {
    const { review, project } = this.#deps;
    const { dataset, record } = project;
    if (!dataset || !record) return null;
    const match = matchRows(dataset, rows);
    if (match.positions.size === 0) return null;
    const originalOf = (position: number): string => {
      const row = rowOfSource(dataset.sourceRow, position);
      return edits ? nameAfter(dataset.labels[dataset.label[row] ?? -1]?.name ?? '', edits) : review.originalName(row);
    };
    const theirs = { ...carriedOver(decisions, match, originalOf), conflicts: [], edits: edits ?? [] };
    return { record, isOpen: true, theirs, session: null, match: match.report };
  }

  /** The decisions and notes on rows of the open dataset: a session can name other positions. */
  #onRows(side: EditedSide): EditedSide {
    const { dataset } = this.#deps.project;
    return dataset ? { ...side, ...onRows(side, dataset.sourceRow) } : side;
  }

  #openSide(): Outcome<EditedSide> {
    const { outbox, conflicts } = this.#deps;
    return ok(sideOf(outbox.entries, conflicts.all));
  }
}

function knownRow({ row, id, text, textB }: SessionRow): KnownRow {
  return { position: row, id: id ?? null, text, textB: textB ?? null };
}

/** Whether decisions of a session mean the same rows and labels in a project: other text columns do not matter. */
function fits(record: ProjectRecord, { project, dataset, settings, roles }: SessionFile): boolean {
  if (record.id === project) return true;
  if (record.sourceHash !== dataset.hash || record.roles.label !== roles.label) return false;
  return JSON.stringify(withoutParts(record.settings)) === JSON.stringify(withoutParts(settings));
}

/** The random orders depend on the project, so that the draws of another project are no sample in their order here. */
function joinedDraws({ id, rows }: ProjectRecord, { project, draws }: SessionFile, mine: StoredDraws): JoinedDraws {
  const isSame = draws && project === id && draws.strata?.length === rows;
  return isSame ? joinDraws(mine, draws) : { draws: mine, join: 'kept' };
}

async function textOf(file: Blob): Promise<Outcome<string>> {
  try {
    return ok(await file.text());
  } catch (error) {
    return failed(unexpected(error));
  }
}
