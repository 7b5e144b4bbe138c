// @vitest-environment happy-dom
import { failed, ok, type Outcome } from '../../../../src/protocol/outcome.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LinkDownloads, safeFileName } from '../../../../src/effects/page/downloads.js';

type Parts = AsyncGenerator<Outcome<Uint8Array<ArrayBuffer>>>;

async function* parts(...texts: string[]): Parts {
  for (const text of texts) yield ok(new TextEncoder().encode(text));
}

let clicked: { name: string; url: string }[] = [];
let blobs: Blob[] = [];

beforeEach(() => {
  clicked = [];
  blobs = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    expect(this.isConnected).toBe(true);
    clicked.push({ name: this.download, url: this.href });
  });
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:test/${blobs.push(blob as Blob)}`);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('save', () => {
  test('passes all bytes on under the name', async () => {
    const saved = await new LinkDownloads().save(
      '新闻.jsonl',
      'application/jsonl',
      parts('{"a":1}\n', '', '{"a":2}\n'),
    );
    expect(saved).toEqual({ ok: true, value: null });
    expect(clicked).toEqual([{ name: '新闻.jsonl', url: 'blob:test/1' }]);
    expect(await blobs[0]?.text()).toBe('{"a":1}\n{"a":2}\n');
    expect(blobs[0]?.type).toBe('application/jsonl');
    expect(document.querySelector('a')).toBeNull();
  });

  test('keeps the order over many pieces', async () => {
    const mebibyte = 2 ** 20;
    async function* large(): Parts {
      for (let index = 0; index < 41; index += 1) yield ok(new Uint8Array(mebibyte).fill(index));
    }
    expect((await new LinkDownloads().save('x', '', large())).ok).toBe(true);
    const bytes = new Uint8Array((await blobs[0]?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(bytes.length).toBe(41 * mebibyte);
    for (let index = 0; index < 41; index += 1) {
      expect([bytes[index * mebibyte], bytes[(index + 1) * mebibyte - 1]]).toEqual([index, index]);
    }
  });

  test('passes files on with a pause between them, the first at once', async () => {
    vi.useFakeTimers();
    const downloads = new LinkDownloads();
    const saved = Promise.all(['a', 'b', 'c'].map((name) => downloads.save(name, '', parts(name))));
    const counts: number[] = [];
    for (const ms of [0, 199, 1, 199, 1]) {
      await vi.advanceTimersByTimeAsync(ms);
      counts.push(clicked.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3]);
    expect((await saved).every(({ ok }) => ok)).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    await downloads.save('d', '', parts('d'));
    expect(clicked.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('saves an empty file from no bytes', async () => {
    expect((await new LinkDownloads().save('empty.jsonl', 'text/plain', parts())).ok).toBe(true);
    expect(blobs[0]?.size).toBe(0);
  });

  test('leaves no file after a failure half way through the parts', async () => {
    async function* broken(): Parts {
      yield ok(Uint8Array.of(1));
      throw new Error('the source is gone');
    }
    expect(await new LinkDownloads().save('x.jsonl', '', broken())).toEqual({
      ok: false,
      fault: { code: 'export-failed', detail: 'Error: the source is gone' },
    });
    expect(clicked).toEqual([]);
  });

  test('reports a fault among the parts unchanged, leaves no file and requests no more parts', async () => {
    let ended = false;
    async function* changed(): Parts {
      try {
        yield ok(Uint8Array.of(1));
        yield failed({ code: 'file-changed' });
        yield ok(Uint8Array.of(2));
      } finally {
        ended = true;
      }
    }
    expect(await new LinkDownloads().save('x.jsonl', '', changed())).toEqual({
      ok: false,
      fault: { code: 'file-changed' },
    });
    expect([clicked, blobs, ended]).toEqual([[], [], true]);
  });

  test('reports a browser without room for the file', async () => {
    vi.mocked(URL.createObjectURL).mockImplementation(() => {
      throw new RangeError('out of memory');
    });
    const saved = await new LinkDownloads().save('x.jsonl', '', parts('x'));
    expect(saved).toMatchObject({ ok: false, fault: { code: 'export-failed' } });
  });

  test('releases the bytes later, not at once', async () => {
    vi.useFakeTimers();
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined);
    await new LinkDownloads().save('x', '', parts('x'));
    vi.advanceTimersByTime(60_000);
    expect(revoke).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60 * 60_000);
    expect(revoke).toHaveBeenCalledExactlyOnceWith('blob:test/1');
  });
});

describe('safeFileName', () => {
  test.each([
    ['news.tsv.corrected.jsonl', 'news.tsv.corrected.jsonl'],
    ['新闻 数据.jsonl', '新闻 数据.jsonl'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\dir\\x.csv', 'C__dir_x.csv'],
    ['a\0b\u001f\u007f.txt', 'ab.txt'],
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ['\u2066x\u2069\u200B\uFEFF.jsonl', 'x.jsonl'],
    ['a<b>|"?*.jsonl', 'a_b_____.jsonl'],
    ['.hidden', 'hidden'],
    ['trailing. . ', 'trailing'],
    ['', 'rinse'],
    ['...', 'rinse'],
    ['con.jsonl', '_con.jsonl'],
    ['LPT1', '_LPT1'],
    ['console.jsonl', 'console.jsonl'],
    ['lone \uD800 surrogate', 'lone  surrogate'],
    ['cafe\u0301.jsonl', 'café.jsonl'],
  ])('%j is %j', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  test.each(['a', '新', '😀'])('cuts a long name of %s between characters and keeps its extension', (character) => {
    const name = safeFileName(`${character.repeat(5000)}.corrected.jsonl`);
    const bytes = new TextEncoder().encode(name).length;
    expect([bytes <= 200, bytes > 195]).toEqual([true, true]);
    expect(name.endsWith(`${character}.jsonl`)).toBe(true);
  });
});
