import { describe, expect, it } from 'vitest';
import { SIGNALS } from '../../../../src/domain/review/signals.js';
import { lookFor } from '../../../../src/ui/map/look.js';
import { boundLines, regionsOf } from '../../../../src/ui/map/regions.js';
import { axisDomain, naturalDomain } from '../../../../src/ui/map/signals.js';
import { parseRgb } from '../../../../src/ui/map/theme.js';

describe('lookFor', () => {
  it('makes many points smaller and fainter, and zooming in reverses it', () => {
    const [few, many, zoomed] = [lookFor(500, 0), lookFor(120_000, 0), lookFor(120_000, 6)];
    expect(many.radiusPx).toBeLessThan(few.radiusPx);
    expect(many.opacity).toBeLessThan(few.opacity);
    expect(zoomed.radiusPx).toBeGreaterThan(many.radiusPx);
    expect(zoomed.opacity).toBeGreaterThan(many.opacity);
  });

  it('is finite without points', () => {
    expect(lookFor(0, 0).opacity).toBeLessThanOrEqual(1);
    expect(lookFor(0, 0).radiusPx).toBeGreaterThan(0);
  });
});

describe('regionsOf', () => {
  it('puts "sure, and against the label" at low entropy with a low probability or a high loss', () => {
    const place = (x: 'entropy', y: 'self_confidence' | 'loss') =>
      regionsOf(x, y, 'cartography').find((region) => region.meaning === 'against');
    expect(place('entropy', 'self_confidence')).toMatchObject({ x: 0.05, y: 0.3 });
    expect(place('entropy', 'loss')).toMatchObject({ x: 0.05, y: 0.95 });
  });

  it('places names where no row of two classes can be: clear of the arc of their entropy', () => {
    const entropyOf = (p: number): number => -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
    const [right, against, unsure] = regionsOf('entropy', 'self_confidence', 'cartography');
    // A name begins or ends at its place, and covers up to half of the width.
    for (const region of [right, against]) expect(entropyOf(region?.y ?? 0)).toBeGreaterThan((region?.x ?? 1) + 0.5);
    expect(entropyOf(unsure?.y ?? 0)).toBeLessThan((unsure?.x ?? 0) - 0.2);
  });

  it('follows swapped axes, and names no regions for pairs of signals that do not involve the label', () => {
    for (const x of SIGNALS) {
      for (const y of SIGNALS) {
        const turned = regionsOf(y, x, 'cartography').map((region) => ({ ...region, x: region.y, y: region.x }));
        expect(regionsOf(x, y, 'data-iq')).toEqual(turned);
        const silent = ['entropy', 'tokens'].includes(x) && ['entropy', 'tokens'].includes(y);
        expect(regionsOf(x, y, 'cartography').length === 0).toBe(silent);
      }
    }
  });
});

describe('regions of training signals', () => {
  it.each([
    ['label_var', 'avg_probs', 'cartography', ['easy', 'ambiguous', 'hard']],
    ['variability', 'confidence', 'cartography', ['easy', 'ambiguous', 'hard']],
    ['aleatoric', 'confidence', 'cartography', []],
    ['aleatoric', 'confidence', 'data-iq', ['iq-easy', 'iq-ambiguous', 'iq-hard']],
    ['label_var', 'avg_probs', 'data-iq', []],
    ['avg_probs', 'label_var', 'cartography', []],
    ['entropy', 'avg_probs', 'cartography', []],
  ] as const)('%s and %s by %s', (x, y, grouping, expected) => {
    expect(regionsOf(x, y, grouping).map(({ meaning }) => meaning)).toEqual(expected);
  });
});

describe('naturalDomain', () => {
  it('is 0 to 1 for probabilities, and round for other signals', () => {
    const values = Float32Array.of(Number.NaN, 0.2, 7.3);
    expect(naturalDomain('entropy', values)).toEqual({ min: 0, max: 1 });
    expect(naturalDomain('loss', values)).toEqual({ min: 0, max: 8 });
    expect(naturalDomain('label_var', values)).toEqual({ min: 0, max: 0.25 });
    expect(naturalDomain('label_var', values, 0.2)).toEqual({ min: 0, max: 0.25 });
    expect(naturalDomain('label_var', values, 0.0361).max).toBeCloseTo(0.04, 9);
    expect(naturalDomain('variability', values, 0.0361).max).toBeCloseTo(0.2, 9);
    expect(naturalDomain('avg_probs', values, 0.0361)).toEqual({ min: 0, max: 1 });
    expect(naturalDomain('tokens', new Float32Array(3).fill(Number.NaN))).toEqual({ min: 0, max: 1 });
  });

  it('has a margin on screen', () => {
    expect(axisDomain({ min: 0, max: 1 }).min).toBeLessThan(0);
  });
});

describe('parseRgb', () => {
  it.each([
    ['rgb(255, 0, 51)', [1, 0, 0.2]],
    ['rgba(255, 0, 51, 0.5)', [1, 0, 0.2]],
    ['rgb(255 0 51)', [1, 0, 0.2]],
    ['color(srgb 1 0 0)', null],
  ])('%s', (css, rgb) => {
    expect(parseRgb(css)).toEqual(rgb);
  });
});

describe('boundLines', () => {
  const bounds = { variability: 0.2, confidence: 0.5, aleatoric: 0.1 };
  const wide = { min: 0, max: 0.5 };
  const unit = { min: 0, max: 1 };

  it('separate the regions on the axes of the grouping', () => {
    expect(boundLines('variability', 'confidence', 'cartography', bounds, wide, unit)).toEqual([
      { x1: 0.2, y1: 0, x2: 0.2, y2: 1 },
      { x1: 0, y1: 0.5, x2: 0.2, y2: 0.5 },
    ]);
    const [variance] = boundLines('label_var', 'avg_probs', 'cartography', bounds, wide, unit);
    expect(variance?.x1).toBeCloseTo(0.04, 12);
    expect(boundLines('aleatoric', 'confidence', 'data-iq', bounds, wide, unit)).toEqual([
      { x1: 0.1, y1: 0, x2: 0.1, y2: 1 },
      { x1: 0, y1: 0.25, x2: 0.1, y2: 0.25 },
      { x1: 0, y1: 0.75, x2: 0.1, y2: 0.75 },
    ]);
  });

  it('are absent on other axes, or without signals', () => {
    expect(boundLines('aleatoric', 'confidence', 'cartography', bounds, wide, unit)).toEqual([]);
    expect(boundLines('variability', 'loss', 'cartography', bounds, wide, unit)).toEqual([]);
    const unknown = { ...bounds, aleatoric: NaN };
    expect(boundLines('aleatoric', 'confidence', 'data-iq', unknown, wide, unit)).toEqual([]);
  });
});
