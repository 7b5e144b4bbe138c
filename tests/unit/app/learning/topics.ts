/** Words of three invented topics: texts of different topics share none but the common ones. */
const TOPICS: Readonly<Record<string, string>> = {
  cooking: 'butter flour oven bake simmer onion garlic recipe spoon dough whisk pepper broth roast',
  sailing: 'mast harbour keel anchor tide sail rudder buoy captain deck knot reef compass hull',
  astronomy: 'orbit nebula comet telescope galaxy lunar crater eclipse planet meteor quasar star probe dust',
};
const COMMON = 'the a of and with near under very often today';
export const TOPIC_NAMES = Object.keys(TOPICS);

/** A dataset of the topics: rows in turn. Every `wrongEvery`-th row has the next topic as its label. */
export function topicRows(rows: number, wrongEvery = 0): { text: string; label: string; wrong: boolean }[] {
  let state = 12345;
  const below = (bound: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % bound;
  };
  return Array.from({ length: rows }, (_, row) => {
    const topic = row % TOPIC_NAMES.length;
    const own = (TOPICS[TOPIC_NAMES[topic] ?? ''] ?? '').split(' ');
    const common = COMMON.split(' ');
    const words = Array.from({ length: 9 }, (_, i) =>
      i % 3 === 2 ? common[below(common.length)] : own[below(own.length)],
    );
    const wrong = wrongEvery > 0 && row % wrongEvery === wrongEvery - 1;
    return { text: words.join(' '), label: TOPIC_NAMES[wrong ? (topic + 1) % 3 : topic] ?? '', wrong };
  });
}

/** The rows as a dropped file. */
export function topicFile(rows: readonly { readonly text: string; readonly label: string }[]): File {
  return new File([rows.map(({ text, label }) => `${JSON.stringify({ text, label })}\n`).join('')], 'topics.jsonl');
}
