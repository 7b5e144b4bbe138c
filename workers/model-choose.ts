import type { DeviceKind } from '../src/protocol/model-wire.js';
import { ModelFault } from './model-fault.js';

/** Where exporters put the graph, by element type; the first that exists is taken. */
const FP32 = ['onnx/model.onnx', 'model.onnx'];
const FP16 = ['onnx/model_fp16.onnx', 'model_fp16.onnx'];
const INT8 = ['onnx/model_quantized.onnx', 'onnx/model_int8.onnx', 'model_quantized.onnx', 'model_int8.onnx'];

/**
 * Picks the .onnx for a device. WebGPU: fp32, or fp16 where only that exists and shaders can compute it; an int8 graph
 * would silently run on the CPU, so it is `webgpu-failed`. WASM: int8 if there is one, else fp32, else fp16.
 * No .onnx under a known name: the only .onnx there is, or else `model-missing-onnx`.
 */
export function chooseOnnx(paths: readonly string[], device: DeviceKind, f16: boolean): string {
  const find = (names: readonly string[]): string | undefined => names.find((name) => paths.includes(name));
  const onnx = paths.filter((path) => path.endsWith('.onnx'));
  const known = [...FP32, ...FP16, ...INT8];
  const other = onnx.length === 1 && !known.includes(onnx[0] ?? '') ? onnx[0] : undefined;
  const choice =
    device === 'wasm'
      ? (find(INT8) ?? find(FP32) ?? other ?? find(FP16))
      : (find(FP32) ?? other ?? (f16 ? find(FP16) : undefined));
  if (choice !== undefined) return choice;
  if (device === 'webgpu' && find(known) !== undefined) {
    throw new ModelFault('webgpu-failed', `no .onnx for WebGPU among ${onnx.join(', ')}`);
  }
  throw new ModelFault('model-missing-onnx', `no .onnx among ${paths.length} files`);
}

/** Path of a file that the .onnx names, which it does relative to its own folder. */
export function besideOnnx(onnxPath: string, file: string): string {
  return onnxPath.slice(0, onnxPath.lastIndexOf('/') + 1) + file;
}
