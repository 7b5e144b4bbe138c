import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../src/domain/sha256.js';
import { filesToPrecache, isFileOfBuild, pathInScope } from '../../../workers/precache.js';
import type { BuildFile, BuildList } from '../../../workers/precache.js';

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer;
const file = (path: string, neededBy: BuildFile['neededBy'] = 'all'): BuildFile => ({ path, sha256: '00', neededBy });

describe('filesToPrecache', () => {
  const list: BuildList = {
    version: '1',
    files: [file('index.html'), file('cpu.wasm'), file('jspi.wasm', 'jspi'), file('asyncify.wasm', 'asyncify')],
  };
  test.each([
    ['no WebGPU', { webgpu: false, stackSwitching: true }, ['index.html', 'cpu.wasm']],
    ['WebGPU', { webgpu: true, stackSwitching: false }, ['index.html', 'cpu.wasm', 'asyncify.wasm']],
    ['WebGPU and stack switching', { webgpu: true, stackSwitching: true }, ['index.html', 'cpu.wasm', 'jspi.wasm']],
  ])('%s', (_, abilities, paths) => {
    expect(filesToPrecache(list, abilities).map(({ path }) => path)).toEqual(paths);
  });
});

describe('isFileOfBuild', () => {
  test('recognises a file by its bytes, and refuses a page instead of a model, or a cut file', async () => {
    const model: BuildFile = { ...file('model.onnx'), sha256: await sha256Hex('model bytes') };
    expect(await isFileOfBuild(model, 'v2', bytesOf('model bytes'))).toBe(true);
    expect(await isFileOfBuild(model, 'v2', bytesOf('<!doctype html>v2'))).toBe(false);
    expect(await isFileOfBuild(model, 'v2', bytesOf('model byte'))).toBe(false);
    expect(await isFileOfBuild(model, 'v2', bytesOf(''))).toBe(false);
  });

  test('recognises index.html by its version, so that a host may add to it', async () => {
    const page: BuildFile = { ...file('index.html'), sha256: null };
    expect(await isFileOfBuild(page, 'abc123', bytesOf('<meta content="abc123"><script added>'))).toBe(true);
    expect(await isFileOfBuild(page, 'abc123', bytesOf('<meta content="abc124">'))).toBe(false);
  });
});

describe('pathInScope', () => {
  const scope = 'https://host.example/some/path/';
  test.each([
    ['https://host.example/some/path/', 'index.html'],
    ['https://host.example/some/path/?sample=news#x', 'index.html'],
    ['https://host.example/some/path/index.html?lang=en', 'index.html'],
    ['https://host.example/some/path/assets/a-1.js', 'assets/a-1.js'],
    ['https://host.example/some/path/hub/x/y', 'hub/x/y'],
    ['https://host.example/some/pathology', null],
    ['https://host.example/', null],
    ['https://other.example/some/path/', null],
    ['http://host.example/some/path/', null],
    ['https://host.example:8443/some/path/', null],
  ])('%s -> %s', (url, path) => {
    expect(pathInScope(url, scope)).toBe(path);
  });
});
