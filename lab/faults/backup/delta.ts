// bun delta.ts BASE: seals what changed since the copy below a folder, as a job of a helpline whose copies go elsewhere does.
import { inFolder } from "#lab/load/people/stage.ts";
import { dataIn } from "./place.ts";

const made = await inFolder(dataIn(process.argv[2] ?? ""), ({ backups }) => backups.makeDelta());
process.exit(made ? 0 : 1);
