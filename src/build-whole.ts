import { composeApp } from './app/compose.js';
import type { Shell } from './app/shell/shell.js';
import { deviceClock } from './effects/page/clock.js';
import { LinkDownloads } from './effects/page/downloads.js';
import { openHubDoor } from './effects/models/hub-door.js';
import { LearningClient } from './effects/workers/learning-client.js';
import { WebLocks } from './effects/storage/locks.js';
import { ModelClient } from './effects/workers/model-client.js';
import { ModelPool, POOL_CHOICES, type PoolChoice } from './effects/workers/model-pool.js';
import { createModelLibrary } from './effects/models/model-library.js';
import { isCrossOriginIsolated } from './effects/page/offline.js';
import { PatternClient } from './effects/workers/pattern-client.js';
import { copyBytes } from './effects/storage/page-copy.js';
import { fetchSample } from './effects/page/sample.js';
import { SignalsClient } from './effects/workers/signals-client.js';
import { SourceClient } from './effects/workers/source-client.js';
import { TextGroupsClient } from './effects/workers/text-groups-client.js';
import { machineFacts, threadLimit } from './effects/workers/threads.js';
import type { AppPorts, StorePort } from './protocol/app-ports.js';
import type { AddressPort, ModelLibrary } from './protocol/ports.js';
import { modelPoolSetting } from './protocol/setting-keys.js';
import HeaderWork from './ui/shell/HeaderWork.svelte';
import type { ScreenParts } from './ui/shell/screen-parts.js';
import { Screen } from './ui/shell/screen.svelte.js';
import TopBars from './ui/shell/TopBars.svelte';
import Work from './ui/shell/Work.svelte';
import type { Whole } from './ui/shell/whole.js';

/** What the start page has made already. */
export interface StartedPage {
  readonly address: AddressPort;
  readonly storage: StorePort;
  readonly shell: Shell;
  readonly parts: ScreenParts;
}

/** Builds the application and what shows it. Its list of projects is read, and what it is about to open is named. */
export async function buildWhole({ address, storage, shell, parts }: StartedPage): Promise<Whole> {
  const app = composeApp(browserPorts(address, storage), shell);
  await app.prepare();
  return { app, screen: new Screen(() => app, parts), HeaderWork, TopBars, Work };
}

/** The browser's own. */
function browserPorts(address: AddressPort, storage: StorePort): AppPorts {
  const given = address.read();
  const wished = given.get('device');
  const device = wished === 'webgpu' || wished === 'wasm' ? wished : null;
  return {
    address,
    clock: deviceClock,
    storage,
    locks: new WebLocks(),
    downloads: new LinkDownloads(),
    copyBytes,
    sources: { open: new SourceClient(), dialog: new SourceClient(), exports: new SourceClient() },
    signals: new SignalsClient(),
    patterns: new PatternClient(),
    model: browserPool(storage.store),
    threads: threadLimit(),
    library: browserLibrary(device !== 'wasm'),
    learners: {
      most: Math.min(8, navigator.hardwareConcurrency),
      shared: isCrossOriginIsolated(),
      start: () => new LearningClient(),
    },
    textGroups: () => new TextGroupsClient(),
    wishes: { device, learnsByItself: given.get('learn') !== 'off' },
    sample: fetchSample,
  };
}

/** The choice is kept with the number of cores: a profile can move to another machine. */
function browserPool(store: StorePort['store']): ModelPool {
  const machine = machineFacts();
  const named = (choice: PoolChoice): string => `${choice} of ${machine.cores}`;
  return new ModelPool({
    start: () => new ModelClient(),
    machine,
    clock: deviceClock,
    recall: async (key) => {
      const kept = await store.setting(modelPoolSetting(key));
      return POOL_CHOICES.find((choice) => kept.ok && kept.value === named(choice)) ?? null;
    },
    // Without it the next run measures again.
    remember: (key, choice) => void store.putSetting(modelPoolSetting(key), named(choice)),
  });
}

/** `mayUseGpu`: nobody has asked for the CPU. */
function browserLibrary(mayUseGpu: boolean): ModelLibrary {
  return createModelLibrary({
    tryLoad: async (request) => {
      const client = new ModelClient();
      const loaded = await client.load(request);
      client.dispose();
      return loaded;
    },
    baseUri: () => document.baseURI,
    openDoor: openHubDoor,
    likelyDevice: async () => {
      const client = new ModelClient();
      const report = await client.devices();
      client.dispose();
      const gpu = report.ok && report.value.webgpu && !report.value.software && mayUseGpu;
      return { kind: gpu ? 'webgpu' : 'wasm', f16: report.ok && report.value.f16 };
    },
  });
}
