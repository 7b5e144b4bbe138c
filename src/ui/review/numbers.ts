const formats = new Map<string, Intl.NumberFormat>();

/** A number with exactly `digits` decimals. */
export function fixed(value: number, digits: number, locale: string): string {
  return formatOf(locale, 'decimal', digits).format(value);
}

/** A probability: three decimals, four below 0.001; what would be written 0 is written `<0.0001`. */
export function probabilityText(probability: number, locale: string): string {
  if (probability < 0.00005) return `<${fixed(0.0001, 4, locale)}`;
  return fixed(probability, probability < 0.001 ? 4 : 3, locale);
}

/** A probability in percent. Never 0 % and never 100 %: what is so near is written `<0.01%` or cut to 99.9 %. */
export function percentText(probability: number, locale: string): string {
  if (probability < 0.0001) return `<${formatOf(locale, 'percent', 2).format(0.0001)}`;
  if (probability < 0.01) return formatOf(locale, 'percent', probability < 0.001 ? 2 : 1).format(probability);
  if (probability < 0.995) return formatOf(locale, 'percent', 0).format(probability);
  return formatOf(locale, 'percent', 1).format(Math.min(Math.round(probability * 1000) / 1000, 0.999));
}

/** A counted share in percent: as a probability, but all and none are written `100%` and `0%`. */
export function shareText(share: number, locale: string): string {
  if (share === 0 || share === 1) return formatOf(locale, 'percent', 0).format(share);
  return percentText(share, locale);
}

function formatOf(locale: string, style: 'decimal' | 'percent', digits: number): Intl.NumberFormat {
  const key = `${locale} ${style} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style, minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(key, format);
  }
  return format;
}
