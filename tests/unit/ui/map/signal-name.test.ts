import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../../../src/domain/review/signals.js';
import { COLOURS } from '../../../../src/app/rows/view-choices.js';
import { axisName, shortSignalName } from '../../../../src/ui/map/signal-name.js';
import { textWidthPx } from '../../../../src/ui/map/text-width.js';
import { languageOf } from '../../../fakes/language.js';

const en = languageOf('en');
const zh = languageOf('zh-CN');

describe('short names of signals', () => {
  it('are one or two words in both languages', () => {
    for (const language of [en, zh]) {
      for (const signal of SIGNALS) expect(textWidthPx(shortSignalName(signal, language), 14)).toBeLessThan(80);
      for (const colour of COLOURS) expect(textWidthPx(language.t(`map.short.${colour}`), 14)).toBeLessThan(90);
    }
    expect(shortSignalName('self_confidence', en)).toBe('P(label)');
    expect(shortSignalName('self_confidence', zh)).toBe('标签概率');
  });

  it('equal the names in files for training signals', () => {
    expect(shortSignalName('avg_probs', zh)).toBe('avg_probs');
  });
});

describe('axisName', () => {
  it('explains the signal on a long axis, and is short on a short axis', () => {
    expect(axisName('self_confidence', 400, en)).toBe('probability of the given label');
    expect(axisName('self_confidence', 100, en)).toBe('P(label)');
    expect(axisName('label_var', 150, zh)).toBe('label_var');
  });
});

describe('textWidthPx', () => {
  it('counts a Chinese character as wide as the font size', () => {
    expect(textWidthPx('标签', 12)).toBe(24);
    expect(textWidthPx('', 12)).toBe(0);
    expect(textWidthPx('label', 10)).toBeLessThan(30);
  });
});
