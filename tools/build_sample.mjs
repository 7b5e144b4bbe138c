/**
 * Builds the sample dataset that Rinse offers on its start page.
 *
 * Reads one item a line from tools/sample/{world,sports,business,sci-tech}.txt, mixes the four classes with a seeded
 * generator and writes public/samples/news.tsv with the columns id, text, label and s_label. Forty rows (ten of each
 * true class) get a wrong label on purpose; s_label is 2 for these and 0 for all others. The rows and their wrong
 * classes are drawn by the same generator, so that the output is the same on every run and no model has a say in it.
 *
 * The script stops with a message when an item holds a tab, is empty, repeats another item (exactly, or by sharing more
 * than 60 % of its word 3-grams), or when a class has fewer than 120 items.
 *
 * Usage: node tools/build_sample.mjs
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const SEED = 20041103;
const MIN_PER_CLASS = 120;
const FLIPS_PER_CLASS = 10;
const MAX_SHARED_TRIGRAMS = 0.6;
const CLASSES = [
  { label: 'World', file: 'world.txt' },
  { label: 'Sports', file: 'sports.txt' },
  { label: 'Business', file: 'business.txt' },
  { label: 'Sci/Tech', file: 'sci-tech.txt' },
];

/** Seeded generator of numbers in [0, 1). */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Fisher-Yates shuffle in place. */
function shuffle(items, random) {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

function fail(message) {
  console.error(`build_sample: ${message}`);
  process.exit(1);
}

function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function trigramsOf(text) {
  const words = wordsOf(text);
  const grams = new Set();
  for (let i = 0; i + 3 <= words.length; i++) grams.add(words.slice(i, i + 3).join(' '));
  return grams;
}

function readClass({ label, file }) {
  const content = readFileSync(new URL(`./sample/${file}`, import.meta.url), 'utf8');
  const lines = content.replace(/\n$/, '').split('\n');
  lines.forEach((text, i) => {
    const where = `${file}:${i + 1}`;
    if (text.includes('\t')) fail(`${where} holds a tab`);
    if (text.includes('\r')) fail(`${where} holds a carriage return`);
    if (text.includes('"')) fail(`${where} holds a double quote`);
    if (text.trim() === '') fail(`${where} is empty`);
    if (text !== text.trim()) fail(`${where} starts or ends with a space`);
  });
  if (lines.length < MIN_PER_CLASS) fail(`${file} has ${lines.length} items, at least ${MIN_PER_CLASS} are needed`);
  return lines.map((text, i) => ({ text, trueLabel: label, label, flipped: false, where: `${file}:${i + 1}` }));
}

/** Fails when two items are the same but for case and punctuation, or share too many of their word 3-grams. */
function checkDuplicates(items) {
  const seen = new Map();
  const postings = new Map();
  const sizes = [];
  items.forEach((item, index) => {
    const key = wordsOf(item.text).join(' ');
    if (seen.has(key)) fail(`${item.where} repeats ${seen.get(key)}`);
    seen.set(key, item.where);

    const grams = trigramsOf(item.text);
    sizes.push(grams.size);
    const shared = new Map();
    for (const gram of grams) {
      const others = postings.get(gram) ?? [];
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
      others.push(index);
      postings.set(gram, others);
    }
    for (const [other, count] of shared) {
      if (count / Math.min(sizes[other], grams.size) > MAX_SHARED_TRIGRAMS) {
        fail(`${item.where} shares ${count} word 3-grams with ${items[other].where}, too near to be another item`);
      }
    }
  });
}

const random = mulberry32(SEED);
const classes = CLASSES.map(readClass);
const items = classes.flat();
checkDuplicates(items);

for (const rows of classes) {
  for (const row of shuffle([...rows], random).slice(0, FLIPS_PER_CLASS)) {
    const wrong = CLASSES.map((c) => c.label).filter((label) => label !== row.trueLabel);
    row.label = wrong[Math.floor(random() * wrong.length)];
    row.flipped = true;
  }
}
shuffle(items, random);

const lines = items.map((item, i) => {
  const id = `news-${String(i + 1).padStart(3, '0')}`;
  return [id, item.text, item.label, item.flipped ? 2 : 0].join('\t');
});
const target = fileURLToPath(new URL('../public/samples/news.tsv', import.meta.url));
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, ['id\ttext\tlabel\ts_label', ...lines].join('\n') + '\n');

const flips = items.filter((item) => item.flipped).length;
console.log(`public/samples/news.tsv: ${items.length} rows, ${flips} deliberate label errors`);
