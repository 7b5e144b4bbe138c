import { entriesByEvaluation, type Evaluations } from './signals-evaluations.js';
import type { EventColumns } from './signals-events.js';
import { SignalNotes, type SignalNote, type SignalNoteKind } from './signals-report.js';
import type { TrainingSignals } from './signals.js';
import { TextColumnBuilder, type ByteIndex } from './text-column.js';

/** The events from one evaluation on, by id and evaluation. */
export class KeptEvents {
  /** New number of each id. -1 = no event of it is kept. */
  readonly #rowOf: Int32Array;
  /** Old number of each id that is kept. */
  readonly #idOf: number[] = [];
  readonly #offsets: Uint32Array<ArrayBuffer>;
  /** Event of each entry. */
  readonly #order: Uint32Array;
  readonly #events: EventColumns;
  readonly #cut: Evaluations;
  readonly #ids: ByteIndex;
  readonly #from: number;

  /** `events` trimmed, `cut` theirs, `ids` the names of their rows, `from` the first kept evaluation. */
  constructor(events: EventColumns, cut: Evaluations, ids: ByteIndex, from: number) {
    this.#events = events;
    this.#cut = cut;
    this.#ids = ids;
    this.#from = from;
    const counts = new Uint32Array(ids.count);
    events.row.forEach((id, i) => {
      if ((cut.evaluation[i] ?? -1) >= from) counts[id] = (counts[id] ?? 0) + 1;
    });
    this.#rowOf = new Int32Array(ids.count).fill(-1);
    for (let id = 0; id < ids.count; id++) if ((counts[id] ?? 0) > 0) this.#rowOf[id] = this.#idOf.push(id) - 1;
    this.#offsets = new Uint32Array(this.#idOf.length + 1);
    this.#idOf.forEach((id, row) => (this.#offsets[row + 1] = (this.#offsets[row] ?? 0) + (counts[id] ?? 0)));
    this.#order = this.#ordered();
  }

  /** The signals. `classes` in their final order, `place` of each class number in it. */
  signals(classes: readonly string[], place: Int32Array): TrainingSignals {
    const events = this.#events;
    const cut = this.#cut;
    const order = this.#order;
    const offsets = this.#offsets;
    const idOf = this.#idOf;
    const from = this.#from;
    const entries = order.length;
    const ids = new TextColumnBuilder();
    for (const id of idOf) {
      this.#ids.appendTo(ids.arena, id);
      ids.endRow();
    }
    const firsts = Uint32Array.from(idOf, (_, row) => this.#firstEvent(row));
    const classAt = (number = -1): number => place[number] ?? -1;
    return Object.freeze({
      rows: idOf.length,
      ids: ids.finish(),
      evaluations: Math.max(0, cut.count - from),
      epochs: cut.epochs.slice(from),
      classes,
      label: gathered(firsts, new Int32Array(firsts.length), (i) => classAt(events.label[i])),
      sLabel: gathered(firsts, new Uint8Array(firsts.length), (i) => events.sLabel[i] ?? 0),
      offsets,
      evaluation: gathered(order, new Uint32Array(entries), (i) => (cut.evaluation[i] ?? 0) - from),
      labelProb: gathered(order, new Float64Array(entries), (i) => events.labelProb[i] ?? NaN),
      correct: gathered(order, new Uint8Array(entries), (i) => events.correct[i] ?? 0),
      predicted: gathered(order, new Int32Array(entries), (i) => classAt(events.predicted[i])),
    });
  }

  /** Notes that need the whole: repeated lines, changing labels, missing evaluations, ids that are left out. */
  notes(): SignalNote[] {
    const events = this.#events;
    const cut = this.#cut;
    const offsets = this.#offsets;
    const idOf = this.#idOf;
    const rowOf = this.#rowOf;
    const from = this.#from;
    const notes = new SignalNotes();
    const note = (kind: SignalNoteKind, i: number): void => {
      const id = events.row[i] ?? 0;
      notes.add(kind, events.file[i] ?? 0, events.line[i] ?? 0, () => this.#ids.text(id));
    };
    const leftOut = new Uint8Array(rowOf.length);
    events.row.forEach((id, i) => {
      const evaluation = cut.evaluation[i] ?? -1;
      const row = rowOf[id] ?? -1;
      if (evaluation < 0) note('repeated-in-evaluation', i);
      else if (evaluation >= from && events.label[i] !== events.label[this.#firstEvent(row)]) note('label-differs', i);
      if (row >= 0 || leftOut[id] === 1) return;
      leftOut[id] = 1;
      note('left-out', i);
    });
    idOf.forEach((_, row) => {
      const count = (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
      if (count < cut.count - from) note('missing-evaluations', this.#firstEvent(row));
    });
    return notes.list();
  }

  #firstEvent(row: number): number {
    return this.#order[this.#offsets[row] ?? 0] ?? 0;
  }

  /** Kept events by id, then evaluation. */
  #ordered(): Uint32Array {
    const events = this.#events;
    const cut = this.#cut;
    const from = this.#from;
    const offsets = this.#offsets;
    const rowOf = this.#rowOf;
    const next = offsets.slice();
    const order = new Uint32Array(offsets.at(-1) ?? 0);
    const entries = entriesByEvaluation(cut);
    for (let number = from; number < cut.count; number++) {
      for (const i of entries(number)) {
        const row = rowOf[events.row[i] ?? 0] ?? 0;
        const at = next[row] ?? 0;
        order[at] = i;
        next[row] = at + 1;
      }
    }
    return order;
  }
}

function gathered<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  order: Uint32Array,
  into: T,
  value: (event: number) => number,
): T {
  for (let k = 0; k < order.length; k++) into[k] = value(order[k] ?? 0);
  return into;
}
