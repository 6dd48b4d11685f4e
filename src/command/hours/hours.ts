import { type Config, processEnvironment, readConfig } from "#src/config.ts";
import { askHelpline } from "../ask.ts";
import { say } from "../terminal.ts";
import { hoursText } from "./hours-text.ts";

/** Runs `porchlight hours`. Throws CommandError, ConfigError, FolderError. */
export async function showHours(args: string[]): Promise<number> {
  const { lineId, options } = takeLine(args);
  if (lineId === undefined) return misunderstood("--line needs the number of a line after it.");
  const config: Config = readConfig(processEnvironment(), options);
  const { answer, running } = await askHelpline(config, { ask: "hours" });
  const lines = answer.lines.filter(({ line }) => lineId === null || line.id === lineId);
  if (lines.length === 0) {
    const known = answer.lines.map(({ line }) => `  ${line.id}  ${line.name}`);
    process.stderr.write(`There is no line ${lineId}. The lines are:\n${known.join("\n")}\n`);
    return 1;
  }
  return say(hoursText({ ...answer, lines }, running));
}

/** Takes `--line 2` out of the options; null without it, undefined if its value is no number. */
export function takeLine(args: string[]): { lineId: number | null | undefined; options: string[] } {
  const written = args.flatMap((arg) => (arg.startsWith("--line=") ? ["--line", arg.slice("--line=".length)] : [arg]));
  const at = written.indexOf("--line");
  if (at === -1) return { lineId: null, options: args };
  const number = written[at + 1] ?? "";
  const options = [...written.slice(0, at), ...written.slice(at + 2)];
  return { lineId: /^\d{1,9}$/.test(number) ? Number(number) : undefined, options };
}

/** Says what is wrong with how a command was typed, and returns its exit code. */
export function misunderstood(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
