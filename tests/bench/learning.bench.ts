import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { Learner } from '../../src/domain/learning/learner.js';
import { sharesOfClasses } from '../../src/domain/learning/lesson.js';
import { vote } from '../../src/domain/learning/neighbours.js';
import { PartsKeeper, type Part } from '../../src/domain/learning/parts.js';
import { randomFrom, ranked } from '../unit/domain/learning/made-up.js';
import {
  findingPower,
  hasShared,
  readShared,
  SHARED_SETS,
  textsOf,
  type LabelledSet,
  type SharedSet,
} from '../unit/domain/learning/shared-sets.js';
import type { LearningTimes } from './learning-run.js';
import { CACHE, keep } from './measure.js';

const PYTHON = '/usr/bin/python3';
const THREADS = 2;
const EPOCHS = 8;
interface Row {
  readonly text: string;
  readonly label: string;
  readonly wrong: boolean;
}

interface UsualRecipe {
  readonly seconds: number;
  readonly ap: number;
  readonly at100: number;
  readonly at500: number;
  readonly accuracy: number;
}

const print = (line: string): void => console.log(line);

/** Writes rows for another process; returns the path. */
function written(name: string, rows: readonly Row[]): string {
  mkdirSync(CACHE, { recursive: true });
  const path = `${CACHE}${name}.jsonl`;
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return path;
}

