import { otherWeights } from './model-folder.js';

/** What a handful of dropped, picked or pasted files is, by their names alone. */
export interface Intake {
  /** The files of one model folder, or null. */
  readonly model: { readonly name: string; readonly paths: readonly string[] } | null;
  /** Files to be read as datasets, in the order given. */
  readonly datasets: readonly string[];
  /** Files that nothing is done with: whatever else stood in a folder. */
  readonly ignored: readonly string[];
}

/** What a data file looks like by its head: `both` has texts and results. */
export type DataKind = 'dataset' | 'results' | 'both';

/**
 * Which of several data files is opened first, and which is then opened as results for it; -1 = none. Files of results
 * alone belong to the first file with texts; where there is none, one with texts and results belongs to one without
 * results. Results without any dataset are opened by themselves.
 */
export function openingOrder(kinds: readonly DataKind[]): { readonly first: number; readonly results: number } {
  const plain = kinds.indexOf('dataset');
  const first = plain >= 0 ? plain : kinds.indexOf('both');
  const results = kinds.indexOf('results');
  if (first < 0) return { first: results, results: -1 };
  return { first, results: results >= 0 ? results : plain >= 0 ? kinds.indexOf('both') : -1 };
}

const DATA_FILE = /\.(tsv|tab|csv|jsonl|ndjson|json|txt|parquet)(\.gz)?$/i;
/** Named like data, but part of every other model folder. */
const MODEL_FILE =
  /^(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|preprocessor_config|quantize_config)\.json$|^(vocab|merges)\.txt$/i;

/** Descriptions that lie beside the files of a dataset, and hold no rows. */
const DESCRIPTION_FILE = /^(dataset_infos?|dataset_dict|state|croissant)\.json$/i;

/**
 * Sorts paths (folders separated by `/`) into one model folder, datasets and the rest. A model folder is one that holds
 * a config.json or an .onnx file; everything below it belongs to it. Among loose files, those that are named like data
 * and not like a part of a model are datasets. A loose file of another name is a dataset too, for its content to decide.
 */
export function takeIn(paths: readonly string[]): Intake {
  const root = modelRoot(paths);
  const model: string[] = [];
  const datasets: string[] = [];
  const ignored: string[] = [];
  for (const path of paths) {
    const name = baseName(path);
    const loose = !path.includes('/');
    const described = paths.length > 1 && DESCRIPTION_FILE.test(name);
    const data = DATA_FILE.test(name) && !described && !(root !== null && MODEL_FILE.test(name));
    if (root !== null && path.startsWith(root) && (root !== '' || !data)) model.push(path);
    else if (!name.startsWith('.') && (data || (loose && root === null && !described))) datasets.push(path);
    else ignored.push(path);
  }
  return { model: root === null ? null : { name: modelName(root, model), paths: model }, datasets, ignored };
}

/** The folder (with its `/`, `''` = none) of the uppermost config.json, else that around the uppermost .onnx, else that around another model where there is no data; null = no model. */
function modelRoot(paths: readonly string[]): string | null {
  const configs = paths.filter((path) => baseName(path) === 'config.json');
  const config = uppermost(configs);
  if (config !== undefined) return sharedFolder(configs, folderOf(config));
  const onnx = uppermost(paths.filter((path) => /\.onnx$/i.test(path)));
  if (onnx !== undefined) return folderOf(onnx).replace(/(^|\/)onnx\/$/, '$1');
  // Models of other kinds are taken in so that it is said why they cannot run; beside data they are of no interest.
  const other = paths.some((path) => DATA_FILE.test(path)) ? null : otherWeights(paths);
  return other === null ? null : folderOf(other.path);
}

/** The folder around all of `paths`, `folder` or one around it: checkpoints lie side by side. */
function sharedFolder(paths: readonly string[], folder: string): string {
  let shared = folder;
  while (!paths.every((path) => path.startsWith(shared))) shared = folderOf(shared.slice(0, -1));
  return shared;
}

function uppermost(paths: readonly string[]): string | undefined {
  const depth = (path: string): number => path.split('/').length;
  return paths.toSorted((a, b) => depth(a) - depth(b))[0];
}

function modelName(root: string, paths: readonly string[]): string {
  if (root !== '') return baseName(root.slice(0, -1));
  const onnx = paths.find((path) => /\.onnx$/i.test(path));
  return baseName(onnx ?? paths[0] ?? '');
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
