import { mount } from 'svelte';
import { composeApp } from './app/compose.js';
import { pageAddress } from './effects/page/address.js';
import { deviceClock } from './effects/page/clock.js';
import { LinkDownloads } from './effects/page/downloads.js';
import { collect } from './effects/page/files-in.js';
import { openHubDoor } from './effects/models/hub-door.js';
import { LearningClient } from './effects/workers/learning-client.js';
import { WebLocks } from './effects/storage/locks.js';
import { ModelClient } from './effects/workers/model-client.js';
import { createModelLibrary } from './effects/models/model-library.js';
import { isCrossOriginIsolated, isSecureOrigin, keepOfflineCopy, onMissingPart } from './effects/page/offline.js';
import { openStore } from './effects/storage/open-store.js';
import { copyBytes } from './effects/storage/page-copy.js';
import { onUnforeseen } from './effects/page/page-errors.js';
import { fetchSample } from './effects/page/sample.js';
import { SignalsClient } from './effects/workers/signals-client.js';
import { SourceClient } from './effects/workers/source-client.js';
import { threadLimit } from './effects/workers/threads.js';
import type { AppPorts } from './protocol/app-ports.js';
import type { ModelLibrary } from './protocol/ports.js';
import App from './ui/App.svelte';
import './ui/tokens.css';
import './ui/base.css';

async function start(): Promise<void> {
  const app = composeApp(await browserPorts());
  const { notices, preferences } = app;
  onUnforeseen((fault) => notices.raise(fault));
  onMissingPart(() => notices.raise({ code: 'update-broken' }));
  if (!isSecureOrigin()) notices.raise({ code: 'insecure-origin' }, 'warning');
  await preferences.init();
  await app.prepare();
  const target = document.getElementById('app');
  if (!target) return;
  target.replaceChildren();
  mount(App, { target, props: { app } });
  await app.begin();
}

/** The browser's own. */
async function browserPorts(): Promise<AppPorts> {
  const address = pageAddress(window);
  const given = address.read();
  const wished = given.get('device');
  const device = wished === 'webgpu' || wished === 'wasm' ? wished : null;
  return {
    address,
    clock: deviceClock,
    storage: await openStore(),
    locks: new WebLocks(),
    downloads: new LinkDownloads(),
    copyBytes,
    sources: { open: new SourceClient(), dialog: new SourceClient(), exports: new SourceClient() },
    signals: new SignalsClient(),
    model: new ModelClient(),
    threads: threadLimit(),
    library: browserLibrary(device !== 'wasm'),
    learners: {
      most: Math.min(8, navigator.hardwareConcurrency),
      shared: isCrossOriginIsolated(),
      start: () => new LearningClient(),
    },
    wishes: { device, learnsByItself: given.get('learn') !== 'off' },
    languages: navigator.languages,
    keepOffline: keepOfflineCopy,
    sample: fetchSample,
    collect: async (transfer) => (await collect(transfer)).files,
  };
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

void start();
