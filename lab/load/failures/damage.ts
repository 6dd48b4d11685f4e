import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inFolder } from "#lab/load/people/stage.ts";
import { fillWorld } from "#lab/load/people/world.ts";
import { between, clientId, type Random, seeded } from "#lab/load/report/random.ts";
import { systemClock } from "#src/clock.ts";
import { writeAsYouth } from "#src/conversation/messages/writing.ts";
import { openYouthPresence } from "#src/conversation/presence.ts";
import { messages } from "#src/conversation/reading.ts";
import { openKeyring } from "#src/crypto/keys/keyring.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { MigrationError } from "#src/db/adoption/adopt.ts";
import { lookOver } from "#src/db/doctor.ts";
import { FolderError, openFiles } from "#src/db/files.ts";
import { writer } from "#src/db/query.ts";
import { sqliteCode } from "#src/db/sqlite-errors.ts";
import { openCrowd } from "#src/queue/door/crowd.ts";

/** What is done to a file. */
const kinds = ["a byte is another", "a page is all zeros", "the log is cut off", "the log is gone"] as const;
type Kind = (typeof kinds)[number];

interface DamageFindings {
  tried: Record<Kind, number>;
  /** Texts read that were never written so. */
  wrong: number;
  /** No harm to texts; some texts refused; or the files refused in plain words. */
  unharmed: number;
  textsRefused: number;
  filesRefused: number;
  /** Errors that are no sentence for someone at the terminal. */
  unclear: string[];
  /** Damage that `porchlight doctor` misses, or names no table for though the tables can be listed. */
  unseen: string[];
  /** Share of chats read whole among those without a damaged row. */
  othersRead: number;
}

const chats = 12;
const page = 4_096;

/** Damages the files of a helpline in `flips` ways, one at a time, and reads what is left. */
export async function damageRun({ flips, seed, say }: { flips: number; seed: number; say(text: string): void }) {
  const random = seeded(seed);
  const base = mkdtempSync(join(tmpdir(), "porchlight-damage-"));
  const whole = join(base, "whole");
  const folder = join(base, "data");
  try {
    const written = await write(whole, folder);
    const found: DamageFindings = {
      ...{ tried: { "a byte is another": 0, "a page is all zeros": 0, "the log is cut off": 0, "the log is gone": 0 } },
      ...{ wrong: 0, unharmed: 0, textsRefused: 0, filesRefused: 0, unclear: [], unseen: [], othersRead: 0 },
    };
    const shares: number[] = [];
    for (let n = 0; n < flips; n += 1) {
      const kind = n % 20 === 0 ? kinds[1 + ((n / 20) % 3)]! : kinds[0];
      rmSync(folder, { recursive: true, force: true });
      cpSync(kind.startsWith("the log") ? `${whole}-live` : whole, folder, { recursive: true });
      damage(folder, kind, random);
      found.tried[kind] += 1;
      look(folder, kind, written, found, shares);
      if ((n + 1) % 200 === 0) say(`${n + 1} damages`);
    }
    found.othersRead = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    return found;
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

/** Writes chats into `whole`, closed cleanly, and `whole`-live, as under a running server. Returns what was written. */
async function write(whole: string, dataDir: string): Promise<Map<string, string>> {
  await inFolder(dataDir, async (helpline) => {
    const { young } = await fillWorld(helpline, chats);
    for (let n = 0; n < 30; n += 1) {
      for (const { id } of young) {
        const words = { conversationId: id, clientId: clientId(), text: `chat ${id}, ${n}: ${"words ".repeat(n * 6)}` };
        await helpline.db.change(`conversation:${id}`, (tx, emit) => writeAsYouth(tx, emit, words));
      }
    }
    cpSync(dataDir, `${whole}-live`, { recursive: true });
  });
  cpSync(dataDir, whole, { recursive: true });
  const texts = read(dataDir, `${dataDir}.key`);
  return new Map([...texts].map(([place, text]) => [place, text!]));
}

function damage(folder: string, kind: Kind, random: Random) {
  const file = join(folder, random() < 0.7 ? "porchlight.db" : "keys.db");
  if (kind === "the log is gone") {
    for (const end of ["-wal", "-shm"]) rmSync(file + end, { force: true });
  } else if (kind === "the log is cut off") {
    truncateSync(`${file}-wal`, Math.floor(random() * readFileSync(`${file}-wal`).length));
    rmSync(`${file}-shm`, { force: true });
  } else {
    const bytes = readFileSync(file);
    const at = Math.floor(random() * bytes.length);
    if (kind === "a byte is another") bytes[at] = bytes[at]! ^ Math.ceil(between(random, 0, 255));
    else bytes.fill(0, at - (at % page), at - (at % page) + page);
    writeFileSync(file, bytes);
  }
}

function look(folder: string, kind: Kind, written: Map<string, string>, found: DamageFindings, shares: number[]) {
  let refusedTexts: string[] = [];
  let isRefused = false;
  try {
    const texts = read(folder, `${folder}.key`);
    for (const [place, text] of texts) if (text !== null && text !== written.get(place)) found.wrong += 1;
    refusedTexts = [...written.keys()].filter((place) => texts.get(place) !== written.get(place));
  } catch (error) {
    isRefused = true;
    if (!(error instanceof FolderError || error instanceof MigrationError)) found.unclear.push(`${kind}: ${error}`);
  }
  if (isRefused) found.filesRefused += 1;
  else if (refusedTexts.length > 0) found.textsRefused += 1;
  else found.unharmed += 1;
  if (!isRefused) {
    const harmed = new Set(refusedTexts.map((place) => place.split(" ")[0]));
    shares.push((chats - harmed.size) / chats);
  }
  // A missing log leaves no sign that there was one: what is left is an earlier state, and whole.
  if ((!isRefused && refusedTexts.length === 0) || kind.startsWith("the log")) return;
  const { damages } = lookOver(folder, (keys) => openKeyring(keys, readMasterKey(`${folder}.key`)));
  if (damages.length === 0) found.unseen.push(`${kind} (${isRefused ? "no start" : refusedTexts.join()})`);
}

/** All texts by chat and seq: null if no key opens one, missing if unreadable. Throws if the files cannot be opened. */
function read(dataDir: string, masterKeyFile: string): Map<string, string | null> {
  const files = openFiles(dataDir, 0);
  const texts = new Map<string, string | null>();
  try {
    const { all, first } = writer(files.data);
    const keyring = openKeyring(writer(files.keys), readMasterKey(masterKeyFile));
    const crowd = openCrowd(openYouthPresence(systemClock));
    for (let id = 1; id <= chats; id += 1) {
      try {
        for (const { seq, text } of messages({ all, first, keyring, crowd }, id)) texts.set(`${id} ${seq}`, text);
      } catch (error) {
        if (sqliteCode(error) === "") throw error;
      }
    }
    return texts;
  } finally {
    files.data.close();
    files.keys.close();
  }
}
