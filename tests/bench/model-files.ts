import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MODEL = new URL('../../public/models/agnews-distilbert-tiny/', import.meta.url);

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
