import { describe, expect, it } from 'vitest';
import { readDetected, rowsOf } from './source-helpers.js';

const TEXTS = ['The film was good and moving', 'Prices fell on Monday', "He said it's fine", '我觉得这部电影非常好看'];
const LABELS = ['pos', 'neg', 'pos', 'neg'];
const RECORDS = TEXTS.map((text, i) => ({ text, label: LABELS[i] ?? '', i }));

type Write = (record: (typeof RECORDS)[number]) => unknown;

const array = (write: Write): string => JSON.stringify(RECORDS.map(write), null, 1);
const lines = (write: Write): string => RECORDS.map((record) => `${JSON.stringify(write(record))}\n`).join('');

const choice = (label: string, name: string): unknown => ({
  value: { choices: [label] },
  id: 'r',
  from_name: name,
  to_name: 'text',
  type: 'choices',
});

/** Name, content, text column, label column, and the labels' cells where they are lists. */
const EXPORTS: readonly (readonly [name: string, content: string, text: string, label: string, lists?: true])[] = [
  [
    'Label Studio, JSON',
    array(({ text, label, i }) => ({
      id: i,
      annotations: [
        { id: i + 9, completed_by: 1, result: [choice(label, 'topic')], was_cancelled: false, lead_time: 3.5 },
      ],
      predictions: [],
      data: { text, label: 'not this' },
      created_at: '2024-05-01T09:00:00Z',
      project: 3,
    })),
    'data.text',
    'annotations.0.result.0.value.choices.0',
  ],
  [
    'Label Studio, JSON with two people who agree',
    array(({ text, label, i }) => ({
      id: i,
      annotations: [1, 2].map((by) => ({ id: 10 * i + by, completed_by: by, result: [choice(label, 'topic')] })),
      data: { text },
    })),
    'data.text',
    'annotations.*.result.0.value.choices',
  ],
  [
    'Label Studio, JSON with two questions in any order',
    array(({ text, label, i }) => {
      const both = [choice('A', 'style'), choice(label, 'sentiment')];
      return { id: i, annotations: [{ result: i % 2 ? both : both.toReversed() }], data: { review: text } };
    }),
    'data.review',
    'annotations.0.result.from_name=sentiment.value.choices.0',
  ],
  [
    'Label Studio, JSON-MIN',
    array(({ text, label, i }) => ({
      id: i,
      my_text: text,
      my_topic: label,
      annotator: 1,
      annotation_id: i + 9,
      created_at: '2024-05-01T10:00:00Z',
      updated_at: '2024-05-01T10:00:00Z',
      lead_time: 3.1 + i,
    })),
    'my_text',
    'my_topic',
  ],
  [
    'Prodigy, choices',
    lines(({ text, label, i }) => ({
      text,
      _input_hash: i,
      _task_hash: i + 10,
      options: [
        { id: 'pos', text: 'Positive' },
        { id: 'neg', text: 'Negative' },
      ],
      accept: [label],
      answer: 'accept',
    })),
    'text',
    'accept',
    true,
  ],
  [
    'Argilla 2',
    array(({ text, label, i }) => ({
      id: `4f0a${i}`,
      status: 'completed',
      fields: { text },
      metadata: {},
      suggestions: { topic: { value: 'neg', score: 0.5, agent: 'm' } },
      responses: { topic: [{ value: label, user_id: 'u' }] },
    })),
    'fields.text',
    'responses.topic.0.value',
  ],
  [
    'Argilla 2, suggestions alone',
    array(({ text, label, i }) => ({
      id: `4f0a${i}`,
      fields: { text },
      suggestions: { topic: { value: label, score: null, agent: null } },
      responses: {},
    })),
    'fields.text',
    'suggestions.topic.value',
  ],
  [
    'Argilla 2, as a table',
    lines(({ text, label, i }) => ({
      id: `4f0a${i}`,
      status: 'completed',
      text,
      'label.responses': [label],
      'label.responses.users': ['u'],
      'label.suggestion': 'neg',
      'label.suggestion.score': null,
    })),
    'text',
    'label.responses',
    true,
  ],
  [
    'Argilla 1',
    lines(({ text, label, i }) => ({
      text,
      inputs: { text },
      prediction: [{ label: 'pos', score: 0.9 }],
      prediction_agent: 'm',
      annotation: label,
      annotation_agent: 'a',
      multi_label: false,
      id: `4f0a${i}`,
      metadata: {},
      status: 'Validated',
      event_timestamp: '2023-01-01T00:00:00',
    })),
    'text',
    'annotation',
  ],
  [
    'Argilla 1, inputs and predictions alone',
    lines(({ text, label }) => ({ inputs: { text }, prediction: [{ label, score: 0.9 }], annotation: null })),
    'inputs.text',
    'prediction.0.label',
  ],
  ['doccano', lines(({ text, label, i }) => ({ id: i, text, label: [label], Comments: [] })), 'text', 'label', true],
  ['doccano, JSON', array(({ text, label, i }) => ({ id: i, data: text, label: [label] })), 'data', 'label', true],
  ['doccano, labels', lines(({ text, label, i }) => ({ id: i, text, labels: [label] })), 'text', 'labels', true],
  [
    'doccano 1.0',
    lines(({ text, label, i }) => ({ id: i, text, annotations: [{ label, id: i, user: 1 }], meta: {} })),
    'text',
    'annotations.0.label',
  ],
  [
    'Label Sleuth, categories',
    array(({ text, label, i }) => ({
      workspace_id: 'w',
      category_name: label,
      document_id: `ds-${i}`,
      dataset: 'ds',
      text,
      uri: `ds-${i}-0`,
      element_metadata: {},
      label: 'true',
    })),
    'text',
    'category_name',
  ],
  [
    'OpenAI, prompts',
    lines(({ text, label }) => ({ prompt: `${text}\n\n###\n\n`, completion: label })),
    'prompt',
    'completion',
  ],
  [
    'OpenAI, messages',
    lines(({ text, label, i }) => ({
      messages: [
        ...(i % 2 ? [{ role: 'system', content: 'Say what it is.' }] : []),
        { role: 'user', content: text },
        { role: 'assistant', content: label },
      ],
    })),
    'messages.role=user.content',
    'messages.role=assistant.content',
  ],
  [
    'ShareGPT',
    array(({ text, label, i }) => ({
      id: `c${i}`,
      conversations: [
        { from: 'human', value: text },
        { from: 'gpt', value: label },
      ],
    })),
    'conversations.from=human.value',
    'conversations.from=gpt.value',
  ],
  [
    'the datasets server',
    JSON.stringify({
      features: [{ feature_idx: 0, name: 'text', type: { dtype: 'string', _type: 'Value' } }],
      rows: RECORDS.map(({ text, label, i }) => ({ row_idx: i, row: { text, label }, truncated_cells: [] })),
      num_rows_total: 4,
    }),
    'row.text',
    'row.label',
  ],
];

