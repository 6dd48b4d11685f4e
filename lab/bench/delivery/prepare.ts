// bun prepare.ts FOLDER COUNT [COUNSELLORS WAITING]: fills a new data folder with running conversations, and FOLDER/world.json.
import { writeFileSync } from "node:fs";
import { fillWorld } from "#lab/load/people/world.ts";
import { systemClock } from "#src/clock.ts";
import { readConfig } from "#src/config.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { makeFolder, openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { log } from "#src/log.ts";
import { makeMasterKey } from "#src/serve.ts";

const [folder = "", count = "0", counsellors = "0", waiting = "0"] = process.argv.slice(2);
const config = readConfig({}, ["--data-dir", `${folder}/data`]);
makeFolder(config.dataDir);
makeMasterKey(config.masterKeyFile);
const files = openFiles(config.dataDir, systemClock.now());
const master = readMasterKey(config.masterKeyFile);
const helpline = await openHelpline({ config, clock: systemClock, ...files, master, report: log });
const world = await fillWorld(helpline, Number(count), { counsellors: Number(counsellors), waiting: Number(waiting) });
writeFileSync(`${folder}/world.json`, JSON.stringify(world));
helpline.db.close();
