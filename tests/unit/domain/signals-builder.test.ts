import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { courseOf, fixture, idsOf, line, log, noteCounts, readTrustai } from './signals-helpers.js';

describe('ids', () => {
  it('are the same as numbers and as texts, in order of first appearance', () => {
    const read = readTrustai(line('b', 0.1, false) + line(1, 0.2, false) + line('1', 0.3, true) + line('b', 0.4, true));
    expect(idsOf(read)).toEqual(['b', '1']);
    expect(courseOf(read, 1).map(([, p]) => p)).toEqual([0.2, 0.3]);
    expect(idsOf(readTrustai(`{'id': 1.0, 'label': 1, 'correct': True, 'label_probs': 0.5}`))).toEqual(['1']);
  });

  it('may have any name', () => {
    const names = ['__proto__', 'constructor', '', '中文', "it's", 'a\tb'];
    const read = readTrustai(names.map((name) => line(name, 0.5, true)).join(''));
    expect(idsOf(read)).toEqual(names.filter((name) => name !== ''));
    expect(noteCounts(read)).toEqual({ 'missing-id': 1 });
  });
});

describe('the values of a line', () => {
  it.each<[string, string, number]>([
    ['a truth value', 'true', 1],
    ['Python truth', 'False', 0],
    ["the original's text", '"true"', 1],
    ['text with a capital', "'False'", 0],
    ['a number', '1', 1],
  ])('correct as %s', (_name, correct, value) => {
    const read = readTrustai(`{"id": 0, "label": 1, "correct": ${correct}, "label_probs": 0.5}`);
    expect(courseOf(read, 0)).toEqual([[0, 0.5, value, undefined]]);
    expect(read.report.notes).toEqual([]);
  });

  it('derives missing values from the present ones', () => {
    const read = readTrustai(
      [
        `{"id": 0, "label": 1, "probs": [0.25, 0.75]}`,
        `{"id": 1, "label": "b", "pred_label": "a", "label_probs": 0.25}`,
        `{"id": 2, "label": 0, "pred_label": 0, "correct": "yes", "label_probs": 0.5}`,
      ].join('\n'),
    );
    expect(courseOf(read, 0)).toEqual([[0, 0.75, 1, '1']]);
    expect(courseOf(read, 1)).toEqual([[0, 0.25, 0, 'a']]);
    expect(courseOf(read, 2)).toEqual([[0, 0.5, 1, '0']]);
    expect(noteCounts(read)).toEqual({ 'unknown-correct': 1 });
    expect(read.signals.classes).toEqual(['0', '1', 'a', 'b']);
  });

  it('prefers the argmax to pred_label and correct to both, with a note', () => {
    const read = readTrustai(`{"id": 5, "label": 1, "pred_label": 0, "correct": false, "probs": [0.1, 0.9]}`);
    expect(courseOf(read, 0)).toEqual([[0, 0.9, 0, '1']]);
    expect(read.report.notes).toEqual([
      { kind: 'prediction-differs', count: 1, examples: [{ file: 0, line: 1, content: '5' }] },
      { kind: 'correct-differs', count: 1, examples: [{ file: 0, line: 1, content: '5' }] },
    ]);
  });

  it('sets lines aside with their numbers, and continues behind them', () => {
    const text = [
      '{"id": 0, "label": 1, "correct": true, "label_probs": 0.5}',
      '',
      '{"id": 1, "label": 1, "corr',
      '[1, 2]',
      '{"label": 1, "correct": true, "label_probs": 0.5}',
      '{"id": 2, "correct": true, "label_probs": 0.5}',
      '{"id": 3, "label": 1, "correct": true}',
      '{"id": 4, "label": 1, "label_probs": 0.5}',
      '{"id": null, "label": 1, "correct": true, "label_probs": 0.5}',
      '{"id": 5, "label": 1, "correct": true, "label_probs": 0.5}',
    ].join('\r\n');
    const read = readTrustai(text, 'all', 7);
    expect(idsOf(read)).toEqual(['0', '5']);
    expect(read.report.lines).toBe(9);
    expect(read.report.notes.map(({ kind, count, examples }) => [kind, count, examples.map((e) => e.line)])).toEqual([
      ['broken-line', 1, [3]],
      ['not-an-object', 1, [4]],
      ['missing-id', 2, [5, 9]],
      ['missing-label', 1, [6]],
      ['missing-probability', 1, [7]],
      ['missing-prediction', 1, [8]],
    ]);
    expect(read.report.notes[0]?.examples[0]?.content).toBe('{"id": 1, "label": 1, "corr');
  });

  it('keeps twenty examples and every count', () => {
    const read = readTrustai('oops\n'.repeat(1000));
    expect(read.report.notes[0]).toMatchObject({ kind: 'broken-line', count: 1000 });
    expect(read.report.notes[0]?.examples).toHaveLength(20);
    expect(read.signals.rows).toBe(0);
  });
});

