import type { ColumnRoles, ReadSettings } from '../domain/dataset.js';
import { columnsOfRole } from '../domain/results-columns.js';
import { unexpected, type Fault } from '../protocol/fault.js';
import { ok, type Outcome } from '../protocol/outcome.js';
import type { ProjectRecord, Store } from '../protocol/ports.js';
import type { Inspection, Preview, ReadProgress, ReadResult, SourceWire } from '../protocol/source-wire.js';
import type { Notices } from './notices.svelte.js';

/** Where the import of one file stands. */
export type ImportState =
  | { readonly at: 'idle' }
  | { readonly at: 'inspecting'; readonly name: string }
  | { readonly at: 'mapping'; readonly name: string };

/** A file whose mapping was confirmed and that was read to its end. */
export interface ReadySource {
  readonly file: Blob;
  readonly name: string;
  readonly inspection: Inspection;
  readonly settings: ReadSettings;
  readonly roles: ColumnRoles;
  readonly result: ReadResult;
}

const NO_ROLES: ColumnRoles = { text: '', textJoin: '', textB: '', label: '', id: '', sLabel: '' };

/** From a dropped file to rows: inspects, offers the mapping, reads the whole file behind the dialog, hands it over. */
export class Importer {
  state = $state.raw<ImportState>({ at: 'idle' });
  inspection = $state.raw<Inspection | null>(null);
  settings = $state.raw<ReadSettings | null>(null);
  roles = $state.raw<ColumnRoles>(NO_ROLES);
  preview = $state.raw<Preview | null>(null);
  /** Reading of the whole file under the current mapping; null before it starts. */
  progress = $state.raw<ReadProgress | null>(null);
  result = $state.raw<ReadResult | null>(null);
  /** What is wrong under the current settings; the dialog stays open so that they can be changed. */
  fault = $state.raw<Fault | null>(null);
  /** Earlier work on the same content, newest first. */
  known = $state.raw<readonly ProjectRecord[]>([]);
  /** Text and label are chosen, so the file can be read. */
  complete = $derived(this.roles.text !== '' && this.roles.label !== '');

  #file: Blob | null = null;
  #name = '';
  /** Grows with every change: readings of an older generation stop. */
  #generation = 0;
  /** The preview is not of the current settings, or the roles are not fitted to it yet. */
  #previewDue = false;
  readonly #source: SourceWire;
  readonly #store: Store;
  readonly #notices: Notices;

  constructor(source: SourceWire, store: Store, notices: Notices) {
    this.#source = source;
    this.#store = store;
    this.#notices = notices;
  }

