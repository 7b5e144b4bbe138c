/** Paths with folders separated by `/`. A folder ends with its `/`. `''` is the folder of a path without one. */

/** The folder that a path lies in. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** A path's last part. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path with the fewest folders, the first of several. Undefined without paths. */
export function uppermost(paths: readonly string[]): string | undefined {
  const depth = (path: string): number => path.split('/').length;
  return paths.toSorted((a, b) => depth(a) - depth(b))[0];
}

/** The innermost folder around all paths. */
export function commonFolder(paths: readonly string[]): string {
  let folder = folderOf(paths[0] ?? '');
  while (!paths.every((path) => path.startsWith(folder))) folder = folderOf(folder.slice(0, -1));
  return folder;
}
