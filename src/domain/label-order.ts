const INTEGER = /^[+-]?\d+$/;
const PARTS = /\d+|\D+/g;

/**
 * Order of label names: ascending by value when all are integers (of any length), otherwise natural order, where runs
 * of digits compare by value (`class 2` before `class 10`) and the rest by UTF-16 code units. Returns positions into
 * `names`, first to last.
 */
export function labelOrder(names: readonly string[]): number[] {
  const compare = names.every((name) => INTEGER.test(name)) ? compareIntegers : compareNatural;
  const order = names.map((_, position) => position);
  return order.sort((a, b) => compare(names[a] ?? '', names[b] ?? '') || a - b);
}

/** Label names in their order, and the place in it of each given name. */
export function orderedLabels(names: readonly string[]): {
  readonly names: readonly string[];
  readonly place: Int32Array<ArrayBuffer>;
} {
  const order = labelOrder(names);
  const place = new Int32Array(order.length);
  order.forEach((position, i) => (place[position] = i));
  return { names: order.map((position) => names[position] ?? ''), place };
}

function compareIntegers(a: string, b: string): number {
  const difference = BigInt(a.replace('+', '')) - BigInt(b.replace('+', ''));
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compareNatural(a: string, b: string): number {
  const left = a.match(PARTS) ?? [];
  const right = b.match(PARTS) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = comparePart(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function comparePart(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, '');
  const y = b.replace(/^0+(?=\d)/, '');
  if (/^\d/.test(x) && /^\d/.test(y) && x.length !== y.length) return x.length - y.length;
  return x < y ? -1 : x > y ? 1 : 0;
}
