import type { Delimiter, ReadSettings } from './dataset.js';
import { fitOf, isSpace, type QuoteFit, type Quoting } from './quote-census.js';

const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Finds how fields of a delimited head (UTF-8) are quoted. Of the ways that fit equally well the plainest counts: for tabs
 * and sequences no quoting, for other delimiters RFC 4180. A single record that only one way explains decides where none speaks
 * against it. `complete`: the head is the whole source.
 */
export function findQuoting(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const tight = findTight(bytes, complete, settings);
  const unquoted = tight.quoting.quote === '';
  if ((tight.bad === 0 && !unquoted) || !mayBePadded(bytes, settings.delimiter.charCodeAt(0))) return tight;
  const padded = findQuoted(bytes, complete, settings, { padded: true });
  if (padded.padding === 'none' || padded.shown === 0) return tight;
  const fits = padded.bad < tight.bad || (unquoted && padded.bad === 0 && padded.padding === 'all');
  return fits ? padded : tight;
}

/** Whether cells between such delimiters are quoted where nothing says otherwise. */
export function isUsuallyQuoted(delimiter: Delimiter): boolean {
  return delimiter === ',' || delimiter === ';' || delimiter === '|' || delimiter === ' ';
}

/** The same where quotes have no spaces around them. */
function findTight(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  const quoted = findQuoted(bytes, complete, settings, {});
  if (isUsuallyQuoted(settings.delimiter)) return quoted;
  const none = unquotedFit(bytes, complete, settings);
  return quoted.shown > 0 && quoted.bad < none.bad ? quoted : none;
}

function findQuoted(
  bytes: Uint8Array,
  complete: boolean,
  settings: ReadSettings,
  padding: Pick<Quoting, 'padded'>,
): QuoteFit {
  const rfc = fitOf(bytes, complete, settings, { quote: '"', ...padding });
  if (!bytes.includes(BACKSLASH)) return rfc;
  const backslash = fitOf(bytes, complete, settings, { quote: '\\', ...padding });
  return backslash.shown > 0 && backslash.bad < rfc.bad ? backslash : rfc;
}

/** How well records fit that are cut without quoting. */
export function unquotedFit(bytes: Uint8Array, complete: boolean, settings: ReadSettings): QuoteFit {
  return fitOf(bytes, complete, settings, { quote: '' });
}

/** Whether there are spaces between a quote and a delimiter somewhere, or between a quote and a line's end. */
function mayBePadded(bytes: Uint8Array, delimiter: number): boolean {
  const divides = (i: number): boolean => {
    const byte = bytes[i];
    return byte === undefined || byte === delimiter || byte === 10 || byte === 13;
  };
  for (let i = bytes.indexOf(QUOTE); i >= 0; i = bytes.indexOf(QUOTE, i + 1)) {
    for (const step of [-1, 1]) {
      let to = i + step;
      while (isSpace(bytes[to], delimiter)) to += step;
      if (to !== i + step && divides(to)) return true;
    }
  }
  return false;
}
