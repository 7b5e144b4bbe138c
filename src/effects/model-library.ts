import { parseHubHost, parseHubId } from '../domain/hub-id.js';
import { pickModelFiles, sharedRoot } from '../domain/model-folder.js';
import type { LoadedModel, LoadRequest, ModelFile } from '../protocol/model-wire.js';
import { failed, ok, type Outcome } from '../protocol/outcome.js';
import type { FoundModel, HubProgress, ModelEntry, ModelLibrary } from '../protocol/ports.js';
import { downloadFromHub } from './hub-download.js';
import { copyBytes } from './page-copy.js';

/** What the library needs of the page. */
export interface LibraryNeeds {
  /** Loads a model in a worker of its own, which ends afterwards: WebAssembly memory never shrinks. */
  readonly tryLoad: (request: LoadRequest) => Promise<Outcome<LoadedModel>>;
  /** The page's address: everything is found relative to it. */
  readonly baseUri: () => string;
  /** Opens the door to a model hub for one request, by its path relative to the page's folder: gives the request's key. */
  readonly openDoor: (path: string) => Promise<Outcome<string>>;
  readonly stallMs?: number;
}

export const BUILT_IN_NAME = 'agnews-distilbert-tiny';
/** The built-in model's files as they lie in `public/models/agnews-distilbert-tiny/`. */
export const BUILT_IN_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'] as const;

const STALL_MS = 30_000;
const PROGRESS_EVERY_MS = 100;

/** The built-in model, checked folders, and Hub downloads. Keeps nothing itself. */
export function createModelLibrary(needs: LibraryNeeds): ModelLibrary {
  return {
    builtIn: () => builtIn(needs.baseUri()),
    fromFiles: (files, name) => check(needs, files, name, copied),
    fromHub: (id, host, progress, signal) => fromHub(needs, id, host, progress, signal),
  };
}

async function builtIn(baseUri: string): Promise<Outcome<ModelEntry>> {
  const base = new URL(`models/${BUILT_IN_NAME}/`, baseUri).href;
  const file = `${BUILT_IN_NAME}/config.json`;
  const deadline = AbortSignal.timeout(STALL_MS);
  try {
    const response = await fetch(new URL('config.json', base), { signal: deadline });
    if (response.status === 404) return failed({ code: 'model-not-found', params: { file } });
    if (!response.ok) {
      return failed({ code: 'model-download', params: { file }, detail: `HTTP ${response.status}` });
    }
    const text = await response.text();
    if (text.trimStart().startsWith('<')) return failed({ code: 'model-html', params: { file } });
    const source = { kind: 'url', base, files: BUILT_IN_FILES } as const;
    return ok({ key: 'default', name: BUILT_IN_NAME, classes: classNames(JSON.parse(text)), source });
  } catch (error) {
    if (deadline.aborted) return failed({ code: 'model-stalled', params: { file, seconds: STALL_MS / 1000 } });
    if (!navigator.onLine) return failed({ code: 'model-offline' });
    return failed({ code: 'model-download', params: { file }, detail: String(error) });
  }
}

/** `id2label` of our own config.json, by index. */
function classNames(config: unknown): string[] {
  const named = (config as { readonly id2label: Readonly<Record<string, string>> }).id2label;
  const names = new Map(Object.entries(named));
  return Array.from({ length: names.size }, (_, id) => names.get(String(id)) ?? `LABEL_${id}`);
}

/**
 * Loads every graph that would be kept once, on the CPU, so that only a working classifier is kept. The model is named
 * by the hash of the graph that the CPU would choose, the last one.
 */
async function check(
  needs: LibraryNeeds,
  files: readonly ModelFile[],
  name: string,
  own: (files: readonly ModelFile[]) => Promise<Outcome<readonly ModelFile[]>>,
): Promise<Outcome<FoundModel>> {
  const root = sharedRoot(files.map((file) => file.path));
  const byPath = new Map(
    files
      .filter((file) => file.path.startsWith(root))
      .map(({ path, blob }) => [path.slice(root.length), { path: path.slice(root.length), blob }]),
  );
  const missing = whatIsMissing([...byPath.keys()]);
  if (missing !== null) return failed(missing);
  const { common, graphs } = pickModelFiles([...byPath.keys()]);
  const wanted = new Set([...common, ...graphs.flatMap(({ onnx, beside }) => [onnx, ...beside])]);
  const kept = await own([...wanted].flatMap((path) => byPath.get(path) ?? []));
  if (!kept.ok) return kept;
  const take = (paths: readonly string[]): ModelFile[] => kept.value.filter(({ path }) => paths.includes(path));
  let last: LoadedModel | null = null;
  for (const { onnx, beside } of graphs) {
    const source = { kind: 'files', files: take([...common, onnx, ...beside]) } as const;
    const loaded = await needs.tryLoad({ source, device: 'wasm', threads: 1 });
    if (!loaded.ok) return loaded;
    last = loaded.value;
  }
  return last === null
    ? failed({ code: 'model-missing-onnx' })
    : ok({ name, hash: last.hash, classes: last.classes, files: kept.value });
}

/** Files of a folder in copies of the page's own: what is checked, stored and run later are the same bytes. */
async function copied(files: readonly ModelFile[]): Promise<Outcome<readonly ModelFile[]>> {
  const copies: ModelFile[] = [];
  for (const { path, blob } of files) {
    const copy = await copyBytes(blob, null);
    if (!copy.ok) return failed({ ...copy.fault, params: { name: path } });
    copies.push({ path, blob: copy.value });
  }
  return ok(copies);
}

function whatIsMissing(
  paths: readonly string[],
): { readonly code: `model-missing-${'config' | 'tokenizer' | 'onnx'}` } | null {
  if (!paths.includes('config.json')) return { code: 'model-missing-config' };
  if (!paths.includes('tokenizer.json')) return { code: 'model-missing-tokenizer' };
  return pickModelFiles(paths).graphs.length === 0 ? { code: 'model-missing-onnx' } : null;
}

async function fromHub(
  needs: LibraryNeeds,
  typedId: string,
  typedHost: string,
  progress: (state: HubProgress) => void,
  signal: AbortSignal,
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
  const wanted = new Set([...common, ...graphs.flatMap(({ onnx, beside }) => [onnx, ...beside])]);
  const files: ModelFile[] = [];
  for (const path of wanted) {
    const blob = await get(`${id}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`, path);
    if (!blob.ok) return blob;
    files.push({ path, blob: blob.value });
  }
  progress({ file: '', receivedBytes: 0, totalBytes: 0 });
  // They are the page's own already.
  return check(needs, files, id, (downloaded) => Promise.resolve(ok(downloaded)));
}

/** Tells of bytes about every tenth of a second while they come, and of the last ones always. */
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

  /** Tells what has not been told. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#untold) this.#tell(this.#untold);
    this.#untold = null;
  }
}

/** The file names in a Hub's answer about a model, or null when it is no such answer. */
function listedFiles(text: string): string[] | null {
  try {
    const answer = JSON.parse(text) as { readonly siblings?: readonly { readonly rfilename?: unknown }[] } | null;
    const names = answer?.siblings?.map((sibling) => sibling.rfilename);
    return names?.filter((name) => typeof name === 'string') ?? null;
  } catch {
    return null;
  }
}
