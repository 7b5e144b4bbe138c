import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ModelTokenizer } from '../../workers/model/tokenizer.js';

const MODEL = new URL('../../public/models/agnews-distilbert-tiny/', import.meta.url);

/** Texts of the built-in sample, in file order. */
export function sampleTexts(): string[] {
  const path = fileURLToPath(new URL('../../public/samples/news.tsv', import.meta.url));
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t')[1] ?? '');
}

/** A file of the built-in model. */
export function modelFile(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fileURLToPath(new URL(name, MODEL))));
}

function json(name: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(modelFile(name))) as Record<string, unknown>;
}

/** Its tokenizer's two files. */
export const tokenizerJson = json('tokenizer.json');
export const tokenizerConfig = json('tokenizer_config.json');

/** The tokenizer as the model worker builds it. */
export function sampleTokenizer(): ModelTokenizer {
  return ModelTokenizer.from(tokenizerJson, tokenizerConfig, 256);
}
