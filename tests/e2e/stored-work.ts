import type { Page } from '@playwright/test';

/** A whole database of the page as JSON. Bytes are base64. Values without a JSON form have one key with $. */
export interface StoreDump {
  readonly version: number;
  readonly stores: readonly {
    readonly name: string;
    readonly keyPath: string | null;
    readonly indexes: readonly { readonly name: string; readonly keyPath: string }[];
    readonly entries: readonly (readonly [key: IDBValidKey, value: unknown])[];
  }[];
}

/** Reads the page's whole database. */
export async function dumpStore(page: Page): Promise<StoreDump> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no answer'));
      });
    const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    const written = async (value: unknown): Promise<unknown> => {
      if (value === undefined) return { $undefined: true };
      if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
        return { $number: Object.is(value, -0) ? '-0' : String(value) };
      }
      if (value === null || typeof value !== 'object') return value;
      if (value instanceof Blob) return { $blob: base64(new Uint8Array(await value.arrayBuffer())), type: value.type };
      if (value instanceof ArrayBuffer) return { $bytes: base64(new Uint8Array(value)) };
      if (ArrayBuffer.isView(value)) {
        const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
        return { $array: value.constructor.name, bytes: base64(bytes) };
      }
      if (Array.isArray(value)) return Promise.all(value.map(written));
      if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error(`no form for ${value.constructor.name}`);
      const pairs = Object.entries(value).map(async ([key, item]) => [key, await written(item)] as const);
      return Object.fromEntries(await Promise.all(pairs));
    };
    const database = await settled(indexedDB.open('rinse'));
    const stores = [];
    for (const name of database.objectStoreNames) {
      const read = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([
        settled(read.getAllKeys()),
        settled(read.getAll() as IDBRequest<unknown[]>),
      ]);
      const indexes = Array.from(read.indexNames, (index) => ({
        name: index,
        keyPath: read.index(index).keyPath as string,
      }));
      const entries = await Promise.all(keys.map(async (key, at) => [key, await written(values[at])] as const));
      stores.push({ name, keyPath: read.keyPath as string | null, indexes, entries });
    }
    const { version } = database;
    database.close();
    return { version, stores };
  });
}

/** Stores a dump as the page's database. The browser must show another file of the site, without a database. */
export async function restoreStore(page: Page, dump: StoreDump): Promise<void> {
  await page.evaluate(async (json) => {
    const { version, stores } = JSON.parse(json) as StoreDump;
    const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const arrays = {
      Uint8Array,
      Uint8ClampedArray,
      Int8Array,
      Uint16Array,
      Int16Array,
      Uint32Array,
      Int32Array,
      Float32Array,
      Float64Array,
    };
    const read = (value: unknown): unknown => {
      if (value === null || typeof value !== 'object') return value;
      if (Array.isArray(value)) return value.map(read);
      const form = value as Readonly<Record<string, string>>;
      if ('$undefined' in form) return undefined;
      if (form['$number'] !== undefined) return Number(form['$number']);
      if (form['$blob'] !== undefined) return new Blob([bytesOf(form['$blob'])], { type: form['type'] ?? '' });
      if (form['$bytes'] !== undefined) return bytesOf(form['$bytes']).buffer;
      if (form['$array'] !== undefined) {
        return new arrays[form['$array'] as keyof typeof arrays](bytesOf(form['bytes'] ?? '').buffer);
      }
      return Object.fromEntries(Object.entries(form).map(([key, item]) => [key, read(item)]));
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('rinse', version);
      opening.onupgradeneeded = () => {
        for (const { name, keyPath, indexes } of stores) {
          const made = opening.result.createObjectStore(name, keyPath === null ? {} : { keyPath });
          for (const index of indexes) made.createIndex(index.name, index.keyPath);
        }
      };
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error ?? new Error('no database'));
    });
    const transaction = database.transaction(database.objectStoreNames, 'readwrite');
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
    });
    for (const { name, keyPath, entries } of stores) {
      for (const [key, value] of entries)
        transaction.objectStore(name).put(read(value), keyPath === null ? key : undefined);
    }
    await done;
    database.close();
  }, JSON.stringify(dump));
}
