import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summaryTsv, SUMMARY_HEADER, type ExportedSignals } from '../../../src/domain/signals-export.js';
import { SummaryBuilder } from '../../../src/domain/signals-summary.js';
import { SummaryLines } from '../../../src/domain/signals-summary-tsv.js';
import { summarise, type SignalColumns, type SignalSummary } from '../../../src/domain/signals.js';
import type { SignalsReport } from '../../../src/domain/signals-report.js';
import { feed, fixture, line, log, noteCounts, readTrustai, rowOf } from './signals-helpers.js';

const golden = fixture('trustai_expected.tsv');

function written(signals: ExportedSignals, columns: SignalColumns): string {
  const decoder = new TextDecoder();
  return [...summaryTsv(signals, columns)].map((piece) => decoder.decode(piece)).join('');
}

function readSummary(...files: readonly string[]): { summary: SignalSummary; report: SignalsReport } {
  const builder = new SummaryBuilder();
  feed(new SummaryLines(builder), files, 333);
  return builder.finish('trustai-summary', files.length);
}

describe('export-signals', () => {
  it('writes the golden file, byte by byte', () => {
    for (const name of ['trustai_signals_input.jsonl', 'trustai_signals_input.pyrepr.jsonl']) {
      const { signals } = readTrustai(fixture(name));
      expect(written(signals, summarise(signals))).toBe(golden);
    }
  });

  it('writes a summary unchanged after reading it', () => {
    const { summary } = readSummary(golden);
    expect(written(summary, summary.columns)).toBe(golden);
  });

  it('sorts ids that are whole numbers, as the original does, and keeps the order of other ids', () => {
    const first = (text: string): string[] =>
      text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((row) => row.split('\t')[0] ?? '');
    const numbers = readTrustai([10, 9, 2].map((id) => line(id, 0.5, true)).join('')).signals;
    expect(first(written(numbers, summarise(numbers)))).toEqual(['2', '9', '10']);
    const names = readTrustai(['b', 1, 'a'].map((id) => line(id, 0.5, true)).join('')).signals;
    expect(first(written(names, summarise(names)))).toEqual(['b', '1', 'a']);
  });

  it('counts predictions under the fixed keys, classes beyond them, or names', () => {
    const last = (predicted: readonly unknown[]): string => {
      const text = predicted.map((p, id) => line(id, 0.5, true, { label: p, pred_label: p })).join('');
      const { signals } = readTrustai(text);
      return written(signals, summarise(signals)).split('\n')[1]?.split('\t').at(-1) ?? '';
    };
    expect(last([3, 0])).toBe("{'0': 0, '1': 0, '2': 0, '3': 1, '4': 0}");
    expect(last([7, 12])).toBe("{'0': 0, '1': 0, '2': 0, '3': 0, '4': 0, '7': 1, '12': 0}");
    expect(last(["it's", 'b'])).toBe(`{"it's": 1}`);
  });

  it('of many named classes lists only those that were predicted', () => {
    const lines = Array.from({ length: 300 }, (_, id) =>
      line(id, 0.5, true, { label: `c${id}`, pred_label: `c${id}` }),
    );
    const { signals } = readTrustai(lines.join(''));
    expect(written(signals, summarise(signals)).length).toBeLessThan(300 * 100);
  });

  it('is not shifted by the characters of a name, and writes nan for unknown values', () => {
    const { signals } = readTrustai(`{'id': 'a\\tb\\n', 'label': 'x\\ty', 'correct': True, 'label_probs': nan}`);
    const cells = written(signals, summarise(signals)).split('\n')[1]?.split('\t');
    expect(cells).toHaveLength(SUMMARY_HEADER.length);
    expect(cells?.slice(0, 7)).toEqual(['a\\tb\\n', 'x\\ty', '0', '1', '1.0', 'nan', 'nan']);
    expect(cells?.at(-2)).toBe('[None]');
  });

  it('comes in pieces', () => {
    const { signals } = readTrustai(log(9000, 1));
    const pieces = [...summaryTsv(signals, summarise(signals))];
    expect(pieces).toHaveLength(5);
    expect(written(signals, summarise(signals)).trimEnd().split('\n')).toHaveLength(9001);
  });
});

