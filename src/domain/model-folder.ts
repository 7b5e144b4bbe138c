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
