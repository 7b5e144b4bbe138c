import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file of the shared material beside the project. Logs a missing file and returns null. */
export function sharedFile(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.log(`stepping aside: ../shared/${name} is not here`);
  return null;
}