  /** Inspects a file and opens the mapping dialog, or raises a notice saying why not. */
  async open(file: Blob, name: string): Promise<void> {
    const generation = ++this.#generation;
    this.#clear();
    this.#file = file;
    this.#name = name;
    this.state = { at: 'inspecting', name };
    const inspected = await this.#guard(this.#source.inspect(file, name));
    if (generation !== this.#generation) return;
    if (!inspected.ok) {
      this.#giveUp(inspected.fault);
      return;
    }
    const inspection = inspected.value;
    const known = await this.#knownProjects(inspection.hash);
    const remembered = await this.#rememberedRoles(inspection);
    if (generation !== this.#generation) return;
    this.known = known;
    this.inspection = inspection;
    this.settings = inspection.settings;
    this.roles = remembered ?? inspection.roles;
    this.state = { at: 'mapping', name };
    await this.#readAgain(true);
  }

  /** Changes how bytes become records; the roles are guessed anew if the columns change. */
  async changeSettings(change: Partial<ReadSettings>): Promise<void> {
    if (!this.settings) return;
    this.settings = { ...this.settings, ...change };
    await this.#readAgain(true);
  }

  async changeRoles(change: Partial<ColumnRoles>): Promise<void> {
    this.roles = { ...this.roles, ...change };
    await this.#readAgain(false);
  }

  /** Takes over the mapping of earlier work on this content. */
  async adopt(project: ProjectRecord): Promise<void> {
    this.settings = project.settings;
    this.roles = project.roles;
    await this.#readAgain(true);
  }

  /** Closes the dialog and hands the rows over; null while the reading is not done or has failed. */
  confirm(): ReadySource | null {
    const { inspection, settings, result } = this;
    if (!this.#file || !inspection || !settings || !result) return null;
    void this.#store.putSetting(`roles:${inspection.headerSignature}`, { ...this.roles });
    const ready = { file: this.#file, name: this.#name, inspection, settings, roles: this.roles, result };
    this.cancel();
    return ready;
  }

  /** What is being mapped, for an export of the records set aside; null while nothing has been read. */
  reading(): Omit<ReadySource, 'inspection'> | null {
    const { settings, result } = this;
    if (!this.#file || !settings || !result) return null;
    return { file: this.#file, name: this.#name, settings, roles: this.roles, result };
  }

  /** Closes the dialog; nothing of the file is kept. */
  cancel(): void {
    this.#generation++;
    this.#clear();
    this.state = { at: 'idle' };
  }

  async #readAgain(columnsMayChange: boolean): Promise<void> {
    const generation = ++this.#generation;
    const { settings } = this;
    if (!this.#file || !settings) return;
    this.result = null;
    this.progress = null;
    this.fault = null;
    // A change of roles can overtake a preview that is under way: then it is still to be made.
    if (columnsMayChange) this.#previewDue = true;
    if (this.#previewDue) {
      const preview = await this.#guard(this.#source.preview(this.#file, settings));
      if (generation !== this.#generation) return;
      if (!preview.ok) {
        this.#fail(preview.fault);
        return;
      }
      this.preview = preview.value;
      const roles = await this.#guard(this.#fittingRoles(preview.value));
      if (generation !== this.#generation) return;
      if (!roles.ok) {
        this.#fail(roles.fault);
        return;
      }
      this.roles = roles.value;
      this.#previewDue = false;
    }
    if (this.complete) await this.#readAll(settings, generation);
  }

  /** The roles as they are if every named column still exists, else a new guess. */
  async #fittingRoles(preview: Preview): Promise<Outcome<ColumnRoles>> {
    const { text, label } = this.roles;
    if ((text !== '' || label !== '') && areHere(this.roles, preview.columns)) return ok(this.roles);
    return ok(await this.#source.guessRoles(preview.columns, preview.records));
  }

  async #readAll(settings: ReadSettings, generation: number): Promise<void> {
    if (!this.#file) return;
    let step = await this.#guard(this.#source.begin(this.#file, settings, { ...this.roles }));
    for (;;) {
      if (generation !== this.#generation) return;
      if (!step.ok) {
        this.#fail(step.fault);
        return;
      }
      this.progress = step.value;
      if (step.value.done) break;
      step = await this.#guard(this.#source.advance());
    }
    const taken = await this.#guard(this.#source.take());
    if (generation !== this.#generation) return;
    if (!taken.ok) {
      this.#fail(taken.fault);
      return;
    }
    this.result = taken.value;
  }

  async #knownProjects(sourceHash: string): Promise<readonly ProjectRecord[]> {
    const projects = await this.#store.projects();
    if (!projects.ok) return [];
    const same = projects.value.filter((project) => project.sourceHash === sourceHash);
    return same.sort((a, b) => b.openedAt - a.openedAt);
  }

  /** The mapping confirmed last for a file with this header, if all its columns are here. */
  async #rememberedRoles(inspection: Inspection): Promise<ColumnRoles | null> {
    const setting = await this.#store.setting(`roles:${inspection.headerSignature}`);
    if (!setting.ok || typeof setting.value !== 'object' || setting.value === null) return null;
    const roles = { ...NO_ROLES, ...(setting.value as Partial<ColumnRoles>) };
    return areHere(roles, inspection.columns) ? roles : null;
  }

  #fail(fault: Fault): void {
    this.fault = { ...fault, params: { name: this.#name, ...fault.params } };
  }

  #giveUp(fault: Fault): void {
    this.#notices.raise({ ...fault, params: { name: this.#name, ...fault.params } });
    this.cancel();
  }

  async #guard<T>(call: Promise<Outcome<T>>): Promise<Outcome<T>> {
    try {
      return await call;
    } catch (error) {
      return { ok: false, fault: unexpected(error) };
    }
  }

  #clear(): void {
    this.#file = null;
    this.inspection = null;
    this.settings = null;
    this.roles = NO_ROLES;
    this.preview = null;
    this.progress = null;
    this.result = null;
    this.fault = null;
    this.known = [];
    this.#previewDue = false;
  }
}

/** Whether every column that plays a part is among these. */
function areHere(roles: ColumnRoles, columns: readonly string[]): boolean {
  const names = Object.values(roles as Record<keyof ColumnRoles, string>).filter((name) => name !== '');
  return names.every((name) => columnsOfRole(name, columns).length > 0);
}
