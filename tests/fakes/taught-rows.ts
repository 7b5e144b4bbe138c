/** A row of a dataset with a test's texts or wrong labels. */
export interface TaughtRow {
  readonly text: string;
  /** The label in the dataset. */
  readonly label: string;
  /** The right label. */
  readonly truth: string;
}

/** The right labels of the rows with a wrong one, by row number. */
export function wrongOnes(rows: readonly TaughtRow[]): ReadonlyMap<number, string> {
  return new Map(rows.flatMap(({ label, truth }, row) => (label === truth ? [] : [[row, truth] as const])));
}

/** Numbers from 0 to below 1, identical in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const GARDEN: Readonly<Record<string, string>> = {
  garden: 'seedling compost trowel hedge mulch tulip pruning orchard greenhouse weeds lawn petal watering beetroot',
  harbour: 'anchor mooring tide skipper sail lighthouse rudder ferry buoy trawler keel dock pilot current',
  kitchen: 'simmer dough whisk oven saucepan garlic recipe butter ladle pastry broth spatula flour roasting',
};

export const NEWS: Readonly<Record<string, string>> = {
  World: 'president minister treaty election parliament troops embassy ceasefire diplomats government border vote',
  Sports: 'striker coach goal season championship match referee league tournament stadium quarterback medal',
  Business: 'shares profit investors quarterly earnings stocks market bank merger revenue oil prices',
  'Sci/Tech':
    'software computer internet microsoft researchers satellite chip browser spacecraft wireless scientists server',
};

const FILLERS = 'today again after the long week some people said that nothing else was ever new about it'.split(' ');

/**
 * Short texts about invented topics. `topics`: words of each, with its label. Each row at `wrongEvery` has the label
 * of another topic. `strays`: share of its words that come from any topic.
 */
export function madeUp(
  topics: Readonly<Record<string, string>>,
  { rows, wrongEvery, strays = 0 }: { readonly rows: number; readonly wrongEvery: number; readonly strays?: number },
): readonly TaughtRow[] {
  const next = numbers(rows + wrongEvery);
  const labels = Object.keys(topics);
  const words = Object.values(topics).map((list) => list.split(' '));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  return Array.from({ length: rows }, (_, row) => {
    const topic = row % labels.length;
    const own = (): string => pick(next() < strays ? pick(words) : (words[topic] ?? []));
    const text = Array.from({ length: 9 }, (__, at) => (at % 2 === 0 ? own() : pick(FILLERS))).join(' ');
    const truth = labels[topic] ?? '';
    const wrong = row % wrongEvery === wrongEvery - 1;
    const label = wrong ? (labels[(topic + 1 + (row % (labels.length - 1))) % labels.length] ?? '') : truth;
    return { text, label, truth };
  });
}

/** The rows as a TSV file. */
export function tsvOf(rows: readonly TaughtRow[]): string {
  return `text\tlabel\n${rows.map(({ text, label }) => `${text}\t${label}`).join('\n')}\n`;
}

/** A CSV with its deliberate errors, and the right labels of those rows by their number. */
export interface Flipped {
  readonly csv: string;
  readonly wrong: ReadonlyMap<number, string>;
}

/** A CSV `name` in which the labels that `flips` names (file, row, right and wrong label in columns) are wrong. */
export function flipped(name: string, csv: string, flips: string, labelColumn: string): Flipped {
  const [header = [], ...records] = recordsOf(csv);
  const wrong = new Map<number, string>();
  for (const line of flips.split('\n')) {
    const [file, row, , wrongLabel = ''] = line.split('\t');
    const cells = records[Number(row)];
    if (file !== name || cells === undefined) continue;
    const at = header.indexOf(labelColumn);
    wrong.set(Number(row), cells[at] ?? '');
    cells[at] = wrongLabel;
  }
  const lines = [header, ...records].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
  return { csv: `${lines.join('\n')}\n`, wrong };
}

/** Cells of a CSV's records. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [[]];
  for (const [, quoted, plain = '', end = ''] of csv
    .trimEnd()
    .matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    records.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== ',') records.push([]);
  }
  return records;
}
