import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { ProofKey } from "#src/backup/parts.ts";
import { hourMs, systemClock } from "#src/clock.ts";
import { restore } from "#src/command/copies/restore.ts";
import { isUnused, moveDataAside } from "#src/command/copies/unused.ts";
import { withoutServer } from "#src/command/data.ts";
import { promote } from "#src/command/standby/promote.ts";
import type { Config } from "#src/config.ts";
import { carryOut } from "#src/control.ts";
import { messages } from "#src/conversation/reading.ts";
import { createMasterKeyFile, masterKeyOf } from "#src/crypto/keys/master-key.ts";
import { proofOfSheet } from "#src/crypto/recovery-sheet.ts";
import type { Opener } from "#src/crypto/sealed-file.ts";
import { openFile } from "#src/db/connection.ts";
import { bytesIn, folderHere, leaveCopy, onDisk, withSheet } from "#tests/backup/copies.ts";
import { talking } from "#tests/support/house/chats.ts";
import { open } from "#tests/support/house/helpline.ts";
import { nowOutside, place, porchlight, result } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { writeState } from "./standby/second-machine.ts";

// A package starts the helpline as soon as it is there: a new machine has data and a key before anything can be put back.

const words = "he takes my phone at night";
const now = systemClock.now();

let base: string;
let config: Config;
let copies: string;
/** Of the helpline that is gone. */
let key: string;
let gone: string;
let id: number;
let secret: string;
let bySheet: { openers: Opener[]; proof: ProofKey };
let out: string;

