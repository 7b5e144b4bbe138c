import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/domain/signals.js';
import type { KeepRuns } from '../../../src/domain/signals-builder.js';
import type { SignalsResult } from '../../../src/protocol/signals-wire.js';
import { Signals } from '../../../workers/signals.js';
import { gate } from '../../fakes/controlled.js';
import { fixture, line, log, readTrustai } from '../domain/signals-helpers.js';
import { valueOf } from './source-helpers.js';

const golden = fixture('trustai_signals_input.pyrepr.jsonl');
const blob = (content: string): Blob => new Blob([content]);
const zipped = (content: string): Blob => new Blob([new Uint8Array(gzipSync(content))]);

async function readAll(signals: Signals, files: readonly Blob[], keep: KeepRuns = 'all'): Promise<SignalsResult> {
  let progress = valueOf(await signals.begin(files));
  while (!progress.done) progress = valueOf(await signals.advance(progress.job));
  expect(progress.bytesRead).toBe(progress.bytesTotal);
  return valueOf(await signals.take(progress.job, keep));
}

async function readCourse(files: readonly Blob[]): Promise<SignalsResult & { form: 'course' }> {
  const result = await readAll(new Signals(), files);
  if (result.form !== 'course') throw new Error('a summary');
  return result;
}

describe('the signals worker', () => {
  it('recognises files by content, gzip too', async () => {
    const signals = new Signals();
    const kinds = [
      blob(golden),
      zipped(golden),
      blob(fixture('trustai_expected.tsv')),
      blob('text,label\na,b\n'),
      blob(''),
    ].map(async (file) => valueOf(await signals.recognise(file)));
    expect(await Promise.all(kinds)).toEqual(['trustai-signals', 'trustai-signals', 'trustai-summary', null, null]);
  });

  it('reads the same from plain and gzip files', async () => {
    const { signals, report } = await readCourse([blob(golden)]);
    expect(signals).toEqual(readTrustai(golden).signals);
    expect(report).toMatchObject({ kind: 'trustai-signals', rows: 100, evaluations: 6, notes: [] });
    expect((await readCourse([zipped(golden)])).signals).toEqual(signals);
  });

  it('reads UTF-16 with a mark, as some shells redirect', async () => {
    const text = new Uint8Array(Buffer.from(`\ufeff${line('中', 0.5, true)}`, 'utf16le'));
    expect((await readCourse([new Blob([text])])).signals.rows).toBe(1);
  });

  it('reads a series of epochs in any order', async () => {
    const epoch = (k: number): Blob =>
      blob([0, 1].map((guid) => JSON.stringify({ guid, [`logits_epoch_${k}`]: [k, guid], gold: 1 })).join('\n'));
    const forth = await readCourse([epoch(0), epoch(1), epoch(2)]);
    const back = await readCourse([epoch(2), epoch(0), epoch(1)]);
    expect(back.signals).toEqual(forth.signals);
    expect(back.report).toMatchObject({ files: 3, evaluations: 3, epochs: [0, 1, 2] });
  });

  it('reads a summary', async () => {
    const result = await readAll(new Signals(), [zipped(fixture('trustai_expected.tsv'))]);
    expect(result).toMatchObject({ form: 'summary', summary: { rows: 100 }, report: { kind: 'trustai-summary' } });
  });

  it('returns another choice of runs from the same reading, until it is released', async () => {
    const signals = new Signals();
    let progress = valueOf(await signals.begin([blob(golden + golden)]));
    while (!progress.done) progress = valueOf(await signals.advance(progress.job));
    const all = valueOf(await signals.take(progress.job, 'all'));
    expect(all.report.evaluations).toBe(12);
    const last = valueOf(await signals.take(progress.job, 'last-run'));
    expect(last.report).toMatchObject({ evaluations: 6, runs: all.report.runs });
    valueOf(await signals.end(progress.job));
    expect(await signals.take(progress.job, 'all')).toMatchObject({ ok: false, fault: { code: 'job-ended' } });
  });

  it('refuses unreadable files', async () => {
    const signals = new Signals();
    const unknown = { ok: false, fault: { code: 'file-kind-unknown' } };
    expect(await signals.begin([blob('text,label\n')])).toMatchObject(unknown);
    expect(await signals.begin([blob(golden), blob(fixture('trustai_expected.tsv'))])).toMatchObject(unknown);
    expect(await signals.begin([])).toMatchObject(unknown);
    const broken = zipped(golden).slice(0, 3000);
    expect(await signals.begin([broken])).toMatchObject({ ok: false, fault: { code: 'file-gzip-broken' } });
    const latin = new Blob([log(9, 1), new Uint8Array([0x7b, 0xe9, 0x0a])]);
    const { job } = valueOf(await signals.begin([latin]));
    expect(await signals.advance(job)).toMatchObject({
      ok: false,
      fault: { code: 'file-encoding', params: { line: 10 } },
    });
    const empty = valueOf(await signals.begin([blob(fixture('trustai_expected.tsv').split('\n')[0] ?? '')]));
    valueOf(await signals.advance(empty.job));
    expect(await signals.take(empty.job, 'all')).toMatchObject({ ok: false, fault: { code: 'file-no-rows' } });
  });

  it('ends the reading under way when another one begins', async () => {
    const signals = new Signals();
    const replaced = valueOf(await signals.begin([blob(golden)]));
    let progress = valueOf(await signals.begin([blob(line('x', 0.5, true))]));
    const ended = { ok: false, fault: { code: 'job-ended' } };
    expect(await signals.advance(replaced.job)).toEqual(ended);
    while (!progress.done) progress = valueOf(await signals.advance(progress.job));
    expect(await signals.take(replaced.job, 'all')).toEqual(ended);
    expect(valueOf(await signals.end(replaced.job))).toBeNull();
    expect(valueOf(await signals.take(progress.job, 'all')).report.rows).toBe(1);
  });

  it('does not return an unfinished reading', async () => {
    const signals = new Signals();
    const { job } = valueOf(await signals.begin([blob(golden)]));
    expect(await signals.take(job, 'all')).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });

  it('reads the files that were begun last, also where earlier ones take longer to open', async () => {
    const held = gate();
    const slow = blob(line('0', 0.5, true));
    const slice = slow.slice.bind(slow);
    slow.slice = (...range) => {
      const part = slice(...range);
      const bytes = part.arrayBuffer.bind(part);
      part.arrayBuffer = () => held.passed.then(bytes);
      return part;
    };
    const signals = new Signals();
    const overtaken = signals.begin([slow]);
    const two = blob([line('1', 0.5, true), line('2', 0.5, true)].join(''));
    let progress = valueOf(await signals.begin([two]));
    held.open();
    expect(await overtaken).toEqual({ ok: false, fault: { code: 'job-ended' } });
    while (!progress.done) progress = valueOf(await signals.advance(progress.job));
    expect(valueOf(await signals.take(progress.job, 'all')).report.rows).toBe(2);
  });

  it('streams a large log step by step with progress', { timeout: 180_000 }, async () => {
    const rows = 24_000;
    const parts = Array.from({ length: 10 }, (_, e) => {
      const lines = Array.from(
        { length: rows },
        (__, id) =>
          `{'id': ${id}, 'label': 1, 'pred_label': 1, 'correct': 'true', 'loss': 0.8, 'probs': [0.${9 - e}1234567, 0.${e}8765433], 'label_probs': 0.${e}8765433}\n`,
      );
      return lines.join('');
    });
    const file = new Blob(parts);
    parts.length = 0;
    const signals = new Signals();
    let progress = valueOf(await signals.begin([file]));
    while (!progress.done) {
      const before = progress.bytesRead;
      progress = valueOf(await signals.advance(progress.job));
      expect(progress.bytesRead - before).toBeLessThanOrEqual(4 * 1024 * 1024);
    }
    const result = valueOf(await signals.take(progress.job, 'all'));
    if (result.form !== 'course') throw new Error('a summary');
    expect(result.report).toMatchObject({ rows, evaluations: 10, lines: rows * 10 });
    expect(result.report.runs).toHaveLength(1);
    const columns = summarise(result.signals);
    expect(columns.avg_probs[rows - 1]).toBeCloseTo(0.53765433, 12);
  });
});
