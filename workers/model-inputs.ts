import { ModelFault } from './model-fault.js';
import type { FeedType, KnownInput } from './model-feeds.js';
import { ONNX_BOOL, ONNX_FLOAT, ONNX_INT32, ONNX_INT64, type OnnxSummary } from './onnx-graph.js';
import { valueText } from './model-outputs.js';

/** An input of a graph that is filled from token ids. */
interface GraphInput {
  readonly name: string;
  readonly role: KnownInput;
  readonly type: FeedType;
}

/** The inputs of a graph. */
export interface GraphInputs {
  readonly inputs: readonly GraphInput[];
  /** Rows of every batch, where the graph fixes them. Null = any number. */
  readonly rows: number | null;
  /** Tokens of every row, where the graph fixes them. Null = any number. */
  readonly columns: number | null;
}

/** Names that exporters give to the inputs of a transformer. */
const ROLES = new Map<string, KnownInput>([
  ['input_ids', 'input_ids'],
  ['input_word_ids', 'input_ids'],
  ['attention_mask', 'attention_mask'],
  ['input_mask', 'attention_mask'],
  ['token_type_ids', 'token_type_ids'],
  ['segment_ids', 'token_type_ids'],
  ['input_type_ids', 'token_type_ids'],
  ['position_ids', 'position_ids'],
]);

const TYPES = new Map<number, FeedType>([
  [ONNX_INT64, 'int64'],
  [ONNX_INT32, 'int32'],
  [ONNX_FLOAT, 'float32'],
  [ONNX_BOOL, 'bool'],
]);

/** Shortest rows of a fixed length that leave room for a text between special tokens. */
const LEAST_COLUMNS = 4;

/**
 * Finds how to fill a graph's inputs. Throws `model-input` with the first one that cannot be made from a text, and
 * `model-no-tokens` where none takes the tokens.
 */
export function readInputs(path: string, summary: OnnxSummary): GraphInputs {
  const refuse = (input: string): never => {
    throw new ModelFault('model-input', `${path}: input ${input}`, { file: path, input });
  };
  const inputs = summary.inputs.map((input): GraphInput => {
    const role = ROLES.get(input.name);
    const type = TYPES.get(input.elementType);
    const rank = input.shape?.length ?? 2;
    if (role === undefined || type === undefined || rank !== 2) return refuse(valueText(input));
    return { name: input.name, role, type };
  });
  const ids = summary.inputs.find((_, at) => inputs[at]?.role === 'input_ids');
  if (!ids) {
    throw new ModelFault('model-no-tokens', `${path}: no input_ids`, {
      file: path,
      inputs: summary.inputs.map(valueText).join('; '),
    });
  }
  const columns = fixedSize(summary, 1);
  if (columns !== null && columns < LEAST_COLUMNS) refuse(valueText(ids));
  return { inputs, rows: fixedSize(summary, 0), columns };
}

/** The size that some input fixes for a dimension. Exporters write 0 for an unknown one. */
function fixedSize(summary: OnnxSummary, dimension: number): number | null {
  const sizes = summary.inputs.flatMap(({ shape }) => {
    const size = shape?.[dimension];
    return typeof size === 'number' ? [size] : [];
  });
  return sizes.find((size) => size > 0) ?? null;
}
