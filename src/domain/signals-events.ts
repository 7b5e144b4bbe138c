import { resized } from './typed-array.js';

/** A model's output for one id at one evaluation. Reused: a reader fills it for every line. */
export interface SignalEvent {
  /** The id is `idBytes[idStart .. idEnd)`, UTF-8. The number 1 and the text "1" are one id. */
  idBytes: Uint8Array;
  idStart: number;
  idEnd: number;
  /** Number of a class name, as `SignalsBuilder.classes` gives it. */
  label: number;
  /** The same, -1 = unknown. */
  predicted: number;
  correct: boolean;
  /** Probability of the label. A value that is no number from 0 to 1 is noted and becomes NaN. */
  labelProb: number;
  /** 0 = unmarked, 1 = known hard, 2 = known wrong label. */
  sLabel: number;
  /** Epoch number, -1 = the source has none. All events of a builder have one, or none has. */
  epoch: number;
  /** Position of the file, and 1-based line number in it. */
  file: number;
  line: number;
}

/** An empty event. */
export function emptyEvent(): SignalEvent {
  return {
    idBytes: new Uint8Array(0),
    idStart: 0,
    idEnd: 0,
    label: -1,
    predicted: -1,
    correct: false,
    labelProb: NaN,
    sLabel: 0,
    epoch: -1,
    file: 0,
    line: 0,
  };
}

/** Events in file order, a column per property. */
export class EventColumns {
  count = 0;
  row = new Int32Array(1024);
  label = new Int32Array(1024);
  predicted = new Int32Array(1024);
  epoch = new Int32Array(1024);
  labelProb = new Float64Array(1024);
  correct = new Uint8Array(1024);
  sLabel = new Uint8Array(1024);
  file = new Uint32Array(1024);
  line = new Uint32Array(1024);

  push(row: number, event: SignalEvent, labelProb: number): void {
    const i = this.count++;
    if (i >= this.row.length) this.#resize(i * 2);
    this.row[i] = row;
    this.label[i] = event.label;
    this.predicted[i] = event.predicted;
    this.epoch[i] = event.epoch;
    this.labelProb[i] = labelProb;
    this.correct[i] = event.correct ? 1 : 0;
    this.sLabel[i] = event.sLabel;
    this.file[i] = event.file;
    this.line[i] = event.line;
  }

  /** Drops the spare room: from now on every column has `count` values. */
  trim(): void {
    if (this.row.length !== this.count) this.#resize(this.count);
  }

  /** Whether two events are equal, whatever their ids. */
  same(a: number, b: number): boolean {
    return (
      Object.is(this.labelProb[a], this.labelProb[b]) &&
      this.correct[a] === this.correct[b] &&
      this.predicted[a] === this.predicted[b] &&
      this.label[a] === this.label[b]
    );
  }

  #resize(size: number): void {
    this.row = resized(this.row, size);
    this.label = resized(this.label, size);
    this.predicted = resized(this.predicted, size);
    this.epoch = resized(this.epoch, size);
    this.labelProb = resized(this.labelProb, size);
    this.correct = resized(this.correct, size);
    this.sLabel = resized(this.sLabel, size);
    this.file = resized(this.file, size);
    this.line = resized(this.line, size);
  }
}
