/**
 * Checks that the built-in classifier finds the deliberate label errors of public/samples/news.tsv.
 *
 * Runs the model over every row, ranks the rows by the cross-entropy of their given label and counts how many of the
 * deliberate errors (s_label 2) are among the 60 highest. Prints that figure, the errors that were missed and the sound
 * rows that rank above them; exits with 1 when fewer than 28 were found.
 *
 * Usage: node tools/check_sample.mjs [model folder]    (default: public/models/agnews-distilbert-tiny)
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';

const TOP = 60;
const REQUIRED = 28;
const MAX_TOKENS = 128;
const BATCH = 16;

const folder = process.argv[2] ?? 'public/models/agnews-distilbert-tiny';
if (!existsSync(folder)) {
  console.error(`check_sample: no model folder at ${folder}`);
  process.exit(2);
}
const readJson = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

function findModel() {
  const onnx = join(folder, 'onnx');
  const names = readdirSync(onnx).filter((name) => name.endsWith('.onnx'));
  const name = ['model.onnx', ...names].find((candidate) => names.includes(candidate));
  if (!name) {
    console.error(`check_sample: no .onnx file in ${onnx}`);
    process.exit(2);
  }
  return join(onnx, name);
}

function readRows() {
  const path = new URL('../public/samples/news.tsv', import.meta.url);
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(columns.map((name, i) => [name, cells[i]]));
  });
}

function softmax(logits) {
  const max = Math.max(...logits);
  const exps = logits.map((x) => Math.exp(x - max));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((x) => x / sum);
}

/** Token ids with the closing special token kept when a text is longer than the model's positions. */
function encode(tokenizer, text) {
  const { ids } = tokenizer.encode(text);
  return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ids[ids.length - 1]];
}

ort.env.wasm.numThreads = 1;
const config = readJson('config.json');
const labels = Object.entries(config.id2label)
  .sort(([a], [b]) => Number(a) - Number(b))
  .map(([, label]) => label);
const tokenizer = new Tokenizer(readJson('tokenizer.json'), readJson('tokenizer_config.json'));
const modelPath = findModel();
const session = await ort.InferenceSession.create(readFileSync(modelPath), { executionProviders: ['wasm'] });

const rows = readRows();
for (let start = 0; start < rows.length; start += BATCH) {
  const batch = rows.slice(start, start + BATCH);
  const encoded = batch.map((row) => encode(tokenizer, row.text));
  const width = Math.max(...encoded.map((ids) => ids.length));
  const ids = new BigInt64Array(batch.length * width).fill(BigInt(config.pad_token_id ?? 0));
  const mask = new BigInt64Array(batch.length * width);
  encoded.forEach((tokens, r) => {
    tokens.forEach((token, c) => {
      ids[r * width + c] = BigInt(token);
      mask[r * width + c] = 1n;
    });
  });
  const dims = [batch.length, width];
  const output = await session.run({
    input_ids: new ort.Tensor('int64', ids, dims),
    attention_mask: new ort.Tensor('int64', mask, dims),
  });
  const logits = Array.from((output.logits ?? output[session.outputNames[0]]).data, Number);
  batch.forEach((row, r) => {
    const given = labels.indexOf(row.label);
    if (given < 0) throw new Error(`${row.id}: the model has no label ${row.label}`);
    const p = softmax(logits.slice(r * labels.length, (r + 1) * labels.length));
    row.loss = -Math.log(Math.max(p[given], 1e-12));
    row.predicted = labels[p.indexOf(Math.max(...p))];
  });
}

const describe = (row) =>
  `  ${row.id}  loss ${row.loss.toFixed(3)}  label ${row.label}, predicted ${row.predicted}: ${row.text}`;
const isError = (row) => row.s_label === '2';
const ranked = [...rows].sort((a, b) => b.loss - a.loss || (a.id < b.id ? -1 : 1));
const top = ranked.slice(0, TOP);
const total = rows.filter(isError).length;
const found = top.filter(isError).length;
const sound = rows.filter((row) => !isError(row));
const agreed = sound.filter((row) => row.predicted === row.label).length;

console.log(`Model: ${modelPath}`);
console.log(`Rows: ${rows.length}; the model agrees with ${agreed} of ${sound.length} sound labels`);
console.log(`Deliberate errors among the ${TOP} highest losses: ${found} of ${total}`);
console.log(`Errors that were missed (${total - found}):`);
ranked
  .slice(TOP)
  .filter(isError)
  .forEach((row) => console.log(describe(row)));
console.log(`Sound rows among the ${TOP} (${TOP - found}):`);
top.filter((row) => !isError(row)).forEach((row) => console.log(describe(row)));
if (found < REQUIRED) {
  console.error(`check_sample: ${found} found, at least ${REQUIRED} are required`);
  process.exit(1);
}
