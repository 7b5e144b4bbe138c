/** Lower case, with the final sigma of Greek, which depends on the end of the word, as the common one. */
export function foldCase(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

/** A name as names are compared: in composed form and lower case, without spaces around it. */
export function foldName(name: string): string {
  return foldCase(name.normalize('NFC').trim());
}
