import fc from 'fast-check';
import { expect, it } from 'vitest';
import { membersOf } from '../../../../src/domain/learning/members.js';

it('members of each group are the numbers that name it, ascending; -1 names none', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1, max: 6 })), (group) => {
      const { offsets, members } = membersOf(Int32Array.from(group), 7);
      for (let g = 0; g < 7; g++) {
        const expected = group.flatMap((own, i) => (own === g ? [i] : []));
        expect([...members.subarray(offsets[g], offsets[g + 1])]).toEqual(expected);
      }
      expect(members.length).toBe(group.filter((own) => own >= 0).length);
    }),
  );
});
