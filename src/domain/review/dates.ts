const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A time of day with its zone. Named zones other than UTC are not known: their times count as UTC. */
const TIME = String.raw`(?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.,]\d+)?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2}|[A-Z]{3,4})?`;
const TIMED = String.raw`(?:(?:[T ]|,\s*)${TIME})?`;
const WEEKDAY = String.raw`(?:[A-Z][a-z]{2,8},?\s+)?`;
const MONTH_NAME = String.raw`(?<name>[A-Z][a-z]{2,8})\.?`;

/** The ways in which a column can write its dates, in the order in which they are tried. */
const FORMS: readonly RegExp[] = [
  // 2024-01-31, 2024/1/31, 2024.1.31, 2024年1月31日
  new RegExp(String.raw`^(?<y>\d{4})(?<sign>[-/.])(?<m>\d{1,2})\k<sign>(?<d>\d{1,2})${TIMED}$`, 'u'),
  new RegExp(String.raw`^(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日\s*(?:${TIME})?$`, 'u'),
  // 31.01.2024
  new RegExp(String.raw`^(?<d>\d{1,2})\.(?<m>\d{1,2})\.(?<y>\d{4})${TIMED}$`, 'u'),
  // 01/31/2024, then 31/01/2024
  new RegExp(String.raw`^(?<m>\d{1,2})(?<sign>[-/])(?<d>\d{1,2})\k<sign>(?<y>\d{4})${TIMED}$`, 'u'),
  new RegExp(String.raw`^(?<d>\d{1,2})(?<sign>[-/])(?<m>\d{1,2})\k<sign>(?<y>\d{4})${TIMED}$`, 'u'),
  // Mon Apr 06 22:19:45 PDT 2009, then April 6, 2009, then Mon, 6 Apr 2009 22:19:45 +0000
  new RegExp(String.raw`^${WEEKDAY}${MONTH_NAME}\s+(?<d>\d{1,2})\s+${TIME}\s+(?<y>\d{4})$`, 'u'),
  new RegExp(String.raw`^${WEEKDAY}${MONTH_NAME}\s+(?<d>\d{1,2}),?\s+(?<y>\d{4})${TIMED}$`, 'u'),
  new RegExp(String.raw`^${WEEKDAY}(?<d>\d{1,2})\s+${MONTH_NAME},?\s+(?<y>\d{4})${TIMED}$`, 'u'),
];

/** Reads a text as a date: ms since 1970 (UTC), NaN = it is none. */
export type DateReader = (text: string) => number;

/**
 * One reader for each way in which dates are written: with the year first (`2024-01-31`, `2024/1/31`,
 * `2024年1月31日`), `31.01.2024`, `01/31/2024`, `31/01/2024`, and with an English name of the month. A time of day may
 * follow.
 */
export const DATE_READERS: readonly DateReader[] = FORMS.map((form) => (text) => dateIn(form.exec(text)?.groups));

function dateIn(parts: Readonly<Record<string, string | undefined>> | undefined): number {
  if (!parts) return Number.NaN;
  const { y, m, d, name, h = '0', min = '0', s = '0', zone } = parts;
  const month = name === undefined ? Number(m) - 1 : MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  const [year, day, hour, minute] = [Number(y), Number(d), Number(h), Number(min)];
  const date = new Date(Date.UTC(year, month, day));
  const isDay = month >= 0 && date.getUTCMonth() === month && date.getUTCDate() === day;
  if (!isDay || hour > 24 || minute > 59 || Number(s) > 60) return Number.NaN;
  return date.getTime() + ((hour * 60 + minute) * 60 + Number(s)) * 1000 - zoneMs(zone);
}

/** A zone's distance from UTC. */
function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/u.exec(zone ?? '') ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -ms : ms;
}
