import { graphFor, pickModelFiles } from '../src/domain/model-folder.js';
import type { DeviceKind } from '../src/protocol/model-wire.js';
import { ModelFault } from './model-fault.js';

/**
 * Picks the .onnx for a device (see `graphFor`), or the one that a person chose. Throws `webgpu-failed` where WebGPU
 * computes none of them itself, and `model-missing-onnx` where there is none.
 */
export function chooseOnnx(paths: readonly string[], device: DeviceKind, f16: boolean, wanted?: string): string {
  const { graphs } = pickModelFiles(paths);
  const wished = graphs.filter(({ onnx }) => onnx === wanted);
  const graph = graphFor(wished.length > 0 ? wished : graphs, device, f16);
  if (graph !== null) return graph.onnx;
  const found = graphs.map(({ onnx }) => onnx).join(', ');
  if (found !== '') throw new ModelFault('webgpu-failed', `no .onnx for WebGPU among ${found}`);
  throw new ModelFault('model-missing-onnx', `no .onnx among ${paths.length} files`);
}

/** Path of a file that the .onnx names relative to its own folder. */
export function besideOnnx(onnxPath: string, file: string): string {
  const path: string[] = [];
  for (const part of (onnxPath.slice(0, onnxPath.lastIndexOf('/') + 1) + file).split(/[/\\]/)) {
    if (part === '..') path.pop();
    else if (part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}

/** Whether a file that the .onnx names is outside of its folder: an absolute path, or one that leads upwards. */
export function isOutside(file: string): boolean {
  if (/^(?:[/\\]|[A-Za-z]:[/\\])/.test(file)) return true;
  let depth = 0;
  for (const part of file.split(/[/\\]/)) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}
