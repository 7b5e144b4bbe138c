import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as Subjects from './subjects.js';
import type { Measured } from './table.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The folder of everything that measurements write but the table. */
export const CACHE = `${ROOT}.cache/bench/`;
const FOLDER = `${CACHE}figures/`;

/** The built code under measurement. */
export async function builtSubjects(): Promise<typeof Subjects> {
  return (await import(/* @vite-ignore */ `${CACHE}built/subjects.js`)) as typeof Subjects;
}

/** Runs of each side. */
const RUNS = 5;

/** The ms of each run of two sides in turn, after one run of each that does not count. */
export async function inTurn(
  ours: () => unknown,
  peer: () => unknown,
  runs = RUNS,
): Promise<{ readonly ours: readonly number[]; readonly peer: readonly number[] }> {
  const times = { ours: [] as number[], peer: [] as number[] };
  for (let run = 0; run <= runs; run++) {
    const [own, other] = [await timed(ours), await timed(peer)];
    if (run === 0) continue;
    times.ours.push(own);
    times.peer.push(other);
  }
  return times;
}

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Keeps figures for the table. */
export function keep(measured: Measured): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${FOLDER}${measured.number}.json`, JSON.stringify(measured));
}

/** The kept figures. */
export function kept(): readonly Measured[] {
  const names = readdirSync(FOLDER).filter((name) => /^[\d.]+\.json$/.test(name));
  const figures = names.map((name) => JSON.parse(readFileSync(FOLDER + name, 'utf8')) as Measured);
  return figures.sort((a, b) => a.number - b.number);
}

/** Forgets the figures of an earlier run. */
export function forgetKept(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}
