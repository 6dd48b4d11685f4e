import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type Database from "#sqlite";
import { brokenConcerns, forgetOldConcerns } from "#src/audit/complaint-trail.ts";
import { partFile } from "#src/backup/kept.ts";
import { dayMs, hourMs, systemClock } from "#src/clock.ts";
import { checkAudit } from "#src/command/audit.ts";
import { restore } from "#src/command/copies/restore.ts";
import { type Config, readConfig } from "#src/config.ts";
import { messages } from "#src/conversation/reading.ts";
import { newClientId, newToken } from "#src/crypto/hash.ts";
import { readMasterKey } from "#src/crypto/keys/master-key.ts";
import { newSheet, proofOfSheet, type Sheet } from "#src/crypto/recovery-sheet.ts";
import { openFile, openReadOnly } from "#src/db/connection.ts";
import { lookOver } from "#src/db/doctor.ts";
import { openFiles } from "#src/db/files.ts";
import { openHelpline } from "#src/helpline.ts";
import { openApp } from "#src/http/server/app.tsx";
import { doors } from "#src/http/server/doors.ts";
import { checkNow } from "#src/jobs/audit.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { setOpening } from "#src/queue/line/opening.ts";
import { start } from "#src/queue/start.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { everyone } from "#src/staff/staff.ts";
import { folderHere, leaveCopy } from "#tests/backup/copies.ts";
import { livedInFolder } from "#tests/support/run/lived-in.ts";

// What an old copy still brings back: its keys were deleted after a week, as young people were promised.

const now = systemClock.now();
let base: string;
let config: Config;
let copies: string;
let sheet: Sheet;
let from: string;
let name: string;
let out: string;

/** What nobody had in hand on the lived-in evenings. */
const unfinished = `
INSERT INTO shift_draft SELECT id, x'01', 0 FROM staff LIMIT 1;
INSERT INTO debrief (conversation_id, name_index, staff_id, weight, note, at) SELECT NULL, 1, id, 'heavy', x'01', ${now} FROM staff LIMIT 1;
INSERT INTO return_code (locator, made_at) VALUES ('stands alone', 0);
INSERT INTO chat_hold (conversation_id, name_index, staff_id, reason, at, until_at)
  SELECT max(id), 1, (SELECT min(id) FROM staff), 'law', ${now}, ${now + dayMs} FROM conversation
  WHERE id NOT IN (SELECT conversation_id FROM chat_hold WHERE ended_at IS NULL);`;

