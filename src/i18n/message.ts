/** A sentence with `{name}` placeholders, or its plural forms chosen by the parameter `count`. */
export type Message = string | { readonly one: string; readonly other: string };

/** Values for placeholders. Numbers are written as the locale writes them. */
export type Params = Readonly<Record<string, string | number>>;

/** A message with its `{name}` placeholders filled by `params`, numbers as `locale` writes them; a placeholder without a value stays. */
export function fill(message: Message, params: Params, locale: string): string {
  const text = typeof message === 'string' ? message : pluralForm(message, params, locale);
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? formatNumber(value, locale) : isolated(value);
  });
}

const TURNS = /[\p{Bidi_Control}\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** A text from the data between other words: what turns the direction of writing in it ends where it ends. */
export function isolated(text: string): string {
  return TURNS.test(text) ? `\u2068${text}\u2069` : text;
}

function pluralForm(message: { readonly one: string; readonly other: string }, params: Params, locale: string): string {
  const count = params['count'];
  return typeof count === 'number' && pluralRules(locale).select(count) === 'one' ? message.one : message.other;
}

const rules = new Map<string, Intl.PluralRules>();

function pluralRules(locale: string): Intl.PluralRules {
  let known = rules.get(locale);
  if (!known) {
    known = new Intl.PluralRules(locale);
    rules.set(locale, known);
  }
  return known;
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number with grouping and at most three decimals, as `locale` writes it. */
export function formatNumber(value: number, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
    formats.set(locale, format);
  }
  return format.format(value);
}
