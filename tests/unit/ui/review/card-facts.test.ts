import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextColumn } from '../../../../src/domain/reading/dataset.js';
import { languageOf } from '../../../fakes/language.js';
import { excerptOf } from '../../../../src/ui/review/excerpt.js';
import { SURE } from '../../../../src/domain/review/reasons.js';
import { becauseOf, whyOf } from '../../../../src/ui/review/why.js';

describe('whyOf', () => {
  it.each([
    ['unscored', { predicted: -1, probability: Number.NaN, given: 2 }],
    ['unscored', { predicted: -1, probability: Number.NaN, given: -1 }],
    ['unmatched', { predicted: 1, probability: 0.99, given: -1 }],
    ['loss-unmatched', { predicted: 1, probability: 0.99, given: -1, loss: 2 }],
    ['sure-against', { predicted: 1, probability: 0.98, given: 3 }],
    ['sure-against', { predicted: 1, probability: SURE, given: 3 }],
    ['unsure-against', { predicted: 1, probability: 0.45, given: 3 }],
    ['unsure-agrees', { predicted: 1, probability: 0.45, given: 1 }],
    ['agrees', { predicted: 0, probability: 0.98, given: 0 }],
    ['loss-only', { predicted: -1, probability: Number.NaN, given: 0, loss: 2 }],
    ['given-against', { predicted: 1, probability: Number.NaN, given: 0, loss: 2 }],
    ['given-agrees', { predicted: 0, probability: Number.NaN, given: 0, loss: 2 }],
  ] as const)('%s: %o', (why, facts) => {
    expect(whyOf({ loss: Number.NaN, ...facts })).toBe(why);
  });
});

describe('becauseOf', () => {
  const FACTS = { tokens: 128, labelled: 10, count: 7, label: 'Sports' };

  it('says all reasons in one sentence, in both languages', () => {
    const reasons = ['high_loss', 'truncated', 'empty'] as const;
    expect(becauseOf(reasons, FACTS, languageOf('en'))).toBe(
      'Reasons for a look: the loss is high, the model read only the first 128 tokens, and there is hardly any text.',
    );
    expect(becauseOf(reasons, FACTS, languageOf('zh-CN'))).toBe(
      '值得查看的原因：损失偏高、模型只读取了前 128 个词元、几乎没有文本。',
    );
  });

  it('counts the similar rows with another label, in both languages', () => {
    expect(becauseOf(['neighbours'], FACTS, languageOf('en'))).toBe(
      'Reasons for a look: 7 of its 10 most similar rows are Sports.',
    );
    expect(becauseOf(['neighbours'], FACTS, languageOf('zh-CN'))).toBe(
      '值得查看的原因：用词最相似的 10 条数据中有 7 条是 Sports。',
    );
  });
});

function columnOf(texts: readonly string[]): TextColumn {
  const parts = texts.map((text) => new TextEncoder().encode(text));
  const offsets = new Uint32Array(texts.length + 1);
  for (const [index, part] of parts.entries()) offsets[index + 1] = (offsets[index] ?? 0) + part.length;
  const bytes = new Uint8Array(offsets[texts.length] ?? 0);
  for (const [index, part] of parts.entries()) bytes.set(part, offsets[index]);
  return { bytes, offsets };
}

describe('excerptOf', () => {
  it('returns a short row whole', () => {
    expect(excerptOf(columnOf(['one', 'zwei', '三']), 1, 100)).toBe('zwei');
    expect(excerptOf(columnOf(['one', 'zwei', '三']), 2, 3)).toBe('三');
    expect(excerptOf(columnOf(['one']), 5, 100)).toBe('');
  });

  it('never cuts a character', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 60 }), (before, whole, maxBytes) => {
        const excerpt = excerptOf(columnOf([before, whole, before]), 1, maxBytes);
        expect(whole.startsWith(excerpt)).toBe(true);
        const bytes = new TextEncoder().encode(excerpt).length;
        expect(bytes).toBeLessThanOrEqual(maxBytes);
        const next = [...whole.slice(excerpt.length)][0];
        if (next !== undefined) expect(bytes + new TextEncoder().encode(next).length).toBeGreaterThan(maxBytes);
      }),
    );
  });
});
