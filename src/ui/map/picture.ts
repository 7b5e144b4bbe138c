import { ticksOf, type Domain } from '../../domain/map/axes.js';
import type { Bucket } from './buckets.js';
import { DOTTED, HOLLOW, OPAQUE, RINGED, SHAPE_MASK, type Points } from './points.js';
import { withResolution } from './print-size.js';
import { SHAPE_PATHS, SHAPES } from './shapes.js';
import { shortened, textWidthPx } from './text-width.js';
import { tickWriter } from './tick-text.js';
import { visibleDomains, type Frame } from './viewport.js';

/** The content of a picture of the map. */
export interface PictureScene {
  readonly title: string;
  readonly nameX: string;
  readonly nameY: string;
  readonly points: Points;
  readonly frame: Frame;
  /** The possible values of the signals. There are no ticks beyond them. */
  readonly naturalX: Domain;
  readonly naturalY: Domain;
  /** At most `LEGEND_MAX` entries. */
  readonly legend: readonly { readonly bucket: Bucket; readonly name: string; readonly count: string }[];
  /** A sentence about the buckets beyond them; empty = there are none. */
  readonly more: string;
  readonly opacity: number;
  readonly locale: string;
}

/** Size of the picture: 8 x 6 inches at 300 dots per inch. */
export const PICTURE_WIDTH = 2400;
export const PICTURE_HEIGHT = 1800;
const DOTS_PER_INCH = 300;
const PLOT = { left: 210, top: 150, width: 1560, height: 1440 };
const FONT = 'system-ui, sans-serif';
const INK = '#1a2328';
const LINE = '#d5dadd';
const RADIUS = 13;
/** Text keeps this distance from the right edge. */
const EDGE = 24;
/** Most entries of a legend, with a line below. */
export const LEGEND_MAX = 28;

interface Text {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly upright?: boolean;
  readonly bold?: boolean;
}

/** Everything except the points, in pixels of the picture. */
interface PictureLayout {
  readonly texts: readonly Text[];
  /** From, to. */
  readonly lines: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[];
  readonly marks: readonly { readonly x: number; readonly y: number; readonly path: string; readonly colour: string }[];
}

/** The layout of the axes, the title and the legend. */
export function layOut(scene: PictureScene): PictureLayout {
  const [seenX, seenY] = visibleDomains(scene.frame);
  const texts: Text[] = [
    {
      text: shortened(scene.title, 48, PICTURE_WIDTH - PLOT.left - EDGE),
      x: PLOT.left,
      y: 96,
      size: 48,
      anchor: 'start',
      bold: true,
    },
    { text: scene.nameX, x: PLOT.left + PLOT.width / 2, y: PLOT.top + PLOT.height + 130, size: 36, anchor: 'middle' },
    { text: scene.nameY, x: 62, y: PLOT.top + PLOT.height / 2, size: 36, anchor: 'middle', upright: true },
  ];
  const lines: (readonly [number, number, number, number])[] = [];
  const right = PLOT.left + PLOT.width;
  const bottom = PLOT.top + PLOT.height;
  for (const { value, text } of marksOf(seenX, scene.naturalX, scene.locale)) {
    const x = placeX(seenX, value);
    lines.push([x, PLOT.top, x, bottom]);
    texts.push({ text, x, y: bottom + 52, size: 30, anchor: 'middle' });
  }
  for (const { value, text } of marksOf(seenY, scene.naturalY, scene.locale)) {
    const y = placeY(seenY, value);
    lines.push([PLOT.left, y, right, y]);
    texts.push({ text, x: PLOT.left - 18, y: y + 10, size: 30, anchor: 'end' });
  }
  lines.push([PLOT.left, PLOT.top, right, PLOT.top], [right, PLOT.top, right, bottom]);
  lines.push([right, bottom, PLOT.left, bottom], [PLOT.left, bottom, PLOT.left, PLOT.top]);
  const { legend, more } = scene;
  const marks = legend.map(({ bucket }, index) => ({
    x: right + 60,
    y: PLOT.top + 30 + index * 50,
    path: SHAPE_PATHS[SHAPES[bucket.shape] ?? 'circle'],
    colour: `rgb(${bucket.colour.join(', ')})`,
  }));
  for (const [index, { name, count }] of legend.entries()) {
    const end = `  ${count}`;
    const text = shortened(name, 30, PICTURE_WIDTH - right - 90 - EDGE - textWidthPx(end, 30)) + end;
    texts.push({ text, x: right + 90, y: PLOT.top + 41 + index * 50, size: 30, anchor: 'start' });
  }
  const below = PLOT.top + 41 + legend.length * 50;
  if (more !== '') texts.push({ text: more, x: right + 90, y: below, size: 30, anchor: 'start' });
  return { texts, lines, marks };
}

function marksOf(seen: Domain, natural: Domain, locale: string): { value: number; text: string }[] {
  const ticks = ticksOf(seen, 8);
  const write = tickWriter(ticks, locale);
  return ticks.values
    .filter((value) => value >= natural.min && value <= natural.max)
    .map((value) => ({ value, text: write(value) }));
}

