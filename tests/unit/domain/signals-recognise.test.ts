import { describe, expect, it } from 'vitest';
import { recogniseSignals } from '../../../src/domain/signals-recognise.js';
import type { SignalsKind } from '../../../src/domain/signals-report.js';
import { fixture } from './signals-helpers.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const recognise = (text: string, complete = true): SignalsKind | null => recogniseSignals(encode(text), complete);

describe('the kind of a file', () => {
  it.each<[string, SignalsKind, string]>([
    ['lines in JSON', 'trustai-signals', fixture('trustai_signals_input.jsonl')],
    ['lines as Python writes them', 'trustai-signals', fixture('trustai_signals_input.pyrepr.jsonl')],
    ['a summary', 'trustai-summary', fixture('trustai_expected.tsv')],
    ['an epoch', 'cartography-dynamics', '{"guid":0,"logits_epoch_0":[1.5,-2],"gold":0}'],
    [
      'coordinates',
      'cartography-coordinates',
      '{"guid":0,"index":0,"threshold_closeness":0.1,"confidence":0.9,"variability":0.1,"correctness":3,"forgetfulness":0}',
    ],
    [
      'signals behind a byte order mark and blank lines',
      'trustai-signals',
      '\ufeff\n\n{"id":"x","label":"a","correct":true,"label_probs":0.5}\n',
    ],
    [
      'signals behind a broken first line',
      'trustai-signals',
      `{"id": 1, "la\n${fixture('trustai_signals_input.jsonl')}`,
    ],
    [
      'probabilities without label_probs',
      'trustai-signals',
      `{'id': 1, 'label': 0, 'correct': 'true', 'probs': [0.5, 0.5]}`,
    ],
  ])('%s: %s', (_name, kind, text) => {
    expect(recognise(text)).toBe(kind);
  });

  it('is recognised in the head of a longer file', () => {
    const head = fixture('trustai_signals_input.pyrepr.jsonl').slice(0, 1000);
    expect(recognise(head, false)).toBe('trustai-signals');
    expect(recognise('{"guid":0,"logits_epoch_0":[1.5,-2],"gold":0}', false)).toBeNull();
  });

  it.each([
    ['', 'nothing'],
    ['\n\n', 'blank lines'],
    ['text\tlabel\na\t1\n', 'a table'],
    ['id\ttext\tlabel\n1\ta\t0\n', 'a table with ids'],
    ['id,label,avg_probs,label_var,correct_ratio\n', 'a header with commas'],
    ['{"text":"a","label":"x"}\n{"text":"b","label":"y"}\n', 'a dataset'],
    ['{"id":1,"text":"a","label":"x"}\n', 'a dataset with ids'],
    ['{"id":1,"text":"a","label":"x","correct":true}\n', 'a dataset with a column called correct'],
    [
      '{"text":"a","label":0,"predicted_label":1,"loss":2.5,"predicted_probas":[0.1,0.9]}\n',
      'losses computed elsewhere',
    ],
    ['{"guid":"1","text_a":"a","label":"x"}\n', 'a dataset with guids'],
    ['[{"id":1,"label":0,"correct":true,"label_probs":0.5}]', 'an array'],
    ['\u0000\u0001\u0002', 'no text'],
  ])('%j is not: %s', (text) => {
    expect(recognise(text)).toBeNull();
  });

  it('is that of the majority of lines', () => {
    const data = '{"id":1,"text":"a","label":"x"}\n';
    const signal = '{"id":1,"label":0,"correct":true,"label_probs":0.5}\n';
    expect(recognise(data + data + signal)).toBeNull();
    expect(recognise(signal + signal + data)).toBe('trustai-signals');
  });
});
