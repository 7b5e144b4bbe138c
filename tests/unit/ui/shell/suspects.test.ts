import { describe, expect, it } from 'vitest';
import { CORRECTED, DISCARDED, PENDING, UNSURE, VALIDATED } from '../../../../src/domain/reading/dataset.js';
import { AGREE, DISAGREE, UNKNOWN } from '../../../../src/domain/predictions/agreement.js';
import { suspectCounts } from '../../../../src/ui/shell/suspects.js';
import { suspectsLine } from '../../../../src/ui/shell/suspects-text.js';
import { languageOf } from '../../../fakes/language.js';

describe('suspected rows', () => {
  it('have a prediction that differs from the given label, and are counted by decision', () => {
    const agreement = Uint8Array.of(DISAGREE, DISAGREE, DISAGREE, DISAGREE, DISAGREE, AGREE, AGREE, UNKNOWN);
    const status = Uint8Array.of(PENDING, CORRECTED, VALIDATED, DISCARDED, UNSURE, CORRECTED, PENDING, CORRECTED);
    expect(suspectCounts(agreement, status)).toEqual({ suspected: 5, fixed: 1, settled: 2, left: 2 });
  });

  it('are zero where all rows agree, and null without predictions', () => {
    expect(suspectCounts(Uint8Array.of(AGREE), Uint8Array.of(PENDING))).toEqual({
      suspected: 0,
      fixed: 0,
      settled: 0,
      left: 0,
    });
    expect(suspectCounts(Uint8Array.of(UNKNOWN, UNKNOWN), new Uint8Array(2))).toBeNull();
    expect(suspectCounts(new Uint8Array(0), new Uint8Array(0))).toBeNull();
  });

  it('are written in one line, which names kept and discarded rows if there are any', () => {
    const counts = { suspected: 1214, fixed: 36, settled: 0, left: 1178 };
    expect(suspectsLine(counts, languageOf('en'))).toBe('Suspected 1,214 · fixed 36 · left 1,178');
    expect(suspectsLine({ ...counts, settled: 2, left: 1176 }, languageOf('en'))).toBe(
      'Suspected 1,214 · fixed 36 · kept or discarded 2 · left 1,176',
    );
    expect(suspectsLine(counts, languageOf('zh-CN'))).toBe('可疑 1,214 · 已更正 36 · 剩余 1,178');
  });
});
