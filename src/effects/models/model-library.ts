import { parseHubHost, parseHubId } from '../../domain/models/hub-id.js';
import {
  graphFor,
  graphOf,
  namedLikeWeights,
  otherWeights,
  pickModelFiles,
  sharedRoot,
  slowTokenizer,
  type ModelGraph,
} from '../../domain/models/folder.js';
import { answerFault, contentFault } from '../../domain/models/transfer.js';
import { errorText, type Fault } from '../../protocol/fault.js';
import type { LoadedModel, LoadRequest, ModelFile } from '../../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../protocol/outcome.js';
import type {
  AskOutput,
  FoundModel,
  HubProgress,
  HubWish,
  LikelyDevice,
  ModelEntry,
  ModelLibrary,
} from '../../protocol/ports.js';
import { downloadFromHub } from './hub-download.js';
import { copyBytes } from '../storage/page-copy.js';

/** What the library needs from the page. */
interface LibraryNeeds {
  /** Loads a model in a worker of its own, which ends afterwards, because WebAssembly memory never shrinks. */
  readonly tryLoad: (request: LoadRequest) => Promise<Outcome<LoadedModel>>;
  /** The page's address. Every other address is relative to it. */
  readonly baseUri: () => string;
  /**
   * Opens the door to a model hub for one request, by its path relative to the page's folder. Returns the request's
   * key.
   */
  readonly openDoor: (path: string) => Promise<Outcome<string>>;
  /** The device that will score. A download has the precision that suits it. */
  readonly likelyDevice: () => Promise<LikelyDevice>;
  readonly stallMs?: number;
}

export const BUILT_IN_NAME = 'agnews-distilbert-tiny';
/** The built-in model's files, as named in `public/models/agnews-distilbert-tiny/`. */
export const BUILT_IN_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'] as const;

const STALL_MS = 30_000;
const PROGRESS_EVERY_MS = 100;

/** Finds the built-in model, checks folders, and downloads from a hub. It stores nothing itself. */
export function createModelLibrary(needs: LibraryNeeds): ModelLibrary {
  return {
    builtIn: () => builtIn(needs.baseUri()),
    fromFiles: (files, name, askOutput) => fromFolder(needs, files, name, askOutput),
    fromHub: (id, host, progress, signal, wish) => fromHub(needs, { id, host, progress, signal, wish }),
  };
}

async function builtIn(baseUri: string): Promise<Outcome<ModelEntry>> {
  const base = new URL(`models/${BUILT_IN_NAME}/`, baseUri).href;
  const file = `${BUILT_IN_NAME}/config.json`;
  const deadline = AbortSignal.timeout(STALL_MS);
  try {
    const response = await fetch(new URL('config.json', base), { signal: deadline });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const code = answerFault(response.status, response.headers.get('content-type')) ?? contentFault(bytes);
    if (code !== null) return failed({ code, params: { file }, detail: `HTTP ${response.status}` });
    const text = new TextDecoder().decode(bytes);
    const source = { kind: 'url', base, files: BUILT_IN_FILES } as const;
    return ok({ key: 'default', name: BUILT_IN_NAME, classes: classNames(JSON.parse(text)), source });
  } catch (error) {
    if (deadline.aborted) return failed({ code: 'model-stalled', params: { file, seconds: STALL_MS / 1000 } });
    if (!navigator.onLine) return failed({ code: 'model-offline' });
    return failed({ code: 'model-download', params: { file }, detail: errorText(error) });
  }
}

/** `id2label` of our own config.json, by index. */
function classNames(config: unknown): string[] {
  const named = (config as { readonly id2label: Readonly<Record<string, string>> }).id2label;
  const names = new Map(Object.entries(named));
  return Array.from({ length: names.size }, (_, id) => names.get(String(id)) ?? `LABEL_${id}`);
}

