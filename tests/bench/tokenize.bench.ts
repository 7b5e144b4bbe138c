import { Tokenizer } from '@huggingface/tokenizers';
import { bench, describe } from 'vitest';
import { columnOf } from '../fakes/dataset.js';
import { sampleTexts, sampleTokenizer, tokenizerConfig, tokenizerJson } from './sample.js';

const texts = sampleTexts();
const column = columnOf(texts);
const own = sampleTokenizer();
const library = new Tokenizer(tokenizerJson, tokenizerConfig);

describe('tokenising the sample', () => {
  bench('words cached in front of WordPiece', () => {
    own.tokenize(column, null);
  });
  bench('the library alone', () => {
    for (const text of texts) library.encode(text);
  });
});
