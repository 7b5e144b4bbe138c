import type { ReadSettings } from '../../domain/reading/dataset.js';
import { partRanges } from '../../domain/files/source-parts.js';
import { ok, type Outcome } from '../../protocol/outcome.js';
import type { CopyBytes } from '../../protocol/ports.js';

/**
 * Copies a source, see `CopyBytes`. Of several files each is copied separately and must have its own content. A fault
 * names its file.
 */
export async function copySource(
  copyBytes: CopyBytes,
  source: Blob,
  hash: string,
  settings: ReadSettings,
): Promise<Outcome<Blob>> {
  const { parts } = settings;
  if (parts === undefined) return copyBytes(source, hash);
  const copies: Blob[] = [];
  for (const [place, { name, start, end }] of partRanges(settings, source.size).entries()) {
    const copy = await copyBytes(source.slice(start, end), parts[place]?.hash ?? null);
    if (!copy.ok) return { ok: false, fault: { ...copy.fault, params: { ...copy.fault.params, name } } };
    copies.push(copy.value);
  }
  return ok(new Blob(copies));
}