function placeX(seen: Domain, value: number): number {
  return PLOT.left + ((value - seen.min) / (seen.max - seen.min)) * PLOT.width;
}

function placeY(seen: Domain, value: number): number {
  return PLOT.top + ((seen.max - value) / (seen.max - seen.min)) * PLOT.height;
}

/** The map as a PNG for print, on white. */
export async function pngOf(scene: PictureScene): Promise<Blob> {
  const { canvas, context } = blank();
  context.fillStyle = '#fff';
  context.fillRect(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT);
  const layout = layOut(scene);
  context.strokeStyle = LINE;
  context.lineWidth = 2;
  for (const [x1, y1, x2, y2] of layout.lines) {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  }
  for (const { x, y, path, colour } of layout.marks) {
    context.fillStyle = colour;
    drawAt(context, new Path2D(path), x, y, RADIUS / 6);
  }
  context.fillStyle = INK;
  for (const text of layout.texts) write(context, text);
  drawPoints(context, scene);
  const png = await blobOf(canvas);
  return new Blob([withResolution(new Uint8Array(await png.arrayBuffer()), DOTS_PER_INCH)], { type: png.type });
}

/** The map as an SVG: axes, title and legend as shapes, the points as an image. */
export async function svgOf(scene: PictureScene): Promise<Blob> {
  const { canvas, context } = blank();
  drawPoints(context, scene);
  const image = await blobOf(canvas);
  const { texts, lines, marks } = layOut(scene);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${PICTURE_WIDTH} ${PICTURE_HEIGHT}" font-family="${FONT}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    `<path fill="none" stroke="${LINE}" stroke-width="2" d="${lines.map(([a, b, c, d]) => `M${a} ${b}L${c} ${d}`).join('')}"/>`,
    ...marks.map(
      ({ x, y, path, colour }) =>
        `<path transform="translate(${x} ${y}) scale(${RADIUS / 6})" fill="${colour}" d="${path}"/>`,
    ),
    ...texts.map(svgText),
    `<image width="${PICTURE_WIDTH}" height="${PICTURE_HEIGHT}" href="data:image/png;base64,${await base64Of(image)}"/>`,
    '</svg>\n',
  ];
  return new Blob([parts.join('\n')], { type: 'image/svg+xml' });
}

/** A text as SVG, escaped. */
function svgText({ text, x, y, size, anchor, upright, bold }: Text): string {
  const turned = upright === true ? ` transform="rotate(-90 ${x} ${y})"` : '';
  const weight = bold === true ? ' font-weight="600"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${INK}"${weight}${turned}>${escaped(text)}</text>`;
}

/** Text as XML, escaped, without characters that XML cannot hold. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function drawPoints(context: CanvasRenderingContext2D, { points, frame, opacity }: PictureScene): void {
  const [seenX, seenY] = visibleDomains(frame);
  const paths = SHAPES.map((shape) => new Path2D(SHAPE_PATHS[shape]));
  const radius = Math.max(4, RADIUS - 2 * Math.log10(Math.max(1, points.count)));
  context.save();
  context.beginPath();
  context.rect(PLOT.left, PLOT.top, PLOT.width, PLOT.height);
  context.clip();
  for (let i = 0; i < points.count; i++) {
    const [red = 0, green = 0, blue = 0, style = 0] = points.marks.subarray(i * 4, i * 4 + 4);
    const x = placeX(seenX, points.x[i] as number);
    const y = placeY(seenY, points.y[i] as number);
    context.globalAlpha = (style & OPAQUE) === 0 ? opacity : 1;
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    context.strokeStyle = `rgb(${red}, ${green}, ${blue})`;
    drawAt(context, paths[style & SHAPE_MASK] as Path2D, x, y, radius / 6, (style & HOLLOW) !== 0);
    context.globalAlpha = 1;
    context.strokeStyle = context.fillStyle = INK;
    context.lineWidth = 3;
    context.beginPath();
    if ((style & RINGED) !== 0) {
      context.arc(x, y, radius * 1.6, 0, 2 * Math.PI);
      context.stroke();
    } else if ((style & DOTTED) !== 0) {
      context.arc(x, y, radius * 0.32, 0, 2 * Math.PI);
      context.fill();
    }
  }
  context.restore();
}

function drawAt(
  context: CanvasRenderingContext2D,
  path: Path2D,
  x: number,
  y: number,
  scale: number,
  hollow = false,
): void {
  context.setTransform(scale, 0, 0, scale, x, y);
  context.lineWidth = 1.4;
  if (hollow) context.stroke(path);
  else context.fill(path);
  context.resetTransform();
}

function write(context: CanvasRenderingContext2D, { text, x, y, size, anchor, upright, bold }: Text): void {
  context.save();
  context.font = `${bold === true ? '600 ' : ''}${size}px ${FONT}`;
  context.textAlign = anchor === 'middle' ? 'center' : anchor;
  context.translate(x, y);
  if (upright === true) context.rotate(-Math.PI / 2);
  context.fillText(text, 0, 0);
  context.restore();
}

function blank(): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = PICTURE_WIDTH;
  canvas.height = PICTURE_HEIGHT;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no room for a picture');
  return { canvas, context };
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('the picture could not be encoded'));
    }, 'image/png');
  });
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