/** scikit-learn on the same rows, in the same run; null where it is not installed. */
function usualRecipe(path: string, kind: 'spaced' | 'unspaced' = 'spaced'): UsualRecipe | null {
  if (spawnSync(PYTHON, ['-c', 'import sklearn']).status !== 0) return null;
  const script = fileURLToPath(new URL('usual_recipe.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(PYTHON, [script, path, kind], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as UsualRecipe;
}

/** The learners in threads of a process of their own. */
function learnt(path: string): LearningTimes {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [`${CACHE}built/learning-run.js`, path, String(THREADS)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as LearningTimes;
}

function rowsOf({ dataset, given, wrong }: LabelledSet): Row[] {
  const label = (row: number): string => dataset.labels[given[row] ?? 0]?.name ?? '';
  return textsOf(dataset).map((text, row) => ({ text, label: label(row), wrong: wrong[row] ?? false }));
}

/** Rows of one label's texts, each the first half of one and the second half of another: no two are near-duplicates. */
function joinedHalves(rows: readonly Row[], count: number): Row[] {
  const byLabel = new Map<string, Row[]>();
  for (const row of rows) {
    const own = byLabel.get(row.label);
    if (own) own.push(row);
    else byLabel.set(row.label, [row]);
  }
  const labels = [...byLabel.keys()].sort();
  const random = randomFrom(20_261);
  return Array.from({ length: count }, (_, i) => {
    const label = labels[i % labels.length] ?? '';
    const texts = byLabel.get(label) ?? [];
    const words = (): string[] => (texts[Math.floor(random() * texts.length)]?.text ?? '').split(' ');
    const [first, second] = [words(), words()];
    const text = [...first.slice(0, first.length >> 1), ...second.slice(second.length >> 1)].join(' ');
    return { text, label, wrong: false };
  });
}

function powerLine(what: string, { ap, at100, at500 }: Pick<UsualRecipe, 'ap' | 'at100' | 'at500'>): string {
  return `${what.padEnd(40)} AP ${ap.toFixed(3)}  P@100 ${at100.toFixed(2)}  P@500 ${at500.toFixed(3)}`;
}

/** What is learnt of a set, ranked by each part alone and by all together. */
function finding({ dataset, given, classes }: LabelledSet): ReadonlyMap<Part | 'pool', number[]> {
  const { rows, text } = dataset;
  const learner = new Learner();
  learner.begin({ rows, classes, pairs: false, textBytes: text.bytes.length, shared: false });
  learner.read(text, null);
  const { fold, folds, character } = learner.prepare(given);
  learner.teach(given, classes);
  const lesson = { label: given, classes, fold };
  const keepers = new Map<Part | 'pool', PartsKeeper>();
  const keep = (part: Part, number: number, logProbs: Float32Array): void => {
    for (const name of [part, 'pool'] as const) {
      const keeper = keepers.get(name) ?? new PartsKeeper(lesson, folds);
      keepers.set(name, keeper);
      keeper.keep(part, number, logProbs);
    }
  };
  for (let number = 0; number < folds; number++) {
    keep('bayes', number, learner.bayes(number));
    const prior = sharesOfClasses(lesson, number);
    const near = learner.nearest('word', number);
    keep('nearest-10', number, vote(near, 10, given, prior));
    keep('nearest-30', number, vote(near, 30, given, prior));
    if (character) keep('nearest-character', number, vote(learner.nearest('character', number), 20, given, prior));
    learner.beginEpochs(number, EPOCHS);
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const { logProbs } = learner.epoch(number);
      if (logProbs) keep('logistic', number, logProbs);
    }
  }
  return new Map(Array.from(keepers, ([name, keeper]) => [name, ranked(keeper.pool(), [...given], classes)]));
}

for (const name of ['noisy', 'sst2', 'toutiao', 'banking'] as const) {
  const set = SHARED_SETS[name];
  test(`finding power: what is ranked first by loss in ${set.file}`, () => {
    if (!hasShared(set)) {
      print(`learning.bench.ts: ../shared has no ${set.file} or flips.tsv`);
      return;
    }
    const read = readShared(set);
    const usual = usualRecipe(written(name, rowsOf(read)), name === 'toutiao' ? 'unspaced' : 'spaced');
    print(usual ? powerLine(`${name}: usual recipe (scikit-learn)`, usual) : 'scikit-learn is not installed');
    for (const [part, order] of finding(read)) print(powerLine(`${name}: ${part}`, findingPower(order, read.wrong)));
  });
}

/** Learns rows beside scikit-learn. Null without the reference data. Both take minutes, so they run once. */
async function compared(
  name: string,
  set: SharedSet,
  rowsOfSet: (rows: Row[]) => Row[],
): Promise<{ readonly times: LearningTimes; readonly usual: UsualRecipe | null } | null> {
  if (!hasShared(set)) {
    print(`learning.bench.ts: ../shared has no ${set.file} or flips.tsv`);
    return null;
  }
  const path = written(name, rowsOfSet(rowsOf(readShared(set))));
  const times = learnt(path);
  const at = (seconds: number): string => `${seconds.toFixed(1)} s`;
  print(`${name}: ${times.rows} rows x ${times.classes} labels, load ${loadavg()[0]?.toFixed(1) ?? ''}`);
  print(`${name}: read ${at(times.read)}, prepared ${at(times.prepared)}, first ranking ${at(times.first)}`);
  print(`${name}: neighbours ${at(times.neighbours)}, whole ${at(times.whole)}, accuracy ${times.accuracy.toFixed(3)}`);
  print(`${name}: peak memory of the process ${times.peakMegabytes.toFixed(0)} MB`);
  const usual = usualRecipe(path);
  if (usual) print(`${name}: scikit-learn ${at(usual.seconds)}, accuracy ${usual.accuracy.toFixed(3)}`);
  else print('scikit-learn is not installed');
  return { times, usual };
}

test(`learning 10,000 rows x 77 labels, ${THREADS} threads`, async () => {
  await compared('banking', SHARED_SETS.banking, (rows) => rows);
});

test(`learning 120,000 rows x 4 labels, ${THREADS} threads`, async () => {
  const found = await compared('news', SHARED_SETS.news, (rows) => joinedHalves(rows, 120_000));
  const why = found === null ? 'no reference data here' : 'scikit-learn is not installed here';
  if (!found?.usual) {
    for (const number of [12, 12.1] as const) keep({ number, why });
    return;
  }
  const { times, usual } = found;
  const note = `one run of each; accuracy ${times.accuracy.toFixed(3)} and ${usual.accuracy.toFixed(3)}`;
  keep({ number: 12, unit: 'ms', ours: [times.first * 1000], peer: [usual.seconds * 1000], note });
  keep({ number: 12.1, unit: 'ms', ours: [times.whole * 1000], peer: [usual.seconds * 1000] });
});
