/** A file with its path inside what was dropped or picked; folders are separated by `/`. */
interface CollectedFile {
  readonly path: string;
  readonly file: File;
}

/** The files that were collected. `unread` counts the entries that could not be read or that were over the cap. */
interface Collected {
  readonly files: readonly CollectedFile[];
  readonly unread: number;
}

/** A drop of a whole home folder is a slip of the hand: the walk ends here. */
const MAX_FILES = 2000;
/** Folders that hold none of a person's data: version control, caches, installed packages. */
const SKIPPED_FOLDER = /^(\..*|node_modules|__pycache__)$/;

/**
 * Collects dropped files, and walks dropped folders. Call it inside the drop event: the browser empties `transfer`
 * afterwards.
 */
export async function collect(transfer: DataTransfer): Promise<Collected> {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  // Both at once, before the first await.
  const taken = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const walk = new Walk();
  for (const { entry, file } of taken) {
    if (entry !== null) await walk.visit(entry, '');
    else if (file !== null) walk.files.push({ path: file.name, file });
  }
  return { files: walk.files, unread: walk.unread };
}

class Walk {
  readonly files: CollectedFile[] = [];
  unread = 0;

  async visit(entry: FileSystemEntry, folder: string): Promise<void> {
    if (this.files.length >= MAX_FILES) {
      this.unread++;
      return;
    }
    try {
      if (isFile(entry)) {
        const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
        this.files.push({ path: folder + entry.name, file });
      } else if (isFolder(entry) && !SKIPPED_FOLDER.test(entry.name)) {
        for (const child of await children(entry)) await this.visit(child, `${folder}${entry.name}/`);
      }
    } catch {
      this.unread++;
    }
  }
}

/** `readEntries` returns a hundred entries at a time, and none at the end. */
async function children(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length > MAX_FILES) return all;
    all.push(...some);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
