import type { DeviceReport } from '../../src/protocol/model-wire.js';
import { withDeadline } from './deadline.js';
import { ModelFault } from './fault.js';

/** A WebGPU device of our own, with all limits and features of the adapter. */
export interface OpenDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, for the details fold. */
  readonly name: string;
  readonly software: boolean;
  readonly f16: boolean;
}

/** Limits that decide how large a model and a batch can be. The defaults are a fraction of what adapters offer. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const;

const FEATURES = ['shader-f16', 'subgroups'] as const satisfies readonly GPUFeatureName[];

/** A graphics process that hangs never answers. One that starts takes a few seconds. */
const ADAPTER_MS = 15_000;
const DEVICE_MS = 30_000;

/** Null without an adapter. Throws `webgpu-silent` where the browser does not answer. */
async function findAdapter(): Promise<GPUAdapter | null> {
  // Absent in browsers without WebGPU and on insecure origins, whatever the types say.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (gpu === undefined) return null;
  const asked = gpu.requestAdapter({ powerPreference: 'high-performance' });
  try {
    return await withDeadline(asked, ADAPTER_MS, 'webgpu-silent', 'adapter');
  } catch (error) {
    if (error instanceof ModelFault) throw error;
    return null;
  }
}

function adapterName(info: GPUAdapterInfo): string {
  return [info.vendor, info.architecture, info.device, info.description].filter((part) => part !== '').join(' ');
}

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render|warp/i.test(adapterName(info));
}

/** Reports what this browser offers, and keeps no device. Throws `webgpu-silent` where it does not answer. */
export async function reportDevices(): Promise<DeviceReport> {
  const adapter = await findAdapter();
  if (adapter === null) return { webgpu: false, software: false, adapter: '', f16: false };
  return {
    webgpu: true,
    software: isSoftware(adapter.info),
    adapter: adapterName(adapter.info),
    f16: adapter.features.has('shader-f16'),
  };
}

/**
 * Opens a device with the adapter's own limits. Null without an adapter. Rejects with `webgpu-silent` where the browser
 * does not answer, and with the browser's own error where the adapter refuses.
 */
export async function openDevice(): Promise<OpenDevice | null> {
  const adapter = await findAdapter();
  if (adapter === null) return null;
  const requiredLimits: Record<string, number> = {};
  for (const limit of LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await withDeadline(
    adapter.requestDevice({ requiredLimits, requiredFeatures }),
    DEVICE_MS,
    'webgpu-silent',
    'device',
  );
  return {
    device,
    name: adapterName(adapter.info),
    software: isSoftware(adapter.info),
    f16: device.features.has('shader-f16'),
  };
}
