import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { DATABASE_NAME } from '../../src/effects/storage/store-schema.js';

const BUILT_IN = fileURLToPath(new URL('../../public/models/agnews-distilbert-tiny', import.meta.url));

export const GRAPH = 'onnx/model.onnx';

/** The entries of the model select before a model is added. */
export const ENTRIES_WITHOUT_MODELS = [/no model needed/, /^Built-in/];

/** A copy of the built-in model in its own folder, which a test may change. */
export class ModelFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    rmSync(path, { recursive: true, force: true });
    cpSync(BUILT_IN, path, { recursive: true });
  }

  read(file: string): Buffer {
    return readFileSync(join(this.path, file));
  }

  write(file: string, content: string | Uint8Array): void {
    mkdirSync(dirname(join(this.path, file)), { recursive: true });
    writeFileSync(join(this.path, file), content);
  }

  remove(file: string): void {
    rmSync(join(this.path, file), { force: true });
  }

  /** Writes config.json with other members. */
  configure(change: Readonly<Record<string, unknown>>): void {
    const config = JSON.parse(this.read('config.json').toString('utf8')) as Record<string, unknown>;
    this.write('config.json', JSON.stringify({ ...config, ...change }));
  }

  /** Multiplies the numbers of a float32 tensor of a graph: the weights of another checkpoint. */
  scale(file: string, tensor: string, factor: number): void {
    const bytes = Buffer.from(this.read(file));
    // In a TensorProto the name (8) precedes the raw data (9), each after its length.
    const name = Buffer.from([0x42, tensor.length, ...Buffer.from(tensor, 'latin1'), 0x4a]);
    let at = bytes.indexOf(name) + name.length;
    if (at < name.length) throw new Error(`no tensor ${tensor} in ${file}`);
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(at++);
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    for (const end = at + length; at < end; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) * factor, at);
    this.write(file, bytes);
  }

  /** Replaces every occurrence of a name in a graph by another name of the same length. */
  rename(file: string, from: string, to: string): void {
    const text = this.read(file).toString('latin1');
    if (from.length !== to.length || !text.includes(from)) throw new Error(`no ${from} in ${file}`);
    this.write(file, Buffer.from(text.replaceAll(from, to), 'latin1'));
  }
}

/** The number of models, and of their files, in the browser's store. */
export function keptModels(page: Page): Promise<{ models: number; files: number }> {
  return page.evaluate(async (name) => {
    const database = await new Promise<IDBDatabase>((done, fail) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error ?? new Error('not opened'));
    });
    const count = (store: string): Promise<number> =>
      new Promise((done) => {
        const request = database.transaction(store).objectStore(store).count();
        request.onsuccess = () => done(request.result);
      });
    const kept = { models: await count('models'), files: await count('modelFiles') };
    database.close();
    return kept;
  }, DATABASE_NAME);
}