beforeEach(async () => {
  base = folderHere();
  const home = await onDisk(base);
  await open(home);
  id = await talking(home, words);
  secret = await withSheet(home);
  ({ config, copies } = home);
  bySheet = {
    openers: [{ recipient: home.helpline.db.keyring.sheets.good()!.recipient }],
    proof: { by: "sheet", key: proofOfSheet(secret) },
  };
  await home.helpline.trail.noteHead(home.helpline.db);
  home.helpline.db.close();
  key = readFileSync(config.masterKeyFile, "utf8");
  gone = join(folderHere(), "data");
  renameSync(config.dataDir, gone);
  rmSync(config.masterKeyFile);
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

const types = (text: string) =>
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([`${text}\n`]) as typeof process.stdin);
const restored = (...args: string[]) =>
  restore([...args, "--data-dir", config.dataDir]).catch((error: Error) => error.message);
const keyNow = () => readFileSync(config.masterKeyFile, "utf8");

/** What a first start makes, with a key of its own unless one is there. */
async function starts() {
  if (!existsSync(config.masterKeyFile)) createMasterKeyFile(config.masterKeyFile);
  await withoutServer(config, (helpline) => carryOut(helpline, "http://localhost", { ask: "first link" }));
}

/** What lies beside the data, by what it ends with. */
const aside = () =>
  readdirSync(base)
    .filter((name) => name.includes(".unused-"))
    .sort();
const readable = () =>
  withoutServer(config, async ({ db }) =>
    messages(db, id).flatMap(({ text, author }) => (author === "youth" ? [text] : [])),
  );

test("R7: where nobody has done anything yet, its data and key are moved aside, and the copy takes their place", async () => {
  await leaveCopy(gone, copies, { at: now - hourMs, ...bySheet });
  await starts();
  const [other, before] = [keyNow(), bytesIn(config.dataDir)];
  expect(isUnused(config)).toBe(true);
  types(secret);
  expect(await restored(copies)).toBe(0);
  const [keyAside, data, ...more] = aside();
  expect(more).toEqual([]);
  expect(data).toMatch(/^data\.unused-\d{8}T\d{6}Z$/);
  expect(keyAside).toBe(data!.replace("data.", "data.key."));
  expect(out).toContain(
    `Nobody had used the helpline in ${config.dataDir} yet: its data lie in ${join(base, data!)} now.\n`,
  );
  expect(out).toContain(`Its master key lies in ${join(base, keyAside!)}.\n`);
  expect([keyNow(), await readable()]).toEqual([key, [words]]);
  // They are whole, with their own key, and none of them came into the others.
  expect(readFileSync(join(base, keyAside!), "utf8")).toBe(other);
  expect(bytesIn(join(base, data!)).length).toBeGreaterThanOrEqual(before.length);
  expect(isUnused({ dataDir: join(base, data!), masterKeyFile: join(base, keyAside!) })).toBe(true);
});

test("R7: killed after any of its moves it goes on from there", async () => {
  await leaveCopy(gone, copies, { at: now - hourMs, ...bySheet });
  await starts();
  const other = keyNow();
  moveDataAside(config);
  expect(existsSync(config.dataDir)).toBe(false);
  types(secret);
  expect(await restored(copies)).toBe(0);
  const [keyAside, data] = aside();
  expect(keyAside).toBe(data!.replace("data.", "data.key."));
  expect(readFileSync(join(base, keyAside!), "utf8")).toBe(other);
  expect([keyNow(), await readable()]).toEqual([key, [words]]);
});

test("what goes wrong before the copy is open leaves all in its place", async () => {
  await leaveCopy(gone, copies, { at: now - hourMs, ...bySheet });
  await starts();
  const before = readdirSync(base).sort();
  types(secret.slice(0, -1));
  expect(await restored(copies)).toContain("This is not the key as it stands on the sheet");
  expect(await restored(join(base, "nowhere"))).toContain("There is no copy at");
  expect(readdirSync(base).sort()).toEqual(before);
  expect(isUnused(config)).toBe(true);
});

test.each<[string, () => Promise<void> | void]>([
  ["an account", () => changes("INSERT INTO staff SELECT * FROM old.staff LIMIT 1")],
  ["a chat", () => changes("INSERT INTO conversation SELECT * FROM old.conversation LIMIT 1")],
  ["an action in the trail", () => changes("UPDATE audit SET action = 'line.changed' WHERE id = 1")],
  ["a list of places", () => changes("INSERT INTO import_run DEFAULT VALUES")],
  ["nothing that can be read", () => writeFileSync(join(config.dataDir, "porchlight.db"), "words of before")],
  ["a key of its own beside", () => createMasterKeyFile(`${config.masterKeyFile}.stand-in`)],
])("with %s in it, data are never moved", async (_what, arrange) => {
  await leaveCopy(gone, copies, { at: now - hourMs, ...bySheet });
  await starts();
  await arrange();
  const bytes = () => readFileSync(join(config.dataDir, "porchlight.db"), "latin1");
  const [before, there] = [bytes(), readdirSync(base).sort()];
  types(secret);
  expect(await restored(copies)).toContain(`There are data in ${config.dataDir}, and they are never overwritten.`);
  expect(readdirSync(base).sort()).toEqual(there);
  expect(bytes() === before).toBe(true);
});

/** Changes the data of the new start by hand; `old` are those of the helpline that is gone. */
function changes(sql: string) {
  const connection = openFile(join(config.dataDir, "porchlight.db"));
  connection.pragma("foreign_keys=OFF");
  connection.pragma("ignore_check_constraints=ON");
  connection.exec(`ATTACH '${join(gone, "porchlight.db")}' AS old`);
  if (sql.includes("DEFAULT VALUES")) anyRow(connection, "import_run");
  else connection.exec(sql);
  connection.exec("DETACH old");
  connection.pragma("wal_checkpoint(TRUNCATE)");
  connection.close();
}

function anyRow(connection: ReturnType<typeof openFile>, table: string) {
  const columns = connection.pragma(`table_info(${table})`) as { name: string; type: string }[];
  const values = columns.map(({ type }) => (type === "BLOB" ? "x''" : type === "TEXT" ? "''" : "1"));
  connection.exec(`INSERT INTO ${table} (${columns.map(({ name }) => name)}) VALUES (${values})`);
}

test("a key that was brought before the first start opens the copy, and stays", async () => {
  const copy = masterKeyOf(key.trim().split("\n").at(-1)!)!.copies;
  await leaveCopy(gone, copies, { at: now - hourMs, openers: [{ master: copy }] });
  writeFileSync(config.masterKeyFile, key, { mode: 0o600 });
  await starts();
  expect(await restored(copies)).toBe(0);
  expect(aside()).toEqual([expect.stringMatching(/^data\.unused-/)]);
  expect([keyNow(), await readable()]).toEqual([key, [words]]);
});

test("another key, which is not of those data, is not moved", async () => {
  await leaveCopy(gone, copies, { at: now - hourMs, ...bySheet });
  await starts();
  rmSync(config.masterKeyFile);
  createMasterKeyFile(config.masterKeyFile);
  const other = keyNow();
  types(secret);
  expect(await restored(copies)).toContain("is not the one of this copy. Move it aside first.");
  expect(keyNow()).toBe(other);
});

test("R7: a promotion does the same", async () => {
  await leaveCopy(gone, `${config.dataDir}.fetched`, { at: now - hourMs, ...bySheet });
  writeState(`${config.dataDir}.fetched`, `http://localhost:${await freePort()}`);
  await starts();
  types(secret);
  expect(await promote(["--data-dir", config.dataDir])).toBe(0);
  expect(aside()).toHaveLength(2);
  expect(await readable()).toEqual([words]);
});

test("R7: by its own process, after a start that nobody has used", async () => {
  vi.restoreAllMocks();
  await leaveCopy(gone, copies, { at: nowOutside() - hourMs, ...bySheet });
  const here = place();
  onTestFinished(() => here.remove());
  const env = { ...here.env, PORT: String(await freePort()) };
  const server = porchlight(["serve"], env);
  onTestFinished(() => void server.stop("SIGKILL"));
  await server.says(/\/staff\n\n/);
  expect((await fetch(`http://localhost:${env.PORT}/`)).status).toBe(200);
  expect(await result(["restore", copies], env, `${secret}\n`)).toMatchObject({
    code: 1,
    err: expect.stringContaining("Another Porchlight runs on the data"),
  });
  // As a machine ends that loses its power.
  await server.stop("SIGKILL");
  const back = await result(["restore", copies], env, `${secret}\n`);
  expect(back).toMatchObject({ code: 0, out: expect.stringContaining("Nobody had used the helpline in") });
  const names = readdirSync(here.folder).filter((name) => name.startsWith(basename(here.data)));
  expect(names).toHaveLength(4);
  expect(await result(["audit", "check"], env)).toMatchObject({ code: 0, out: expect.stringContaining("is whole") });
});
