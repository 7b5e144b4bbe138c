import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Delimiter, Quote, ReadSettings, SourceEncoding } from '../../../../src/domain/reading/dataset.js';
import { ROLES, BASE, LABELS, rowsWith, checkForm, type Form } from './format-checks.js';

/** A cell in the way that `style` says; quoted where it must be. */
function cellOf(value: string, style: 'bare' | 'quoted', settings: ReadSettings): string {
  const { quote } = settings;
  if (quote === '') return value;
  const escaped = quote === '"' ? value.replaceAll('"', '""') : value.replace(/[\\"]/g, String.raw`\$&`);
  return style === 'quoted' || needsQuotes(value, settings) ? `"${escaped}"` : escaped;
}

function needsQuotes(value: string, { delimiter }: ReadSettings): boolean {
  return value.includes(delimiter) || /["\r\n]/.test(value);
}

const TEXT_OF: Readonly<Partial<Record<SourceEncoding, string>>> = {
  'utf-8': 'Ünï 体育 😀',
  'utf-16le': 'Ünï 体育 😀',
  'utf-16be': 'Ünï 体育 😀',
  'windows-1252': 'café £3 – can’t',
  gb18030: '体育新闻 😀',
  big5: '體育新聞',
  shift_jis: 'スポーツ表ソ ｶﾅ',
  'iso-2022-jp': 'スポーツ a 経済',
  'euc-kr': '스포츠 소식',
};

describe('the corrected file of a table', () => {
  const form = fc.record({
    encoding: fc.constantFrom(...(Object.keys(TEXT_OF) as SourceEncoding[])),
    delimiter: fc.constantFrom<Delimiter>('\t', ',', ';', '|', ' ', '_!_', ' ::: '),
    quote: fc.constantFrom<Quote>('"', '\\', ''),
    header: fc.boolean(),
    gzip: fc.boolean(),
    mark: fc.boolean(),
    sep: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
    lastLineEnd: fc.boolean(),
    blanks: fc.boolean(),
    labelFirst: fc.boolean(),
    before: fc.constantFrom('', '', ' ', '  \t'),
    behind: fc.constantFrom('', '', ' ', '   '),
    styles: fc.array(fc.constantFrom<'bare' | 'quoted'>('bare', 'quoted'), { minLength: 5, maxLength: 5 }),
  });

  it('is the source but for label cells, whatever the dialect', async () => {
    const shape = form.chain((made) => {
      const { quote, delimiter, encoding } = made;
      const labels = [...LABELS, (TEXT_OF[encoding] ?? '').slice(0, 3)].filter(
        (label) => quote !== '' || !label.includes(delimiter),
      );
      const characters = [
        'a',
        ' ',
        '=',
        "'",
        TEXT_OF[encoding] ?? '',
        ...(quote === '' ? [] : [delimiter, '"', '\\', '\n']),
      ];
      const texts = fc.array(fc.constantFrom(...characters), { maxLength: 6 }).map((parts) => `w${parts.join('')}w`);
      return rowsWith(labels, texts).map((rows) => ({ made, rows }));
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ made, rows }) => {
        // Between spaces cells must have quotes.
        fc.pre(made.delimiter !== ' ' || made.quote !== '');
        const { mark, sep, lineEnd, lastLineEnd, blanks, labelFirst, before, behind, styles, ...rest } = made;
        const clash = rest.delimiter.includes(' ') || (before + behind).includes(rest.delimiter);
        const padded = rest.quote !== '' && before + behind !== '' && !clash;
        const settings: ReadSettings = { ...BASE, ...rest, ...(padded && { padded }) };
        const { delimiter, header, encoding } = settings;
        const between = padded ? behind + delimiter + before : delimiter;
        const marked = mark && encoding.startsWith('utf-');
        const roles = header ? ROLES : { ...ROLES, text: labelFirst ? '1' : '0', label: labelFirst ? '0' : '1' };
        const line = (text: string, label: string, i: number, own = label): string => {
          const style = styles[(i + 2) % 5] ?? 'bare';
          const cells = [
            cellOf(text, styles[i % 5] ?? 'bare', settings),
            // A cell keeps its quotes.
            cellOf(label, needsQuotes(own, settings) ? 'quoted' : style, settings),
          ];
          return [...(labelFirst ? cells.toReversed() : cells), 'more'].join(between);
        };
        const write: Form['write'] = (all, labelOf) => {
          const lines = all.map((row, i) => line(row.text, labelOf(row), i, row.label));
          if (header) lines.unshift(line('text', 'label', 0));
          if (sep && /^[\t,;|]$/.test(delimiter)) lines.unshift(`sep=${delimiter}`);
          const body = lines.join(blanks ? lineEnd + lineEnd : lineEnd);
          return `${marked ? '\ufeff' : ''}${body}${lastLineEnd ? lineEnd : ''}`;
        };
        await checkForm({ settings, roles, write }, rows);
      }),
      { numRuns: 120 },
    );
  });
});
