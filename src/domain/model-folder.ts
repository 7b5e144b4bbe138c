import { labelOrder } from './label-order.js';
import { baseName, commonFolder, folderOf, uppermost } from './path.js';

/** One graph of a model: the same network in one precision. */
export interface ModelGraph {
  readonly onnx: string;
  /** In the exporters' spelling: `fp32`, `fp16`, `int8`, `quantized`, `q4f16`, ... */
  readonly precision: string;
  /** Files that may hold weights of it. */
  readonly beside: readonly string[];
}

/** The files of a model that are worth storing. */
interface ModelFiles {
  /** config.json and the tokenizer's files, as far as they are there. */
  readonly common: readonly string[];
  /** The graphs to choose from, one for each precision, in the order of `PRECISIONS`. */
  readonly graphs: readonly ModelGraph[];
}

const COMMON = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

/** Precisions by the names that exporters give them. A name without one of them means fp32. */
export const PRECISIONS = [
  'fp32',
  'optimized',
  'fp16',
  'quantized',
  'int8',
  'uint8',
  'q8',
  'q4',
  'q4f16',
  'bnb4',
] as const;
const SPELLINGS = new Map([
  ['float32', 'fp32'],
  ['float16', 'fp16'],
  ['qint8', 'int8'],
  ['quint8', 'uint8'],
]);
const PRECISION =
  /^(?:(.*)[_.-])?(fp32|float32|fp16|float16|q4f16|q4|q8|bnb4|q?u?int8|quantized|optimized|o[1-4])((?:[_-](?:avx512|avx512_vnni|avx2|arm64|dynamic|static))?)$/i;

/** Precisions for a device, the best first. On WebGPU int8 and bnb4 graphs would silently run on the CPU. */
const FOR_DEVICE = {
  wasm: ['quantized', 'int8', 'uint8', 'q8', 'fp32', 'optimized', 'q4', 'bnb4', 'fp16', 'q4f16'],
  webgpu: ['fp32', 'optimized', 'fp16', 'q4', 'q4f16'],
} as const;
/** These need shaders that compute half precision. */
const HALF = new Set(['fp16', 'q4f16']);

/** The graph that suits a device best, or null where it computes none of them itself. `f16`: shaders have half precision. */
export function graphFor<Graph extends Pick<ModelGraph, 'precision'>>(
  graphs: readonly Graph[],
  device: keyof typeof FOR_DEVICE,
  f16: boolean,
): Graph | null {
  for (const precision of FOR_DEVICE[device]) {
    if (device === 'webgpu' && HALF.has(precision) && !f16) continue;
    const found = graphs.find((graph) => baseOf(graph.precision) === precision);
    if (found) return found;
  }
  return null;
}

/** The graph of a precision, `int8` also for `int8_avx2`. Null where there is none. */
export function graphOf(graphs: readonly ModelGraph[], precision: string): ModelGraph | null {
  const exact = graphs.find((graph) => graph.precision === precision);
  return exact ?? graphs.find((graph) => baseOf(graph.precision) === precision) ?? null;
}

/** The precision without its processor, and optimum's levels as `optimized`. */
function baseOf(precision: string): string {
  const base = /^[a-z0-9]+/.exec(precision)?.[0] ?? precision;
  return /^o[1-4]$/.test(base) ? 'optimized' : base;
}

/** A graph's name apart from its precision. */
interface GraphName {
  /** Graphs with the same name are the same model. */
  readonly model: string;
  readonly precision: string;
}

/** Reads `onnx/model_q4.onnx`, `int8/model.onnx` and the like. Paths are relative to the model's root. */
function graphName(path: string): GraphName {
  const parts = path.slice(0, -'.onnx'.length).split('/').toReversed();
  let precision = '';
  const model: string[] = [];
  for (const [fromEnd, part] of parts.entries()) {
    if (part.toLowerCase() === 'onnx') {
      if (fromEnd === 0) model.push('model');
      continue;
    }
    const [, stem = '', found, processor = ''] = (precision === '' ? PRECISION.exec(part) : null) ?? [];
    if (found === undefined) {
      model.push(part);
      continue;
    }
    const lower = found.toLowerCase();
    precision = (SPELLINGS.get(lower) ?? lower) + processor.toLowerCase().replace('-', '_');
    // A file with a precision as its name is the model itself. A folder is no part of the name.
    if (stem !== '' || fromEnd === 0) model.push(stem === '' ? 'model' : stem);
  }
  return { model: model.toReversed().join('/'), precision: precision === '' ? 'fp32' : precision };
}

