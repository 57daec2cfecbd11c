/** What was filled into a form, by action id: the client sends it below the blocks' ids. */
export function filled(view: { state?: object }): Record<string, string> {
  const blocks = Object.values(view.state ?? {}) as (Record<string, unknown> | null)[];
  const pairs = blocks.flatMap((block) => Object.entries(block ?? {}));
  return Object.fromEntries(
    pairs.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  );
}
