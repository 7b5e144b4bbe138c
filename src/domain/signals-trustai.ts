import { ByteWriter } from './bytes.js';
import { argmaxRow } from './loss.js';
import { FALSE, NUMBER, SEQUENCE, STRING, TRUE } from './python-literal.js';
import type { SignalsBuilder } from './signals-builder.js';
import { keyOf, ObjectLines } from './signals-lines.js';
import type { SignalNoteKind } from './signals-report.js';

const ID = keyOf('id');
const LABEL = keyOf('label');
const PREDICTED = keyOf('pred_label');
const CORRECT = keyOf('correct');
const PROBS = keyOf('probs');
const LABEL_PROBS = keyOf('label_probs');
const NOISY_LABEL = keyOf('noisy_label');
const S_LABEL = keyOf('s_label');
const WHOLE_NUMBER = /^(0|[1-9]\d{0,8})$/;
const decoder = new TextDecoder();

/**
 * Reads the lines that TrustAI's training script writes at every evaluation, a dict for each id, as JSON or as Python's
 * repr. `correct` may be a truth value, a text or 0 and 1. It must be there where `pred_label` and `probs` are missing,
 * and where it is missing they decide. Without `label_probs` the probability is the label's place in `probs`.
 */
export class TrustaiLines extends ObjectLines {
  protected readonly builder: SignalsBuilder;
  readonly #probs: number[] = [];
  readonly #id = new ByteWriter();
  readonly #name = new ByteWriter();
  /** Class numbers of the positions in `probs`, by position. */
  readonly #positions: number[] = [];

  constructor(builder: SignalsBuilder) {
    super();
    this.builder = builder;
  }

  protected take(file: number, line: number): SignalNoteKind | null {
    const { builder } = this;
    builder.event.file = file;
    builder.event.line = line;
    const problem = this.#fill();
    if (problem === null) builder.add();
    return problem;
  }

  /** Fills the builder's event. Returns why the line counts for nothing, or null. */
  #fill(): SignalNoteKind | null {
    const { object, builder } = this;
    const id = this.#id;
    const { event } = builder;
    if (!object.name(object.find(ID), id)) return 'missing-id';
    if (!object.name(object.find(LABEL), this.#name)) return 'missing-label';
    event.label = this.#classNumber();
    const labelPosition = this.#position();
    const count = object.numbers(object.find(PROBS), this.#probs);
    event.labelProb = this.#labelProbability(labelPosition, count);
    if (Number.isNaN(event.labelProb) && !this.#saysProbability(labelPosition, count)) return 'missing-probability';
    this.#fillPrediction(labelPosition, count);
    if (!this.#fillCorrect()) return 'missing-prediction';
    event.sLabel = this.#knownQuality();
    event.idBytes = id.bytes;
    event.idStart = 0;
    event.idEnd = id.length;
    return null;
  }

  #classNumber(): number {
    return this.builder.classes.numberOf(this.#name.bytes, 0, this.#name.length);
  }

  /** The label as a position in `probs`, -1 where it is no whole number. */
  #position(): number {
    const name = this.#name;
    if (name.length === 1) return digitAt(name.bytes[0] ?? 0);
    const text = decoder.decode(name.bytes.subarray(0, name.length));
    return WHOLE_NUMBER.test(text) ? Number(text) : -1;
  }

  #labelProbability(position: number, count: number): number {
    const member = this.object.find(LABEL_PROBS);
    if (member >= 0) return this.object.number(member);
    return position >= 0 && position < count ? (this.#probs[position] ?? NaN) : NaN;
  }

  /** Whether the line has a place for p(label), whatever its value. */
  #saysProbability(position: number, count: number): boolean {
    return this.object.find(LABEL_PROBS) >= 0 || (position >= 0 && position < count);
  }

  /** The argmax of `probs` where labels are positions in them, as in the original. Otherwise `pred_label`. */
  #fillPrediction(labelPosition: number, count: number): void {
    const { object, builder } = this;
    const { event } = builder;
    const said = object.name(object.find(PREDICTED), this.#name);
    event.predicted = said ? this.#classNumber() : -1;
    const best = labelPosition < 0 ? -1 : argmaxRow(this.#probs, 0, count);
    if (best < 0 || (said && this.#position() < 0)) return;
    const number = this.#classOfPosition(best);
    if (said && number !== event.predicted) this.#note('prediction-differs');
    event.predicted = number;
  }

  #classOfPosition(position: number): number {
    let number = this.#positions[position];
    if (number === undefined) {
      this.#name.length = 0;
      this.#name.text(String(position));
      number = this.#classNumber();
      this.#positions[position] = number;
    }
    return number;
  }

  #fillCorrect(): boolean {
    const { object, builder } = this;
    const { event } = builder;
    const member = object.find(CORRECT);
    const said = member < 0 ? null : this.#truth(member);
    const follows = event.predicted < 0 ? null : event.predicted === event.label;
    if (member >= 0 && said === null && follows !== null) this.#note('unknown-correct');
    if (said !== null && follows !== null && said !== follows) this.#note('correct-differs');
    const correct = said ?? follows;
    event.correct = correct === true;
    return correct !== null;
  }

  #truth(member: number): boolean | null {
    const { object } = this;
    const kind = object.kind(member);
    if (kind === TRUE || kind === FALSE) return kind === TRUE;
    if (kind !== STRING && kind !== NUMBER) return null;
    object.name(member, this.#name);
    const { bytes, length } = this.#name;
    if (length === 1) return bytes[0] === 49 ? true : bytes[0] === 48 ? false : null;
    if (length === 4 && isWord(bytes, 'true')) return true;
    return length === 5 && isWord(bytes, 'false') ? false : null;
  }

  /** `noisy_label`, which the original reads as `s_label`: 1 or 2 where it has this value, else 0. */
  #knownQuality(): number {
    const { object } = this;
    const noisy = object.find(NOISY_LABEL);
    const member = noisy >= 0 ? noisy : object.find(S_LABEL);
    if (member < 0 || object.kind(member) === SEQUENCE) return 0;
    const value = object.number(member);
    return value === 1 || value === 2 ? value : 0;
  }

  #note(kind: SignalNoteKind): void {
    const { file, line } = this.builder.event;
    this.builder.notes.add(kind, file, line, () => decoder.decode(this.#id.bytes.subarray(0, this.#id.length)));
  }
}

function digitAt(byte: number): number {
  return byte >= 48 && byte <= 57 ? byte - 48 : -1;
}

function isWord(bytes: Uint8Array, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (((bytes[i] ?? 0) | 32) !== word.charCodeAt(i)) return false;
  return true;
}