/**
 * Picks from the paths of a model's root: the files of the tokenizer, and the graphs, one for each precision (that in
 * the folder `onnx` before another). Of several models it is the one called `model`, or none: see `modelsAmong`.
 */
export function pickModelFiles(paths: readonly string[]): ModelFiles {
  const models = graphsByModel(paths);
  const graphs = (models.size === 1 ? [...models.values()][0] : models.get('model')) ?? [];
  return { common: COMMON.filter((name) => paths.includes(name)), graphs };
}

/**
 * The graphs of each model among the paths of a root, in the order of their precisions. A folder with a config.json of
 * its own is part of the model only where there are no other graphs.
 */
function graphsByModel(paths: readonly string[]): Map<string, ModelGraph[]> {
  const models = new Map<string, ModelGraph[]>();
  const nested = paths.filter((path) => path.endsWith('/config.json')).map(folderOf);
  const all = paths.filter(isGraph);
  const own = all.filter((path) => !nested.some((folder) => path.startsWith(folder)));
  const inOnnxFirst = (own.length > 0 ? own : all).toSorted((a, b) => Number(inOnnx(b)) - Number(inOnnx(a)));
  for (const onnx of inOnnxFirst) {
    const { model, precision } = graphName(onnx);
    const known = models.get(model) ?? [];
    if (known.some((graph) => graph.precision === precision)) continue;
    const graph = { onnx, precision, beside: paths.filter((path) => mayHoldWeightsOf(onnx, path)) };
    models.set(
      model,
      [...known, graph].toSorted((a, b) => placeOf(a.precision) - placeOf(b.precision)),
    );
  }
  return models;
}

function inOnnx(path: string): boolean {
  return path.startsWith('onnx/');
}

function placeOf(precision: string): number {
  return PRECISIONS.findIndex((name) => name === baseOf(precision));
}

/** One model among the files of a folder. */
interface ModelAmong {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Divides the files of a folder into its models, in natural order of their names: those with a config.json in folders
 * side by side, as checkpoints of a training, or, with one config.json, graphs that differ in more than their
 * precision. All other files are one model called `name`.
 */
export function modelsAmong(paths: readonly string[], name: string): readonly ModelAmong[] {
  const folders = paths.filter(isConfig).map(folderOf);
  const outermost = folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other)));
  const models = outermost.length > 1 ? byFolder(paths, outermost) : byGraph(paths);
  if (models.length === 0) return [{ name, paths }];
  const names = models.map((model) => model.name);
  return labelOrder(names).flatMap((place) => models[place] ?? []);
}

function byFolder(paths: readonly string[], folders: readonly string[]): ModelAmong[] {
  return folders.flatMap((folder) => {
    const own = paths.filter((path) => path.startsWith(folder));
    // A folder without a graph is no model. The mistake of one folder is not reported for each of them.
    if (!own.some(isGraph)) return [];
    const name = folder.slice(0, -1).split('/').at(-1) ?? folder;
    const inside = byGraph(own).map((model) => ({ ...model, name: `${name}/${model.name}` }));
    return inside.length > 0 ? inside : [{ name, paths: own }];
  });
}

function byGraph(paths: readonly string[]): ModelAmong[] {
  const root = sharedRoot(paths);
  const inRoot = paths.flatMap((path) => (path.startsWith(root) ? [path.slice(root.length)] : []));
  const models = graphsByModel(inRoot);
  if (models.size < 2) return [];
  const names = [...models.keys()];
  const lastParts = names.map((name) => name.split('/').at(-1) ?? name);
  return names.map((model, index) => {
    const own = models.get(model) ?? [];
    const others = inRoot.filter((path) => isGraph(path) && !own.some((graph) => graph.onnx === path));
    const last = lastParts[index] ?? model;
    return {
      name: lastParts.indexOf(last) === lastParts.lastIndexOf(last) ? last : model,
      paths: inRoot
        .filter((path) => !others.some((other) => other === path || isOwnDataOf(other, path)))
        .map((path) => root + path),
    };
  });
}

/** Whether a file is named as an ONNX graph. */
export function isGraph(path: string): boolean {
  return /\.onnx$/i.test(path);
}

