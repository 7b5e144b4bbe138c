import type { Theme } from '../controls/label-colours.js';

/** Red, green, blue in 0..1. */
export type Rgb = readonly [number, number, number];

/**
 * Reports the colour of `element`'s text now and after every change of the colour scheme. Returns a function that stops
 * it. Call it from an effect.
 */
export function followInk(element: HTMLElement, onInk: (ink: Rgb) => void): () => void {
  const read = (): void => {
    const ink = parseRgb(getComputedStyle(element).color);
    if (ink) onInk(ink);
  };
  read();
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', read);
  const observer = new MutationObserver(read);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] });
  return () => {
    scheme.removeEventListener('change', read);
    observer.disconnect();
  };
}

/** The theme whose text has this colour. */
export function themeOf([red, green, blue]: Rgb): Theme {
  return red + green + blue > 1.5 ? 'dark' : 'light';
}

/** Red, green, blue of a computed colour; null if it is not of the form `rgb()`. */
export function parseRgb(colour: string): Rgb | null {
  const match = /^rgba?\((\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)/.exec(colour);
  return match ? [Number(match[1]) / 255, Number(match[2]) / 255, Number(match[3]) / 255] : null;
}
