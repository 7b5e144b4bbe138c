import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { kept } from './measure.js';
import { notesOf, tableOf } from './table.js';
import { CORPUS } from './texts.js';

const PATH = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/** Writes the kept figures to docs/benchmarks.md. */
export async function publish(): Promise<void> {
  const measured = kept();
  if (measured.length === 0) return;
  const cores = cpus();
  const machine = `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB of memory`;
  const text = `# Benchmarks

\`npm run bench\` measures and writes this page. In each row Rinse and its peer run in turn in the same process or browser; the figures
are the median, and the least and the most of the runs. The ratio is the peer's median over that of Rinse: above 1 Rinse is faster, or
smaller. Speed depends on the machine and on what else it does, so compare ratios, not milliseconds.

- Machine: ${machine}, Node ${process.versions.node}, average load at the end ${loadavg()[0]?.toFixed(1) ?? ''}.
- Texts: ${CORPUS}.
- Date: ${new Date().toISOString().slice(0, 10)}.

${tableOf(measured)}

${notesOf(measured).join('\n')}
`;
  writeFileSync(PATH, await format(text, { ...(await resolveConfig(PATH)), parser: 'markdown' }));
}
