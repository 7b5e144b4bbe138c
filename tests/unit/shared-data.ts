/** Records of a delimited text with RFC 4180 quoting: a test's own reader, so that it leans on nothing under test. */
export function parseDelimited(text: string, delimiter: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\r\n",\t]*))(,|\t|\r?\n|$)/g)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === delimiter) continue;
    records.push(record);
    record = [];
  }
  return records;
}
