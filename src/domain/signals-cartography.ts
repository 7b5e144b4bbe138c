import { ByteWriter } from './bytes.js';
import { argmaxRow, crossEntropy } from './loss.js';
import type { SignalsBuilder } from './signals-builder.js';
import { keyOf, ObjectLines, type LineObject } from './signals-lines.js';
import type { SignalNoteKind } from './signals-report.js';
import type { SummaryBuilder, SummaryColumn } from './signals-summary.js';

const GUID = keyOf('guid');
const GOLD = keyOf('gold');
const LOGITS = keyOf('logits_epoch_');

/**
 * Reads the lines of dataset cartography's dynamics_epoch_{k}.jsonl: `guid`, `logits_epoch_{k}`, `gold`. The number of
 * the epoch is the one in the key, so that the order of the files does not matter. p(label) is the softmax of the
 * logits in double precision. The prediction is their argmax. Logits of -Infinity are classes that were ruled out. A
 * line with other logits that are not finite is set aside.
 */
export class DynamicsLines extends ObjectLines {
  protected readonly builder: SignalsBuilder;
  /** Members of the line that hold logits. */
  readonly #members: number[] = [];
  readonly #logits: number[] = [];
  /** Number of the logits that were read last, and the place of the largest. */
  #count = 0;
  #best = -1;
  readonly #id = new ByteWriter();
  readonly #name = new ByteWriter();

  constructor(builder: SignalsBuilder) {
    super();
    this.builder = builder;
  }

  protected take(file: number, line: number): SignalNoteKind | null {
    const { event } = this.builder;
    event.file = file;
    event.line = line;
    return this.#addEpochs();
  }

  /** Adds an event for every `logits_epoch_{k}` of the line. */
  #addEpochs(): SignalNoteKind | null {
    const { object, builder } = this;
    const id = this.#id;
    const name = this.#name;
    if (!object.name(object.find(GUID), id)) return 'missing-id';
    const gold = object.number(object.find(GOLD));
    if (!Number.isInteger(gold)) return 'missing-label';
    this.#members.length = 0;
    for (let member = 0; member < object.parts.count; member++) {
      if (epochOf(object, member) >= 0) this.#members.push(member);
    }
    if (this.#members.length === 0) return 'missing-probability';
    // A line that is set aside counts for nothing, so all of its epochs are checked before the first is added.
    if (this.#members.length > 1) {
      for (const member of this.#members) {
        const problem = this.#readLogits(member, gold);
        if (problem !== null) return problem;
      }
    }
    for (const member of this.#members) {
      const problem = this.#readLogits(member, gold);
      if (problem !== null) return problem;
      object.name(object.find(GOLD), name);
      this.#add(gold, epochOf(object, member), builder.classes.numberOf(name.bytes, 0, name.length));
    }
    return null;
  }

  /** Fills `logits` and `count`. Returns why they cannot be used, or null. */
  #readLogits(member: number, gold: number): SignalNoteKind | null {
    this.#count = this.object.numbers(member, this.#logits);
    if (this.#count <= 0) return 'missing-probability';
    if (gold < 0 || gold >= this.#count) return 'label-out-of-range';
    this.#best = argmaxRow(this.#logits, 0, this.#count);
    return this.#best < 0 ? 'bad-number' : null;
  }

  #add(gold: number, epoch: number, label: number): void {
    const { builder } = this;
    const logits = this.#logits;
    const count = this.#count;
    const best = this.#best;
    const id = this.#id;
    const name = this.#name;
    const { event } = builder;
    name.length = 0;
    name.text(String(best));
    event.idBytes = id.bytes;
    event.idStart = 0;
    event.idEnd = id.length;
    event.label = label;
    event.predicted = builder.classes.numberOf(name.bytes, 0, name.length);
    event.correct = best === gold;
    event.labelProb = Math.exp(-crossEntropy(logits, 0, count, gold));
    event.sLabel = 0;
    event.epoch = epoch;
    builder.add();
  }
}

/** The epoch in a member's key. -1 = it holds no logits. */
export function epochOf(object: LineObject, member: number): number {
  const { parts, bytes } = object;
  const start = parts.keyStart[member] ?? 0;
  const end = parts.keyEnd[member] ?? 0;
  const digits = end - start - LOGITS.length;
  if (digits < 1 || digits > 9) return -1;
  for (let i = 0; i < LOGITS.length; i++) if (bytes[start + i] !== LOGITS[i]) return -1;
  let epoch = 0;
  for (let i = start + LOGITS.length; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 48 || byte > 57) return -1;
    epoch = epoch * 10 + byte - 48;
  }
  return epoch;
}

const COORDINATES: readonly (readonly [key: Uint8Array, column: SummaryColumn])[] = [
  [keyOf('confidence'), 'avg_probs'],
  [keyOf('variability'), 'variability'],
  [keyOf('correctness'), 'correct_times'],
  [keyOf('forgetfulness'), 'forgetfulness'],
  [keyOf('threshold_closeness'), 'threshold_closeness'],
];

/**
 * Reads cartography's coordinates (td_metrics.jsonl): `guid`, `index`, `threshold_closeness`, `confidence`,
 * `variability`, `correctness`, `forgetfulness`. The id, confidence and variability must be there.
 */
export class CoordinateLines extends ObjectLines {
  protected readonly builder: SummaryBuilder;
  readonly #id = new ByteWriter();

  constructor(builder: SummaryBuilder) {
    super();
    this.builder = builder;
  }

  protected take(file: number, line: number): SignalNoteKind | null {
    const { builder } = this;
    const id = this.#id;
    const problem = this.#fill();
    if (problem === null) builder.add(id.bytes, 0, id.length, file, line);
    else builder.empty();
    return problem;
  }

  #fill(): SignalNoteKind | null {
    const { builder, object } = this;
    const id = this.#id;
    const { next } = builder;
    if (!object.name(object.find(GUID), id)) return 'missing-id';
    for (const [key, column] of COORDINATES) next.values[column] = object.number(object.find(key));
    return Number.isFinite(next.values.avg_probs) && Number.isFinite(next.values.variability) ? null : 'bad-number';
  }
}
