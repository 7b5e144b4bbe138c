import { graphFor, isGraph, pickModelFiles } from '../../domain/models/folder.js';
import type { ModelFile, ModelSource } from '../../protocol/model-wire.js';

/** The same files have the same key: their address, or their paths and sizes. */
export function filesKey(source: ModelSource): string {
  if (source.kind === 'url') return source.base;
  const files = source.files.map(({ path, blob }) => `${path} ${blob.size}`).sort();
  return [source.graph ?? '', ...files].join('\n');
}

/**
 * Bytes of the graph that the CPU would compute and of all weights beside graphs; 0 at an address, where only the small
 * built-in model is.
 */
export function bytesOnCpu(source: ModelSource): number {
  if (source.kind === 'url') return 0;
  const { graphs } = pickModelFiles(source.files.map(({ path }) => path));
  const wished = graphs.filter(({ onnx }) => onnx === source.graph);
  const graph = graphFor(wished.length > 0 ? wished : graphs, 'wasm', false)?.onnx ?? '';
  const counts = ({ path }: ModelFile): boolean => path.endsWith(graph) || !isGraph(path);
  return source.files.reduce((sum, file) => sum + (counts(file) ? file.blob.size : 0), 0);
}
