import { describe, expect, test } from 'vitest';
import { answerFault, contentFault, transferFault } from '../../../src/domain/model-transfer.js';

describe('answerFault', () => {
  test.each([
    [200, 'application/octet-stream', null],
    [206, null, null],
    [200, 'Text/HTML; charset=utf-8', 'model-html'],
    [400, null, 'model-not-found'],
    [401, 'text/html', 'model-not-found'],
    [404, null, 'model-not-found'],
    [410, null, 'model-not-found'],
    [304, null, 'model-download'],
    [502, null, 'model-download'],
  ])('status %d with type %j: %j', (status, type, fault) => {
    expect(answerFault(status, type)).toBe(fault);
  });
});

describe('contentFault', () => {
  test.each([
    ['{"a":1}', null],
    ['', null],
    ['<!doctype html>', 'model-html'],
    ['\ufeff  \n<html>', 'model-html'],
    ['version https://git-lfs.github.com/spec/v1\n', 'model-lfs-pointer'],
  ])('%j: %j', (text, fault) => {
    expect(contentFault(new TextEncoder().encode(text))).toBe(fault);
  });
});

describe('transferFault', () => {
  const broken = { received: 5, announced: 10, stalled: false, online: true };
  test.each([
    [broken, 'model-truncated'],
    [{ ...broken, received: 0 }, 'model-download'],
    [{ ...broken, announced: 0 }, 'model-download'],
    [{ ...broken, online: false }, 'model-offline'],
    [{ ...broken, online: false, stalled: true }, 'model-stalled'],
  ] as const)('%j: %s', (transfer, fault) => {
    expect(transferFault(transfer)).toBe(fault);
  });
});
