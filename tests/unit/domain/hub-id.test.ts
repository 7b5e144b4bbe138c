import { describe, expect, test } from 'vitest';
import { parseHubHost, parseHubId } from '../../../src/domain/hub-id.js';

describe('parseHubId', () => {
  test.each([
    [' owner/name ', 'owner/name'],
    ['Owner-1/some_model.v2', 'Owner-1/some_model.v2'],
    ['https://huggingface.co/owner/name', 'owner/name'],
    ['https://hf-mirror.com/owner/name/tree/main?x=1', 'owner/name'],
    ['name-without-owner', null],
    ['', null],
    ['../etc', null],
    ['owner/..', null],
    ['owner/name/more', null],
    ['own er/name', null],
    ['owner/na%2fme', null],
  ])('%j: %j', (typed, id) => {
    expect(parseHubId(typed)).toBe(id);
  });
});

describe('parseHubHost', () => {
  test.each([
    ['https://huggingface.co', 'huggingface.co'],
    [' HTTPS://HF-Mirror.com/ ', 'hf-mirror.com'],
    ['mirror.example.org:8443', 'mirror.example.org:8443'],
    ['http://127.0.0.1:5001', '127.0.0.1:5001'],
    ['localhost', 'localhost'],
    ['', null],
    ['huggingface', null],
    ['10.0.0.1', null],
    ['https://mirror.example.org/hf', null],
    ['user@mirror.example.org', null],
    ['ftp://mirror.example.org', null],
    ['https://mirror.example.org?x', null],
    // The service worker refuses these.
    ['mirror.example.org:65536', null],
    ['localhost:70000', null],
    [`${'a'.repeat(64)}.org`, null],
    ['mirror.example-', null],
  ])('%j: %j', (typed, host) => {
    expect(parseHubHost(typed)).toBe(host);
  });
});