describe('exports of annotation tools', () => {
  const rows = EXPORTS.map(([name, content, text, label, lists]) => ({ name, content, text, label, lists }));

  it.each(rows)('$name', async ({ content, text, label, lists }) => {
    const read = await readDetected(new Blob([content]));
    expect(read.roles).toMatchObject({ text, label, textB: '', textJoin: '' });
    expect(read.rejects).toEqual([]);
    expect(rowsOf(read).map((row) => row.label.replace(/^\[\s*"|"\s*\]$/g, ''))).toEqual(LABELS);
    if (lists !== true) expect(read.dataset.labels.map(({ name }) => name)).toEqual(['neg', 'pos']);
    expect(rowsOf(read).map((row) => row.text.trim().split('\n')[0])).toEqual(TEXTS);
  });
});

describe('Prodigy', () => {
  const task = ({ text, label, i }: (typeof RECORDS)[number]): object => ({ text, label, _task_hash: i });

  it('sets aside records that were not accepted, with the reason', async () => {
    const answers = ['accept', 'reject', 'ignore', 'accept'];
    const read = await readDetected(new Blob([lines((record) => ({ ...task(record), answer: answers[record.i] }))]));
    expect(read.roles).toMatchObject({ text: 'text', label: 'label', answer: 'answer' });
    expect([...read.dataset.sourceRow]).toEqual([0, 3]);
    expect(read.rejects.map(({ reason }) => reason)).toEqual(['not-accepted', 'not-accepted']);
  });

  it('asked about one label: the answer is the label', async () => {
    const content = lines((record) => ({ ...task(record), label: 'SPAM', answer: record.i % 2 ? 'accept' : 'reject' }));
    const read = await readDetected(new Blob([content]));
    expect(read.roles).toMatchObject({ text: 'text', label: 'answer' });
    expect(read.roles.answer).toBeUndefined();
    expect(read.dataset.rows).toBe(4);
  });
});
