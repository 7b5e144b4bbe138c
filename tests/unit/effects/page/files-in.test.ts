import { describe, expect, test } from 'vitest';
import { collect } from '../../../../src/effects/page/files-in.js';

type Tree = { readonly [name: string]: Tree | string | null };

/** An entry of a browser. `null` in the tree is an unreadable file. Folders return two children a call. */
function entry(name: string, node: Tree | string | null): FileSystemEntry {
  if (node === null || typeof node === 'string') {
    const file = (resolve: (file: File) => void, reject: (error: Error) => void): void => {
      if (node === null) reject(new DOMException('gone', 'NotFoundError'));
      else resolve(new File([node], name));
    };
    return { isFile: true, isDirectory: false, name, file } as unknown as FileSystemEntry;
  }
  const createReader = (): unknown => {
    const left = Object.entries(node).map(([child, value]) => entry(child, value));
    return { readEntries: (resolve: (some: FileSystemEntry[]) => void) => resolve(left.splice(0, 2)) };
  };
  return { isFile: false, isDirectory: true, name, createReader } as unknown as FileSystemEntry;
}

function transferOf(tree: Tree): DataTransfer {
  const items = Object.entries(tree).map(([name, node]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry(name, node),
    getAsFile: () => null,
  }));
  return { items: [{ kind: 'string' }, ...items] } as unknown as DataTransfer;
}

describe('collect', () => {
  test('walks folders to their last child and keeps the paths', async () => {
    const { files, unread } = await collect(
      transferOf({
        'data.tsv': 'a',
        m: { 'config.json': '{}', onnx: { 'model.onnx': 'x', 'model.onnx_data': 'y' }, a: 'b' },
      }),
    );
    expect(files.map((file) => file.path)).toEqual([
      'data.tsv',
      'm/config.json',
      'm/onnx/model.onnx',
      'm/onnx/model.onnx_data',
      'm/a',
    ]);
    expect(await files[0]?.file.text()).toBe('a');
    expect(unread).toBe(0);
  });

  test('counts unreadable entries and continues', async () => {
    const { files, unread } = await collect(transferOf({ broken: null, 'fine.csv': 'a' }));
    expect(files.map((file) => file.path)).toEqual(['fine.csv']);
    expect(unread).toBe(1);
  });

  test('does not enter version control or installed packages', async () => {
    const { files } = await collect(
      transferOf({ p: { '.git': { HEAD: 'x' }, node_modules: { x: 'y' }, 'a.csv': 'a' } }),
    );
    expect(files.map((file) => file.path)).toEqual(['p/a.csv']);
  });

  test('stops at two thousand files and counts the remaining ones', async () => {
    const many = Object.fromEntries(Array.from({ length: 2003 }, (_, i) => [`f${i}.csv`, 'x']));
    const { files, unread } = await collect(transferOf(many));
    expect(files).toHaveLength(2000);
    expect(unread).toBe(3);
  });

  test('takes the file itself where the browser has no entries', async () => {
    const item = { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => new File(['a'], 'a.tsv') };
    const { files } = await collect({ items: [item] } as unknown as DataTransfer);
    expect(files.map((file) => file.path)).toEqual(['a.tsv']);
  });
});
