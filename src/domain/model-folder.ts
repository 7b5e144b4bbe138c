import { labelOrder } from './label-order.js';

/** The files of a model that are worth keeping. */
export interface ModelFiles {
  /** config.json and the tokenizer's files, as far as they are there. */
  readonly common: readonly string[];
  /** The graphs a device may choose from, each with the files of weights beside it. */
  readonly graphs: readonly { readonly onnx: string; readonly beside: readonly string[] }[];
}

const COMMON = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** Where exporters put the graph, by element type: of each, the first that exists. */
const FP32 = ['onnx/model.onnx', 'model.onnx'];
const INT8 = ['onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'model_quantized.onnx', 'model_int8.onnx'];
const FP16 = ['onnx/model_fp16.onnx', 'model_fp16.onnx'];
/** Weights of other frameworks, which share the endings of external ONNX data. */
const FOREIGN = /^(pytorch_model|training_args|optimizer|scheduler|rng_state|adapter_model|tf_model|flax_model)/i;

/**
 * Picks from the paths of a model's root: fp32 (fp16 only without it) and int8 graphs under the names that exporters use,
 * else the only .onnx there is. A repository with a dozen element types is not downloaded whole.
 */
export function pickModelFiles(paths: readonly string[]): ModelFiles {
  const first = (names: readonly string[]): string | undefined => names.find((name) => paths.includes(name));
  const all = paths.filter((path) => path.endsWith('.onnx'));
  const known = [first(FP32) ?? first(FP16), first(INT8)].filter((path) => path !== undefined);
  const chosen = known.length > 0 ? known : all.length === 1 ? all : [];
  return {
    common: COMMON.filter((name) => paths.includes(name)),
    graphs: chosen.map((onnx) => ({ onnx, beside: paths.filter((path) => holdsWeightsOf(onnx, path)) })),
  };
}

/** One model among the files of a folder. */
export interface ModelAmong {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Parts the files of a folder into its models, in natural order of their names: those with a config.json in folders
 * side by side, as a training leaves its checkpoints; or, with one config.json, several graphs of which none has a name
 * that exporters use. Anything else is one model called `name`.
 */
export function modelsAmong(paths: readonly string[], name: string): readonly ModelAmong[] {
  const folders = paths.filter((path) => /(^|\/)config\.json$/.test(path)).map(folderOf);
  const outermost = folders.filter((folder) => !folders.some((other) => other !== folder && folder.startsWith(other)));
  const models = outermost.length > 1 ? byFolder(paths, outermost) : byGraph(paths);
  if (models.length === 0) return [{ name, paths }];
  const names = models.map((model) => model.name);
  return labelOrder(names).flatMap((place) => models[place] ?? []);
}

function byFolder(paths: readonly string[], folders: readonly string[]): ModelAmong[] {
  return folders.flatMap((folder) => {
    const own = paths.filter((path) => path.startsWith(folder));
    // A folder without a graph is no model: another's mistake is not told for each of them.
    return own.some(isGraph) ? [{ name: folder.slice(0, -1).split('/').at(-1) ?? folder, paths: own }] : [];
  });
}

function byGraph(paths: readonly string[]): ModelAmong[] {
  const root = sharedRoot(paths);
  const graphs = paths.filter(isGraph);
  const known = new Set([...FP32, ...FP16, ...INT8].map((graph) => root + graph));
  if (graphs.length < 2 || graphs.some((graph) => known.has(graph))) return [];
  return graphs.map((graph) => ({
    name: graph.slice(folderOf(graph).length, -'.onnx'.length),
    paths: paths.filter((path) => {
      if (isGraph(path)) return path === graph;
      return !graphs.some((other) => other !== graph && path.startsWith(other));
    }),
  }));
}

function isGraph(path: string): boolean {
  return path.endsWith('.onnx');
}

/** Whether `path` may hold weights outside of the graph file: `model.onnx_data`, `model.onnx.data`, or any `.data`, `.bin`. */
function holdsWeightsOf(onnx: string, path: string): boolean {
  const folder = onnx.slice(0, onnx.lastIndexOf('/') + 1);
  if (!path.startsWith(folder) || path.slice(folder.length).includes('/')) return false;
  const name = path.slice(folder.length);
  const owner = /^(.*\.onnx)[._]data/.exec(name)?.[1];
  if (owner !== undefined) return folder + owner === onnx;
  return /\.(data|bin|weights)$/i.test(name) && !FOREIGN.test(name);
}

/**
 * Takes the folders off that lead to the uppermost config.json, so that a folder dropped whole and its content dropped
 * alone are the same model. Without a config.json: the folders that all paths share. Returns what to take off.
 */
export function sharedRoot(paths: readonly string[]): string {
  const depth = (path: string): number => path.split('/').length;
  const configs = paths.filter((path) => path === 'config.json' || path.endsWith('/config.json'));
  const config = configs.toSorted((a, b) => depth(a) - depth(b))[0];
  if (config !== undefined) return config.slice(0, -'config.json'.length);
  let root = folderOf(paths[0] ?? '');
  while (root !== '' && !paths.every((path) => path.startsWith(root))) root = folderOf(root.slice(0, -1));
  return root.replace(/(^|\/)onnx\/$/, '$1');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
