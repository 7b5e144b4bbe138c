import { describe, expect, it } from 'vitest';
import { labelCompanions, wholeLabel } from '../../../src/domain/label-companions.js';
import { guessRoles } from '../../../src/domain/roles.js';

const NAMES = ['World', 'Sports', 'World', 'Business', 'Sports'];
const NUMBERS = ['0', '1', '0', '2', '1'];
const texts = NAMES.map((name, i) => `Some words about ${name}, number ${i}`);
const objects = NAMES.map((name, i) => `{"name": "${name}", "id": ${NUMBERS[i]}}`);

const table = (...columns: readonly (readonly string[])[]): string[][] =>
  NAMES.map((_, row) => columns.map((cells) => cells[row] ?? ''));

describe('labelCompanions', () => {
  it('names columns that repeat the label in other words', () => {
    const columns = ['text', 'label', 'label_text'];
    const records = table(texts, NUMBERS, NAMES);
    expect(labelCompanions(columns, records, 'label', ['text'])).toEqual(['label_text']);
    expect(labelCompanions(columns, records, 'label_text', ['text'])).toEqual(['label']);
    expect(labelCompanions(columns, records, 'label', ['text', 'label_text'])).toEqual([]);
  });

  it('names the other field of an object whose field is the label, and none where the object is', () => {
    const columns = ['text', 'label', 'label.name', 'label.id'];
    const records = table(texts, objects, NAMES, NUMBERS);
    expect(labelCompanions(columns, records, 'label.name', ['text'])).toEqual(['label.id']);
    expect(labelCompanions(columns, records, 'label', ['text'])).toEqual([]);
  });

  it.each([
    ['another value for one row', ['0', '1', '0', '2', '2']],
    ['one value for two labels', ['0', '1', '0', '1', '1']],
    ['one value', ['0', '0', '0', '0', '0']],
    ['nothing', ['', '', '', '', '']],
  ])('a column with %s is none', (_, cells) => {
    expect(labelCompanions(['label', 'other'], table(NAMES, cells), 'label', [])).toEqual([]);
  });

  it('labels that no two rows share have none', () => {
    expect(labelCompanions(['label', 'other'], table(['a', 'b', 'c', 'd', 'e'], texts), 'label', [])).toEqual([]);
  });
});

describe('wholeLabel', () => {
  it('of an object with a name and a number the object is the label', () => {
    const columns = ['text', 'label', 'label.name', 'label.id'];
    const records = table(texts, objects, NAMES, NUMBERS);
    expect(wholeLabel(columns, records, 'label.id')).toBe('label');
    expect(guessRoles(columns, records)).toMatchObject({ text: 'text', label: 'label' });
  });

  it('of a list of objects the list is the label where a row has several', () => {
    const listed = (severalAt: number, field: string): string[] =>
      NAMES.map((name, i) => {
        const one = `{"name": "${name}", "${field}": ${i}.5}`;
        return `[${i === severalAt || severalAt < 0 ? `{"name": "Other", "${field}": 0}, ${one}` : one}]`;
      });
    const columns = ['text', 'labels', 'labels.0.name'];
    const whole = (severalAt: number, field: string): string =>
      wholeLabel(columns, table(texts, listed(severalAt, field), NAMES), 'labels.0.name');
    expect(whole(3, 'start')).toBe('labels');
    expect(whole(9, 'start')).toBe('labels.0.name');
    expect(whole(3, 'score')).toBe('labels');
    // Results list a score for each class.
    expect(whole(-1, 'score')).toBe('labels.0.name');
    const results = ['text', 'predictions', 'predictions.0.name'];
    expect(wholeLabel(results, table(texts, listed(3, 'score'), NAMES), 'predictions.0.name')).toBe(
      'predictions.0.name',
    );
    expect(whole(-1, 'start')).toBe('labels.0.name');
  });

  it("an object that also holds a row's own values is not", () => {
    const own = NAMES.map((name, i) => `{"name": "${name}", "score": 0.${i}1}`);
    const columns = ['label', 'label.name'];
    expect(wholeLabel(columns, table(own, NAMES), 'label.name')).toBe('label.name');
  });
});
