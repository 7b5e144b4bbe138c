import { describe, expect, it } from 'vitest';
import type { PointFacts } from '../../../../src/ui/map/facts.js';
import { axisValues, pointSentence } from '../../../../src/ui/map/point-sentence.js';
import { languageOf } from '../../../fakes/language.js';

const facts: PointFacts = {
  row: 4,
  text: 'Oil rises.',
  label: 'World',
  predicted: 'Business',
  probability: 0.9,
  loss: 2.5,
};
const values = { x: 'entropy 0.10', y: 'variability 0.20' };
const said = (of: Partial<PointFacts>): string => pointSentence({ ...facts, ...of }, 5, values, languageOf('en'));

describe('pointSentence', () => {
  it('names the prediction with its probability and loss, and the row number from 1', () => {
    expect(said({})).toBe('Row 5: Oil rises. Label World, predicted Business, probability 0.900, loss 2.50.');
  });

  it('has a dash for unknown values', () => {
    expect(said({ probability: Number.NaN, loss: Number.NaN })).toContain('probability –, loss –.');
  });

  it('gives the axis values of a row without a prediction', () => {
    expect(said({ predicted: '' })).toBe('Row 5: Oil rises. Label World, entropy 0.10, variability 0.20.');
  });
});

describe('axisValues', () => {
  it('names the signal of each axis before its value', () => {
    expect(axisValues({ x: 'entropy', y: 'loss' }, { x: 0.104, y: 2 }, languageOf('en'))).toEqual({
      x: 'entropy of the prediction 0.104',
      y: 'loss 2.00',
    });
  });
});
