import { clip } from '../../src/domain/bytes/cut-text.js';
import { errorText } from '../../src/protocol/fault.js';
import { isOutOfMemory, ModelFault } from './fault.js';

const LONGEST = 300;

/** onnxruntime's message of an error, without codes and source lines. It exists in English only. */
function runtimeSays(error: unknown): string {
  const said = errorText(error)
    .replace(/^.*?ERROR_MESSAGE: */s, '')
    .replace(/^\S*\.(cc|h):\d+ .*?\) (?=[A-Z])/s, '');
  return clip(said, LONGEST);
}

/**
 * The fault of an error in a run on the CPU: `model-cannot-run` with onnxruntime's words. Other errors are returned as
 * they are.
 */
export function runFault(error: unknown): unknown {
  const detail = errorText(error);
  if (!/ERROR_CODE|OrtRun/.test(detail)) return error;
  return new ModelFault('model-cannot-run', detail, { what: runtimeSays(error) });
}

/**
 * Why onnxruntime does not compile a graph: `out-of-memory`, `model-operator` (a missing operator), `model-too-new` (an
 * unknown version of ONNX), `model-corrupt` (no protocol buffer), `webgpu-failed` on WebGPU, and `model-cannot-run`
 * with its own words for any other reason.
 */
export function compileFault(error: unknown, file: string, webgpu: boolean): ModelFault {
  const detail = errorText(error);
  if (isOutOfMemory(error)) return new ModelFault('out-of-memory', detail);
  const operator =
    /No Op registered for (\S+)/.exec(detail)?.[1] ??
    /Fatal error: (\S+?)(?:\(-?\d+\))? is not a registered/.exec(detail)?.[1] ??
    /Could not find an implementation for (\S+?)(?:\(\d+\))? node/.exec(detail)?.[1];
  if (operator !== undefined) return new ModelFault('model-operator', detail, { file, operator });
  const opset = /Opset (\d+) is under development.*? is till opset (\d+)/s.exec(detail);
  if (opset) return tooNew(detail, file, `opset ${opset[1]}`, `opset ${opset[2]}`);
  const ir = /IR version: (\d+), max supported IR version: (\d+)/.exec(detail);
  if (ir) return tooNew(detail, file, `IR ${ir[1]}`, `IR ${ir[2]}`);
  if (/protobuf parsing failed/i.test(detail)) return new ModelFault('model-corrupt', detail, { file });
  if (webgpu) return new ModelFault('webgpu-failed', detail);
  return new ModelFault('model-cannot-run', detail, { what: runtimeSays(error) });
}

function tooNew(detail: string, file: string, found: string, known: string): ModelFault {
  return new ModelFault('model-too-new', detail, { file, found, known });
}