/** A dropped folder. Its files are copied before the check. */
async function fromFolder(
  needs: LibraryNeeds,
  files: readonly ModelFile[],
  name: string,
  askOutput: AskOutput,
): Promise<Outcome<FoundModel>> {
  const root = sharedRoot(files.map((file) => file.path));
  const byPath = new Map(
    files
      .filter((file) => file.path.startsWith(root))
      .map(({ path, blob }) => [path.slice(root.length), { path: path.slice(root.length), blob }]),
  );
  const paths = [...byPath.keys()];
  const missing = whatIsMissing(paths);
  if (missing !== null) return failed(missing);
  const { common, graphs } = pickModelFiles(paths);
  const wanted = new Set([...common, ...graphs.flatMap(({ onnx, beside }) => [onnx, ...beside])]);
  const kept = await copied([...wanted].flatMap((path) => byPath.get(path) ?? []));
  return kept.ok ? check(needs, kept.value, name, askOutput) : kept;
}

/**
 * Loads the graphs that the devices would choose, on the CPU, so that the library keeps working classifiers only. The
 * hash of the graph for the CPU names the model. Graphs of other precisions are kept beside these.
 */
async function check(
  needs: LibraryNeeds,
  files: readonly ModelFile[],
  name: string,
  askOutput: AskOutput,
): Promise<Outcome<FoundModel>> {
  const { common, graphs } = pickModelFiles(files.map(({ path }) => path));
  const take = (paths: readonly string[]): ModelFile[] => files.filter(({ path }) => paths.includes(path));
  const onCpu = graphFor(graphs, 'wasm', true);
  const tried = new Set([graphFor(graphs, 'webgpu', true), onCpu].filter((graph) => graph !== null));
  const used = new Set<string>(common);
  let last: LoadedModel | null = null;
  let output: string | undefined;
  for (const { onnx, beside } of tried) {
    const source = { kind: 'files', files: take([...common, onnx, ...beside]) } as const;
    const load = (): Promise<Outcome<LoadedModel>> =>
      needs.tryLoad({ source: output === undefined ? source : { ...source, output }, device: 'wasm', threads: 1 });
    let loaded = await load();
    if (!loaded.ok && loaded.fault.choices && output === undefined) {
      output = (await askOutput(loaded.fault.choices)) ?? undefined;
      if (output !== undefined) loaded = await load();
    }
    if (!loaded.ok) return loaded;
    last = loaded.value;
    for (const path of last.usedFiles) used.add(path);
  }
  if (last === null) return failed({ code: 'model-missing-onnx' });
  for (const graph of graphs) {
    if (!tried.has(graph)) for (const path of weightsOf(graph)) used.add(path);
  }
  const found = { name, hash: last.hash, classes: last.classes, files: take([...used]), traits: last.traits };
  return ok(output === undefined ? found : { ...found, output });
}

/** A graph's files, as far as their names show that they belong to it. */
function weightsOf({ onnx, beside }: ModelGraph): string[] {
  return [onnx, ...beside.filter(namedLikeWeights)];
}

/** Copies the files of a folder, so that the check, the store and the runs use the same bytes. */
async function copied(files: readonly ModelFile[]): Promise<Outcome<readonly ModelFile[]>> {
  const copies: ModelFile[] = [];
  for (const { path, blob } of files) {
    const copy = await copyBytes(blob, null);
    if (!copy.ok) return failed({ ...copy.fault, params: { name: path } });
    copies.push({ path, blob: copy.value });
  }
  return ok(copies);
}

/**
 * Why the files of a folder or a repository are no model for this page, by their names alone. Null: they may be one.
 */
function whatIsMissing(paths: readonly string[]): Fault | null {
  const { graphs } = pickModelFiles(paths);
  const other = graphs.length === 0 ? otherWeights(paths) : null;
  if (other && other.kind !== null)
    return { code: 'model-other-format', params: { file: other.path, kind: other.kind } };
  if (other) return { code: 'model-weights-only', params: { file: other.path } };
  if (!paths.includes('config.json')) return { code: 'model-missing-config' };
  if (!paths.includes('tokenizer.json')) {
    const slow = slowTokenizer(paths);
    return slow === null
      ? { code: 'model-missing-tokenizer' }
      : { code: 'model-slow-tokenizer', params: { file: slow } };
  }
  return graphs.length === 0 ? { code: 'model-missing-onnx' } : null;
}

interface HubOrder {
  readonly id: string;
  readonly host: string;
  readonly progress: (state: HubProgress) => void;
  readonly signal: AbortSignal;
  readonly wish: HubWish;
}

