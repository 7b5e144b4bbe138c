import { columnMask, isOpen, type ColumnCondition, type ColumnValues } from '../../domain/review/column-values.js';
import type { Fault } from '../../protocol/fault.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';
import { readToEnd } from '../import/reading.js';
import type { Project } from '../project/project.svelte.js';
import { hasEnded, Turns } from '../project/turn.js';

/** A column of the source that rows can be filtered by. `place`: among all of its columns, from 0. */
export interface SourceColumn {
  readonly place: number;
  readonly name: string;
}

/** A column that is being read, in bytes of the source. */
export interface ColumnReading {
  readonly place: number;
  readonly done: number;
  readonly total: number;
}

/**
 * The columns of the open dataset's source beside text and label. The source worker reads one when a person asks for it.
 * It stays in memory until the dataset is closed, and is stored nowhere.
 */
export class SourceColumns {
  /** Empty until `offer` has found them. */
  names = $state.raw<readonly SourceColumn[]>([]);
  /** Null while no column is being read. */
  reading = $state.raw<ColumnReading | null>(null);
  /** Why the last reading has no result. */
  fault = $state.raw<Fault | null>(null);
  #values = $state.raw<ReadonlyMap<number, ColumnValues>>(new Map());
  /** The id of the project that all of this is about. */
  #of: string | null = null;
  #masks = new WeakMap<ColumnCondition, Uint8Array>();
  readonly #turns = new Turns();
  readonly #source: SourceWire;
  readonly #project: Project;

  constructor(source: SourceWire, project: Project) {
    this.#source = source;
    this.#project = project;
  }

  /** Reacts to an opened dataset: forgets the columns of another project. */
  open(): void {
    if (this.#of !== (this.#project.record?.id ?? null)) this.close();
  }

  /** Forgets all columns. */
  close(): void {
    this.#turns.end();
    this.#of = null;
    this.names = [];
    this.reading = null;
    this.fault = null;
    this.#values = new Map();
  }

  /** The values of a column that was read. */
  valuesOf(place: number): ColumnValues | null {
    return this.#values.get(place) ?? null;
  }

  /** 1 for each row that a condition keeps. Null = it keeps every row, or its column is not read. */
  maskOf(condition: ColumnCondition): Uint8Array | null {
    const values = this.valuesOf(condition.place);
    if (!values || isOpen(condition)) return null;
    const known = this.#masks.get(condition);
    if (known) return known;
    const mask = columnMask(values, condition);
    this.#masks.set(condition, mask);
    return mask;
  }

  /** Finds the columns of the open dataset. */
  async offer(): Promise<void> {
    const { record, file } = this.#project;
    if (!record || !file || this.#of === record.id) return;
    this.close();
    this.#of = record.id;
    const preview = await guarded(this.#source.preview(file, record.settings));
    if (this.#of !== record.id) return;
    if (!preview.ok) {
      this.#of = null;
      this.#fail(preview.fault, record.name);
      return;
    }
    const { text, textJoin, textB, label } = record.roles;
    const taken = new Set([text, textJoin, textB, label]);
    this.names = preview.value.columns.map((name, place) => ({ place, name })).filter(({ name }) => !taken.has(name));
  }

  /** Reads a column, unless it was read before. A later call ends this one. */
  async read(place: number): Promise<void> {
    const signal = this.#turns.next();
    this.fault = null;
    this.reading = null;
    const { record, file, dataset } = this.#project;
    const column = this.names.find((one) => one.place === place);
    if (!record || !file || !dataset || !column || this.#values.has(place)) return;
    const { settings, roles, name } = record;
    this.reading = { place, done: 0, total: file.size };
    const read = await readToEnd<ColumnValues>(
      signal,
      this.#source,
      this.#source.beginColumn(file, settings, roles, column.name, dataset.sourceRow),
      (job) => this.#source.takeColumn(job),
      ({ bytesRead, bytesTotal }) => (this.reading = { place, done: bytesRead, total: bytesTotal }),
    );
    if (hasEnded(signal)) return;
    this.reading = null;
    this.#take(place, read, name);
  }

  #take(place: number, read: Outcome<ColumnValues> | null, name: string): void {
    if (read?.ok) this.#values = new Map([...this.#values, [place, read.value]]);
    else if (read) this.#fail(read.fault, name);
  }

  #fail(fault: Fault, name: string): void {
    this.fault = { ...fault, params: { name, ...fault.params } };
  }
}
