import { describe, expect, it } from 'vitest';
import { earlierNames, readLabelToken } from '../../../src/domain/label-token.js';

const KEEP = (): null => null;

describe('readLabelToken', () => {
  it.each([
    ['"World"', ['World'], 'string', 'string'],
    ['"W\\u006frld"', ['World'], 'string', 'string'],
    ['2', ['2'], 'integer', 'integer'],
    ['12345678901234567890', ['12345678901234567890'], 'integer', 'integer'],
    ['2.0', ['2.0'], 'float', 'float'],
    ['true', ['true'], 'boolean', 'boolean'],
    ['["World"]', ['World'], 'string', '[string]'],
    ['[ 3 ]', ['3'], 'integer', '[integer]'],
    ['[["World"]]', ['World'], 'string', '[[string]]'],
    ['"[\\"World\\"]"', ['World'], 'string', '"[string]"'],
    ['{"label":"World"}', ['World'], 'string', '{"label":string}'],
    ['{"id":0,"name":"World"}', ['World'], 'string', '{"id","name":string}'],
    ['{"label":0,"label_name":"World"}', ['World'], 'string', '{"label","label_name":string}'],
    ['{"choices":["World"]}', ['World'], 'string', '{"choices":[string]}'],
    ['[{"name":"World","id":0}]', ['World'], 'string', '[{"name":string,"id"}]'],
    ['["a", "b"]', ['a', 'b'], 'string', '[string and more]'],
    ['[]', [], 'none', '[none]'],
    ['[null]', [], 'none', '[none]'],
    ['{"name":null,"id":null}', [], 'none', null],
    ['""', [], 'string', null],
    ['"[1, 2"', ['[1, 2'], 'string', 'string'],
    ["\"['World', 'Sports']\"", ['World', 'Sports'], 'string', '"python [string and more]"'],
    ['"[\'World\']"', ['World'], 'string', '"python [string]"'],
    ["\"{'name': 'World', 'id': 0}\"", ['World'], 'string', String.raw`"python {\"name\":string,\"id\"}"`],
    ["\"['World'  'Sports']\"", ["['World'  'Sports']"], 'string', 'string'],
    ['"[\'World\',)"', ["['World',)"], 'string', 'string'],
    ['"a, b"', ['a, b'], 'string', 'string'],
    ['[["a","b"],["c"]]', null, 'string', null],
  ])('%s', (token, names, kind, signature) => {
    const read = readLabelToken(token);
    expect(read.names).toEqual(names);
    expect(read.kind).toBe(kind);
    if (signature !== null) expect(read.signature).toBe(signature);
  });

  it.each([
    ['"World"', '"Sports"'],
    ['[ "World" ]', '[ "Sports" ]'],
    ['[]', '["Sports"]'],
    ['["World", "Business"]', '["Sports"]'],
    ['{"name":"World","by":"ann"}', '{"name":"Sports","by":"ann"}'],
    ['[{"name":"World","id":0}, {"name":"Business","id":2}]', '[{"name":"Sports","id":0}]'],
    ['"[\\"World\\"]"', '"[\\"Sports\\"]"'],
  ])('writes another class into %s', (token, expected) => {
    expect(readLabelToken(token).write('"Sports"', KEEP)).toBe(expected);
  });

  it('names fields by the keys around them, and writes them', () => {
    const read = readLabelToken('{"label":{"name":"World","id":0,"__proto__":1}}');
    expect(read.fields).toEqual([
      { path: 'label/id', text: '0' },
      { path: 'label/__proto__', text: '1' },
    ]);
    expect(read.write('"x"', (path) => (path === 'label/id' ? '7' : null))).toBe(
      '{"label":{"name":"x","id":7,"__proto__":1}}',
    );
  });
});

describe('earlierNames', () => {
  it.each([
    ['World', '"World"', []],
    ['World', '["World"]', ['["World"]']],
    ['World', String.raw`"W\u006frld"`, []],
    [String.raw`a\b`, String.raw`"a\\b"`, []],
    [String.raw`a\b`, String.raw`"a\b"`, ['a\b']],
    ['2', '2', []],
  ])('of %j written as %s', (name, token, expected) => {
    expect(earlierNames({ name, token, count: 1 })).toEqual(expected);
  });

  it('has the whole value for each form of a label', () => {
    const tokens = ['"World"', '["World"]', '{"name":"World"}'];
    const label = { name: 'World', token: '"World"', tokens, count: 3 };
    expect(earlierNames(label)).toEqual(['["World"]', '{"name":"World"}']);
  });
});
