import { PreTrainedTokenizer } from '@huggingface/transformers';
import { withRoom } from '../../src/domain/bytes/typed-array.js';
import type { TextChunk, TokenChunk } from '../../src/protocol/model-wire.js';
import { errorText } from '../../src/protocol/fault.js';
import { ModelFault } from './fault.js';
import { fitPair, fitSingle } from './tokenize-fit.js';
import { WordPiece } from './tokenize-wordpiece.js';

type Json = Readonly<Record<string, unknown>>;

/** The special tokens around one text or two, found by encoding a probe with and without them. */
interface Template {
  readonly before: readonly number[];
  /** Between two texts. Empty for one. */
  readonly between: readonly number[];
  readonly after: readonly number[];
  /** Position of the first token of the second segment, counted from the end of `before` + first text; -1 = none. */
  readonly segmentB: number;
}

const PROBE = 'a';

/**
 * The tokenizer of a model. The library builds it from the model's own files. Special tokens, truncation and pairs are
 * done here, because the library cuts after adding special tokens, which loses the closing one.
 */
export class ModelTokenizer {
  readonly maxTokens: number;
  /** The id that fills short rows. */
  readonly padId: number;
  /** The id of a hidden token: the mask, else the unknown token, else padding. */
  readonly maskId: number;
  /** Ids that are no part of a text. The unknown token is a part: it represents a word. */
  readonly specialIds: readonly number[];
  readonly #library: PreTrainedTokenizer;
  readonly #fast: WordPiece | null;
  readonly #single: Template;
  readonly #pair: Template;

  private constructor(
    library: PreTrainedTokenizer,
    fast: WordPiece | null,
    padId: number,
    maxTokens: number,
    templates: readonly [Template, Template],
    unknownId: number | null,
    maskId: number | null,
  ) {
    this.#library = library;
    this.#fast = fast;
    this.padId = padId;
    this.maxTokens = maxTokens;
    [this.#single, this.#pair] = templates;
    this.maskId = maskId ?? unknownId ?? padId;
    const around = templates.flatMap(({ before, between, after }) => [...before, ...between, ...after]);
    const special = new Set([padId, ...around, ...library.all_special_ids]);
    if (unknownId !== null) special.delete(unknownId);
    this.specialIds = [...special];
  }

  /**
   * Builds the tokenizer from tokenizer.json and tokenizer_config.json. Throws `model-unsupported-tokenizer` when the
   * library cannot.
   */
  static from(tokenizer: Json, config: Json, maxTokens: number): ModelTokenizer {
    try {
      const library = new PreTrainedTokenizer(tokenizer, config);
      const templates = [probeSingle(library), probePair(library, hasSegments(tokenizer))] as const;
      const pad = knownId(library.pad_token_id) ?? 0;
      const unknown = knownId(library.unk_token_id) ?? addedId(tokenizer, ['[UNK]', '<unk>']);
      const mask = knownId(library.mask_token_id) ?? addedId(tokenizer, ['[MASK]', '<mask>']);
      return new ModelTokenizer(library, WordPiece.from(tokenizer, config), pad, maxTokens, templates, unknown, mask);
    } catch (error) {
      throw new ModelFault('model-unsupported-tokenizer', errorText(error), { kind: kindOf(tokenizer, config) });
    }
  }

  /** Tokenizes a chunk of rows. Texts are cut so that special tokens stay. */
  tokenize(text: TextChunk, textB: TextChunk | null): TokenChunk {
    const rows = text.offsets.length - 1;
    const template = textB === null ? this.#single : this.#pair;
    const room = this.maxTokens - template.before.length - template.between.length - template.after.length;
    const out = new IdBuffer(text.bytes.length / 4 + rows * 4);
    const offsets = new Uint32Array(rows + 1);
    const segmentB = new Uint16Array(rows);
    const truncated = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) {
      const a = this.#encode(rowText(text, row), room);
      const b = textB === null ? null : this.#encode(rowText(textB, row), room);
      const fit = b === null ? fitSingle(a.length, room) : fitPair(a.length, b.length, room);
      out.push(template.before, template.before.length);
      out.push(a, fit.a);
      if (template.segmentB >= 0) segmentB[row] = out.length - (offsets[row] ?? 0) + template.segmentB;
      out.push(template.between, template.between.length);
      if (b !== null) out.push(b, fit.b);
      out.push(template.after, template.after.length);
      offsets[row + 1] = out.length;
      truncated[row] = fit.truncated ? 1 : 0;
    }
    return { ids: out.take(), offsets, segmentB, truncated };
  }

