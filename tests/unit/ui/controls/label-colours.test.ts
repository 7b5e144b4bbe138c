import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  LABEL_COLOURS,
  labelColour,
  labelCss,
  shade,
  type Colour,
  type Theme,
} from '../../../../src/ui/controls/label-colours.js';

type Triple = [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** How eyes see linear red, green and blue. Source: Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES: Readonly<Record<string, Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(colour: Colour): Triple {
  const [r, g, b] = colour.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Triple;
  return [r, g, b];
}

function times(matrix: Matrix, [r, g, b]: Triple): Triple {
  return matrix.map((row) => row[0] * r + row[1] * g + row[2] * b) as Triple;
}

/** Source: Ottosson 2020, OKLab. */
function okLab(rgb: Triple): Triple {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((share) => Math.min(1, Math.max(0, share))) as Triple,
  ).map(Math.cbrt) as Triple;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function distance(a: Colour, b: Colour, eye: Matrix): number {
  const [one, other] = [a, b].map((colour) => okLab(times(eye, linear(colour)))) as [Triple, Triple];
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

function contrast(a: Colour, b: Colour): number {
  const [low = 0, high = 0] = [a, b]
    .map((colour) => {
      const [r, g, blue] = linear(colour);
      return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
    })
    .sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
}

const THEMES: readonly Theme[] = ['light', 'dark'];
const tokens = readFileSync('src/ui/tokens.css', 'utf8');

/** The page's backgrounds, as the stylesheet has them. */
function backgrounds(theme: Theme): Colour[] {
  return ['bg', 'panel', 'raise'].map((name) => {
    const [, light = '', dark = ''] =
      new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens) ?? [];
    const hex = theme === 'light' ? light : dark;
    expect(hex).toMatch(/^#/);
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;
  });
}

describe.each(THEMES)('label colours of the %s theme', (theme) => {
  const colours = LABEL_COLOURS[theme];

  it.each(Object.keys(EYES))('differ for eyes with %s', (eye) => {
    expect(colours).toHaveLength(8);
    const tooClose = colours.flatMap((one, i) =>
      colours.slice(0, i).filter((other) => distance(one, other, EYES[eye] as Matrix) < 0.095),
    );
    expect(tooClose).toEqual([]);
  });

  it.each(Object.keys(EYES))('stand out from every background for eyes with %s', (eye) => {
    for (const background of backgrounds(theme)) {
      for (const colour of colours) {
        expect(distance(colour, background, EYES[eye] as Matrix)).toBeGreaterThan(0.25);
        expect(contrast(colour, background)).toBeGreaterThan(theme === 'light' ? 2.4 : 3);
      }
    }
  });

  it('have the hues of the other theme', () => {
    const other = LABEL_COLOURS[theme === 'light' ? 'dark' : 'light'];
    const hue = (colour: Colour): number => {
      const [, a, b] = okLab(linear(colour));
      return Math.atan2(b, a);
    };
    colours.forEach((colour, i) => {
      const apart = Math.abs(hue(colour) - hue(other[i] as Colour));
      expect(Math.min(apart, 2 * Math.PI - apart)).toBeLessThan(0.5);
    });
  });

  it('have greys for states with enough contrast, from faint to strong', () => {
    for (const background of backgrounds(theme)) {
      const steps = [0, 0.25, 0.5, 0.75, 1].map((strength) => contrast(shade(strength, theme), background));
      expect(steps[0]).toBeGreaterThan(2.2);
      expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    }
    const [red, green, blue] = shade(0.5, theme);
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(24);
  });
});

describe('labelColour', () => {
  it('repeats after eight labels', () => {
    expect(labelColour(9, 'light')).toBe(labelColour(1, 'light'));
    expect(labelCss(0)).toBe('light-dark(rgb(1 108 168), rgb(27 159 255))');
  });
});
