import { labelCompanions } from '../../domain/labels/companions.js';
import { spreadColumns } from '../../domain/labels/groups.js';
import { columnsOfRole } from '../../domain/predictions/columns.js';
import { hotColumns } from '../../domain/reading/computed-columns.js';
import type { ColumnRoles, ReadSettings } from '../../domain/reading/dataset.js';
import { asFound, changedSettings, type LayoutChoice } from '../../domain/reading/part-layouts.js';
import { guessResultsFile, type ResultsGuess } from '../../domain/reading/roles.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { ProjectRecord } from '../../protocol/ports.js';
import type { Inspection, Preview, SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';
import { hasEnded } from '../project/turn.js';

/** The target of a file: it opens as a dataset, or as results for the open dataset. */
export type ImportTarget = 'dataset' | 'results';

/** Roles without columns. */
export const NO_ROLES: ColumnRoles = { text: '', textJoin: '', textB: '', label: '', id: '', sLabel: '' };

/** The mapping of a file: its settings, the roles of its columns, its target and its first records. */
export class Mapping {
  settings = $state.raw<ReadSettings | null>(null);
  roles = $state.raw<ColumnRoles>(NO_ROLES);
  target = $state.raw<ImportTarget>('dataset');
  /** Whether the encoding is known or chosen. The file is not read before that. */
  encodingChosen = $state.raw(true);
  /** The first records. Null before they are read. */
  preview = $state.raw<Preview | null>(null);
  /** Whether the file can be read: text and label are chosen, or a column of results. */
  readonly complete: boolean = $derived(
    this.target === 'results' ? hasResults(this.roles) : this.roles.text !== '' && this.roles.label !== '',
  );
  /** The guess for the file as results. Null = no column looks like results. */
  readonly guess: ResultsGuess | null = $derived(
    this.preview ? guessResultsFile(this.preview.columns, this.preview.records) : null,
  );
  /** Columns that repeat the label. Corrections do not change them. */
  readonly companions: readonly string[] = $derived.by(() => {
    const { label, ...others } = this.roles;
    return this.preview
      ? labelCompanions(this.preview.columns, this.preview.records, label, Object.values(others))
      : [];
  });
  /** The label that several columns of 0 and 1 form together, see `hotName`. '' = none. */
  readonly spread: string = $derived.by(() => {
    const { label: _label, ...others } = this.roles;
    return this.preview
      ? spreadColumns(this.preview.columns, this.preview.records, new Set(Object.values(others)))
      : '';
  });

  /** Whether the target is a guess, which the content of the file may still change. */
  #guessing = false;
  /** The roles under the other target. */
  #otherRoles: ColumnRoles | null = null;
  /** The settings that preview and roles were fitted to. */
  #fitted: ReadSettings | null = null;
  readonly #source: SourceWire;

  constructor(source: SourceWire) {
    this.#source = source;
  }

  /** Whether the target is still a guess. */
  get guessing(): boolean {
    return this.#guessing;
  }

  /** Begins with an inspected file. `remembered`: the stored roles. `mayBeResults`: the target is a guess. */
  begin({ settings, encodingOpen, roles }: Inspection, remembered: ColumnRoles | null, mayBeResults: boolean): void {
    this.clear();
    this.settings = settings;
    this.encodingChosen = !encodingOpen;
    this.roles = remembered ?? roles;
    this.#guessing = mayBeResults;
  }

  /** Changes the settings of all files, or of the file with the name `file`. */
  changeSettings(change: Partial<ReadSettings>, file?: string): void {
    if (!this.settings) return;
    if (change.encoding !== undefined) this.encodingChosen = true;
    this.settings = changedSettings(this.settings, change, file);
  }

  /** Sets each file to the value of a setting that was found in it. */
  leaveToFiles(found: ReadSettings, choice: LayoutChoice): void {
    if (this.settings) this.settings = asFound(this.settings, found, choice);
  }

  changeRoles(change: Partial<ColumnRoles>): void {
    this.roles = { ...this.roles, ...change };
  }

  /** Takes the mapping of an earlier project on the same content. */
  adopt({ settings, roles }: ProjectRecord): void {
    this.#guessing = false;
    this.target = 'dataset';
    this.encodingChosen = true;
    this.settings = settings;
    this.roles = roles;
    this.#fitted = null;
  }

  /** Keeps the target from now on, for any content of the file. */
  keepTarget(): void {
    this.#guessing = false;
  }

  /** The roles of the columns under another target: the chosen ones, else a guess. */
  async rolesUnder(target: ImportTarget): Promise<Outcome<ColumnRoles>> {
    return this.#otherRoles ? ok(this.#otherRoles) : guarded(this.#guessRoles(target));
  }

  /** Changes the target. Keeps the roles under the present target for `rolesUnder`. */
  switchTo(target: ImportTarget, roles: ColumnRoles): void {
    this.#otherRoles = this.roles;
    this.roles = roles;
    this.target = target;
  }

  /**
   * Reads the first records of `file` under the settings and fits the roles to their columns, unless both are done.
   * Changes no value once `signal` is aborted.
   */
  async fit(signal: AbortSignal, file: Blob): Promise<Outcome<null>> {
    const { settings } = this;
    if (!settings || this.#fitted === settings) return ok(null);
    const preview = await guarded(this.#source.preview(file, settings));
    if (hasEnded(signal)) return ok(null);
    if (!preview.ok) return preview;
    this.preview = preview.value;
    const roles = await guarded(this.#fittingRoles(preview.value));
    if (hasEnded(signal)) return ok(null);
    if (!roles.ok) return roles;
    this.roles = roles.value;
    this.#otherRoles = null;
    this.#fitted = settings;
    this.#guessTarget();
    return ok(null);
  }

  /** Forgets the file. */
  clear(): void {
    this.settings = null;
    this.roles = NO_ROLES;
    this.target = 'dataset';
    this.encodingChosen = true;
    this.preview = null;
    this.#guessing = false;
    this.#otherRoles = null;
    this.#fitted = null;
  }

  /** Guesses that a file with results belongs to the open dataset. A person or the content can change this later. */
  #guessTarget(): void {
    if (!this.#guessing || this.target === 'results' || !this.guess) return;
    this.#guessing = !this.guess.alone;
    this.switchTo('results', this.guess.roles);
  }

  async #guessRoles(target: ImportTarget): Promise<Outcome<ColumnRoles>> {
    if (target === 'results' || !this.preview) return ok(this.guess?.roles ?? NO_ROLES);
    return ok(await this.#source.guessRoles(this.preview.columns, this.preview.records));
  }

  /** The current roles if every named column still exists, else a new guess. */
  async #fittingRoles({ columns }: Preview): Promise<Outcome<ColumnRoles>> {
    const { text, label } = this.roles;
    const chosen = this.target === 'results' ? hasResults(this.roles) : text !== '' || label !== '';
    return chosen && haveColumns(this.roles, columns) ? ok(this.roles) : this.#guessRoles(this.target);
  }
}

/** Whether `columns` contains every column with a role. */
export function haveColumns(roles: ColumnRoles, columns: readonly string[]): boolean {
  const names = Object.values(roles as Record<keyof ColumnRoles, string>).filter((name) => name !== '');
  return names.every((name) => (hotColumns(name) ?? [name]).every((one) => columnsOfRole(one, columns).length > 0));
}

function hasResults({ resultLoss, resultProbs, resultLogits }: ColumnRoles): boolean {
  return Boolean(resultLoss) || Boolean(resultProbs) || Boolean(resultLogits);
}