  /** Ids of a text without special tokens. Ids far beyond `room` may be missing. */
  #encode(text: string, room: number): readonly number[] {
    const ids: number[] = [];
    if (this.#fast?.encode(text, room, ids)) return ids;
    return this.#library.encode(text, { add_special_tokens: false });
  }
}

/** An id of the library. It has none in places where its type promises one. */
function knownId(id: unknown): number | null {
  return typeof id === 'number' ? id : null;
}

/** Id of the added token with one of these names, for folders whose tokenizer_config.json names no special tokens. */
function addedId(tokenizer: Json, names: readonly string[]): number | null {
  const added: unknown = tokenizer['added_tokens'];
  if (!Array.isArray(added)) return null;
  const token = added.find((item: { content?: unknown } | null) => names.some((name) => item?.content === name)) as
    { id?: unknown } | undefined;
  return knownId(token?.id);
}

/** The tokenizer's name for itself: its class, or else its algorithm. */
function kindOf(tokenizer: Json, config: Json): string {
  const named: unknown = config['tokenizer_class'];
  const model: unknown = tokenizer['model'];
  if (typeof named === 'string') return named;
  return typeof model === 'object' && model !== null && 'type' in model ? String(model.type) : '?';
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function rowText(chunk: TextChunk, row: number): string {
  return decoder.decode(chunk.bytes.subarray(chunk.offsets[row], chunk.offsets[row + 1]));
}

function probeSingle(library: PreTrainedTokenizer): Template {
  const plain = library.encode(PROBE, { add_special_tokens: false });
  const whole = library.encode(PROBE);
  const at = find(whole, plain, 0);
  return { before: whole.slice(0, at), between: [], after: whole.slice(at + plain.length), segmentB: -1 };
}

/** RoBERTa has one segment, although the library numbers two. */
function hasSegments(tokenizer: Json): boolean {
  const processor = tokenizer['post_processor'] as
    { type?: unknown; processors?: { type?: unknown }[] } | null | undefined;
  return ![processor, ...(processor?.processors ?? [])].some((step) => step?.type === 'RobertaProcessing');
}

function probePair(library: PreTrainedTokenizer, segments: boolean): Template {
  const plain = library.encode(PROBE, { add_special_tokens: false });
  const options = { text_pair: PROBE, return_tensor: false, return_token_type_ids: true } as const;
  const { input_ids: whole, token_type_ids: types } = library._call(PROBE, options);
  const first = find(whole, plain, 0);
  const second = find(whole, plain, first + plain.length);
  const endOfFirst = first + plain.length;
  const firstOfB = segments ? (types?.indexOf(1) ?? -1) : -1;
  return {
    before: whole.slice(0, first),
    between: whole.slice(endOfFirst, second),
    after: whole.slice(second + plain.length),
    segmentB: firstOfB < endOfFirst ? -1 : firstOfB - endOfFirst,
  };
}

/**
 * Position of `part` in `whole`, from `from` on. Throws where it is missing: then texts cannot be encoded one by one.
 */
function find(whole: readonly number[], part: readonly number[], from: number): number {
  for (let at = from; at + part.length <= whole.length; at++) {
    if (part.length > 0 && part.every((id, i) => whole[at + i] === id)) return at;
  }
  throw new Error(`no ${JSON.stringify(part)} in ${JSON.stringify(whole)}`);
}

/** Ids one after another in a growing typed array. */
class IdBuffer {
  length = 0;
  #ids: Int32Array<ArrayBuffer>;

  constructor(expected: number) {
    this.#ids = new Int32Array(Math.max(64, Math.ceil(expected)));
  }

  push(ids: readonly number[], count: number): void {
    this.#ids = withRoom(this.#ids, this.length + count);
    for (let i = 0; i < count; i++) this.#ids[this.length++] = ids[i] ?? 0;
  }

  take(): Int32Array<ArrayBuffer> {
    return this.#ids.slice(0, this.length);
  }
}
