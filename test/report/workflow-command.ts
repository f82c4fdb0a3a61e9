export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/**
 * What a runner obeys in a line of output, as ActionCommand.TryParseV2 of actions/runner: behind white space, the command ends at the
 * second `::`, properties at `,` and the first `=`. Of the older form `##[name]` it is enough that there is one.
 */
export function commandIn(line: string): WorkflowCommand | undefined {
  const older = line.indexOf("##[");
  if (older >= 0) return { name: "##[", properties: {}, data: line.slice(older) };
  const text = line.trimStart();
  const end = text.indexOf("::", 2);
  if (!text.startsWith("::") || end < 0) return undefined;
  const info = text.slice(2, end);
  const space = info.indexOf(" ");
  const pairs = space < 0 ? [] : info.slice(space + 1).split(",");
  const properties = pairs.map((pair) => {
    const equals = pair.indexOf("=");
    const value = pair.slice(equals + 1);
    return [pair.slice(0, equals), plain(value.replaceAll("%3A", ":").replaceAll("%2C", ","))] as const;
  });
  return {
    name: space < 0 ? info : info.slice(0, space),
    properties: Object.fromEntries(properties),
    data: plain(text.slice(end + 2)),
  };
}

const plain = (value: string): string =>
  value.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
