import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download, DownloadMeter } from '../../../workers/model-download.js';
import { ModelFault } from '../../../workers/model-fault.js';
import { openFolder } from '../../../workers/model-files.js';

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let base: string;

beforeEach(async () => {
  // Node 20 has no navigator.
  vi.stubGlobal('navigator', { onLine: true });
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

async function faultOf(stallMs = 5000, meter = new DownloadMeter()): Promise<unknown> {
  try {
    await download(new URL('m.onnx', base), 'm.onnx', meter, stallMs);
    return null;
  } catch (error) {
    return error instanceof ModelFault ? error.fault : error;
  }
}

describe('download', () => {
  it('gives the bytes and counts them', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 6 });
      response.write('abc');
      setTimeout(() => response.end('def'), 20);
    };
    const meter = new DownloadMeter();
    const bytes = await download(new URL('m.onnx', base), 'm.onnx', meter);
    expect(new TextDecoder().decode(bytes)).toBe('abcdef');
    expect(meter.state()).toEqual({ receivedBytes: 6, totalBytes: 6, phase: 'idle' });
  });

  it('knows no total while a length is unknown', async () => {
    answer = (_, response) => void response.end('abc');
    const meter = new DownloadMeter();
    const seen: number[] = [];
    answer = (_, response) => {
      response.write('abc');
      setTimeout(() => {
        seen.push(meter.state().totalBytes);
        response.end('d');
      }, 50);
    };
    await download(new URL('m.onnx', base), 'm.onnx', meter);
    expect(seen).toEqual([0]);
    expect(meter.state()).toMatchObject({ receivedBytes: 4, totalBytes: 4 });
  });

  it.each([
    [404, 'model-not-found'],
    [401, 'model-not-found'],
    [500, 'model-download'],
    [429, 'model-download'],
  ])('HTTP %i is %s', async (status, code) => {
    answer = (_, response) => void response.writeHead(status).end('no');
    expect(await faultOf()).toMatchObject({ code, params: { file: 'm.onnx' } });
  });

  it('a page is not a file', async () => {
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>');
    expect(await faultOf()).toMatchObject({ code: 'model-html' });
  });

  it('a body cut short, twice', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked++;
      response.writeHead(200, { 'content-length': 1000 });
      response.write('abc', () => response.destroy());
    };
    const meter = new DownloadMeter();
    expect(await faultOf(5000, meter)).toMatchObject({ code: 'model-truncated', params: { file: 'm.onnx' } });
    expect(asked).toBe(2);
    expect(meter.state().receivedBytes).toBe(0);
  });

  it('requests a body that was cut short once more, past the cache, and counts its bytes once', async () => {
    const seen: [cacheControl: string | undefined, receivedBytes: number][] = [];
    const meter = new DownloadMeter();
    answer = (request, response) => {
      seen.push([request.headers['cache-control'], meter.state().receivedBytes]);
      response.writeHead(200, { 'content-length': 6 });
      if (seen.length === 1) response.write('abc', () => response.destroy());
      else response.end('abcdef');
    };
    const bytes = await download(new URL('m.onnx', base), 'm.onnx', meter);
    expect(new TextDecoder().decode(bytes)).toBe('abcdef');
    expect(seen).toEqual([
      [undefined, 0],
      ['no-cache', 0],
    ]);
    expect(meter.state()).toEqual({ receivedBytes: 6, totalBytes: 6, phase: 'idle' });
  });

  it('does not request a missing file again', async () => {
    let asked = 0;
    answer = (_, response) => {
      asked++;
      response.writeHead(404).end('no');
    };
    expect(await faultOf()).toMatchObject({ code: 'model-not-found' });
    expect(asked).toBe(1);
  });

  it('a server that falls silent, before or after the first byte', async () => {
    answer = () => undefined;
    expect(await faultOf(100)).toMatchObject({ code: 'model-stalled', params: { file: 'm.onnx', seconds: 0.1 } });
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('abc');
    };
    expect(await faultOf(100)).toMatchObject({ code: 'model-stalled' });
  });

  it('a slow server is not a silent one', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 5 });
      let sent = 0;
      const timer = setInterval(() => {
        response.write('x');
        if (++sent === 5) {
          clearInterval(timer);
          response.end();
        }
      }, 60);
    };
    expect(await faultOf(200)).toBeNull();
  });

  it('no server, with and without a network', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await faultOf()).toMatchObject({ code: 'model-download' });
    vi.stubGlobal('navigator', { onLine: false });
    expect(await faultOf()).toMatchObject({ code: 'model-offline' });
  });

  it('requests files by path under the base, with odd names escaped', async () => {
    const asked: (string | undefined)[] = [];
    answer = (request, response) => {
      asked.push(request.url);
      response.end('{}');
    };
    const folder = openFolder({ kind: 'url', base: `${base}m`, files: [] }, new DownloadMeter());
    await folder.read('onnx/model.onnx');
    await folder.read('a b?.json');
    expect(asked).toEqual(['/m/onnx/model.onnx', '/m/a%20b%3F.json']);
  });
});
