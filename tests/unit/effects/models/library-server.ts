import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { createModelLibrary } from '../../../../src/effects/models/model-library.js';
import type { LoadedModel, LoadRequest } from '../../../../src/protocol/model-wire.js';
import type { Outcome } from '../../../../src/protocol/outcome.js';
import type { LikelyDevice, ModelLibrary } from '../../../../src/protocol/ports.js';

/** The answer of the server to one request. */
export type Answer = (response: ServerResponse) => void;

let server: Server;
/** The answers of the server by path. Any other path is not found. */
export const answers = new Map<string, Answer>();
/** The paths that were requested. */
export const asked: string[] = [];
/** The requested loads of the worker. */
export const loads: LoadRequest[] = [];

/** Starts a server without answers. A request through the door must have the key of its path. */
export async function startServer(): Promise<void> {
  answers.clear();
  asked.length = 0;
  loads.length = 0;
  vi.stubGlobal('navigator', { onLine: true });
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    const { 'x-rinse-door': key } = request.headers;
    if (request.url?.startsWith('/sub/hub/')) expect(key).toBe(`key of ${request.url.slice('/sub/'.length)}`);
    if (answer) return answer(response);
    response.writeHead(404, { 'x-rinse-hub': '1' }).end('no such file');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

/** Stops the server, with its open requests. */
export function stopServer(): void {
  server.closeAllConnections();
  server.close();
  vi.unstubAllGlobals();
}

/** The folder of the page on the server, as an address. */
export function pageFolder(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/sub/`;
}

/** A worker that accepts every model. The hash names the graph that it was given. */
export function load(request: LoadRequest): Promise<Outcome<LoadedModel>> {
  loads.push(request);
  const paths = request.source.kind === 'files' ? request.source.files.map((file) => file.path) : [];
  const onnxPath = paths.find((path) => path.endsWith('.onnx')) ?? '';
  const traits = { probabilities: false, rows: null, tokens: null };
  const value = { hash: `hash of ${onnxPath}`, classes: ['neg', 'pos'], onnxPath, usedFiles: paths, traits };
  return Promise.resolve({ ok: true, value: value as unknown as LoadedModel });
}

/** The library of a page on the server. */
export function library(change: Partial<Parameters<typeof createModelLibrary>[0]> = {}): ModelLibrary {
  const baseUri = (): string => `${pageFolder()}index.html`;
  return createModelLibrary({ tryLoad: load, baseUri, openDoor, likelyDevice, ...change });
}

/** Each request has a key of its own. */
function openDoor(path: string): Promise<Outcome<string>> {
  return Promise.resolve({ ok: true, value: `key of ${path}` });
}

const likelyDevice = (): Promise<LikelyDevice> => Promise.resolve({ kind: 'wasm', f16: false });

/** A person who must not be asked. */
export const nobody = (): Promise<null> => Promise.reject(new Error('nobody is to be asked'));
/** Any precision of a model without a choice. */
export const ANY = { precision: null, askOutput: nobody };

/** An answer with a body. */
export function send(body: string | Buffer, headers: Readonly<Record<string, string | number>> = {}): Answer {
  return (response) => response.writeHead(200, { 'x-rinse-hub': '1', ...headers }).end(body);
}

/** The code of the fault, `none` without one. */
export async function faultOf(outcome: Promise<Outcome<unknown>>): Promise<string> {
  const settled = await outcome;
  return settled.ok ? 'none' : settled.fault.code;
}
