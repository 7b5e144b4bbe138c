import type { ColumnRoles } from '../../domain/reading/dataset.js';
import type { ProjectRecord, Store } from '../../protocol/ports.js';
import type { Inspection } from '../../protocol/source-wire.js';
import { haveColumns, NO_ROLES } from './mapping.svelte.js';

/** Stored projects on the same content, the last opened one first. Empty if the store cannot be read. */
export async function projectsWith(store: Store, sourceHash: string): Promise<readonly ProjectRecord[]> {
  const projects = await store.projects();
  if (!projects.ok) return [];
  const same = projects.value.filter((project) => project.sourceHash === sourceHash);
  return same.sort((a, b) => b.openedAt - a.openedAt);
}

/** The roles confirmed last for a file with this header, if the file has all their columns. Else null. */
export async function rememberedRoles(
  store: Store,
  { headerSignature, columns }: Inspection,
): Promise<ColumnRoles | null> {
  const setting = await store.setting(settingOf(headerSignature));
  if (!setting.ok || typeof setting.value !== 'object' || setting.value === null) return null;
  const roles = { ...NO_ROLES, ...(setting.value as Partial<ColumnRoles>) };
  return haveColumns(roles, columns) ? roles : null;
}

/** Stores confirmed roles for files with this header. A failure is not reported: the next file gets guessed roles. */
export async function rememberRoles(store: Store, { headerSignature }: Inspection, roles: ColumnRoles): Promise<void> {
  await store.putSetting(settingOf(headerSignature), { ...roles });
}

function settingOf(headerSignature: string): string {
  return `roles:${headerSignature}`;
}
