/** A sequence of pseudo-random 32-bit numbers (xorshift128 seeded by splitmix32): equal for equal seeds, everywhere. */
export class RandomNumbers {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number) {
    let state = seed >>> 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
      return (z ^ (z >>> 16)) >>> 0;
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1;
  }

  /** The next number, 0 .. 2^32 - 1. */
  next(): number {
    let t = this.#d;
    t ^= t << 11;
    t ^= t >>> 8;
    this.#d = this.#c;
    this.#c = this.#b;
    this.#b = this.#a;
    t ^= this.#a ^ (this.#a >>> 19);
    this.#a = t;
    return t >>> 0;
  }

  /** A number below `bound`, which is at most 2^32. */
  below(bound: number): number {
    return Math.floor((this.next() / 4294967296) * bound);
  }
}

/** Puts values into a random order, in place (Fisher-Yates). */
export function shuffle(values: Uint32Array, random: RandomNumbers): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = values[i] as number;
    values[i] = values[j] as number;
    values[j] = kept;
  }
}
