import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import { type Config, processEnvironment, readConfig } from "#src/config.ts";
import type { Compared, FilesAsk } from "#src/directory/importing/by-command.ts";
import { maxDirectoryFile } from "#src/directory/importing/file-text.ts";
import { isAnything } from "#src/directory/importing/runs.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { translate } from "#src/i18n/i18n.ts";
import { askHelpline } from "../ask.ts";
import { bytesOf } from "../file.ts";
import { misunderstood } from "../hours/hours.ts";
import { ownOptions } from "../own-options.ts";
import { CommandError, progressLine, say } from "../terminal.ts";

const t = translate("en");

/** Runs `porchlight import FILE…`. Throws CommandError, ConfigError, FolderError. */
export async function importPlaces(args: string[]): Promise<number> {
  const { words, own, rest } = ownOptions(args, ["as", "source", "time-zone", "visibility"], ["dry-run", "yes"]);
  if (words.length === 0) return misunderstood("Name the file with the places: porchlight import places.csv");
  const [as, visibility, timeZone] = [
    own.get("as") ?? null,
    own.get("visibility") ?? "counsellors",
    own.get("time-zone"),
  ];
  if (as !== null && as !== "csv" && as !== "hsds") return misunderstood("--as needs csv or hsds after it.");
  if (visibility !== "public" && visibility !== "counsellors") {
    return misunderstood("--visibility needs public or counsellors after it.");
  }
  if (timeZone !== undefined && !isZone(timeZone)) {
    return misunderstood("--time-zone needs the name of a zone after it, like Europe/Brussels.");
  }
  const isAsked = !own.has("yes") && !own.has("dry-run");
  if (isAsked && !process.stdin.isTTY) {
    return misunderstood("Nobody can be asked here. Say --yes to put the places in, or --dry-run only to look.");
  }
  const config = readConfig(processEnvironment(), rest);
  const files = words.map((file) => ({ name: basename(file), bytes: bytesOf(file, maxDirectoryFile) }));
  const asked = { as, source: own.get("source") ?? "", timeZone: timeZone ?? null, visibility } as const;
  const compared = await compare(config, files, asked);
  tellCauses(compared);
  const { run } = compared;
  const { create, update, unchanged, gone } = run.counts;
  if (!isAnything(run)) {
    await askHelpline(config, { ask: "import forget", runId: run.id });
    if (unchanged === 0) throw new CommandError("No place could be read. Nothing was changed.");
    return say(
      `${unchanged} ${places(unchanged)} in it, and all are in the directory as they are. Nothing was changed.\n`,
    );
  }
  if (compared.usable !== "") say(`${compared.usable}\n`);
  say(`New: ${create}. Changed: ${update + gone}. Unchanged: ${unchanged}. Left out: ${run.errors}.\n${seenBy(run)}`);
  const isWanted = own.has("dry-run") ? false : own.has("yes") || (await agrees());
  if (!isWanted) {
    await askHelpline(config, { ask: "import forget", runId: run.id });
    return say("Nothing was changed.\n");
  }
  const { answer: isApplied } = await askHelpline(config, { ask: "import apply", runId: run.id });
  if (!isApplied) {
    await askHelpline(config, { ask: "import forget", runId: run.id });
    throw new CommandError("Somebody has changed one of these places just now. Nothing was changed. Try again.");
  }
  return say(`They are in the directory now. To take it back: Places, Import, on the pages of the staff.\n`);
}

const places = (n: number) => (n === 1 ? "place is" : "places are");

async function compare(
  config: Config,
  files: { name: string; bytes: Uint8Array }[],
  asked: Omit<FilesAsk, "files">,
): Promise<Compared> {
  const ask = {
    ask: "import",
    files: files.map(({ name, bytes }) => ({ name, size: bytes.length })),
    ...asked,
  } as const;
  const progress = progressLine((done, of) =>
    of === 0 ? `Reading: ${done} %` : `Compared: ${t.number(done)} of ${t.number(of)}`,
  );
  const bytes = Buffer.concat(files.map((one) => one.bytes));
  const { answer } = await askHelpline(config, ask, { beside: { bytes, progress: progress.tell } });
  progress.end();
  return answer;
}

// The same sentences as on the page: one for each cause, of each file apart.
function tellCauses({ causes }: Compared) {
  for (const { file, sentences } of causes) {
    const indent = file === "" ? "" : "  ";
    if (file !== "") process.stderr.write(`${file}\n`);
    for (const sentence of sentences) process.stderr.write(`${indent}${sentence}\n`);
  }
  if (causes.length > 0) process.stderr.write("\n");
}

function seenBy({ seen, counts }: Compared["run"]): string {
  if (counts.create === 0) return "";
  if (seen === 0) return "Only counsellors see the new ones, until somebody has looked at them.\n";
  return `Young people see ${seen} of the new ones at once.\n`;
}

async function agrees(): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const said = await asking.question("Put them into the directory? [y/N] ");
  asking.close();
  return /^y(es)?$/i.test(said.trim());
}
