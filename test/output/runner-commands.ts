export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const NAMES =
  /^(add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|notice|save-state|set-env|set-output|stop-commands|warning)$/i;

/**
 * The commands that the runner of GitHub Actions finds in an output: `::name properties::data` at
 * the beginning of a line, after white space and characters without a width, and `##[name]data`
 * anywhere in one. A carriage return ends a line too.
 * @see https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function runnerCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => {
    const command =
      /^[\s\p{Cf}]*::(?<name>[^: ]*)(?: (?<list>.*?))?::(?<data>.*)$/u.exec(line) ??
      /##\[(?<name>[^\] ]*)(?: (?<list>[^\]]*))?\](?<data>.*)$/.exec(line);
    const { name, list = '', data } = command?.groups ?? {};
    if (name === undefined || !NAMES.test(name)) return [];
    const pairs = list.split(',').map((pair) => /^([^=]*)=(.*)$/.exec(pair));
    const properties = Object.fromEntries(
      pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], unescape(pair[2])]])),
    );
    return [{ name, properties, data: unescape(data) }];
  });
}

function unescape(text: string): string {
  const meanings: Record<string, string> = { '0D': '\r', '0A': '\n', '3A': ':', '2C': ',' };
  return text
    .replace(/%(0D|0A|3A|2C)/g, (_, code: string) => meanings[code])
    .replaceAll('%25', '%');
}
