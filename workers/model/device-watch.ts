import { errorText, type Fault } from '../../src/protocol/fault.js';
import { openDevice, type OpenDevice } from './device.js';
import { isOutOfMemory, ModelFault } from './fault.js';
import { runFault } from './runtime-fault.js';

/** Opens a device, or throws `webgpu-missing` (no adapter), `webgpu-failed` (the adapter refuses) or `webgpu-silent` (no answer). */
export async function needDevice(): Promise<OpenDevice> {
  let open: OpenDevice | null;
  try {
    open = await openDevice();
  } catch (error) {
    throw error instanceof ModelFault ? error : new ModelFault('webgpu-failed', errorText(error));
  }
  if (open === null) throw new ModelFault('webgpu-missing', 'no WebGPU adapter');
  return open;
}

/** A device whose loss and whose errors, which no promise reports, become faults of the run that they strike. */
export class WatchedDevice {
  readonly lost: Promise<Fault>;
  #device: GPUDevice;
  #error: GPUError | null = null;

  constructor(open: OpenDevice) {
    this.#device = open.device;
    this.lost = open.device.lost.then((info) => ({ code: 'device-lost', detail: `${info.reason}: ${info.message}` }));
    open.device.addEventListener('uncapturederror', (event) => (this.#error ??= event.error));
  }

  /** The first error since the last call. */
  takeError(): GPUError | null {
    const error = this.#error;
    this.#error = null;
    return error;
  }

  close(): void {
    this.#device.destroy();
  }
}

/** Runs on a device. Settles also when the device is lost in the middle, and names the cause. */
export async function guarded<T>(gpu: WatchedDevice | null, run: () => Promise<T>): Promise<T> {
  gpu?.takeError();
  const never = new Promise<never>(() => undefined);
  const lost = gpu?.lost.then((fault) => Promise.reject(new ModelFault(fault.code, fault.detail ?? ''))) ?? never;
  lost.catch(() => undefined);
  try {
    const result = await Promise.race([run(), lost]);
    const error = gpu?.takeError() ?? null;
    if (error !== null) throw new Error(`${error.constructor.name}: ${error.message}`);
    return result;
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    // A lost device makes onnxruntime fail with messages of many kinds. The device's own message needs a moment.
    const pause = new Promise<null>((resolve) => setTimeout(() => resolve(null), 50));
    const fault = gpu === null ? null : await Promise.race([gpu.lost, pause]);
    if (fault !== null) throw new ModelFault(fault.code, fault.detail ?? errorText(error));
    if (isOutOfMemory(error)) throw new ModelFault('out-of-memory', errorText(error));
    throw gpu === null ? runFault(error) : new ModelFault('webgpu-failed', errorText(error));
  }
}
