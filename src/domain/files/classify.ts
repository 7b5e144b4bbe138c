import { isConfig, isGraph, otherWeights, withoutOnnxFolder } from '../models/folder.js';
import { baseName, commonFolder, folderOf, uppermost } from './path.js';

/** Dropped, picked or pasted files, sorted by their names alone. */
export interface ClassifiedFiles {
  /** The files of one model folder, or null. */
  readonly model: { readonly name: string; readonly paths: readonly string[] } | null;
  /** Files to be read as datasets, in the order given. */
  readonly datasets: readonly string[];
  /** Unused files, such as other files in a folder. */
  readonly ignored: readonly string[];
}

/** The kind of a data file, by its head. `both` has texts and results. */
export type DataKind = 'dataset' | 'results' | 'both';

/**
 * Which of several data files is opened first, and which is then opened as results for it. -1 = none. Files of results
 * alone belong to the first file with texts. Where there is none, one with texts and results belongs to one without
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
 * Sorts paths (folders separated by `/`) into one model folder, datasets and other files. A model folder holds a
 * config.json or an .onnx file, and everything below it belongs to it. Loose files with a data file's name are
 * datasets, except those with the name of a model's part. A loose file of another name is a dataset too, and its
 * content decides.
 */
export function classifyFiles(paths: readonly string[]): ClassifiedFiles {
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

/** The folder around every config.json, else around the uppermost graph, else, without data, around another model. Null: no model. */
function modelRoot(paths: readonly string[]): string | null {
  const configs = paths.filter(isConfig);
  // Checkpoints lie side by side.
  if (configs.length > 0) return commonFolder(configs);
  const graph = uppermost(paths.filter(isGraph));
  if (graph !== undefined) return withoutOnnxFolder(folderOf(graph));
  // Models of other kinds are accepted, so that a fault can explain why they cannot run. Beside data they are ignored.
  const other = paths.some((path) => DATA_FILE.test(path)) ? null : otherWeights(paths);
  return other === null ? null : folderOf(other.path);
}

function modelName(root: string, paths: readonly string[]): string {
  if (root !== '') return baseName(root.slice(0, -1));
  return baseName(paths.find(isGraph) ?? paths[0] ?? '');
}
