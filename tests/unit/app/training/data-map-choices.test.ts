import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOfDataMap, dataMapIn, STANDARD_CHOICES } from '../../../../src/app/training/data-map-choices.js';
import { MAP_ATTRIBUTES } from '../../../../src/domain/map/data-map.js';
import { GROUPINGS } from '../../../../src/domain/map/regions.js';

const read = (query: string) => dataMapIn(new URLSearchParams(query));

describe('the data map in the address', () => {
  it('has no parameters without a choice', () => {
    expect(Object.values(addressOfDataMap(STANDARD_CHOICES)).join('')).toBe('');
    expect(read('')).toEqual(STANDARD_CHOICES);
  });

  it('names every choice', () => {
    const query = 'keep=label_var,0.05&forgotten=2&marked=1&palette=original&groups=data-iq&regions=0,2';
    expect(read(query)).toEqual({
      options: { criterion: 'label_var', threshold: 0.05, useFTimes: 2, useLTimes: -1, dirty: true },
      palette: 'original',
      grouping: 'data-iq',
      regions: new Set([0, 2]),
    });
  });

  it('ignores invalid parameters', () => {
    expect(
      read('keep=__proto__,x&forgotten=-3&learnt=many&marked=yes&palette=pink&groups=none&regions=3,-1,a,'),
    ).toEqual(STANDARD_CHOICES);
  });

  it('restores every choice unchanged', () => {
    const choices = fc.record({
      options: fc.record({
        criterion: fc.constantFrom(...MAP_ATTRIBUTES),
        threshold: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
        useFTimes: fc.integer({ min: -1, max: 999 }),
        useLTimes: fc.integer({ min: -1, max: 999 }),
        dirty: fc.boolean(),
      }),
      palette: fc.constantFrom('original' as const, 'safe' as const),
      grouping: fc.constantFrom(...GROUPINGS),
      regions: fc.uniqueArray(fc.nat(2)).map((regions) => new Set(regions)),
    });
    fc.assert(
      fc.property(choices, (given) => {
        expect(dataMapIn(new URLSearchParams(addressOfDataMap(given)))).toEqual(given);
      }),
    );
  });
});
