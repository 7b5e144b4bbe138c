import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCARDED } from '../../../../src/domain/reading/dataset.js';
import { NEAREST, noNearestRows, type NearestRows } from '../../../../src/domain/review/nearest-rows.js';
import { OtherRows, type LabelsNow } from '../../../../src/domain/review/other-rows.js';
import { bitsOf, reasonsIn } from '../../../../src/domain/review/reasons.js';

const rest = (): Promise<void> => Promise.resolve();
const ALL_CLASSES = new Uint8Array(16).fill(1);

const labels = (label: readonly number[], status: readonly number[] = []): LabelsNow => ({
  label: Uint16Array.from(label),
  status: Uint8Array.from(label, (_, row) => status[row] ?? 0),
  isClass: ALL_CLASSES,
});

/** Nearest rows by row. */
function nearestRows(rows: readonly (readonly number[])[]): NearestRows {
  const nearest = noNearestRows(rows.length);
  rows.forEach((others, row) => nearest.row.set(others, row * NEAREST));
  return nearest;
}

const reasonsOf = ({ bits }: OtherRows) => Array.from(bits, reasonsIn);

describe('rows with alike texts', () => {
  const groups = { same: Uint32Array.of(0, 0, 2, 3), near: Uint32Array.of(0, 0, 0, 3) };
  const found = async (now: LabelsNow, of: ConstructorParameters<typeof OtherRows>[0] = groups) => {
    const rows = new OtherRows(of, null);
    await rows.follow(now, rest);
    return rows;
  };

  it('have a reason where the labels of now differ', async () => {
    expect(reasonsOf(await found(labels([0, 1, 0, 0])))).toEqual([
      ['same_text'],
      ['same_text', 'near_duplicate'],
      ['near_duplicate'],
      [],
    ]);
    expect(reasonsOf(await found(labels([0, 0, 0, 0])))).toEqual([[], [], [], []]);
    expect(reasonsOf(await found(labels([0, 0, 1, 0])))).toEqual([
      ['near_duplicate'],
      ['near_duplicate'],
      ['near_duplicate'],
      [],
    ]);
  });

  it('do not count where they are discarded or their label is no class', async () => {
    expect(reasonsOf(await found(labels([0, 1, 0, 0], [0, DISCARDED])))).toEqual([[], [], [], []]);
    expect(reasonsOf(await found({ ...labels([0, 1, 0, 0]), isClass: Uint8Array.of(1, 0) }))).toEqual([[], [], [], []]);
  });

  it('count with a label that a decision added', async () => {
    const now = { ...labels([0, 9, 0, 0]), isClass: Uint8Array.of(1) };
    expect(reasonsOf(await found(now))[0]).toEqual(['same_text']);
  });

  it('have the same text alone where near-duplicates were not looked for', async () => {
    const rows = await found(labels([0, 1, 0, 0]), { ...groups, near: null });
    expect(reasonsOf(rows)).toEqual([['same_text'], ['same_text'], [], []]);
    expect(rows.known).toBe(bitsOf(['same_text']));
  });
});

describe('nearest rows', () => {
  const alone = (rows: number) => ({ same: Uint32Array.from({ length: rows }, (_, row) => row), near: null });
  const TEN = Array.from({ length: 10 }, (_, i) => i + 1);

  it.each([
    ['7 of 10', [0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], true],
    ['6 of 10', [0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0], false],
    ['10 of 10 with two other labels', [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2], false],
  ])('%s with one other label disagree: %o %s', async (_, label, is) => {
    const rows = new OtherRows(alone(11), nearestRows([TEN, ...TEN.map(() => [])]));
    await rows.follow(labels(label), rest);
    expect(reasonsIn(rows.bits[0] as number).includes('neighbours')).toBe(is);
    expect(rows.known).toBe(bitsOf(['same_text', 'neighbours']));
  });

  it('that have no label do not count: 4 of 5 are enough, 4 of 4 are not', async () => {
    const rows = new OtherRows(alone(7), nearestRows([[1, 2, 3, 4, 5, 6], [], [], [], [], [], []]));
    await rows.follow(labels([0, 1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0, 0, DISCARDED]), rest);
    expect(reasonsOf(rows)[0]).toEqual(['neighbours']);
    expect(rows.labelsNear(0)).toEqual({ labelled: 5, label: 1, count: 4 });
    await rows.follow(labels([0, 1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0, DISCARDED, DISCARDED]), rest);
    expect(reasonsOf(rows)[0]).toEqual([]);
    expect(rows.labelsNear(0)).toEqual({ labelled: 4, label: 1, count: 4 });
  });

  it('count with their new label after a decision, in every row that is near to the decided one', async () => {
    const near = nearestRows([[2, 3, 4, 5, 6], [2, 3, 4, 5, 6], [], [], [], [], []]);
    const rows = new OtherRows(alone(7), near);
    await rows.follow(labels([0, 0, 1, 1, 1, 0, 0]), rest);
    expect(reasonsOf(rows).slice(0, 2)).toEqual([[], []]);
    expect(await rows.follow(labels([0, 0, 1, 1, 1, 1, 0]), rest)).toEqual([0, 1]);
    expect(reasonsOf(rows).slice(0, 2)).toEqual([['neighbours'], ['neighbours']]);
    expect(await rows.follow(labels([1, 0, 1, 1, 1, 1, 0]), rest)).toEqual([0]);
  });

  it('of equally frequent labels, the label of the nearest row is named', async () => {
    const rows = new OtherRows(alone(5), nearestRows([[1, 2, 3, 4], [], [], [], []]));
    await rows.follow(labels([0, 2, 1, 1, 2]), rest);
    expect(rows.labelsNear(0)).toEqual({ labelled: 4, label: 2, count: 2 });
    await rows.follow(labels([0, 0, 0, 0, 0]), rest);
    expect(rows.labelsNear(0)).toEqual({ labelled: 4, label: -1, count: 0 });
  });

  it('are listed with their similarity, and are unknown where they were not looked for', () => {
    const near = nearestRows([[1, 2], [], []]);
    near.similarity.set([80, 25]);
    expect(new OtherRows(alone(3), near).nearestOf(0)).toEqual([
      { row: 1, similarity: 0.8 },
      { row: 2, similarity: 0.25 },
    ]);
    const unknown = new OtherRows(alone(3), null);
    expect(unknown.nearestOf(0)).toBe(null);
    expect(unknown.labelsNear(0)).toBe(null);
  });
});

