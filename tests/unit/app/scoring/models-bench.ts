import { Models } from '../../../../src/app/scoring/models.svelte.js';
import { Notices } from '../../../../src/app/shell/notices.svelte.js';
import type { ModelLibrary, Store } from '../../../../src/protocol/ports.js';
import { FakeClock } from '../../../fakes/clock.js';

/** The files of a model. */
export const FILES = [
  { path: 'config.json', blob: new Blob(['{}']) },
  { path: 'onnx/model.onnx', blob: new Blob(['12345']) },
];

/** The list of models at a visit. */
export async function visit(library: ModelLibrary, store: Store) {
  const notices = new Notices();
  const models = new Models(library, store, new FakeClock(), notices);
  await models.init();
  return { notices, models };
}

/** The keys of the listed models. */
export const keys = (of: Models): string[] => of.entries.map((entry) => entry.key);
