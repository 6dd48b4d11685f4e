// bun machine.ts PREPARED DISK WORK: a machine for as long as it takes to do a work, with its service and whoever types the command. What
// is on its disk at first is laid into the folder DISK. It runs under strace, which so sees all that write.
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { unitOf } from "#tests/support/upgrade/unit.ts";
import { ended, likeIt, type Work, wordsOf } from "./place.ts";

const [prepared = "", disk = "", work = ""] = process.argv.slice(2);
const unit = await unitOf(join(prepared, "program/porchlight"), async (to) => likeIt(join(prepared, "data"), to));
const mark = (name: string) => mkdirSync(join(unit.folder, name));
cpSync(dirname(unit.folder), disk, { recursive: true });
mark("laid");
await unit.serves();
mark("asked");
const { code, out, err } = await ended(unit.command(wordsOf(work as Work), "back\n"));
mark("told");
process.stdout.write(dirname(unit.folder));
process.stderr.write(`${out}${err}`);
await unit.remove();
process.exit(code);