/** Whether a file describes a model. */
export function isConfig(path: string): boolean {
  return baseName(path) === 'config.json';
}

/** A graph's folder, without the folder `onnx` in it. */
export function withoutOnnxFolder(folder: string): string {
  return folder.replace(/(^|\/)onnx\/$/, '$1');
}

/** Whether `path` is named as the weights of this graph alone: `model.onnx_data`, `model.onnx.data`. */
function isOwnDataOf(onnx: string, path: string): boolean {
  return path.startsWith(`${onnx}_`) || path.startsWith(`${onnx}.`);
}

/** Weights of other frameworks, which share the endings of external ONNX data. */
const FOREIGN = /^(pytorch_model|training_args|optimizer|scheduler|rng_state|adapter_model|tf_model|flax_model)/i;
/** Files that hold no weights of a graph, whatever folder they are in. */
const NO_WEIGHTS =
  /^\.|^(license|licence|readme|notice|changelog)\b|\.(onnx|json|jsonl|txt|md|py|ya?ml|csv|tsv|parquet|html?|png|jpe?g|gif|svg|pdf|zip|gz|tar|log|model|vocab|safetensors|pt|pth|ckpt|h5|msgpack|ot|gguf|ggml|tflite|ort|pb|mlmodel|ipynb|sh|lock)$/i;

/**
 * Whether `path` may hold weights outside of the graph file. Exporters call them `model.onnx_data`, `model.onnx.data`,
 * `weights.bin`, or by the name of a tensor. They are in the graph's folder or below it.
 */
function mayHoldWeightsOf(onnx: string, path: string): boolean {
  const folder = folderOf(onnx);
  if (!path.startsWith(folder)) return false;
  const name = baseName(path);
  if (FOREIGN.test(name) || NO_WEIGHTS.test(name) || name.includes('tfevents')) return false;
  const owner = /^(.*\.onnx)[._]/i.exec(path)?.[1];
  return owner === undefined || owner === onnx;
}

/** Whether a file has an exporter's name for weights outside of a graph, so that it is worth a download. */
export function namedLikeWeights(path: string): boolean {
  return /\.onnx[._]|\.(data|bin|weights)$/i.test(path);
}

/** Weights of another framework, or a model of another kind, among the files of a folder without a graph. */
interface OtherWeights {
  readonly path: string;
  /** Null: a checkpoint that can be exported to ONNX. */
  readonly kind: string | null;
}

const CHECKPOINT =
  /(^|\/)(pytorch_model|tf_model|flax_model|adapter_model)[^/]*\.(bin|h5|msgpack)$|\.(safetensors|pt|pth|ckpt)$/i;
const OTHER_KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.(gguf|ggml)$/i, 'GGUF'],
  [/\.tflite$/i, 'TensorFlow Lite'],
  [/\.ort$/i, 'ORT'],
  [/\.(mlmodel|mlpackage)$/i, 'Core ML'],
  [/\.(h5|keras|pb)$/i, 'TensorFlow'],
];

/** The first file of a model that is no ONNX, checkpoints before others. Null where there is none. */
export function otherWeights(paths: readonly string[]): OtherWeights | null {
  const checkpoint = paths.find((path) => CHECKPOINT.test(path));
  if (checkpoint !== undefined) return { path: checkpoint, kind: null };
  for (const path of paths) {
    const kind = OTHER_KINDS.find(([pattern]) => pattern.test(path))?.[1];
    if (kind !== undefined) return { path, kind };
  }
  return null;
}

const SLOW_TOKENIZER =
  /(^|\/)(vocab\.txt|vocab\.json|merges\.txt|spiece\.model|sentencepiece\.bpe\.model|[^/]*\.spm|bpe\.codes|[^/]*sentencepiece[^/]*\.model)$/i;

/** A file of a tokenizer without a tokenizer.json. Null where there is none. */
export function slowTokenizer(paths: readonly string[]): string | null {
  return paths.find((path) => SLOW_TOKENIZER.test(path)) ?? null;
}

/**
 * The root of a model among its files: the folder of the uppermost config.json, so that a folder dropped whole and its
 * content dropped alone are the same model. Without a config.json: the folder around all paths. Files outside of the root
 * are no part of the model.
 */
export function sharedRoot(paths: readonly string[]): string {
  const config = uppermost(paths.filter(isConfig));
  return config === undefined ? withoutOnnxFolder(commonFolder(paths)) : folderOf(config);
}
