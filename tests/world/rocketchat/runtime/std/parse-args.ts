// Stands in for @std/cli/parse-args: `--name value`, `--name=value`, numbers turned into numbers.
export function parseArgs(args: string[]): Record<string, unknown> {
  const parsed: Record<string, unknown> = { _: [] };
  for (let i = 0; i < args.length; i++) {
    const flag = /^--([^=]+)(?:=(.*))?$/.exec(args[i]);
    if (!flag) {
      (parsed._ as string[]).push(args[i]);
      continue;
    }
    const followed = i + 1 < args.length && !args[i + 1].startsWith('--');
    const value: unknown = flag[2] ?? (followed ? args[++i] : true);
    const numeric = typeof value === 'string' && value !== '' && !Number.isNaN(Number(value));
    parsed[flag[1]] = numeric ? Number(value) : value;
  }
  return parsed;
}
