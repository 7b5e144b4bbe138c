import { hasJisEscape, zeroPattern } from './encoding-choice.js';

const SIGNATURES: readonly (readonly [kind: string, offset: number, bytes: string])[] = [
  ['Parquet', 0, 'PAR1'],
  // With an encrypted footer.
  ['Parquet', 0, 'PARE'],
  ['PDF', 0, '%PDF-'],
  ['PNG', 0, '\x89PNG'],
  ['JPEG', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['WebP', 8, 'WEBP'],
  ['SQLite', 0, 'SQLite format 3\0'],
  ['Microsoft Office', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['7-Zip', 0, "7z\xbc\xaf'\x1c"],
  ['RAR', 0, 'Rar!\x1a\x07'],
  ['Zstandard', 0, '\x28\xb5\x2f\xfd'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\xfd7zXZ\0'],
  ['Arrow', 0, 'ARROW1'],
  ['Feather', 0, 'FEA1'],
  ['HDF5', 0, '\x89HDF\r\n\x1a\n'],
  ['NumPy', 0, '\x93NUMPY'],
  ['Avro', 0, 'Obj\x01'],
  ['ORC', 0, 'ORC\x0a'],
  ['WebAssembly', 0, '\0asm'],
  ['tar', 257, 'ustar'],
];

const OFFICE_PARTS: readonly (readonly [kind: string, name: string])[] = [
  ['Excel (xlsx)', 'xl/'],
  ['Word (docx)', 'word/'],
  ['PowerPoint (pptx)', 'ppt/'],
  ['OpenDocument', 'mimetypeapplication/vnd.oasis.opendocument'],
];

/** Bytes that are examined. */
const HEAD_BYTES = 64 * 1024;

/** Whether a file begins like gzip, whatever its name. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Systems that a gzip header names: the last one known, and none. */
const LAST_GZIP_SYSTEM = 13;
const NO_GZIP_SYSTEM = 255;

/** Whether the header of a gzip member can begin at `at`: its ten bytes hold no value that no writer writes. */
export function gzipHeaderAt(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x1f || bytes[at + 1] !== 0x8b || bytes[at + 2] !== 8) return false;
  const flags = bytes[at + 3] ?? 255;
  const level = bytes[at + 8] ?? 255;
  const system = bytes[at + 9] ?? 254;
  return (
    flags < 32 &&
    (level === 0 || level === 2 || level === 4) &&
    (system <= LAST_GZIP_SYSTEM || system === NO_GZIP_SYSTEM)
  );
}

/**
 * The kind of a binary file by its first bytes (a name for people, the same in every language). `'binary'` when the
 * kind is unknown. Null for text.
 */
export function binaryKind(head: Uint8Array): string | null {
  if (has(head, 0, 'PK\x03\x04') || has(head, 0, 'PK\x05\x06')) return zipKind(head);
  for (const [kind, offset, bytes] of SIGNATURES) if (has(head, offset, bytes)) return kind;
  return looksBinary(head.subarray(0, HEAD_BYTES)) ? 'binary' : null;
}

function has(head: Uint8Array, offset: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (head[offset + i] !== text.charCodeAt(i)) return false;
  return true;
}

function zipKind(head: Uint8Array): string {
  let names = '';
  for (const byte of head.subarray(0, HEAD_BYTES)) names += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '';
  return OFFICE_PARTS.find(([, name]) => names.includes(name))?.[0] ?? 'ZIP';
}

/** Text has almost no control characters, unless it is UTF-16 or switches alphabets by escape sequences. */
function looksBinary(head: Uint8Array): boolean {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (marked || zeroPattern(head) !== null || hasJisEscape(head)) return false;
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) controls++;
  return controls > 3 && controls > head.length * 0.01;
}
