import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCARDED } from '../../../../src/domain/reading/dataset.js';
import { exportAll, readDetected, untouched } from './helpers.js';

/** The corrected dataset without the rows that `discarded` names by their place. */
async function written(content: string, discarded: readonly number[], withoutDiscarded = true): Promise<string> {
  const blob = new Blob([content]);
  const read = await readDetected(blob, { roles: { text: 'text', label: 'label' } });
  const status = new Uint8Array(read.dataset.rows);
  for (const row of discarded) status[row] = DISCARDED;
  const columns = { ...untouched(read), status, withoutDiscarded };
  return new TextDecoder().decode(await exportAll(blob, read.settings, read.roles, 'dataset', columns));
}

describe('discarded rows', () => {
  it('are left out of a JSONL source with their line ends; every other byte stays', async () => {
    const lines = fc.array(fc.tuple(fc.constantFrom('\n', '\r\n', '\n\n', '\n  \n'), fc.boolean()), {
      minLength: 2,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (made, last) => {
        const records = made.map(([end, out], i) => {
          const record = JSON.stringify({ text: `some words ${i}`, label: i % 2 === 0 ? 'a' : 'b' });
          const close = i === made.length - 1 && !last ? '' : end;
          return { whole: record + close, left: out ? close.replace(/^\r?\n/, '') : record + close, out };
        });
        const discarded = records.flatMap(({ out }, i) => (out ? [i] : []));
        const content = records.map(({ whole }) => whole).join('');
        expect(await written(content, discarded)).toBe(records.map(({ left }) => left).join(''));
        expect(await written(content, discarded, false)).toBe(content);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a table', 'text\tlabel\nfirst words\ta\nmore words\tb\nlast words\ta\n'],
    [
      'an array',
      '[{"text":"first words","label":"a"},\n {"text":"more words","label":"b"},{"text":"last words","label":"a"}]',
    ],
  ])('of %s are left out', async (_, content) => {
    const texts = (await written(content, [1]))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
    expect(texts).toEqual(['first words', 'last words']);
  });
});
