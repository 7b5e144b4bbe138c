import { sha256Hex } from '../src/domain/sha256.js';
import type { DeviceKind, ModelSource } from '../src/protocol/model-wire.js';
import { besideOnnx, chooseOnnx, isOutside } from './model-choose.js';
import { classNames, longestInput, parseJsonObject, readConfig, type ModelConfig } from './model-config.js';
import type { DownloadMeter } from './model-download.js';
import { ModelFault } from './model-fault.js';
import { openFolder } from './model-files.js';
import { asClassifier, inspectOnnx, type Classifier, type ExternalFile } from './model-session.js';
import { ModelTokenizer } from './model-tokenizer.js';

/** A model before it is compiled. */
export interface ModelParts {
  readonly config: ModelConfig;
  readonly tokenizer: ModelTokenizer;
  readonly classifier: Classifier;
  readonly external: readonly ExternalFile[];
  readonly onnxPath: string;
  /** Every file that was read, by its path. */
  readonly used: readonly string[];
  readonly hash: string;
}

/**
 * Reads and checks a model's files, the small ones first: a missing file, or a model that is no classifier, is found
 * before the large file is fetched. Reads only the .onnx for this device. Each failure is a `ModelFault` with a code of
 * its own.
 */
export async function loadParts(
  source: ModelSource,
  device: DeviceKind,
  f16: boolean,
  meter: DownloadMeter,
): Promise<ModelParts> {
  const folder = openFolder(source, meter);
  const has = (path: string): boolean => folder.paths.includes(path);
  if (!has('config.json')) throw new ModelFault('model-missing-config', 'no config.json');
  if (!has('tokenizer.json')) throw new ModelFault('model-missing-tokenizer', 'no tokenizer.json');
  const wish = source.kind === 'files' ? source : null;
  const onnxPath = chooseOnnx(folder.paths, device, f16, wish?.graph);

  const read = new Map<string, Uint8Array<ArrayBuffer>>();
  const fetched = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await folder.read(path);
    read.set(path, bytes);
    return bytes;
  };
  const config = readConfig(parseJsonObject('config.json', await fetched('config.json')));
  const tokenizerConfig = has('tokenizer_config.json')
    ? parseJsonObject('tokenizer_config.json', await fetched('tokenizer_config.json'))
    : {};
  const tokenizerJson = parseJsonObject('tokenizer.json', await fetched('tokenizer.json'));
  const longest = longestInput(config, tokenizerConfig);
  const tokenizer = ModelTokenizer.from(tokenizerJson, tokenizerConfig, longest);

  const onnx = await fetched(onnxPath);
  const summary = inspectOnnx(onnxPath, onnx);
  const output = wish?.output ?? null;
  const classifier = asClassifier(onnxPath, onnx, summary, { classes: config.classes?.length ?? null, output });
  if (classifier.width !== null) classNames(config, classifier.width);
  const external: ExternalFile[] = [];
  for (const [file, needed] of summary.externalFiles) {
    if (isOutside(file)) {
      throw new ModelFault('model-external-outside', `${onnxPath} needs ${file}`, { file, onnx: onnxPath });
    }
    const path = besideOnnx(onnxPath, file);
    const params = { file: path, onnx: onnxPath, needed };
    if (!has(path)) throw new ModelFault('model-external-missing', `${onnxPath} needs ${path}`, params);
    const bytes = await fetched(path);
    if (bytes.length < needed) {
      const detail = `${path}: ${bytes.length} of ${needed} bytes`;
      throw new ModelFault('model-external-short', detail, { ...params, bytes: bytes.length });
    }
    external.push({ path: file, data: new Blob([bytes]) });
  }
  const { columns } = classifier.feeds;
  return {
    config,
    // A graph of a fixed length cuts earlier than the tokenizer would.
    tokenizer:
      columns !== null && columns < longest ? ModelTokenizer.from(tokenizerJson, tokenizerConfig, columns) : tokenizer,
    classifier,
    external,
    onnxPath,
    used: [...read.keys()],
    hash: await hashFiles(read, output),
  };
}

/**
 * SHA-256 over the files' paths and digests, by path, and the output that a person chose. The same files have the same
 * hash, wherever they lie.
 */
async function hashFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, output: string | null): Promise<string> {
  const lines: string[] = [];
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path);
    if (bytes !== undefined) lines.push(`${path} ${await sha256Hex(bytes)}\n`);
  }
  if (output !== null) lines.push(`output ${output}\n`);
  return sha256Hex(lines.join(''));
}
