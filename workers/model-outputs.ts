import { ModelFault } from './model-fault.js';
import {
  ONNX_BFLOAT16,
  ONNX_DOUBLE,
  ONNX_FLOAT,
  ONNX_FLOAT16,
  type OnnxSummary,
  type OnnxValue,
} from './onnx-graph.js';

/** What is known of a model's classes before its graph is read. */
export interface OutputWish {
  /** How many classes config.json names. Null = none. */
  readonly classes: number | null;
  /** The output that a person chose. Null = no person was asked. */
  readonly output: string | null;
}

const FLOATING = new Set([ONNX_FLOAT, ONNX_FLOAT16, ONNX_DOUBLE, ONNX_BFLOAT16]);
/** Vectors that describe a text without judging it. */
const EMBEDDING = /(^|[._/])(pooler_output|pooled_output|(sentence|text|token)_embeddings?|last_hidden_state)$/i;

/** A value as a person sees it: `logits [batch, 4]`. */
export function valueText({ name, shape }: OnnxValue): string {
  return shape === null ? name : `${name} [${shape.map((size) => size ?? '?').join(', ')}]`;
}

/**
 * Finds the output that holds a number for each class of each row. A single floating-point output of two dimensions is
 * this output, whatever its name. Of several it is the one called `logits`, else the only one whose name ends in it,
 * else the only one as wide as config.json names classes.
 *
 * Faults: `model-outputs` with the outputs as choices for a person, `model-per-token` (three dimensions),
 * `model-one-number` (one number for each text), `model-several-labels` (a sigmoid at the end) and `model-no-scores`
 * (any other graph).
 */
export function findScores(summary: OnnxSummary, wish: OutputWish): OnnxValue {
  const floating = summary.outputs.filter((output) => FLOATING.has(output.elementType));
  const candidates = floating.filter((output) => rankOf(output) === 2 && !EMBEDDING.test(output.name));
  const chosen = candidates.find((output) => output.name === wish.output) ?? onlyOne(candidates, wish.classes);
  if (chosen === null) throw noScores(summary, floating, candidates);
  const width = chosen.shape?.[1];
  if (width === 1) throw oneNumber(chosen);
  if (endsInSigmoid(summary, chosen.name)) {
    throw new ModelFault('model-several-labels', `${valueText(chosen)} is a sigmoid`, { output: chosen.name });
  }
  return chosen;
}

/** The fault of a model that gives one number for each text. */
export function oneNumber(output: OnnxValue): ModelFault {
  return new ModelFault('model-one-number', valueText(output), { output: valueText(output) });
}

/** A rank that the graph does not declare may be 2. */
function rankOf({ shape }: OnnxValue): number {
  return shape?.length ?? 2;
}

function onlyOne(candidates: readonly OnnxValue[], classes: number | null): OnnxValue | null {
  const rules: ((output: OnnxValue) => boolean)[] = [
    () => true,
    ({ name }) => name.toLowerCase() === 'logits',
    ({ name }) => name.toLowerCase().endsWith('logits'),
    ({ shape }) => classes !== null && shape?.[1] === classes,
  ];
  for (const rule of rules) {
    const found = candidates.filter(rule);
    if (found.length === 1) return found[0] ?? null;
  }
  return null;
}

function noScores(summary: OnnxSummary, floating: readonly OnnxValue[], candidates: readonly OnnxValue[]): ModelFault {
  const all = summary.outputs.map(valueText).join('; ');
  if (candidates.length > 1) {
    const choices = candidates.map((output) => ({ value: output.name, title: valueText(output) }));
    return new ModelFault('model-outputs', all, { outputs: choices.map(({ title }) => title).join('; ') }, choices);
  }
  const perToken = floating.find((output) => rankOf(output) === 3 && !EMBEDDING.test(output.name));
  if (perToken) return new ModelFault('model-per-token', all, { output: valueText(perToken) });
  const perText = floating.find((output) => rankOf(output) === 1);
  return perText ? oneNumber(perText) : new ModelFault('model-no-scores', all, { outputs: all });
}

/** Operators that pass numbers on unchanged. */
const HANDING_ON = new Set(['Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Flatten', 'DequantizeLinear']);
/** Longer chains of these operators do not occur. The walk through a circular graph ends here. */
const MAX_STEPS = 20;

function endsInSigmoid({ makers }: OnnxSummary, output: string): boolean {
  let node = makers.get(output);
  for (let step = 0; node && HANDING_ON.has(node.operator) && step < MAX_STEPS; step++) {
    node = makers.get(node.inputs[0] ?? '');
  }
  return node?.operator === 'Sigmoid';
}
