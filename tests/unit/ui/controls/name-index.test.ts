import { describe, expect, it } from 'vitest';
import { NameIndex } from '../../../../src/ui/controls/name-index.js';

describe('NameIndex', () => {
  const index = new NameIndex(['lost_or_stolen_card', 'Card arrival', 'top-up', '股市']);

  it.each([
    ['', [0, 1, 2, 3]],
    ['  ', [0, 1, 2, 3]],
    ['CARD', [0, 1]],
    ['card stolen', [0]],
    ['top up', [2]],
    ['股', [3]],
    ['nothing', []],
  ])('finds %j by its words', (typed, places) => {
    expect(index.find(typed)).toEqual(places);
  });
});
