import { ModelFault } from './model-fault.js';

/** What a model's config.json says, as far as it is needed. */
export interface ModelConfig {
  readonly modelType: string;
  /** By class index; null when the config names none. */
  readonly classes: readonly string[] | null;
  /** Longest input in tokens by the size of the position table; null = not said. */
  readonly maxPositions: number | null;
}

type Json = Readonly<Record<string, unknown>>;

/** Parses a JSON object. Anything else is `model-corrupt`. */
export function parseJsonObject(path: string, bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
  } catch {
    // Falls through: broken JSON and a JSON value of another kind are the same to the user.
  }
  throw new ModelFault('model-corrupt', `${path} is not a JSON object`, { file: path });
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

/**
 * Reads config.json. `model-not-classifier` when it is the config of something else: another architecture, one class
 * only (regression), or several labels at once, for which softmax cross-entropy has no meaning.
 */
export function readConfig(config: Json): ModelConfig {
  const refuse = (why: string): never => {
    throw new ModelFault('model-not-classifier', why);
  };
  const architectures: unknown = config['architectures'];
  if (Array.isArray(architectures) && architectures.length > 0) {
    const named = architectures.filter((item): item is string => typeof item === 'string');
    if (!named.some((item) => item.endsWith('ForSequenceClassification'))) refuse(`architecture ${named.join(', ')}`);
  }
  const problem: unknown = config['problem_type'];
  if (problem === 'regression' || problem === 'multi_label_classification') refuse(`problem type ${problem}`);
  const modelType: unknown = config['model_type'];
  const type = typeof modelType === 'string' ? modelType : 'unknown';
  const classes = readClasses(config);
  if (classes !== null && classes.length < 2) refuse(`${classes.length} class`);
  const positions: unknown = config['max_position_embeddings'];
  const offset = OFFSET_POSITIONS.has(type) ? 2 : 0;
  const maxPositions = typeof positions === 'number' && positions - offset >= 3 ? positions - offset : null;
  return { modelType: type, classes, maxPositions };
}

/** `id2label` as a list. Its keys must be 0 to n - 1; `num_labels` alone gives the names that the library would. */
function readClasses(config: Json): string[] | null {
  const named: unknown = config['id2label'];
  if (isObject(named)) {
    const names = new Map(Object.entries(named).map(([key, name]) => [key, String(name)]));
    const classes: string[] = [];
    for (let id = 0; id < names.size; id++) {
      const name = names.get(String(id));
      if (name === undefined) throw new ModelFault('model-corrupt', `id2label has no ${id}`, { file: 'config.json' });
      classes.push(name);
    }
    if (classes.length > 0) return classes;
  }
  const count: unknown = config['num_labels'];
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1e6) return null;
  return Array.from({ length: count }, (_, id) => `LABEL_${id}`);
}

/** A cap for models that say nothing sane, and for those whose attention would not fit a browser. */
export const MAX_TOKENS = 512;

/** Longest input in tokens: the least of the tokenizer's limit (if sane), the position table and `MAX_TOKENS`. */
export function longestInput(config: ModelConfig, tokenizerConfig: Json): number {
  const limit: unknown = tokenizerConfig['model_max_length'];
  const limits = [MAX_TOKENS];
  // Exporters write 1e30 for "no limit".
  if (typeof limit === 'number' && limit >= 3) limits.push(Math.floor(Math.min(limit, MAX_TOKENS)));
  if (config.maxPositions !== null) limits.push(config.maxPositions);
  return Math.min(...limits);
}

/** Class names for `width` logits. `model-class-count` when the config names another number of classes. */
export function classNames(config: ModelConfig, width: number): readonly string[] {
  const classes = config.classes ?? Array.from({ length: width }, (_, id) => `LABEL_${id}`);
  if (classes.length === width) return classes;
  throw new ModelFault('model-class-count', `${classes.length} class names, ${width} logits`, {
    named: classes.length,
    given: width,
  });
}