describe('evaluations', () => {
  it('reports the evaluation that an id is missing from', () => {
    const read = readTrustai(log(40, 5, (id, evaluation, text) => (id === 3 && evaluation === 1 ? '' : text)));
    expect(read.report.evaluations).toBe(5);
    expect(read.report.rowsOfEvaluation).toEqual([40, 39, 40, 40, 40]);
    expect(courseOf(read, 3).map(([evaluation]) => evaluation)).toEqual([0, 2, 3, 4]);
    expect(read.report.notes).toEqual([
      { kind: 'missing-evaluations', count: 1, examples: [{ file: 0, line: 4, content: '3' }] },
    ]);
  });

  it('accepts a log that breaks off', () => {
    const lines = log(40, 3).split('\n');
    const read = readTrustai(lines.slice(0, 100).join('\n'));
    expect(read.report.rowsOfEvaluation).toEqual([40, 40, 20]);
    expect(noteCounts(read)).toEqual({ 'missing-evaluations': 20 });
  });

  it.each([0, 1, 20, 37, 38])('sets the earlier of two lines aside when id %d occurs twice in one', (twice) => {
    const again = line(twice, 0.001, false);
    const read = readTrustai(
      log(40, 3, (id, evaluation, text) => (id === twice && evaluation === 1 ? text + again : text)),
    );
    expect(read.report.rowsOfEvaluation).toEqual([40, 40, 40]);
    expect(noteCounts(read)).toEqual({ 'repeated-in-evaluation': 1 });
    expect(courseOf(read, twice)[1]?.[1]).toBe(0.001);
    expect(read.report.lines).toBe(121);
  });

  it('recognises a copied line anywhere, the very last included', () => {
    for (const [where, at] of [
      [39, 0],
      [39, 2],
      [5, 1],
    ]) {
      const read = readTrustai(log(40, 3, (id, e, text) => (id === where && e === at ? text + text : text)));
      expect(read.report.rowsOfEvaluation).toEqual([40, 40, 40]);
      expect(noteCounts(read)).toEqual({ 'repeated-in-evaluation': 1 });
    }
  });

  it('does not need the ids in one order', () => {
    const order = (evaluation: number): number[] =>
      Array.from({ length: 41 }, (_, i) => (i * (evaluation + 2) + 5) % 41);
    const text = [0, 1, 2, 3].flatMap((e) => order(e).map((id) => line(id, (e + 1) / 5 + id / 1e4, e > 1))).join('');
    const read = readTrustai(text);
    expect(read.report.rowsOfEvaluation).toEqual([41, 41, 41, 41]);
    expect(read.report.notes).toEqual([]);
  });

  it('needs no more than one id', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 7 }), (ids, evaluations) => {
        const read = readTrustai(log(ids, evaluations));
        expect(read.report.rowsOfEvaluation).toEqual(new Array(evaluations).fill(ids));
        expect(read.report.notes).toEqual([]);
      }),
    );
  });

  it('reads a file sorted by id', () => {
    const lines = log(10, 4).trimEnd().split('\n');
    const sorted = Array.from({ length: 40 }, (_, i) => lines[(i % 4) * 10 + Math.floor(i / 4)]);
    expect(readTrustai(sorted.join('\n')).signals).toEqual(readTrustai(lines.join('\n')).signals);
  });

  it('continues from file to file', () => {
    const text = log(10, 4);
    const half = text.length / 2;
    const cut = text.indexOf('\n', half) + 1;
    const read = readTrustai([text.slice(0, cut), text.slice(cut)]);
    expect(read.signals).toEqual(readTrustai(text).signals);
    expect(read.report.files).toBe(2);
  });
});