interface Row {
  readonly group: number;
  readonly text: number;
  readonly near: readonly number[];
}

/** The reasons by their definitions, from all pairs of rows. */
function slowly(rows: readonly Row[], now: LabelsNow) {
  const labelOf = (row: number): number =>
    now.status[row] === DISCARDED || now.isClass[now.label[row]!] === 0 ? -1 : now.label[row]!;
  return rows.map((own, a) => {
    const label = labelOf(a);
    if (label < 0) return [];
    const isOther = (b: number): boolean => labelOf(b) >= 0 && labelOf(b) !== label;
    const inGroup = rows.flatMap(({ group }, b) => (group === own.group && isOther(b) ? [b] : []));
    const known = own.near.map(labelOf).filter((other) => other >= 0);
    const counts = known.map((one) => (one === label ? 0 : known.filter((other) => other === one).length));
    return [
      ...(inGroup.some((b) => rows[b]?.text === own.text) ? ['same_text'] : []),
      ...(inGroup.some((b) => rows[b]?.text !== own.text) ? ['near_duplicate'] : []),
      ...(known.length >= 5 && Math.max(...counts) >= 0.7 * known.length ? ['neighbours'] : []),
    ];
  });
}

describe('after any sequence of decisions', () => {
  const ROWS = 16;
  const row: fc.Arbitrary<Row> = fc.record({
    group: fc.nat(3),
    text: fc.nat(2),
    near: fc.uniqueArray(fc.nat(ROWS - 1), { maxLength: NEAREST }),
  });
  const decision = fc.record({
    rows: fc.array(fc.nat(ROWS - 1), { maxLength: 4 }),
    label: fc.nat(3),
    status: fc.nat(3),
  });

  it('the reasons are those of a computation from scratch, and those of the definitions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: ROWS, maxLength: ROWS }),
        fc.array(fc.nat(3), { minLength: ROWS, maxLength: ROWS }),
        fc.array(decision, { maxLength: 8 }),
        async (rows, first, decisions) => {
          const firstOf = (keyOf: (of: Row) => string): Uint32Array<ArrayBuffer> =>
            Uint32Array.from(rows, (own) => rows.findIndex((other) => keyOf(other) === keyOf(own)));
          const groups = {
            near: firstOf(({ group }) => `${group}`),
            same: firstOf(({ group, text }) => `${group} ${text}`),
          };
          const nearest = nearestRows(rows.map(({ near }, own) => near.filter((other) => other !== own)));
          const plain = rows.map((own, at) => ({ ...own, near: own.near.filter((other) => other !== at) }));
          const now = { ...labels(first), isClass: Uint8Array.of(1, 1, 1, 0) };
          const followed = new OtherRows(groups, nearest);
          await followed.follow(now, rest);
          const known = followed.bits.slice();
          for (const { rows: decided, label, status } of decisions) {
            for (const own of decided) {
              now.label[own] = label;
              now.status[own] = status;
            }
            for (const own of await followed.follow(now, rest)) known[own] = followed.bits[own]!;
          }
          const anew = new OtherRows(groups, nearest);
          await anew.follow(now, rest);
          expect(followed.bits).toEqual(anew.bits);
          expect(reasonsOf(followed)).toEqual(slowly(plain, now));
          // The rows that `follow` names are all rows that changed.
          expect(known).toEqual(followed.bits);
        },
      ),
    );
  });

  it('only the groups of the changed rows, and the rows near to them, are judged again', async () => {
    const rows = 30_000;
    const pairs = Uint32Array.from({ length: rows }, (_, own) => own - (own % 2));
    const nearest = noNearestRows(rows);
    for (let own = 0; own < rows; own++) nearest.row[own * NEAREST] = (own + 1) % rows;
    const others = new OtherRows({ same: pairs, near: pairs }, nearest);
    const now = labels(Array.from({ length: rows }, (_, own) => own % 3));
    let rests = 0;
    const counted = (): Promise<void> => Promise.resolve(void rests++);
    await others.follow(now, counted);
    expect(rests).toBeGreaterThan(10);
    rests = 0;
    now.label[10] = 2;
    expect(await others.follow(now, counted)).toEqual([10, 11]);
    expect(rests).toBe(0);
  });
});
