import { expect, it } from 'vitest';
import { JsonLinesReader } from '../../../src/domain/jsonl.js';
import { RejectList } from '../../../src/domain/reject-list.js';
import { bytesOf } from './record-helpers.js';

it.each<[string, number, string]>([
  ['{"text": "文", "label": oops}', 24, 'oops}'],
  ['{"text": "a" "label": 1}', 14, '"label": 1}'],
  ['{"text": "never closed}', 24, ''],
  [`{"text": ${'x'.repeat(50)}: 1}`, 10, 'x'.repeat(20)],
  ['text,label', 1, 'text,label'],
])('keeps a broken line with the place and the text of the break: %s', (line, at, by) => {
  const list = new RejectList();
  const reader = new JsonLinesReader(['text'], { record: () => undefined, reject: (reject) => list.add(reject) });
  reader.push(bytesOf(line));
  reader.end();
  expect(list.kept).toMatchObject([{ reason: 'broken-json', brokenAt: at, brokenBy: by }]);
});
