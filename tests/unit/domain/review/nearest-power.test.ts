import { describe, expect, it } from 'vitest';
import { noNearestRows } from '../../../../src/domain/review/nearest-rows.js';
import { OtherRows } from '../../../../src/domain/review/other-rows.js';
import { reasonsIn } from '../../../../src/domain/review/reasons.js';
import { TextGroupsReader } from '../../../../src/domain/review/text-groups.js';
import { hasShared, readShared, SHARED_SETS } from '../learning/shared-sets.js';

/** Patience on a busy machine, never a measure of speed. */
const PATIENCE = 120_000;

describe('rows whose most similar rows have another label have a wrong label more often than other rows', () => {
  it.each([
    { name: 'noisy', precision: 0.7, recall: 0.15 },
    { name: 'sst2', precision: 0.3, recall: 0.35 },
    { name: 'toutiao', precision: 0.6, recall: 0.2 },
    { name: 'banking', precision: 0.8, recall: 0.3 },
  ] as const)(
    'in $name: $precision of them, and they are $recall of the wrong ones',
    async ({ name, precision, recall }) => {
      const set = SHARED_SETS[name];
      if (!hasShared(set)) {
        console.log(`nearest-power.test.ts: ../shared has no ${set.file} or flips.tsv, so no rows are compared`);
        return;
      }
      const { dataset, given, wrong } = readShared(set);
      const { rows, text } = dataset;
      const reader = new TextGroupsReader({ rows, textBytes: text.bytes.length, nearest: true });
      reader.read(text, null);
      const nearest = noNearestRows(rows);
      nearest.row.set(reader.nearest(0, rows).row);
      const others = new OtherRows(reader.finish(), nearest);
      const isClass = new Uint8Array(0);
      const now = { label: Uint16Array.from(given), status: new Uint8Array(rows), isClass };
      await others.follow(now, () => Promise.resolve());
      const found = Array.from(others.bits, (own) => reasonsIn(own).includes('neighbours'));
      const right = found.filter((is, row) => is && wrong[row]).length;
      const all = found.filter(Boolean).length;
      expect(right / all).toBeGreaterThanOrEqual(precision);
      expect(right / wrong.filter(Boolean).length).toBeGreaterThanOrEqual(recall);
    },
    PATIENCE,
  );
});
