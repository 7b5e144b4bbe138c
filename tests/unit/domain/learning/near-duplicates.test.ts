import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEAR, NearDuplicates, similarity } from '../../../../src/domain/learning/near-duplicates.js';
import { TermReader } from '../../../../src/domain/learning/terms.js';
import { randomFrom } from './made-up.js';

function groupsOf(rows: readonly (readonly number[])[]): number[] {
  const duplicates = new NearDuplicates();
  for (const row of rows) duplicates.add(Uint32Array.from(row));
  return [...duplicates.groups()];
}

function jaccard(a: readonly number[], b: readonly number[]): number {
  const inB = new Set(b);
  const both = [...new Set(a)].filter((term) => inB.has(term)).length;
  return both / new Set([...a, ...b]).size;
}

/** Groups by comparing every row with every other: the first row of each row's chain of similar rows. */
function slowGroups(rows: readonly (readonly number[])[]): number[] {
  const group = rows.map((_, row) => row);
  for (let changed = true; changed;) {
    changed = false;
    rows.forEach((a, i) => {
      rows.forEach((b, j) => {
        if (a.length === 0 || b.length === 0 || jaccard(a, b) < NEAR || group[i]! <= group[j]!) return;
        group[i] = group[j]!;
        changed = true;
      });
    });
  }
  return group;
}

const row = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 12 });

describe('NearDuplicates', () => {
  it('never joins rows that no chain of similar rows joins', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const slow = slowGroups(rows);
        groupsOf(rows).forEach((group, i) => expect(slow[group]).toBe(slow[i]));
      }),
    );
  });
  it('always joins rows of the same terms, in any order and number', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }), { maxLength: 60 }),
        (rows) => {
          const groups = groupsOf(rows);
          rows.forEach((a, i) => {
            const first = rows.findIndex((b) => jaccard(a, b) === 1);
            expect(groups[i]).toBe(groups[first]);
          });
        },
      ),
    );
  });
  it('always joins rows of the same terms, also behind thousands of rows that resemble them', () => {
    // All share 40 terms of 46: some meet in every bucket, and are not similar enough to be joined.
    const shared = Array.from({ length: 40 }, (_, i) => Math.imul(i + 1, 0x85ebca6b) >>> 0);
    const random = randomFrom(5);
    const other = (): number => Math.floor(random() * 4e9);
    const rows = Array.from({ length: 3000 }, () => [...shared, ...Array.from({ length: 6 }, other)]);
    const groups = groupsOf([...rows, ...rows]);
    expect(new Set(groups).size).toBe(3000);
    expect(groups.slice(3000)).toEqual(groups.slice(0, 3000));
  });
  it('finds nearly all pairs that are similar, and calls the group by its first row', () => {
    const random = randomFrom(3);
    const rows = Array.from({ length: 100 }, () => Array.from({ length: 40 }, () => Math.floor(random() * 4e9)));
    // 38 of 42 terms in both: 0.9.
    const near = rows.map((terms) => [...terms.slice(2), 1, 2]);
    const groups = groupsOf([...rows, ...near]);
    expect(groups.slice(0, 100)).toEqual(rows.map((_, i) => i));
    expect(groups.slice(100).filter((group, i) => group === i).length).toBeGreaterThanOrEqual(95);
  });
  it('leaves rows without terms in groups of their own', () => {
    expect(groupsOf([[], [], [1], []])).toEqual([0, 1, 2, 3]);
  });
  it('joins texts that differ in case, digits and punctuation', () => {
    const reader = new TermReader();
    const terms = ['Flight 123 is late!', 'flight 456 is late', 'Flight 123 is early'].map((text) => {
      reader.read(text);
      return [...reader.words.subarray(0, reader.wordCount)];
    });
    expect(groupsOf(terms)).toEqual([0, 0, 2]);
  });
});

describe('NearDuplicates with a limit of terms', () => {
  it('finds pairs of long rows by a part of their terms, and no others', () => {
    const random = randomFrom(8);
    const other = (): number => Math.floor(random() * 4e9);
    const rows = Array.from({ length: 60 }, () => Array.from({ length: 400 }, other));
    // 390 of 410 terms in both: 0.95. 300 of 500 in both: 0.6.
    const near = rows.slice(0, 30).map((terms) => [...terms.slice(10), ...Array.from({ length: 10 }, other)]);
    const far = rows.slice(30).map((terms) => [...terms.slice(100), ...Array.from({ length: 100 }, other)]);
    const duplicates = new NearDuplicates({ near: NEAR, bands: 12, inBand: 3, mostTerms: 64 });
    for (const terms of [...rows, ...near, ...far]) duplicates.add(Uint32Array.from(terms));
    const groups = [...duplicates.groups()];
    expect(groups.slice(60, 90)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(groups.slice(90)).toEqual(Array.from({ length: 30 }, (_, i) => 90 + i));
  });
});

describe('similarity', () => {
  it('of sets that lost their larger terms is the share among the smallest terms of both', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(40), { maxLength: 30 }),
        fc.uniqueArray(fc.nat(40), { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (a, b, most) => {
          fc.pre(a.length + b.length > 0);
          const sorted = (terms: readonly number[]): Uint32Array => Uint32Array.from(terms).sort();
          const kept = [a, b].map((terms) => sorted(terms).subarray(0, most));
          const isCut = kept.some(({ length }) => length === most);
          const union = [...new Set([...sorted(a), ...sorted(b)])].sort((x, y) => x - y).slice(0, isCut ? most : 80);
          const both = union.filter((term) => a.includes(term) && b.includes(term)).length;
          expect(similarity(kept[0]!, kept[1]!, most)).toBe(both / union.length);
        },
      ),
    );
  });
  it('is the share of terms in both', () => {
    fc.assert(
      fc.property(row, row, (a, b) => {
        fc.pre(a.length + b.length > 0);
        const set = (terms: readonly number[]): Uint32Array => Uint32Array.from(new Set(terms)).sort();
        expect(similarity(set(a), set(b))).toBe(jaccard(a, b));
      }),
    );
  });
});
