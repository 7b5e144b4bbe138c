import type { ReadSettings } from '../../domain/reading/dataset.js';
import type { DataKind } from '../../domain/files/classify.js';
import { fileSet, namesApart, setName, type FileSet } from '../../domain/files/file-set.js';
import { layoutOf, withLayouts } from '../../domain/reading/part-layouts.js';
import { sha256Hex } from '../../domain/bytes/sha256.js';
import { guessResultsFile } from '../../domain/reading/roles.js';
import type { Inspection, SourceWire } from '../../protocol/source-wire.js';
import { guarded } from '../project/guarded.js';

/** A file by the name that is shown. */
export interface NamedFile {
  readonly file: Blob;
  readonly name: string;
}

/** The kind of a file, and how it is read, by its head. */
export interface FileLook {
  readonly kind: DataKind;
  readonly inspection: Inspection;
}

/** A file of several that came together; `look` is null where its head cannot be read. */
export interface LookedAtFile {
  readonly path: string;
  readonly file: Blob;
  readonly look: FileLook | null;
}

/** Several files as one source: their bytes lie one behind the other. */
export interface JoinedFiles extends NamedFile, Omit<FileSet, 'proposed'> {
  readonly inspection: Inspection;
}

/** Files that came together: one of them is opened, or those that go together as one dataset. */
export interface FileChoice {
  readonly files: readonly NamedFile[];
  /** Null where no two go together. */
  readonly together: JoinedFiles | null;
  /** Places of files with the same content as a file before them: they are not opened beside it. */
  readonly copies: readonly number[];
  /** Place of the file that is opened. */
  readonly chosen: number | 'together';
}

/** Looks at the head of a file; null where it cannot be read. */
export async function lookAt(source: SourceWire, file: Blob, name: string): Promise<FileLook | null> {
  const inspected = await guarded(source.inspect(file, name));
  if (!inspected.ok) return null;
  const preview = await guarded(source.preview(file, inspected.value.settings));
  if (!preview.ok) return null;
  const guess = guessResultsFile(preview.value.columns, preview.value.records);
  return { kind: guess === null ? 'dataset' : guess.alone ? 'results' : 'both', inspection: inspected.value };
}

/** The choice among files, and its first guess; `first`: the one that is opened where they are no pieces of one dataset. */
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

/** What a choice opens; `inspection` is null where the file is still to be inspected. */
export function chosenSource({
  files,
  together,
  chosen,
}: FileChoice): (NamedFile & { inspection: Inspection | null }) | null {
  if (chosen === 'together') return together;
  const file = files[chosen];
  return file ? { ...file, inspection: null } : null;
}

/** Files that a choice does not open, beside copies of other files. */
export function filesLeft({ files, together, copies, chosen }: FileChoice): readonly NamedFile[] {
  const opened = chosen === 'together' ? (together?.members ?? []) : [chosen];
  return files.filter((_, place) => !opened.includes(place) && !copies.includes(place));
}

/** Places of the files whose content a file before them has. */
function copiesAmong(files: readonly LookedAtFile[]): readonly number[] {
  const hashes = files.map(({ look }) => look?.inspection.hash);
  return [...hashes.keys()].filter((place) => {
    const hash = hashes[place];
    return hash !== undefined && hashes.indexOf(hash) < place;
  });
}

/** One source of several files. Its hash is that of their hashes, in order. */
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

/** The encoding that the settings of several files name, and its readings: of a file for which a person has a choice, if any. */
function askedEncoding(
  all: readonly Inspection[],
): Pick<Inspection, 'encodings' | 'encodingOpen'> & Pick<ReadSettings, 'encoding'> {
  const asked =
    all.find(({ encodingOpen }) => encodingOpen) ?? all.find(({ encodings }) => encodings.length > 0) ?? all[0];
  const { encodings = [], encodingOpen = false, settings } = asked ?? {};
  return { encodings, encodingOpen, encoding: settings?.encoding ?? 'utf-8' };
}
