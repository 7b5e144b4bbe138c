import { describe, expect, it } from 'vitest';
import type { ExportKind } from '../../../src/protocol/export-spec.js';
import type { JobId } from '../../../src/protocol/job.js';
import { Source } from '../../../workers/source.js';
import { readAll, readDetected, untouched, valueOf } from './source-helpers.js';

const ENDED = { ok: false, fault: { code: 'job-ended' } };
const CHANGED = { ok: false, fault: { code: 'file-changed' } };
const KINDS: readonly ExportKind[] = ['dataset', 'changes', 'audit', 'rejects'];

/** A table that one step does not read. `name` is in every row, and every tenth record is set aside. */
function table(name: string, rows: number): File {
  const lines = Array.from({ length: rows }, (_, row) =>
    row % 10 === 9 ? `${name} ${row}\n` : `${name} row ${row} ${'x'.repeat(80)}\t${name}-${row % 3}\n`,
  );
  return new File(['text\tlabel\n', ...lines], `${name}.tsv`);
}

async function beginExport(source: Source, file: File, kind: ExportKind): Promise<JobId> {
  const read = await readDetected(file);
  return valueOf(await source.beginExport(file, read.settings, read.roles, kind, untouched(read)));
}

/** The pieces of an export to its end, as one text. */
async function rest(source: Source, job: JobId): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let part = valueOf(await source.nextExport(job)); part; part = valueOf(await source.nextExport(job))) {
    text += decoder.decode(part, { stream: true });
  }
  return text;
}

describe('jobs of one source worker', () => {
  it('a replaced export gives no more pieces, and the new one is whole', async () => {
    const source = new Source();
    const first = await beginExport(source, table('one', 20_000), 'audit');
    expect(await source.nextExport(first)).toMatchObject({ ok: true });
    const second = await beginExport(source, table('two', 20_000), 'rejects');
    expect(await source.nextExport(first)).toEqual(ENDED);
    const lines = (await rest(source, second)).trimEnd().split('\n');
    expect(lines).toHaveLength(2000);
    expect(lines.every((line) => line.includes('two'))).toBe(true);
    expect(await source.nextExport(first)).toEqual(ENDED);
  });

  it('a piece that is being made when its export is replaced is refused', async () => {
    const source = new Source();
    const first = await beginExport(source, table('one', 20_000), 'dataset');
    const other = table('two', 10);
    const read = await readDetected(other);
    const piece = source.nextExport(first);
    const begun = source.beginExport(other, read.settings, read.roles, 'dataset', untouched(read));
    expect(await piece).toEqual(ENDED);
    expect(await rest(source, valueOf(await begun))).toContain('two row 8');
  });

  it('an export and a reading do not disturb each other', async () => {
    const source = new Source();
    const file = table('one', 20_000);
    const job = await beginExport(source, file, 'audit');
    valueOf(await source.nextExport(job));
    const other = await readDetected(table('two', 30));
    const read = valueOf(await readAll(source, table('two', 30), other.settings, other.roles));
    expect(read.dataset.rows).toBe(27);
    const alone = new Source();
    const whole = await rest(alone, await beginExport(alone, file, 'audit'));
    const again = await beginExport(source, file, 'audit');
    expect(await rest(source, again)).toBe(whole);
  });

  it('a replaced reading cannot be continued or taken', async () => {
    const source = new Source();
    const { settings, roles } = await readDetected(table('one', 100));
    const first = valueOf(await source.begin(table('one', 100), settings, roles));
    const advancing = source.advance(first.job);
    const second = valueOf(await source.begin(table('two', 100), settings, roles));
    expect(await advancing).toEqual(ENDED);
    expect(await source.advance(first.job)).toEqual(ENDED);
    let step = second;
    while (!step.done) step = valueOf(await source.advance(step.job));
    expect(await source.take(first.job)).toEqual(ENDED);
    expect(await source.takeResults(first.job)).toEqual(ENDED);
    expect(valueOf(await source.take(second.job)).dataset.labels[0]?.name).toBe('two-0');
  });

  it('a job that was taken, ended or written to its end has ended', async () => {
    const source = new Source();
    const { settings, roles } = await readDetected(table('one', 100));
    let step = valueOf(await source.begin(table('one', 100), settings, roles));
    while (!step.done) step = valueOf(await source.advance(step.job));
    valueOf(await source.take(step.job));
    expect(await source.take(step.job)).toEqual(ENDED);
    const begun = valueOf(await source.begin(table('one', 100), settings, roles));
    expect(await source.end(begun.job)).toEqual({ ok: true, value: null });
    expect(await source.advance(begun.job)).toEqual(ENDED);
    expect(await source.end(begun.job)).toEqual({ ok: true, value: null });
    const job = await beginExport(source, table('one', 100), 'dataset');
    await rest(source, job);
    expect(await source.nextExport(job)).toEqual(ENDED);
  });

  it('a reading that is not at its end cannot be taken', async () => {
    const source = new Source();
    const { settings, roles } = await readDetected(table('one', 100));
    const { job } = valueOf(await source.begin(table('one', 100), settings, roles));
    expect(await source.take(job)).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });

  it('a job of one worker is unknown to another', async () => {
    const [one, two] = [new Source(), new Source()];
    const job = await beginExport(one, table('one', 100), 'dataset');
    await beginExport(two, table('two', 100), 'dataset');
    expect(await two.nextExport(job)).toEqual(ENDED);
  });
});

describe('the end of an export', () => {
  const others: readonly (readonly [string, (text: string) => string])[] = [
    ['a row more at its end', (text) => `${text}another row\tx\n`],
    ['a record more that is set aside', (text) => `${text}short\n`],
    ['a row less', (text) => text.slice(0, text.lastIndexOf('d'))],
    ['a record less that was set aside', (text) => text.replace('short\n', '')],
    ['a row more at its beginning', (text) => text.replace('a\tx', 'new\ty\na\tx')],
  ];
  const text = 'text\tlabel\na\tx\nshort\nb\ty\nc\tx\nd\ty\n';

  for (const kind of KINDS) {
    it.each(others)(`of kind ${kind} is a fault for a source with %s`, async (_, change) => {
      const read = await readDetected(new Blob([text]));
      expect([read.dataset.rows, read.rejectedCount]).toEqual([4, 1]);
      const source = new Source();
      const file = new Blob([change(text)]);
      const columns = untouched(read);
      const job = valueOf(await source.beginExport(file, read.settings, read.roles, kind, columns));
      expect(await source.nextExport(job)).toEqual(CHANGED);
      expect(await source.nextExport(job)).toEqual(ENDED);
    });
  }

  it('of records set aside in results is a fault for a file with another record', async () => {
    const file = new Blob(['{"id":"a","loss":1}\n{"loss":2}\n']);
    const source = new Source();
    const { settings } = valueOf(await source.inspect(file));
    const roles = { text: '', textJoin: '', textB: '', label: '', id: 'id', sLabel: '', resultLoss: 'loss' };
    const columns = { ...untouched(await readDetected(new Blob([text]))), sourceRow: Uint32Array.of(0) };
    const end = async (records: number) => {
      const job = valueOf(
        await source.beginExport(file, settings, roles, 'results-rejects', { ...columns, rows: 1, records }),
      );
      return source.nextExport(job);
    };
    expect(await end(2)).toMatchObject({ ok: true });
    expect(await end(3)).toEqual(CHANGED);
    expect(await end(1)).toEqual(CHANGED);
  });
});
