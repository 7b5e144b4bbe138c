import { isGraph, sharedRoot } from '../../src/domain/models/folder.js';
import { contentFault } from '../../src/domain/models/transfer.js';
import type { ModelSource } from '../../src/protocol/model-wire.js';
import { errorText } from '../../src/protocol/fault.js';
import { download, type DownloadMeter } from './download.js';
import { ModelFault } from './fault.js';

/** The files of a model, from any source. Paths are relative to the model's root. */
export interface ModelFolder {
  readonly paths: readonly string[];
  /** The whole file. Throws the faults of `download`, and those of `checkKind` by the content. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Opens a source. Of dropped files it takes those below their `sharedRoot`. Reads no file yet. */
export function openFolder(source: ModelSource, meter: DownloadMeter): ModelFolder {
  if (source.kind === 'url') {
    const base = source.base.endsWith('/') ? source.base : `${source.base}/`;
    return {
      paths: source.files,
      read: async (path) => {
        const encoded = path.split('/').map(encodeURIComponent).join('/');
        return checkKind(path, await download(new URL(encoded, base), path, meter));
      },
    };
  }
  const root = sharedRoot(source.files.map((file) => file.path));
  const files = source.files.filter((file) => file.path.startsWith(root));
  const blobs = new Map(files.map((file) => [file.path.slice(root.length), file.blob]));
  return {
    paths: [...blobs.keys()],
    read: async (path) => {
      const blob = blobs.get(path);
      if (blob === undefined) throw new ModelFault('model-not-found', `${path} is not among the files`, { file: path });
      meter.expect(path, blob.size);
      try {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        meter.add(bytes.length);
        return checkKind(path, bytes);
      } catch (error) {
        if (error instanceof ModelFault) throw error;
        throw new ModelFault('model-download', `${path}: ${errorText(error)}`, { file: path });
      }
    },
  };
}

/** First bytes of model files in other formats, from a position on. */
const OTHER_FORMATS: readonly (readonly [kind: string, at: number, magic: string])[] = [
  ['GGUF', 0, 'GGUF'],
  ['TensorFlow Lite', 4, 'TFL3'],
  ['ORT', 4, 'ORTM'],
  ['PyTorch', 0, 'PK\u0003\u0004'],
  ['HDF5', 0, '\u0089HDF'],
  ['gzip', 0, '\u001f\u008b'],
  ['safetensors', 8, '{"'],
];

/**
 * Recognises content that is no model file: no bytes (`model-file-empty`), a web page (`model-html`), a Git LFS pointer
 * (`model-lfs-pointer`), and under the name of a graph a model of another format (`model-other-format`).
 */
function checkKind(path: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const file = { file: path };
  if (bytes.length === 0) throw new ModelFault('model-file-empty', `${path}: 0 bytes`, file);
  const fault = contentFault(bytes);
  if (fault !== null) throw new ModelFault(fault, `${path}: the content`, file);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 64));
  const other = OTHER_FORMATS.find(([, at, magic]) => head.startsWith(magic, at));
  if (other && isGraph(path)) {
    throw new ModelFault('model-other-format', `${path}: ${other[0]}`, { ...file, kind: other[0] });
  }
  return bytes;
}
