import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { HOST, listen } from '../../tools/serve.mjs';
import type { ModelFolder } from './model-folder.js';

/** Answers one request for a file in its own way. False = the usual answer. */
export type Odd = (path: string, response: ServerResponse) => boolean;

/**
 * A small model hub on this machine: `/api/models/<id>` lists a folder's files, `/<id>/resolve/main/<path>` returns
 * them, for pages of any origin.
 */
export class ModelHub {
  /** Requests so far, as `<id> <path>`, and as `<id> list` for the list. */
  readonly asked: string[] = [];
  /** The deviations of the next answers. */
  odd: Odd = () => false;
  /** Members of the list's answer beside the names. */
  readonly #models = new Map<string, { readonly folder: ModelFolder; readonly files: readonly string[] }>();
  readonly #server: Server;
  origin = '';

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request.url ?? '', response));
  }

  static async start(): Promise<ModelHub> {
    const hub = new ModelHub();
    hub.origin = `http://${HOST}:${await listen(hub.#server, 0)}`;
    return hub;
  }

  /** Offers a folder's files under an id. */
  offer(id: string, folder: ModelFolder, files: readonly string[]): void {
    this.#models.set(id, { folder, files });
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(url: string, response: ServerResponse): void {
    const [, listed] = /^\/api\/models\/(.+)$/.exec(url) ?? [];
    const [, owner, path] = /^\/([^/]+\/[^/]+)\/resolve\/main\/(.+)$/.exec(url) ?? [];
    const id = listed ?? owner ?? '';
    const model = this.#models.get(id);
    this.asked.push(`${id} ${path ?? 'list'}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (this.odd(path ?? 'list', response)) return;
    if (model === undefined || (path !== undefined && !model.files.includes(path))) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Entry not found');
    } else if (path === undefined) {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id, siblings: model.files.map((rfilename) => ({ rfilename })) }));
    } else {
      const bytes = model.folder.read(path);
      response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
      response.end(bytes);
    }
  }
}

/** Sends half of a file and then waits. `goOn` sends the rest. */
export function halfOf(
  bytes: Buffer,
  response: ServerResponse,
): { readonly goOn: () => void; readonly gone: Promise<void> } {
  const half = Math.floor(bytes.length / 2);
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, half));
  return {
    goOn: () => void response.end(bytes.subarray(half)),
    gone: new Promise((done) => response.once('close', done)),
  };
}
