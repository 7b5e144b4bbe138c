import type { DatasetLabel } from '../reading/dataset.js';
import { readLabelToken, type CoreKind, type LabelToken } from './token.js';

/** A label for exports. One that the source does not have has no tokens, and neither has one with another name. */
export type WrittenLabel = Pick<DatasetLabel, 'name' | 'tokens' | 'fields'> & {
  readonly token?: string;
  /** The source's label, where this one has another name that files get. */
  readonly source?: DatasetLabel;
};

/** A label with its present name, for exports. `source`: as the source has it. */
export function writtenLabel(name: string, source: DatasetLabel | undefined): WrittenLabel {
  if (!source) return { name };
  // The file has names of its own beside the values in its rows. Those stay.
  if (source.name === name || source.value !== undefined) return source;
  return { name, source, ...(source.fields && { fields: source.fields }) };
}

type ReadToken = LabelToken & { readonly text: string };

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Writes corrected labels in the shape of the labels that they replace: a number for a number, a list of one for a
 * list, an object for an object.
 */
export class LabelWriter {
  readonly #labels: readonly WrittenLabel[];
  /** Fields of objects that belong to a class, see `DatasetLabel.fields`. */
  readonly #classFields: ReadonlySet<string>;
  readonly #read = new Map<number, readonly ReadToken[]>();

  constructor(labels: readonly WrittenLabel[]) {
    this.#labels = labels;
    this.#classFields = new Set(fieldsOf(labels));
  }

  /**
   * JSON text of label `index` in the shape of `own`, the JSON text that it replaces. It is the source's own text of
   * this label in this shape where there is one (the most frequent), else `own` with another class in it. The text
   * reads back as the label: a name among numbers is a string.
   */
  write(own: string, index: number): string {
    const { name } = this.#labels[index] ?? { name: '' };
    const tokens = this.#tokensOf(index);
    const shape = this.#shapeLike(readLabelToken(own));
    const alike = this.#alike(shape, tokens);
    if (alike) return alike.text;
    const [usual] = tokens;
    if (usual && usual.names?.length !== 1) return usual.text;
    if (shape.names === null) return usual?.text ?? JSON.stringify(name);
    const fields = new Map(this.#labels[index]?.fields);
    const core = this.#coreOf(shape.kind, name, tokens);
    return shape.write(core, (path) => (this.#classFields.has(path) ? (fields.get(path) ?? 'null') : null));
  }

  /**
   * An empty list does not show the form of its elements. Then another row's list does, without that row's own values.
   */
  #shapeLike(shape: LabelToken): LabelToken {
    if (shape.kind !== 'none' || !/^"?\[none\]/.test(shape.signature)) return shape;
    const opening = shape.signature.slice(0, shape.signature.indexOf('[') + 1);
    for (let index = 0; index < this.#labels.length; index++) {
      const list = this.#tokensOf(index).find(
        ({ names, signature }) => names?.length === 1 && signature.startsWith(opening),
      );
      if (!list) continue;
      const blank = (path: string): string | null => (this.#classFields.has(path) ? null : 'null');
      return readLabelToken(list.write(list.core, blank));
    }
    return shape;
  }

  #alike(shape: LabelToken, tokens: readonly ReadToken[]): ReadToken | undefined {
    // A row's own values stay with the row.
    if (shape.fields.some(({ path }) => !this.#classFields.has(path))) return undefined;
    const ofOne = shape.signature.replaceAll(' and more]', ']');
    return (
      tokens.find(({ signature }) => signature === shape.signature) ??
      tokens.find(({ signature }) => signature === ofOne)
    );
  }

  #tokensOf(index: number): readonly ReadToken[] {
    const known = this.#read.get(index);
    if (known) return known;
    const { token, tokens } = this.#labels[index] ?? {};
    const texts = tokens ?? (token === undefined ? [] : [token]);
    const read = texts.map((text) => ({ ...readLabelToken(text), text }));
    this.#read.set(index, read);
    return read;
  }

  #coreOf(kind: CoreKind, name: string, tokens: readonly ReadToken[]): string {
    const alike = tokens.find((token) => token.kind === kind && token.names?.length === 1);
    if (alike) return alike.core;
    const wanted = kind === 'none' && tokens.length === 0 ? this.#usualKind() : kind;
    if (wanted === 'string') return JSON.stringify(name);
    if ((wanted === 'integer' || wanted === 'float') && JSON_NUMBER.test(name)) return name;
    if (wanted === 'boolean' && (name === 'true' || name === 'false')) return name;
    return tokens[0]?.core ?? JSON.stringify(name);
  }

  /** The kind of value that most labels have. */
  #usualKind(): CoreKind {
    const counts = new Map<CoreKind, number>();
    for (let index = 0; index < this.#labels.length; index++) {
      const kind = this.#tokensOf(index)[0]?.kind ?? 'none';
      if (kind !== 'none') counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'string';
  }
}

/**
 * Reports which fields of objects belong to a class but are unknown for a label, by its index (-1 = one that is not
 * there). Their value becomes `null`.
 */
export function unknownFields(labels: readonly Pick<WrittenLabel, 'fields'>[]): (index: number) => readonly string[] {
  const all = fieldsOf(labels);
  return (index) => {
    const known = new Set(labels[index]?.fields?.map(([path]) => path));
    return all.filter((path) => !known.has(path));
  };
}

function fieldsOf(labels: readonly Pick<WrittenLabel, 'fields'>[]): readonly string[] {
  return [...new Set(labels.flatMap(({ fields = [] }) => fields.map(([path]) => path)))];
}