async function fromHub(
  needs: LibraryNeeds,
  { id: typedId, host: typedHost, progress, signal, wish }: HubOrder,
): Promise<Outcome<FoundModel>> {
  const id = parseHubId(typedId);
  const host = parseHubHost(typedHost);
  if (id === null || host === null) return failed({ code: 'model-not-found', params: { file: typedId } });
  const stallMs = needs.stallMs ?? STALL_MS;
  const get = async (path: string, file: string): Promise<Outcome<Blob>> => {
    const atDoor = `hub/${host}/${path}`;
    const key = await needs.openDoor(atDoor);
    if (!key.ok) return key;
    const telling = new SparseProgress(file, progress);
    const onBytes = (received: number, total: number): void => telling.heard(received, total);
    const address = new URL(atDoor, needs.baseUri());
    const got = await downloadFromHub({ address, key: key.value, file, signal, stallMs, onBytes });
    telling.end();
    return got;
  };

  const list = await get(`api/models/${id}`, id);
  if (!list.ok) return list;
  const paths = listedFiles(await list.value.text());
  if (paths === null) return failed({ code: 'model-html', params: { file: id }, detail: 'not a list of files' });
  const missing = whatIsMissing(paths);
  if (missing !== null) return failed(missing);
  const { common, graphs } = pickModelFiles(paths);
  const graph = await wishedGraph(needs, graphs, wish.precision);
  if (graph === null) {
    const has = graphs.map(({ precision }) => precision).join(', ');
    return failed({ code: 'model-no-precision', params: { id, precision: wish.precision ?? '', has } });
  }
  const files: ModelFile[] = [];
  const fetchAll = async (wanted: readonly string[]): Promise<Outcome<null>> => {
    for (const path of wanted) {
      if (files.some((file) => file.path === path)) continue;
      const blob = await get(`${id}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`, path);
      if (!blob.ok) return blob;
      files.push({ path, blob: blob.value });
    }
    progress({ file: '', receivedBytes: 0, totalBytes: 0 });
    return ok(null);
  };
  const fetched = await fetchAll([...common, ...weightsOf(graph)]);
  if (!fetched.ok) return fetched;
  // The page owns these files already.
  const found = await check(needs, files, id, wish.askOutput);
  if (found.ok || found.fault.code !== 'model-external-missing') return found;
  // The graph names its weights in a way of its own.
  const rest = await fetchAll(graph.beside);
  return rest.ok ? check(needs, files, id, wish.askOutput) : rest;
}

/** The graph of a precision. Without a wish it is the graph for the device, else for the CPU. */
async function wishedGraph(
  { likelyDevice }: LibraryNeeds,
  graphs: readonly ModelGraph[],
  precision: string | null,
): Promise<ModelGraph | null> {
  if (precision !== null) return graphOf(graphs, precision);
  if (graphs.length < 2) return graphs[0] ?? null;
  const { kind, f16 } = await likelyDevice();
  return graphFor(graphs, kind, f16) ?? graphFor(graphs, 'wasm', f16);
}

/** Reports received bytes about every tenth of a second, and the last ones in any case. */
class SparseProgress {
  readonly #file: string;
  readonly #tell: (state: HubProgress) => void;
  #untold: HubProgress | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(file: string, tell: (state: HubProgress) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  heard(receivedBytes: number, totalBytes: number): void {
    this.#untold = { file: this.#file, receivedBytes, totalBytes };
    this.#timer ??= setTimeout(() => this.end(), PROGRESS_EVERY_MS);
  }

  /** Reports the bytes that were not reported yet. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#untold) this.#tell(this.#untold);
    this.#untold = null;
  }
}

/** The file names in a hub's answer about a model. Null: the answer is about something else. */
function listedFiles(text: string): string[] | null {
  try {
    const answer = JSON.parse(text) as { readonly siblings?: readonly { readonly rfilename?: unknown }[] } | null;
    const names = answer?.siblings?.map((sibling) => sibling.rfilename);
    return names?.filter((name) => typeof name === 'string') ?? null;
  } catch {
    return null;
  }
}
