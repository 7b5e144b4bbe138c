import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonLinesReader } from '../../../src/domain/jsonl.js';
import { parsePath, PathFinder, pathName, segmentsOf } from '../../../src/domain/json-path.js';
import { bytesOf, readCut, textOfBytes } from './record-helpers.js';

function found(json: string, name: string): string | null {
  const bytes = bytesOf(json);
  const finder = new PathFinder();
  const steps = parsePath(`x.${name}`)?.steps ?? [];
  return finder.find(bytes, 0, bytes.length, steps) ? textOfBytes(bytes.subarray(finder.start, finder.end)) : null;
}

describe('PathFinder', () => {
  it.each<[string, string, string | null]>([
    ['{"a":{"b":[1,"two"]}}', 'a.b.1', '"two"'],
    ['{"a":{"b":[1,"two"]}}', 'a.b.2', null],
    ['{"a":{"b":[1,"two"]}}', 'a.c', null],
    ['{"a":1,"a":{"b":2}}', 'a.b', '2'],
    ['[ {"k" : {"v":null}} ]', '0.k.v', 'null'],
    ['{"a.b":1,"a":{"b":2}}', String.raw`a\.b`, '1'],
    ['[{"role":"system","content":"s"},{"role":"user","content":"u"}]', 'role=user.content', '"u"'],
    ['[{"role":"user","content":"u"},{"role":"user","content":"v"}]', 'role=user.content', '"v"'],
    ['[{"role":"system"}]', 'role=user.content', null],
    ["[{'role': 'user', 'content': (1, NaN)}]", 'role=user.content', '(1, NaN)'],
    ['{"role=user":1}', 'role=user', '1'],
    ['{"__proto__":{"toString":"x"}}', '__proto__.toString', '"x"'],
    ['{}', 'constructor.name', null],
    ['7', 'a', null],
  ])('%s at %s is %s', (json, name, value) => {
    expect(found(json, name)).toBe(value);
  });

  it('pathName and segmentsOf are inverse for any keys', () => {
    const keys = fc.array(fc.string({ unit: fc.constantFrom('a', '.', '\\', '=', '中', ' ') }), { minLength: 1 });
    fc.assert(
      fc.property(keys, (segments) => {
        expect(segmentsOf(pathName(segments))).toEqual(segments);
      }),
    );
  });
});

describe('columns of JSON lines', () => {
  it('prefers a key with points to the way of the same name', () => {
    const text = '{"a.b":"key","a":{"b":"way"}}\n{"a":{"b":"way"}}\n{"a":{"c":1}}\n';
    const { read } = readCut((sink) => new JsonLinesReader(['a.b', 'a'], sink), bytesOf(text));
    expect(read.map(({ fields }) => fields)).toEqual([
      ['key', '{"b":"way"}'],
      ['way', '{"b":"way"}'],
      [null, '{"c":1}'],
    ]);
  });
});
