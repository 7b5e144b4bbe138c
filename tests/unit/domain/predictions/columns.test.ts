import { describe, expect, it } from 'vitest';
import { columnsOfRole, guessResultRoles } from '../../../../src/domain/predictions/columns.js';

describe('roles', () => {
  const guess = (header: string, ...rows: string[][]) => guessResultRoles(header.split(','), rows, ['text', 'label']);

  it('are found by name and content', () => {
    expect(guess('text,label,predicted_label,loss,predicted_probas', ['a', '0', '1', '2.5', '[0.1 0.9]'])).toEqual({
      resultLoss: 'loss',
      resultProbs: 'predicted_probas',
      resultPredicted: 'predicted_label',
    });
    expect(guess('text,label,Logits', ['a', '0', '[1.5, -2]'])).toEqual({ resultLogits: 'Logits' });
    expect(guess('text,label,prob_World,prob_Sports', ['a', '0', '0.1', '0.9'])).toEqual({ resultProbs: 'prob_*' });
  });

  it('are not found where the content does not fit', () => {
    expect(guess('text,label,loss', ['a', '0', 'hair'])).toEqual({});
    expect(guess('text,label,prediction', ['a', '0', '1'])).toEqual({});
    expect(guess('text,label,p_name,p_age', ['a', '0', 'x', '3'])).toEqual({});
    expect(guess('text,label,loss', ['a', '0', ''])).toEqual({});
  });

  it('name one column or many', () => {
    const columns = ['prob_a', 'prob_b', 'prob_', 'x*'];
    expect(columnsOfRole('', columns)).toEqual([]);
    expect(columnsOfRole('prob_a', columns)).toEqual(['prob_a']);
    expect(columnsOfRole('prob_*', columns)).toEqual(['prob_a', 'prob_b']);
    expect(columnsOfRole('x*', columns)).toEqual(['x*']);
    expect(columnsOfRole('y', columns)).toEqual([]);
  });
});
