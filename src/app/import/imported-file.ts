import type { ReadSettings } from '../../domain/reading/dataset.js';
import type { Outcome } from '../../protocol/outcome.js';
import type { CopyBytes } from '../../protocol/ports.js';
import { copySource } from '../project/copy-source.js';
import { guarded } from '../project/guarded.js';

/** The file of the mapping dialog. The first whole reading copies its bytes. Later readings use the copy. */
export class ImportedFile {
  readonly name: string;
  #bytes: Blob;
  #copy: Promise<Outcome<Blob>> | null = null;
  readonly #copyBytes: CopyBytes;

  constructor(bytes: Blob, name: string, copyBytes: CopyBytes) {
    this.#bytes = bytes;
    this.name = name;
    this.#copyBytes = copyBytes;
  }

  /** The page's own copy if it has one, else the file itself. */
  get bytes(): Blob {
    return this.#bytes;
  }

  /** Copies the bytes once. The content must have the hash `hash`. */
  async copied(hash: string, settings: ReadSettings): Promise<Outcome<Blob>> {
    this.#copy ??= guarded(copySource(this.#copyBytes, this.#bytes, hash, settings));
    const copy = await this.#copy;
    if (copy.ok) this.#bytes = copy.value;
    return copy;
  }
}
