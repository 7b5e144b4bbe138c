/** Red, green, blue in 0..255. */
export type Colour = readonly [red: number, green: number, blue: number];
/** The background of a colour. */
export type Theme = 'light' | 'dark';

/**
 * Colours for up to eight labels. Colour-blind eyes tell them apart, and they stand out from the page. Hues follow Okabe and
 * Ito (2008). Both themes have the same hues; `tests/unit/ui/controls/label-colours.test.ts` measures the distances.
 */
export const LABEL_COLOURS: Readonly<Record<Theme, readonly Colour[]>> = {
  light: [
    [1, 108, 168],
    [155, 108, 19],
    [41, 156, 117],
    [225, 119, 179],
    [0, 170, 237],
    [127, 54, 3],
    [177, 161, 0],
    [100, 41, 130],
  ],
  dark: [
    [27, 159, 255],
    [233, 170, 63],
    [30, 152, 119],
    [227, 110, 181],
    [125, 205, 252],
    [208, 82, 27],
    [240, 228, 65],
    [155, 87, 201],
  ],
};

const NO_LABEL: Colour = [120, 120, 120];

/** The colour of the label at `index`; they repeat after eight. Names and shapes say the rest. */
export function labelColour(index: number, theme: Theme): Colour {
  const colours = LABEL_COLOURS[theme];
  return colours[index % colours.length] ?? NO_LABEL;
}

/** The label's colour as a CSS colour that follows the theme. */
export function labelCss(index: number): string {
  const css = (theme: Theme): string => `rgb(${labelColour(index, theme).join(' ')})`;
  return `light-dark(${css('light')}, ${css('dark')})`;
}

const FAINT: Readonly<Record<Theme, Colour>> = { light: [158, 166, 173], dark: [106, 117, 127] };
const STRONG: Readonly<Record<Theme, Colour>> = { light: [19, 24, 28], dark: [233, 237, 240] };

/** The grey of a state, `strength` 0 (faint) to 1 (as strong as text). Only labels have hues. */
export function shade(strength: number, theme: Theme): Colour {
  const [faint, strong] = [FAINT[theme], STRONG[theme]];
  const part = (channel: 0 | 1 | 2): number =>
    Math.round(faint[channel] + (strong[channel] - faint[channel]) * Math.min(1, Math.max(0, strength)));
  return [part(0), part(1), part(2)];
}
