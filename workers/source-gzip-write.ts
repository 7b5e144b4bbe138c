/** Compresses bytes piece by piece. */
export class GzipPieces {
  readonly #stream = new CompressionStream('gzip');
  readonly #writer = this.#stream.writable.getWriter();
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  readonly #collected = this.#collect();

  /** Takes the next bytes. Returns the bytes that are compressed by now, possibly none. */
  async push(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    if (bytes.length > 0) await this.#writer.write(bytes);
    return this.#taken();
  }

  /** Returns the remaining bytes. */
  async end(): Promise<Uint8Array<ArrayBuffer>> {
    await this.#writer.close();
    await this.#collected;
    return this.#taken();
  }

  async #collect(): Promise<void> {
    const reader = this.#stream.readable.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) this.#chunks.push(piece.value);
  }

  #taken(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const chunk of this.#chunks.splice(0)) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}
