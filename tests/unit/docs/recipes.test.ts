import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../../../src/domain/predictions/loss.js';
import { guessResultsFile } from '../../../src/domain/reading/roles.js';
import { summarise } from '../../../src/domain/training/signals.js';
import { readTrustai } from '../domain/training/helpers.js';
import { readDetected } from '../workers/source/helpers.js';

const RECIPES = fileURLToPath(new URL('../../../docs/recipes', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rinse-recipes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first Python that can import `module`, null = none. */
function pythonWith(module: string): string | null {
  const candidates = ['python3', '/usr/bin/python3', 'python'];
  return candidates.find((name) => spawnSync(name, ['-c', `import ${module}`]).status === 0) ?? null;
}

/** Runs a script from standard input, where no Python is needed for the folder of the recipes to stay as it is. */
function run(python: string, script: string): string {
  const done = spawnSync(python, ['-B', '-'], { input: script, cwd: RECIPES, encoding: 'utf8' });
  expect(done.status, done.stderr).toBe(0);
  return done.stdout;
}

/** Stands in for the transformers library, of which the recipes need little: a base class, a tokenizer, a model. */
const TRANSFORMERS = `
import sys, types
import torch

class Named(dict):
    __getattr__ = dict.__getitem__

class Classifier(torch.nn.Module):
    device = "cpu"
    def forward(self, input_ids, **_):
        return Named(logits=torch.nn.functional.one_hot(input_ids[:, 0] % 3, 3).float() * 2)

def tokenize(texts, **_):
    return {"input_ids": torch.tensor([[int(text.split()[-1])] for text in texts])}

transformers = types.ModuleType("transformers")
transformers.TrainerCallback = object
transformers.AutoTokenizer = Named(from_pretrained=lambda _: tokenize)
transformers.AutoModelForSequenceClassification = Named(from_pretrained=lambda _: Classifier())
sys.modules["transformers"] = transformers
`;

const python = pythonWith('ast');
if (python === null) console.log('recipes.test.ts: no Python here, so the recipes are not looked at');

describe.runIf(python !== null)('the recipes', () => {
  const scripts = readdirSync(RECIPES).filter((name) => name.endsWith('.py'));

  it.each(scripts)('%s is Python', (name) => {
    expect(run(python ?? '', `import ast\nast.parse(open(${JSON.stringify(name)}).read())\nprint("sound")`)).toBe(
      'sound\n',
    );
  });

  it.each(['README.md', 'README.zh-CN.md'])('are all told of in %s', (pageName) => {
    const page = readFileSync(join(RECIPES, pageName), 'utf8');
    for (const name of scripts) expect(page).toContain(`(${name})`);
  });
});

const torch = pythonWith('torch');
if (torch === null) console.log('recipes.test.ts: no Python with torch here, so the loss loop is not run');

describe.runIf(torch !== null)('the loss loop', () => {
  it('writes a file that is read with its results', { timeout: 120_000 }, async () => {
    const path = join(folder, 'losses.jsonl');
    run(
      torch ?? '',
      `
import torch
from loss_loop import write_losses

class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(7)
        self.embedding = torch.nn.Embedding(50, 3, padding_idx=0)

    def forward(self, input_ids, attention_mask):
        return (self.embedding(input_ids) * attention_mask[:, :, None]).sum(1)

rows = [
    {"id": f"r{i}", "text": f"row number {i}", "label": i % 3, "input_ids": [1 + (i * 7 + k) % 49 for k in range(1 + i * 5 % 11)]}
    for i in range(25)
]
write_losses(Model(), rows, ${JSON.stringify(path)}, batch_size=4)
`,
    );
    const read = await readDetected(new Blob([readFileSync(path)]));
    expect(read.roles).toMatchObject({
      text: 'text',
      label: 'label',
      id: 'id',
      resultLoss: 'loss',
      resultLogits: 'logits',
    });
    expect(read.dataset.rows).toBe(25);
    expect(read.results?.report).toMatchObject({ usable: 25, vectors: 'logits', malformed: 0, badLoss: 0 });
    const { logits, loss } = read.results ?? {};
    for (let row = 0; row < 25; row++) {
      expect(loss?.[row]).toBeCloseTo(crossEntropy(logits ?? [], row * 3, 3, row % 3), 5);
    }
  });

  it('writes a second file for a dataset, with names for its classes', { timeout: 120_000 }, () => {
    const path = join(folder, 'second.jsonl');
    run(
      torch ?? '',
      `
import torch
from loss_loop import write_losses

def model(input_ids, attention_mask):
    return torch.nn.functional.one_hot(input_ids[:, 0], 3).float()

model.to = lambda device: model
model.eval = lambda: model
rows = [{"id": f"r{i}", "label": i % 3, "input_ids": [(i + 1) % 3]} for i in range(6)]
write_losses(model, rows, ${JSON.stringify(path)}, classes=["World", "Sports", "Business"])
`,
    );
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records[1]).toMatchObject({ id: 'r1', label: 'Sports', predicted_label: 'Business' });
    const columns = Object.keys(records[0] ?? {});
    const cells = records.map((record) => columns.map((column) => String(record[column])));
    expect(guessResultsFile(columns, cells)).toMatchObject({
      alone: true,
      roles: { id: 'id', label: 'label', resultLoss: 'loss', resultPredicted: 'predicted_label' },
    });
  });
});

describe.runIf(torch !== null)('the Trainer callback', () => {
  it('writes signals that are read as a course of evaluations', { timeout: 120_000 }, () => {
    const path = join(folder, 'signals.jsonl');
    run(
      torch ?? '',
      `${TRANSFORMERS}
from trainer_signals import SignalsCallback

ids = torch.arange(10)
loader = [{"id": ids[i : i + 4], "labels": ids[i : i + 4] % 3, "input_ids": ids[i : i + 4, None]} for i in (0, 4, 8)]
callback = SignalsCallback(loader, ${JSON.stringify(path)})
model = Classifier()
callback.on_evaluate(None, None, None, model=model)
for batch in loader:
    batch["input_ids"] = batch["input_ids"] + 1
callback.on_evaluate(None, None, None, model=model)
assert model.training
`,
    );
    const { signals, report } = readTrustai(readFileSync(path, 'utf8'));
    expect(report).toMatchObject({ rows: 10, evaluations: 2, notes: [] });
    const { correct_times, forgetting_times, avg_probs } = summarise(signals);
    expect([...correct_times]).toEqual(new Array(10).fill(1));
    expect([...forgetting_times]).toEqual(new Array(10).fill(1));
    const [right, wrong] = [Math.exp(2), 1].map((weight) => weight / (Math.exp(2) + 2));
    for (const mean of avg_probs) expect(mean).toBeCloseTo(((right ?? 0) + (wrong ?? 0)) / 2, 6);
  });
});

const pandas = pythonWith('torch, pandas');
if (pandas === null) console.log('recipes.test.ts: no Python with torch and pandas here, so the Spark job is not run');

describe.runIf(pandas !== null)('the Spark job', () => {
  it('gives each frame its losses and probabilities, whatever the order', { timeout: 120_000 }, async () => {
    const written = run(
      pandas ?? '',
      `${TRANSFORMERS}
import json
import pandas
from spark_losses import SCHEMA, scorer

texts = ["no. %d" % i if i % 2 else "a longer text, no. %d" % i for i in range(12)]
frame = pandas.DataFrame({"id": ["r%d" % i for i in range(12)], "text": texts, "label": [i % 3 for i in range(12)]})
for part in scorer("any", batch_size=5)(iter([frame[:7], frame[7:].reset_index(drop=True)])):
    assert list(part.columns) == [column.split()[0] for column in SCHEMA.split(", ")]
    print(part.to_json(orient="records", lines=True).strip())
`,
    );
    const read = await readDetected(new Blob([written]));
    expect(read.roles).toMatchObject({ id: 'id', text: 'text', label: 'label', resultLoss: 'loss' });
    expect(read.results?.report).toMatchObject({ rows: 12, usable: 12, vectors: 'probs', notNormalised: 0 });
    for (const loss of read.results?.loss ?? []) expect(loss).toBeCloseTo(Math.log(Math.exp(2) + 2) - 2, 5);
  });
});
