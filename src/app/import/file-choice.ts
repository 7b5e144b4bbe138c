import type { ReadSettings } from '../../domain/reading/dataset.js';
import type { DataKind } from '../../domain/files/classify.js';
import { fileSet, namesApart, setName, type FileSet } from '../../domain/files/file-set.js';
import { layoutOf, withLayouts } from '../../domain/reading/part-layouts.js';
import { sha256Hex } from '../../domain/bytes/sha256.js';
import { guessResultsFile } from '../../domain/reading/roles.js';
import type { Inspection, SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';

/** A file with its shown name. */
export interface NamedFile {
  readonly file: Blob;
  readonly name: string;
}

/** The kind and the inspection of a file, from its head. */
export interface FileLook {
  readonly kind: DataKind;
  readonly inspection: Inspection;
}

/** One of several files dropped together. `look` is null if its head cannot be read. */
export interface LookedAtFile {
  readonly path: string;
  readonly file: Blob;
  readonly look: FileLook | null;
}

/** Several files as one source: their bytes, joined in order. */
export interface JoinedFiles extends NamedFile, Omit<FileSet, 'proposed'> {
  readonly inspection: Inspection;
}

/** Files dropped together. One file opens, or several of them open as one dataset. */
export interface FileChoice {
  readonly files: readonly NamedFile[];
  /** The files that form one dataset. Null = no two files do. */
  readonly together: JoinedFiles | null;
  /** Places of files with the same content as a file before them. They are not opened with it. */
  readonly copies: readonly number[];
  /** Place of the file to open. */
  readonly chosen: number | 'together';
}

/** Reads the head of a file. Null if it cannot be read. */
export async function lookAt(source: SourceWire, file: Blob, name: string): Promise<FileLook | null> {
  const inspected = await guarded(source.inspect(file, name));
  if (!inspected.ok) return null;
  const preview = await guarded(source.preview(file, inspected.value.settings));
  if (!preview.ok) return null;
  const guess = guessResultsFile(preview.value.columns, preview.value.records);
  return { kind: guess === null ? 'dataset' : guess.alone ? 'results' : 'both', inspection: inspected.value };
}

/** The choice among files, with its first guess. `first`: the file to open if they do not form one dataset. */
export async function fileChoice(files: readonly LookedAtFile[], first: number): Promise<FileChoice> {
  const names = namesApart(files.map(({ path }) => path));
  const copies = copiesAmong(files);
  const found = fileSet(
    files.map(({ path, look }, place) => (look && !copies.includes(place) ? { path, ...look.inspection } : null)),
  );
  const together = found && (await joinFiles(files, names, found));
  return {
    files: files.map(({ file }, place) => ({ file, name: names[place] ?? '' })),
    together,
    copies,
    chosen: found?.proposed && together ? 'together' : first,
  };
}

/** The source that a choice opens. `inspection` is null if the file is not inspected yet. */
export function chosenSource({
  files,
  together,
  chosen,
}: FileChoice): (NamedFile & { inspection: Inspection | null }) | null {
  if (chosen === 'together') return together;
  const file = files[chosen];
  return file ? { ...file, inspection: null } : null;
}

/** Files that a choice does not open, without copies of other files. */
export function filesLeft({ files, together, copies, chosen }: FileChoice): readonly NamedFile[] {
  const opened = chosen === 'together' ? (together?.members ?? []) : [chosen];
  return files.filter((_, place) => !opened.includes(place) && !copies.includes(place));
}

/** Places of the files with the same content as a file before them. */
function copiesAmong(files: readonly LookedAtFile[]): readonly number[] {
  const hashes = files.map(({ look }) => look?.inspection.hash);
  return [...hashes.keys()].filter((place) => {
    const hash = hashes[place];
    return hash !== undefined && hashes.indexOf(hash) < place;
  });
}

/** Joins several files to one source. Its hash is the hash of their hashes, in order. */
async function joinFiles(
  files: readonly LookedAtFile[],
  names: readonly string[],
  { members, columnsAgree }: FileSet,
): Promise<JoinedFiles | null> {
  const own = members.flatMap((place) => {
    const { file, path, look } = files[place] ?? {};
    return file && path !== undefined && look ? [{ file, path, name: names[place] ?? '', ...look }] : [];
  });
  const [first] = own;
  if (!first) return null;
  const { encodings, encodingOpen, encoding } = askedEncoding(own.map(({ inspection }) => inspection));
  const parts = own.map(({ name, inspection }) => {
    const { sizeBytes, hash } = inspection;
    const { gzip, encoding: ownEncoding } = inspection.settings;
    const apart = ownEncoding !== encoding && !inspection.encodingOpen;
    return { name, sizeBytes, gzip, ...(apart && { encoding: ownEncoding }), hash };
  });
  return {
    members,
    columnsAgree,
    file: new Blob(own.map(({ file }) => file)),
    name: setName(own.map(({ path }) => path)),
    inspection: {
      ...first.inspection,
      encodings,
      encodingOpen,
      hash: await sha256Hex(JSON.stringify(parts.map(({ hash }) => hash))),
      sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
      settings: withLayouts(
        { ...first.inspection.settings, gzip: parts.some(({ gzip }) => gzip), encoding, parts },
        own.map(({ inspection }) => layoutOf(inspection.settings)),
      ),
    },
  };
}

/** The encoding for several files and its alternatives, from a file with a choice of encodings if there is one. */
function askedEncoding(
  all: readonly Inspection[],
): Pick<Inspection, 'encodings' | 'encodingOpen'> & Pick<ReadSettings, 'encoding'> {
  const asked =
    all.find(({ encodingOpen }) => encodingOpen) ?? all.find(({ encodings }) => encodings.length > 0) ?? all[0];
  const { encodings = [], encodingOpen = false, settings } = asked ?? {};
  return { encodings, encodingOpen, encoding: settings?.encoding ?? 'utf-8' };
}
