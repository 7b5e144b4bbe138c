import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

function textOf(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
}

describe('the Chinese documents use the nouns of the page', () => {
  it.each(['README.zh-CN.md', 'docs/learning.zh-CN.md'])('%s calls a row of the dataset 条', (path) => {
    const others = /[运进自]行|行号|银行|fastText 行/gu;
    expect(textOf(path).replace(others, '')).not.toMatch(/行/u);
  });

  it.each(['README.zh-CN.md', 'docs/data-map.zh-CN.md', 'docs/learning.zh-CN.md', 'docs/recipes/README.zh-CN.md'])(
    '%s calls no row 样本 and no record 搁置',
    (path) => {
      expect(textOf(path)).not.toMatch(/样本(?![外内])|搁置的(?:行|记录)/u);
    },
  );
});
