/** Width of a name in Latin letters, roughly. A Chinese or Korean character is as wide as two. */
export function breadthOf(name: string): number {
  const wide = name.match(/[\u1100-\uffdc]/gu)?.length ?? 0;
  return name.length + wide;
}
