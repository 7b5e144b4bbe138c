import { describe, expect, it } from 'vitest';
import { escaped, layOut, PICTURE_HEIGHT, PICTURE_WIDTH, type PictureScene } from '../../../../src/ui/map/picture.js';
import { textWidthPx } from '../../../../src/ui/map/text-width.js';
import { WHOLE } from '../../../../src/ui/map/viewport.js';

const SCENE: PictureScene = {
  title: 'rows.tsv',
  nameX: 'across',
  nameY: 'up',
  points: {
    count: 0,
    rows: new Uint32Array(0),
    x: new Float32Array(0),
    y: new Float32Array(0),
    marks: new Uint8ClampedArray(0),
    bucketCounts: Uint32Array.of(0),
    withoutPlace: 0,
  },
  frame: { width: 100, height: 100, x: { min: -0.1, max: 1.1 }, y: { min: -0.1, max: 1.1 }, viewport: WHOLE },
  naturalX: { min: 0, max: 1 },
  naturalY: { min: 0, max: 1 },
  legend: [{ bucket: { key: 'k', isName: true, colour: [1, 2, 3], shape: 0 }, name: 'k', count: '0' }],
  more: 'and 3 more',
  opacity: 1,
  locale: 'en',
};

describe('layOut', () => {
  it('writes title, names, marks inside the natural range and the legend, all inside the picture', () => {
    const { texts, lines, marks } = layOut(SCENE);
    const written = texts.map(({ text }) => text);
    expect(written).toEqual(expect.arrayContaining(['rows.tsv', 'across', 'up', '0.0', '1.0', 'k  0', 'and 3 more']));
    expect(written).not.toContain('-0.1');
    for (const { x, y } of [...texts, ...marks]) {
      expect(x > 0 && x < PICTURE_WIDTH && y > 0 && y < PICTURE_HEIGHT).toBe(true);
    }
    const top = texts.find(({ text, anchor }) => text === '1.0' && anchor === 'end')?.y ?? 0;
    const bottom = texts.find(({ text, anchor }) => text === '0.0' && anchor === 'end')?.y ?? 0;
    expect(top).toBeLessThan(bottom);
    expect(lines.length).toBeGreaterThan(8);
  });
});

describe('long names in a picture', () => {
  it('are shortened in the middle, and the counts are in the picture', () => {
    const long = 'a_request_about_a_card_or_an_account_of_the_kind_number_17';
    const bucket = { key: long, isName: true, colour: [1, 2, 3], shape: 0 } as const;
    const legend = [
      { bucket, name: long, count: '1,234' },
      { bucket, name: '标签'.repeat(30), count: '5' },
    ];
    const { texts } = layOut({ ...SCENE, title: `${'x'.repeat(300)}.jsonl`, legend });
    const ends = texts.filter(({ text }) => /1,234$| {2}5$|l$/.test(text));
    expect(ends.map(({ text }) => text)).toHaveLength(3);
    for (const { text, x, size, anchor } of ends) {
      expect(text).toContain('…');
      expect(anchor).toBe('start');
      expect(x + textWidthPx(text, size)).toBeLessThanOrEqual(PICTURE_WIDTH);
    }
    expect(ends.some(({ text }) => text.endsWith('ber_17  1,234'))).toBe(true);
  });
});

describe('escaped', () => {
  it('escapes everything that XML reads as markup', () => {
    expect(escaped('<a href="&">\u0000\uD800')).toBe('&lt;a href=&quot;&amp;&quot;&gt;');
  });
});
