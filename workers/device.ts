import type { DeviceReport } from '../src/protocol/model-wire.js';

/** A WebGPU device of our own, with everything the adapter can give. */
export interface OpenDevice {
  readonly device: GPUDevice;
  /** Vendor, architecture and description, for the details fold. */
  readonly name: string;
  readonly software: boolean;
  readonly f16: boolean;
}

/** Limits that decide how large a model and a batch can be; the defaults are a fraction of what adapters offer. */
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

async function findAdapter(): Promise<GPUAdapter | null> {
  // Absent in browsers without WebGPU and on insecure origins, whatever the types say.
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  try {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  } catch {
    return null;
  }
}

function adapterName(info: GPUAdapterInfo): string {
  return [info.vendor, info.architecture, info.device, info.description].filter((part) => part !== '').join(' ');
}

function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render|warp/i.test(adapterName(info));
}

/** What this browser offers, without keeping a device. */
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

/** Opens a device with the adapter's own limits; null where there is no adapter. Rejects when the adapter refuses. */
export async function openDevice(): Promise<OpenDevice | null> {
  const adapter = await findAdapter();
  if (adapter === null) return null;
  const requiredLimits: Record<string, number> = {};
  for (const limit of LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
  return {
    device,
    name: adapterName(adapter.info),
    software: isSoftware(adapter.info),
    f16: device.features.has('shader-f16'),
  };
}
