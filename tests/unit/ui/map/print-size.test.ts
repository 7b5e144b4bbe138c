import { crc32, deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { withResolution } from '../../../../src/ui/map/print-size.js';

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

it('Writes the resolution after the header with a correct checksum, and changes nothing else', () => {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const start = [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header)];
  const rest = [chunk('IDAT', deflateSync(Buffer.from([0, 255]))), chunk('IEND', Buffer.alloc(0))];
  const size = Buffer.alloc(9);
  size.writeUInt32BE(11_811, 0);
  size.writeUInt32BE(11_811, 4);
  size[8] = 1;
  const made = withResolution(Buffer.concat([...start, ...rest]), 300);
  expect(Buffer.from(made).equals(Buffer.concat([...start, chunk('pHYs', size), ...rest]))).toBe(true);
});
