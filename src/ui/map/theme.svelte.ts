/** The colour of the canvas's ink, followed through changes of the colour scheme. */
export class Theme {
  /** Red, green, blue in 0..1. */
  ink = $state.raw<readonly [number, number, number]>([0, 0, 0]);

  /** Follows `element`'s text colour; call from an effect. Returns what stops it. */
  follow(element: HTMLElement): () => void {
    const read = (): void => {
      const ink = parseRgb(getComputedStyle(element).color);
      if (ink && ink.some((channel, index) => channel !== this.ink[index])) this.ink = ink;
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
}

/** Red, green, blue in 0..1 of a computed colour, or null when it is not of the `rgb()` form. */
export function parseRgb(colour: string): readonly [number, number, number] | null {
  const match = /^rgba?\((\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)/.exec(colour);
  return match ? [Number(match[1]) / 255, Number(match[2]) / 255, Number(match[3]) / 255] : null;
}
