import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { crossEntropy } from '../../../src/domain/loss.js';
import { guessResultsFile } from '../../../src/domain/roles.js';
import { readDetected } from '../workers/source-helpers.js';

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
  expect(done.stderr).toBe('');
  return done.stdout;
}

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
