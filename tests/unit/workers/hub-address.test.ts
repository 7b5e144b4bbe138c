import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hubAddress } from '../../../workers/hub-address.js';

describe('hubAddress', () => {
  test.each([
    [
      'hub/huggingface.co/org/name/resolve/main/config.json',
      'https://huggingface.co/org/name/resolve/main/config.json',
    ],
    ['hub/hf-mirror.com/o/n/resolve/main/onnx/model.onnx', 'https://hf-mirror.com/o/n/resolve/main/onnx/model.onnx'],
    ['hub/huggingface.co/api/models/org/name', 'https://huggingface.co/api/models/org/name'],
    ['hub/mirror.example.org:8443/o/n/resolve/v1.0/a.json', 'https://mirror.example.org:8443/o/n/resolve/v1.0/a.json'],
    ['hub/127.0.0.1:9000/o/n/resolve/main/a.json', 'http://127.0.0.1:9000/o/n/resolve/main/a.json'],
    ['hub/localhost/api/models/o/n', 'http://localhost/api/models/o/n'],
  ])('%s', (path, address) => {
    expect(hubAddress(path)).toBe(address);
  });

  test.each([
    ['another door', 'hubs/huggingface.co/o/n/resolve/main/a'],
    ['nothing after the door', 'hub/'],
    ['host alone', 'hub/huggingface.co'],
    ['a page of the host', 'hub/huggingface.co/o/n'],
    ['a file without a path', 'hub/huggingface.co/o/n/resolve/main'],
    ['an empty file name', 'hub/huggingface.co/o/n/resolve/main/'],
    ['another api', 'hub/huggingface.co/api/datasets/o/n'],
    ['more api than the list', 'hub/huggingface.co/api/models/o/n/tree/main'],
    ['raw instead of resolve', 'hub/huggingface.co/o/n/raw/main/a.json'],
    ['a parent folder', 'hub/huggingface.co/o/n/resolve/main/../a'],
    ['an escaped parent folder', 'hub/huggingface.co/o/n/resolve/main/%2e%2e/a'],
    ['an escaped slash', 'hub/huggingface.co/o/n/resolve/main/a%2fb'],
    ['a hidden file', 'hub/huggingface.co/o/n/resolve/main/.git'],
    ['a query', 'hub/huggingface.co/o/n/resolve/main/a?x=1'],
    ['a user', 'hub/user@huggingface.co/o/n/resolve/main/a'],
    ['a user and a port', 'hub/user:1@huggingface.co/o/n/resolve/main/a'],
    ['an address in a private network', 'hub/10.0.0.1/o/n/resolve/main/a'],
    ['an address as a number', 'hub/2130706433/o/n/resolve/main/a'],
    ['an address in hex', 'hub/0x7f.0x1/o/n/resolve/main/a'],
    ['an IPv6 address', 'hub/[::1]/o/n/resolve/main/a'],
    ['a bare name', 'hub/intranet/o/n/resolve/main/a'],
    ['a name that only begins with localhost', 'hub/localhost.evil/../o/n/resolve/main/a'],
    ['port 0', 'hub/localhost:0/o/n/resolve/main/a'],
    ['a port too large', 'hub/localhost:65536/o/n/resolve/main/a'],
    ['upper case in the host', 'hub/HuggingFace.co/o/n/resolve/main/a'],
    ['a backslash', 'hub/huggingface.co\\evil.org/o/n/resolve/main/a'],
  ])('refuses %s', (_, path) => {
    expect(hubAddress(path)).toBeNull();
  });

  test('the address of any request stays on the named host, with http only on this machine', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.constantFrom('127.0.0.1', 'localhost', '127.0.0.1:80', 'a.b:443', '0.0.0.0', 'a.b', '..', ''),
      fc.string({ maxLength: 12 }),
    );
    const segment = fc.oneof(
      fc.constantFrom('resolve', 'api', 'models', 'main', '..', '.', '', '%2e', 'a.json', '@', ':80', '//', '\\'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(host, fc.array(segment, { maxLength: 7 }), (name, segments) => {
        const address = hubAddress(['hub', name, ...segments].join('/'));
        if (address === null) return;
        const url = new URL(address);
        // A URL leaves out the default port of its scheme.
        expect(url.href).toBe(address.replace(url.protocol === 'http:' ? /:80(?=\/)/ : /:443(?=\/)/, ''));
        expect(url.username + url.password + url.search + url.hash).toBe('');
        expect(address.startsWith(`${url.protocol}//${name.split('/')[0]}/`)).toBe(true);
        if (url.protocol !== 'https:') expect(['127.0.0.1', 'localhost']).toContain(url.hostname);
      }),
      { numRuns: 5000 },
    );
  });

  test('passes every well-formed file address on unchanged', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
    fc.assert(
      fc.property(word, word, word, fc.array(word, { minLength: 1, maxLength: 4 }), (org, name, revision, path) => {
        const rest = `${org}/${name}/resolve/${revision}/${path.join('/')}`;
        expect(hubAddress(`hub/huggingface.co/${rest}`)).toBe(`https://huggingface.co/${rest}`);
      }),
    );
  });
});