describe("TrustAI's summary", () => {
  it('reads every column of the golden file, and derives the other signals', () => {
    const { summary, report } = readSummary(golden);
    const own = summarise(readTrustai(fixture('trustai_signals_input.jsonl')).signals);
    expect(report).toMatchObject({ lines: 100, rows: 100, notes: [] });
    expect(summary.available).toHaveLength(16);
    for (let row = 0; row < 100; row++) {
      const expected = rowOf(own, row);
      for (const [name, value] of Object.entries(rowOf(summary.columns, row))) {
        expect(value).toBeCloseTo(expected[name as keyof typeof expected], 12);
      }
    }
    expect(Array.from(summary.label.slice(0, 3), (label) => summary.classes[label])).toEqual(['1', '0', '1']);
  });

  it('keeps no value of a line that is set aside for the next line', () => {
    const broken = 'id\tcorrect_times\tcorrect_ratio\tavg_probs\tlabel_var\n1\t4\t0.5\t0.5\tx\n';
    const sound = 'id\tcorrect_ratio\tavg_probs\tlabel_var\n2\t1\t0.5\t0\n';
    const { summary } = readSummary(broken, sound);
    expect([summary.rows, summary.columns.correct_times[0]]).toEqual([1, NaN]);
  });

  it('sets malformed lines aside without shifting the ids behind them', () => {
    const rows = golden.split('\n');
    rows[3] = `${rows[3] ?? ''}\textra`;
    rows[5] = (rows[5] ?? '').replace('\t0.', '\tx0.');
    rows[7] = (rows[7] ?? '').replace('[', '');
    rows[9] = rows[8] ?? '';
    rows[11] = `\t${(rows[11] ?? '').split('\t').slice(1).join('\t')}`;
    rows.push('only one cell');
    const { summary, report } = readSummary(rows.join('\r\n'));
    expect(noteCounts({ report })).toEqual({
      'column-count': 2,
      'bad-number': 1,
      'broken-line': 1,
      'repeated-id': 1,
      'missing-id': 1,
    });
    expect(report.notes[0]?.examples.map((example) => example.line)).toEqual([4, 103]);
    expect(summary.rows).toBe(95);
    const whole = readSummary(golden).summary;
    expect(rowOf(summary.columns, 94)).toEqual(rowOf(whole.columns, 99));
  });

  it('reads columns in any order, and knows which are missing', () => {
    const { summary } = readSummary('id\tlabel_var\tavg_probs\tcorrect_ratio\nx\t0.04\t0.3\tnan\n');
    expect(rowOf(summary.columns, 0)).toMatchObject({ label_var: 0.04, avg_probs: 0.3, correct_ratio: NaN });
    expect(summary.available).toEqual([
      'avg_probs',
      'label_var',
      'confidence',
      'variability',
      'threshold_closeness',
      'aleatoric',
    ]);
    expect(Array.from(summary.offsets)).toEqual([0, 0]);
  });

  it('takes several files, each with its header', () => {
    const [header = '', a = '', b = ''] = golden.split('\n');
    expect(readSummary(`${header}\n${a}`, `${header}\n${b}`).report).toMatchObject({ lines: 2, rows: 2, notes: [] });
  });

  it('reads back every written summary', { timeout: 60_000 }, () => {
    const event = fc.record({
      id: fc.integer({ min: 0, max: 9 }),
      p: fc.double({ min: 0, max: 1, noNaN: true }),
      right: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 40 }), (events) => {
        const text = events
          .map(({ id, p, right }) => line(id, p, right, { label: 'ab'[id % 2], pred_label: 'a' }))
          .join('');
        const { signals } = readTrustai(text);
        const exported = written(signals, summarise(signals));
        const { summary, report } = readSummary(exported);
        expect(report.notes).toEqual([]);
        expect(written(summary, summary.columns)).toBe(exported);
      }),
    );
  });
});
