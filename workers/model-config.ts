import { ModelFault } from './model-fault.js';

/** The parts of a model's config.json that are needed. */
export interface ModelConfig {
  readonly modelType: string;
  /** By class index. Null when the config names none. */
  readonly classes: readonly string[] | null;
  /** Longest input in tokens by the size of the position table. Null = unknown. */
  readonly maxPositions: number | null;
}

type Json = Readonly<Record<string, unknown>>;

/** Parses a JSON object. Throws `model-json` for any other content. */
export function parseJsonObject(path: string, bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
  } catch {
    // Broken JSON and a JSON value of another kind are the same to a person.
  }
  throw new ModelFault('model-json', `${path} is not a JSON object`, { file: path, bytes: bytes.length });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Families whose position table starts after the padding id, so that two positions are never used. */
const OFFSET_POSITIONS = new Set([
  'roberta',
  'xlm-roberta',
  'xlm-roberta-xl',
  'roberta-prelayernorm',
  'camembert',
  'mpnet',
  'data2vec-text',
  'longformer',
  'xmod',
]);

/** Architectures of other tasks. The graph of a custom class shows what it does. */
const OTHER_TASK =
  /For(MaskedLM|CausalLM|TokenClassification|QuestionAnswering|MultipleChoice|NextSentencePrediction|PreTraining|ConditionalGeneration|Seq2SeqLM|ImageClassification|AudioClassification|CTC)$|Model$/;

/**
 * Reads config.json. Throws the faults of a model that is no classifier of one label: `model-not-classifier` (another
 * architecture), `model-one-number` (regression) and `model-several-labels`. Softmax cross-entropy has no meaning for
 * them. `model-label-gap` names a class without a name.
 */
export function readConfig(config: Json): ModelConfig {
  const architectures: unknown = config['architectures'];
  if (Array.isArray(architectures)) {
    const named = architectures.filter((item): item is string => typeof item === 'string');
    if (named.length > 0 && named.every((item) => OTHER_TASK.test(item))) {
      const architecture = named.join(', ');
      throw new ModelFault('model-not-classifier', `architecture ${architecture}`, { architecture });
    }
  }
  const problem: unknown = config['problem_type'];
  const output = `"problem_type": "${String(problem)}"`;
  if (problem === 'regression') throw new ModelFault('model-one-number', output, { output });
  if (problem === 'multi_label_classification') throw new ModelFault('model-several-labels', output, { output });
  const modelType: unknown = config['model_type'];
  const type = typeof modelType === 'string' ? modelType : 'unknown';
  const classes = namesById(config['id2label']) ?? namesByLabel(config['label2id']) ?? numbered(config['num_labels']);
  if (classes?.length === 1) {
    const only = `id2label: ${classes[0] ?? ''}`;
    throw new ModelFault('model-one-number', only, { output: only });
  }
  const positions: unknown = config['max_position_embeddings'];
  const offset = OFFSET_POSITIONS.has(type) ? 2 : 0;
  const maxPositions = typeof positions === 'number' && positions - offset >= 3 ? positions - offset : null;
  return { modelType: type, classes, maxPositions };
}

/**
 * `id2label` as a list, by ascending key. The keys count from 0, or all of them from 1. A missing key is
 * `model-label-gap`. Null where it names no class by number.
 */
function namesById(named: unknown): string[] | null {
  const entries = Object.entries(Array.isArray(named) || isObject(named) ? named : {});
  if (entries.length === 0) return null;
  if (!entries.every(([key]) => /^\d+$/.test(key))) return namesByLabel(named);
  const names = new Map(entries.map(([key, name]) => [Number(key), String(name)]));
  const first = names.has(0) ? 0 : 1;
  return Array.from({ length: names.size }, (_, place) => {
    const id = first + place;
    const name = names.get(id);
    if (name !== undefined) return name;
    throw new ModelFault('model-label-gap', `id2label has no ${id}`, { id, named: [...names.keys()].join(', ') });
  });
}

/** The names of a map from name to class 0 to n - 1. Null for other maps. */
function namesByLabel(map: unknown): string[] | null {
  if (!isObject(map)) return null;
  const names = new Map(Object.entries(map).map(([name, id]) => [id, name]));
  const classes = Array.from({ length: names.size }, (_, id) => names.get(id));
  return classes.length > 0 && classes.every((name) => name !== undefined) ? classes : null;
}

/** The names that the library gives to unnamed classes. */
function numbered(count: unknown): string[] | null {
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1e6) return null;
  return Array.from({ length: count }, (_, id) => `LABEL_${id}`);
}

/** Position of a row's first token. Families with an offset count from behind the padding id. */
export function firstPosition(config: ModelConfig, padId: number): number {
  return OFFSET_POSITIONS.has(config.modelType) ? padId + 1 : 0;
}

/** A cap for models with a senseless limit, and for those whose attention would not fit into a browser. */
export const MAX_TOKENS = 512;

/**
 * Longest input in tokens: the least of the tokenizer's limit (if it makes sense), the position table and `MAX_TOKENS`.
 */
export function longestInput(config: ModelConfig, tokenizerConfig: Json): number {
  const limit: unknown = tokenizerConfig['model_max_length'];
  const limits = [MAX_TOKENS];
  // Exporters write 1e30 for "no limit".
  if (typeof limit === 'number' && limit >= 3) limits.push(Math.floor(Math.min(limit, MAX_TOKENS)));
  if (config.maxPositions !== null) limits.push(config.maxPositions);
  return Math.min(...limits);
}

/** Class names for `width` logits. Throws `model-class-count` when the config names another number of classes. */
export function classNames(config: ModelConfig, width: number): readonly string[] {
  const classes = config.classes ?? Array.from({ length: width }, (_, id) => `LABEL_${id}`);
  if (classes.length === width) return classes;
  throw new ModelFault('model-class-count', `${classes.length} class names, ${width} logits`, {
    named: classes.length,
    given: width,
  });
}
