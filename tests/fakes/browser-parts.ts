import type { DownloadParts } from '../../src/app/export/download-queue.svelte.js';
import type { ModelFile } from '../../src/protocol/model-wire.js';
import { failed, ok, type Outcome } from '../../src/protocol/outcome.js';
import type { AddressPort, Downloads, FoundModel, ModelEntry, ModelLibrary } from '../../src/protocol/ports.js';
import { FAKE_CLASSES } from './model-host.js';

/** An address bar. */
export class FakeAddress implements AddressPort {
  readonly params: URLSearchParams;

  constructor(query = '') {
    this.params = new URLSearchParams(query);
  }

  read(): URLSearchParams {
    return new URLSearchParams(this.params);
  }

  write(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value === '') this.params.delete(name);
      else this.params.set(name, value);
    }
  }
}

/** Downloads as bytes, and as texts read as UTF-8. */
export class FakeDownloads implements Downloads {
  readonly saved = new Map<string, string>();
  /** All downloads in order, also several with one name. */
  readonly all: { readonly name: string; readonly text: string }[] = [];
  /** The downloads as bytes. */
  readonly files: { readonly name: string; readonly bytes: Uint8Array }[] = [];

  async save(fileName: string, _mimeType: string, parts: DownloadParts): Promise<Outcome<null>> {
    const pieces: Uint8Array[] = [];
    try {
      for await (const part of parts) {
        if (!part.ok) return part;
        pieces.push(part.value);
      }
    } catch (error) {
      return failed({ code: 'export-failed', detail: String(error) });
    }
    const bytes = Uint8Array.from(Buffer.concat(pieces));
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    this.saved.set(fileName, text);
    this.all.push({ name: fileName, text });
    this.files.push({ name: fileName, bytes });
    return ok(null);
  }
}

/** The built-in model, and folders. A folder's name is its model's hash, and its files name its classes. */
export class FakeLibrary implements ModelLibrary {
  readonly entry: ModelEntry = {
    key: 'default',
    name: 'Built-in',
    classes: FAKE_CLASSES,
    source: { kind: 'url', base: 'models/built-in', files: [] },
  };

  builtIn(): Promise<Outcome<ModelEntry>> {
    return Promise.resolve(ok(this.entry));
  }

  fromFiles(files: readonly ModelFile[], name: string): Promise<Outcome<FoundModel>> {
    if (files.length === 0) return Promise.resolve(failed({ code: 'model-missing-config' }));
    return Promise.resolve(ok({ name, hash: name, classes: files.map((file) => file.path), files }));
  }

  fromHub(id: string): Promise<Outcome<FoundModel>> {
    return Promise.resolve(ok({ name: id, hash: `hash of ${id}`, classes: ['a', 'b'], files: [] }));
  }
}
