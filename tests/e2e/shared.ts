import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of a file of the shared material beside the project, or null, said aloud, where a clone has none. */
export function sharedFile(name: string): string | null {
  const path = fileURLToPath(new URL(`../../../shared/${name}`, import.meta.url));
  if (existsSync(path)) return path;
  console.log(`stepping aside: ../shared/${name} is not here`);
  return null;
}
