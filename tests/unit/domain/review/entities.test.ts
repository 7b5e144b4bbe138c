import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodedSpan, decodeEntities, replacementsIn } from '../../../../src/domain/review/entities.js';

describe('decodeEntities', () => {
  it.each([
    ['plain text', 'plain text'],
    ['Tom &amp; Jerry', 'Tom & Jerry'],
    ['&lt;b&gt;bold&lt;/b&gt;', '<b>bold</b>'],
    ['&quot;quoted&quot;', '"quoted"'],
    ['&AMP; &Eacute;', '& é'],
    ['it&#39;s &#x27;so&#X27;', "it's 'so'"],
    ['&#20013;&#x6587; &#128512;', '中文 😀'],
    ['pause&#151;then &#147;words&#148;', 'pause—then “words”'],
    ['twice &amp;lt; only once', 'twice &lt; only once'],
  ])('reads %s', (text, expected) => {
    expect(decodeEntities(text)).toBe(expected);
  });

  it.each([
    ['world #39;s', "world's"],
    ['the players #39; union', "the players' union"],
    ['called a quot;bridge quot; between', 'called a "bridge" between'],
    ['quot;Dead Zone, quot; he said', '"Dead Zone," he said'],
    ['making #36;5.6 billion', 'making $5.6 billion'],
    ['AT amp;T and Johnson amp; Johnson', 'AT&T and Johnson & Johnson'],
    ['a leg #151; and more', 'a leg — and more'],
    ['she #146;s here', 'she’s here'],
  ])('mends the lost ampersand of %s', (text, expected) => {
    expect(decodeEntities(text)).toBe(expected);
  });

  it.each([
    '&unknown; &; &#; &#x;',
    '&#0; &#8; &#xD800; &#1114112;',
    'issue #1234; and #40; of them',
    'R&D; 5 & 6; a=1;b=2;',
    'loquot; #39 39;',
    '&constructor; &__proto__; &toString;',
    '&amp',
  ])('leaves %s as it is', (text) => {
    expect(decodeEntities(text)).toBe(text);
  });

  it('never makes text longer, and leaves text without a semicolon alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodeEntities(text).length).toBeLessThanOrEqual(text.length);
        expect(decodeEntities(text.replaceAll(';', ''))).toBe(text.replaceAll(';', ''));
      }),
    );
  });
});

describe('decodedSpan', () => {
  /** The decoded characters of the first place where `part` is in the text. */
  const shown = (text: string, part: string): string => {
    const at = text.indexOf(part);
    const { start, end } = decodedSpan(replacementsIn(text), at, at + part.length);
    return decodeEntities(text).slice(start, end);
  };

  it.each([
    ['oil prices', 'oil', 'oil'],
    ['Tom &amp; Jerry &lt;b&gt;', 'Tom', 'Tom'],
    ['Tom &amp; Jerry &lt;b&gt;', 'Jerry', 'Jerry'],
    ['Tom &amp; Jerry &lt;b&gt;', 'b', 'b'],
    ['Tom &amp; Jerry', 'Tom &amp; Jerry', 'Tom & Jerry'],
    ['world #39;s cup', 'world', 'world'],
    ['world #39;s cup', 's', 's'],
    ['world #39;s cup', 'cup', 'cup'],
    ['AT amp;T and Johnson amp; Johnson', 'Johnson amp; Johnson', 'Johnson & Johnson'],
    ['&#128512; 中文', '中', '中'],
  ])('finds in %j the place of %j', (text, part, expected) => {
    expect(shown(text, part)).toBe(expected);
  });

  it.each([
    ['a &quot;b', 'quot', '"'],
    ['a &quot;b', 'uot;b', '"b'],
    ['a &quot;b', 'a &q', 'a "'],
    ['x &#128512; y', '128', '😀'],
  ])('takes the whole character where a span cuts a reference: %j, %j', (text, part, expected) => {
    expect(shown(text, part)).toBe(expected);
  });

  it('keeps spans of whole words as they are, between any references', () => {
    const piece = fc.constantFrom('&amp;', '&quot;', ' #39;', '&#20013;', ' ', '; ', 'é', '&no;');
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, after) => {
        const text = `${before.join('')} word ${after.join('')}`;
        expect(shown(text, 'word')).toBe('word');
      }),
    );
  });
});
