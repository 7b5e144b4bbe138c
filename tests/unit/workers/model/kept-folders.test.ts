import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ModelFile } from '../../../../src/protocol/model-wire.js';
import { classNames } from '../../../../workers/model/config.js';
import { score, faultOf } from './scored-folder.js';

describe('the kept folders', () => {
  const CASES = new URL('../../../fixtures/cases/', import.meta.url);
  const files = (folder: string): ModelFile[] => {
    const root = fileURLToPath(new URL(folder, CASES));
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(root, path), blob: new Blob([readFileSync(path)]) };
      });
  };

  it.each([
    ['31-onnx-output-name/my-model', { probabilities: false, rows: null }],
    ['32-static-batch/my-model', { probabilities: false, rows: 1 }],
    ['34-softmax-inside/my-model', { probabilities: true, rows: null }],
    ['35-config/from-one', { probabilities: false, rows: null }],
    ['37-external-dot-slash/my-model', { probabilities: false, rows: null }],
  ])('%s is scored', async (folder, { probabilities, rows }) => {
    const { opened, parts, loss } = await score(files(folder));
    expect(opened.probabilities).toBe(probabilities);
    expect(opened.classifier.feeds.rows).toBe(rows);
    expect(classNames(parts.config, opened.width)).toEqual(['World', 'Sports', 'Business', 'Sci/Tech']);
    expect(loss.every(Number.isFinite)).toBe(true);
  });

  it('of an old operator set is refused with its number', async () => {
    expect(await faultOf(files('38-refusals/opset10'))).toMatchObject({
      code: 'model-opset',
      params: { file: 'onnx/model.onnx', found: 10, needed: 11 },
    });
  });
});