describe('labels', () => {
  it('that differ keep the first, each probability as written', () => {
    const read = readTrustai(
      log(40, 3, (id, e, text) => (id === 4 && e === 2 ? line(4, 0.9, true, { label: 0, pred_label: 0 }) : text)),
    );
    expect(read.signals.classes[read.signals.label[4] ?? -1]).toBe('1');
    expect(courseOf(read, 4)[2]).toEqual([2, 0.9, 1, '0']);
    expect(noteCounts(read)).toEqual({ 'label-differs': 1 });
    expect(read.report.runs).toHaveLength(1);
  });

  it('are in order, whole numbers by value', () => {
    const read = readTrustai([10, 2, 0].map((label, id) => line(id, 0.5, true, { label, pred_label: label })).join(''));
    expect(read.signals.classes).toEqual(['0', '2', '10']);
    expect(Array.from(read.signals.label)).toEqual([2, 1, 0]);
  });

  it('known to be hard or wrong are marked', () => {
    const lines = [{ noisy_label: 2 }, { noisy_label: '1' }, { s_label: 2 }, { noisy_label: 7 }, {}];
    const read = readTrustai(lines.map((more, id) => line(id, 0.5, true, more)).join(''));
    expect(Array.from(read.signals.sLabel)).toEqual([2, 1, 2, 0, 0]);
  });
});

describe('a second run in the file', () => {
  const golden = fixture('trustai_signals_input.jsonl');

  it('is seen when it repeats the first, and either can be kept', () => {
    const twice = readTrustai(golden + golden);
    expect(twice.report.runs).toEqual([
      { first: 0, evaluations: 6, reason: 'start' },
      { first: 6, evaluations: 6, reason: 'repeats' },
    ]);
    expect(twice.report.evaluations).toBe(12);
    const last = readTrustai(golden + golden, 'last-run');
    expect({ ...last.signals, epochs: [] }).toEqual({ ...readTrustai(golden).signals, epochs: [] });
    expect(last.signals.epochs).toEqual([6, 7, 8, 9, 10, 11]);
    expect(last.report.runs).toEqual(twice.report.runs);
  });

  it('is seen when training starts over', () => {
    const read = readTrustai(log(50, 6) + log(50, 4, (_id, _e, text) => text.replace('0.', '0.0')));
    expect(read.report.runs).toEqual([
      { first: 0, evaluations: 6, reason: 'start' },
      { first: 6, evaluations: 4, reason: 'fell' },
    ]);
  });

  it('is seen when labels were changed in between', () => {
    const relabelled = log(50, 4, (id, e) =>
      id < 5 ? line(id, 0.9 + e / 100, true, { label: 0, pred_label: 0 }) : line(id, 0.8 + e / 100, true),
    );
    const read = readTrustai(log(50, 4) + relabelled, 'last-run');
    expect(read.report.runs.map(({ reason }) => reason)).toEqual(['start', 'labels']);
    expect(read.signals.classes[read.signals.label[0] ?? -1]).toBe('0');
    expect(noteCounts(read)).toEqual({});
  });

  it('leaves out ids of the first run alone, with a note', () => {
    const read = readTrustai(log(50, 6) + log(50, 6, (id, _e, text) => (id >= 45 ? '' : text)), 'last-run');
    expect(read.signals.rows).toBe(45);
    expect(noteCounts(read)).toEqual({ 'left-out': 5 });
    expect(read.report.notes[0]?.examples[0]).toEqual({ file: 0, line: 46, content: '45' });
  });

  it('can be cut off anywhere', () => {
    const read = readTrustai(log(50, 6), 4);
    expect(read.signals.evaluations).toBe(2);
    expect(read.signals.epochs).toEqual([4, 5]);
    expect(readTrustai(log(5, 2), 9).signals).toMatchObject({ rows: 0, evaluations: 0 });
  });

  it('is not seen in a training that dips', () => {
    const dipping = log(50, 6, (id, e, text) => (e === 4 ? line(id, 0.6 + id / 1000, true) : text));
    expect(readTrustai(dipping).report.runs).toHaveLength(1);
  });
});
