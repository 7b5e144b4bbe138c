import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a file of the shared material beside the project. Logs a missing file and returns null. */
export function sharedFile(name: string): Buffer | null {
  const path = join(import.meta.dirname, '../../../../shared', name);
  if (existsSync(path)) return readFileSync(path);
  console.log(`stepping aside: ../shared/${name} is not here`);
  return null;
}
