import { describe, expect, it } from 'vitest';
import { readLabelToken } from '../../../src/domain/label-token.js';

const KEEP = (): null => null;

describe('a label with a yes or no for each class', () => {
  it.each([
    ['{"World": 1.0, "Sports": 0.0}', ['World']],
    ['{"World":0,"Sports":1}', ['Sports']],
    ['{"World":true,"Sports":false}', ['World']],
    ['{"World":1,"Sports":1,"Business":0}', ['World', 'Sports']],
    ['{"World":0,"Sports":0}', []],
    ['{"World":1,"Sports":null}', ['World']],
    [JSON.stringify('{"world":"0","sports":"1"}'), ['sports']],
    [JSON.stringify("{'World': False, 'Sports': True}"), ['Sports']],
    [JSON.stringify('{"world":"False","sports":"True"}'), ['sports']],
  ])('%s', (token, names) => {
    expect(readLabelToken(token).names).toEqual(names);
  });

  it.each(['{"World":0.9,"Sports":0.1}', '{"id":3,"name":"World"}', '{"World":1}', '{"a":null,"b":null}'])(
    'is not %s',
    (token) => {
      expect(readLabelToken(token).signature).not.toMatch(/^each/);
    },
  );

  it.each([
    ['{"World": 1.0, "Sports": 0.0}', '{"World": 0.0, "Sports": 1.0}'],
    ['{"World":1,"Sports":0,"x":1}', '{"World":0,"Sports":1,"x":0}'],
    ['{"World":true,"Sports":null}', '{"World":false,"Sports":true}'],
    ['{"World":1,"Tech":0}', '{"World":0,"Tech":0,"Sports":1}'],
    [JSON.stringify("{'World': 1, 'Sports': 0}"), JSON.stringify("{'World': 0, 'Sports': 1}")],
    [JSON.stringify('{"World":"1","Sports":"0"}'), JSON.stringify('{"World":"0","Sports":"1"}')],
  ])('writes another class into %s', (token, expected) => {
    expect(readLabelToken(token).write('"Sports"', KEEP)).toBe(expected);
  });
});

describe('collections of Python', () => {
  it.each([
    ["('Sports',)", ['Sports'], "('World',)"],
    ["( 'Sports', )", ['Sports'], null],
    ['("it\'s",)', ["it's"], "('World',)"],
    ["('a', 'b')", ['a', 'b'], "('World',)"],
    ["{'Sports'}", ['Sports'], "{'World'}"],
    ['(3,)', ['3'], "('World',)"],
  ])('%s', (cell, names, changed) => {
    const read = readLabelToken(JSON.stringify(cell));
    expect(read.names).toEqual(names);
    if (changed !== null) expect(read.write('"World"', KEEP)).toBe(JSON.stringify(changed));
  });

  it.each(['(Sports)', "('Sports')", '(see above, below)', '{Sports}', '()'])('keeps %s as a text', (cell) => {
    expect(readLabelToken(JSON.stringify(cell)).names).toEqual([cell]);
  });
});