/** The lived-in helpline, of which only the data of an old copy are left. */
beforeEach(async () => {
  base = folderHere();
  config = readConfig({ OUTGOING_ALLOW: "off" }, ["--data-dir", join(base, "data")]);
  copies = config.backupDir;
  sheet = await newSheet();
  from = livedInFolder();
  const data = openFile(join(from, "porchlight.db"));
  data.exec(unfinished);
  data.close();
  name = await leaveCopy(from, copies, {
    at: now - 20 * dayMs,
    openers: [{ recipient: sheet.recipient }],
    proof: { by: "sheet", key: proofOfSheet(sheet.secret) },
  });
  out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterEach(() => vi.restoreAllMocks());

const at = () => ["--data-dir", config.dataDir];
async function restores(...args: string[]) {
  vi.spyOn(process, "stdin", "get").mockReturnValue(Readable.from([`${sheet.secret}\n`]) as typeof process.stdin);
  return restore([copies, ...args, ...at()]).catch((error: Error) => error.message);
}
const forgetKeys = () => rmSync(partFile(copies, name, "keys"));

async function opens() {
  const files = openFiles(config.dataDir, now);
  const reported: string[] = [];
  const master = readMasterKey(config.masterKeyFile);
  const report = (what: string, error: unknown) => void reported.push(`${what} ${error}`);
  return { files, reported, helpline: await openHelpline({ config, clock: systemClock, ...files, master, report }) };
}

function reading<Found>(file: string, read: (connection: Database.Database) => Found): Found {
  const connection = openReadOnly(file);
  try {
    return read(connection);
  } finally {
    connection.close();
  }
}

/** Columns of bytes that have any. */
function columnsOfBytes(connection: Database.Database): string[] {
  const all = connection
    .prepare(
      "SELECT m.name AS tbl, c.name AS col FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'BLOB'",
    )
    .all() as { tbl: string; col: string }[];
  return all
    .filter(({ tbl, col }) => connection.prepare(`SELECT 1 FROM "${tbl}" WHERE "${col}" IS NOT NULL LIMIT 1`).get())
    .map(({ tbl, col }) => `${tbl}.${col}`)
    .sort();
}
const counts = (connection: Database.Database, tables: string[]) =>
  tables.map((table) => [table, connection.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()]);

/** Sealed by the master key itself, or no secret. */
const notOfKeys = /^(audit|audit_gone|concern_audit|staff_passkey|staff_totp|mail_server|service_search_\w+)\./;
const clear = ["service", "organization", "line", "staff", "contact_record", "contact_reason", "region", "reply"];

test("R7: a copy whose keys are gone brings back all that is not sealed; what only they opened is deleted, and that is said", async () => {
  forgetKeys();
  expect(await restores()).toMatch(/lacks its keys .*\n.*add --without-words/);
  const before = reading(join(from, "porchlight.db"), (data) => ({
    sealed: columnsOfBytes(data).filter((column) => !notOfKeys.test(column)),
    clear: counts(data, clear),
  }));
  expect(before.sealed.length).toBeGreaterThan(12);

  expect(await restores("--without-words")).toBe(0);
  expect(out).toContain("What only its keys opened is deleted: chats, notes");
  const after = reading(join(config.dataDir, "porchlight.db"), (data) => ({
    sealed: columnsOfBytes(data).filter((column) => !notOfKeys.test(column)),
    clear: counts(data, clear),
    gone: counts(data, ["conversation", "message", "concern", "return_code", "shift_draft"]),
    held: data.prepare("SELECT count(*) FROM chat_hold WHERE ended_at IS NULL").pluck().get(),
  }));
  expect(after.sealed).toEqual([]);
  expect(after.clear).toEqual(before.clear);
  expect([...after.gone.map(([, n]) => n), after.held]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readdirSync(base).sort()).toEqual(["data", "data.copies", "data.key"]);
});

test("the data are whole afterwards, the audit trail goes on and names the gap, and no job finds anything wrong", async () => {
  forgetKeys();
  expect(await restores("--without-words")).toBe(0);
  expect(
    lookOver(config.dataDir, () => {
      throw new Error("not asked for");
    }).damages,
  ).toEqual([]);
  out = "";
  expect(await checkAudit(at())).toBe(0);
  expect(out).toContain("The audit trail is whole");
  expect(out).toMatch(/Entries 1 to \d+ .*belong to another master key and could not be looked at\./);
  const entries = reading(join(config.dataDir, "porchlight.db"), (data) =>
    data.prepare("SELECT action FROM audit ORDER BY id DESC").pluck().all(),
  );
  expect(entries).toEqual(expect.arrayContaining(["backup.restored", "keys.lost", "conversation.forgotten"]));

  const { helpline, reported } = await opens();
  expect(helpline.db.keyring.state()).toBe("ready");
  const copy = "the nightly copy of the data";
  for (const job of jobs) if (job.name !== copy) await runJob(helpline, job);
  await checkNow(helpline);
  expect(await helpline.db.change("porchlight", brokenConcerns)).toEqual([]);
  expect(reported).toEqual([]);
  helpline.db.close();
});

test("every page of the staff is shown, and a chat that begins now is read", async () => {
  forgetKeys();
  expect(await restores("--without-words")).toBe(0);
  const { helpline, reported } = await opens();
  const app = openApp(helpline);
  const wrong: string[] = [];
  for (const role of ["counsellor", "supervisor", "admin", "lead"] as const) {
    const [one] = everyone(helpline.db).filter(({ roles }) => roles.includes(role));
    const [cookie = ""] = (await helpline.sessions.start(one!.id)).split(";");
    for (const { path } of doors.filter(({ method, handle }) => method === "GET" && handle)) {
      if (path.includes(":")) continue;
      const { status } = await app.request(path, { headers: { cookie } });
      if (status >= 500) wrong.push(`${role} ${path} ${status}`);
    }
  }
  expect([wrong, reported]).toEqual([[], []]);
  const first = {
    startId: newClientId(),
    token: newToken(),
    language: "en",
    lineId: 1,
    text: "is anybody there",
  } as const;
  const id = await helpline.db.change("youth", (tx, emit) => {
    const basedOn = settingsHistory.newest(tx, "opening");
    setOpening(tx, emit, { opening: "open", closedNote: {}, basedOn, waiting: 0 });
    return start(tx, emit, { ...first, rulesVersion: 1 });
  });
  expect(messages(helpline.db, id).map(({ text }) => text)).toContain("is anybody there");
  helpline.db.close();
});

test("complaint entries of before are left as they are; newer ones are checked, and those put there by hand are found", async () => {
  forgetKeys();
  expect(await restores("--without-words")).toBe(0);
  const { helpline, files } = await opens();
  const broken = () => helpline.db.change("porchlight", brokenConcerns);
  const last = files.data.prepare("SELECT max(id) FROM concern_audit").pluck().get() as number;
  expect([last > 1, await broken()]).toEqual([true, []]);
  // Kept long enough: those after it are still of before.
  files.data.exec("UPDATE concern_audit SET quarter = 0 WHERE id = 1");
  expect(await helpline.db.change("porchlight", (tx) => forgetOldConcerns(tx, 365))).toBe(1);
  expect(await broken()).toEqual([]);
  await helpline.db.change("staff:1", (_tx, emit) =>
    emit({ type: "concern.settled", conversationId: 1, done: true, told: [] }),
  );
  expect(await broken()).toEqual([]);
  files.data.exec(`UPDATE concern_audit SET after = 'open' WHERE id = ${last + 1}`);
  expect(await broken()).toEqual([last + 1]);
  files.data.exec(`UPDATE concern_audit SET after = 'done' WHERE id = ${last + 1}`);
  files.data.exec(`INSERT INTO concern_audit SELECT ${last + 2}, quarter, actor, action, object, before, after, master_key_id, mac
    FROM concern_audit WHERE id = ${last}`);
  expect(await broken()).toEqual([last + 2]);
  helpline.db.close();
});

test("a master key that is there is kept, and a copy whose keys are there is not robbed of its words", async () => {
  const fresh = await leaveCopy(from, copies, {
    at: now - hourMs,
    openers: [{ recipient: sheet.recipient }],
    proof: { by: "sheet", key: proofOfSheet(sheet.secret) },
  });
  expect(await restores("--without-words")).toBe(
    `The keys of this copy are there (${partFile(copies, fresh, "keys")}): restore it without --without-words.
If that file is broken, move it aside first.`,
  );
  expect([existsSync(config.dataDir), existsSync(config.masterKeyFile)]).toEqual([false, false]);
  rmSync(partFile(copies, fresh, "keys"));
  expect(await restores("--without-words")).toBe(0);
  const key = readFileSync(config.masterKeyFile, "utf8");
  renameSync(config.dataDir, join(base, "aside"));
  expect(await restores("--without-words")).toBe(0);
  expect(readFileSync(config.masterKeyFile, "utf8")).toBe(key);
});

test("one that is not whole is refused, and leaves neither data nor a key", async () => {
  const data = openFile(join(from, "porchlight.db"));
  data.exec("DROP INDEX audit_by_object");
  data.close();
  rmSync(copies, { recursive: true });
  name = await leaveCopy(from, copies, {
    at: now - 20 * dayMs,
    openers: [{ recipient: sheet.recipient }],
    proof: { by: "sheet", key: proofOfSheet(sheet.secret) },
  });
  forgetKeys();
  expect(await restores("--without-words")).toContain("The copy is not whole");
  expect(readdirSync(base)).toEqual(["data.copies"]);
});
