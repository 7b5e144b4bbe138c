/** Values by name after names changed together. A value of a name that another one takes is lost. Null = no value moves. */
export function renamedKeys<Value>(
  values: ReadonlyMap<string, Value>,
  renamed: readonly (readonly [from: string, to: string])[],
): ReadonlyMap<string, Value> | null {
  const moved = renamed.filter(([from]) => values.has(from));
  if (moved.length === 0) return null;
  const names = new Map(moved);
  const others = [...values].filter(([name]) => !names.has(name));
  return new Map([...others, ...moved.map(([from, to]) => [to, values.get(from) as Value] as const)]);
}
