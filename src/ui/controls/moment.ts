/** A moment (ms since 1970) as a date and a time of day of this locale. */
export function momentText(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}
