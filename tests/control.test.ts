import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerCommands, askServer, type ControlAsk, carryOut } from "#src/control.ts";
import { LockError, lockFolder } from "#src/db/lock.ts";
import { invitation, invite } from "#src/staff/accounts/invitation.ts";
import { place } from "./support/house/directory.ts";
import { type House, house } from "./support/house/helpline.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "porchlight-control-"));
  path = join(folder, "porchlight.sock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const address = "https://chat.example.org";
const tokenOf = (url: string) => url.slice(`${address}/staff/welcome/`.length);
const ask: ControlAsk = { ask: "staff link", roles: ["counsellor"] };

function opens({ helpline }: House, url: string) {
  return invitation(helpline.db, tokenOf(url), helpline.clock.now());
}

test("a running server makes the link; the file is its owner's alone and goes with it", async () => {
  const made = await house();
  const close = await answerCommands(path, made.helpline, address);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const link = (await askServer(path, ask))!;
  expect(link.url.startsWith(`${address}/staff/welcome/`)).toBe(true);
  expect(link.roles).toEqual(["counsellor"]);
  expect(opens(made, link.url)).toMatchObject({ roles: ["counsellor"], first: false });
  expect(made.heard).toEqual([expect.objectContaining({ type: "staff.invited", roles: ["counsellor"] })]);
  close();
  expect(existsSync(path)).toBe(false);
  expect(await askServer(path, ask)).toBeNull();
});

test("a file that was left over is in nobody's way", async () => {
  writeFileSync(path, "");
  expect(await askServer(path, ask)).toBeNull();
  const made = await house();
  const close = await answerCommands(path, made.helpline, address);
  expect(await askServer(path, ask)).not.toBeNull();
  close();
});

test("a server that cannot store the link gives none", async () => {
  const made = await house();
  const db = { ...made.helpline.db, change: () => Promise.reject(new Error("no space")) };
  const close = await answerCommands(path, { ...made.helpline, db }, address);
  expect(await askServer(path, ask)).toBeNull();
  expect(made.reported).toEqual([expect.stringContaining("a command was not carried out")]);
  close();
});

test("long work is told of as it goes; a server that breaks off in the middle is not asked again", async () => {
  const made = await house();
  const { db } = made.helpline;
  await place(db, "Night phone");
  const close = await answerCommands(path, made.helpline, address);
  const text = new TextEncoder().encode("name\nNight phone\nDay phone\n");
  const files = [{ name: "places.csv", size: text.length }];
  const asked = { ask: "import", files, as: null, source: "", timeZone: null, visibility: "public" } as const;
  const told: number[][] = [];
  const compared = await askServer(path, asked, { bytes: text, progress: (...how) => told.push(how) });
  expect(compared!.run.counts).toMatchObject({ create: 1 });
  expect(told.at(-1)).toEqual([2, 2]);
  const pieces: Uint8Array[] = [];
  expect(
    await askServer(path, { ask: "export", as: "csv", onlyPublic: false }, { piece: (one) => pieces.push(one) }),
  ).toBe(1);
  expect(Buffer.concat(pieces).toString()).toContain("Night phone");
  close();
  let changes = 0;
  const change: typeof db.change = (...given) => {
    changes += 1;
    return changes > 1 ? Promise.reject(new Error("no space")) : db.change(...given);
  };
  const closeBroken = await answerCommands(path, { ...made.helpline, db: { ...db, change } }, address);
  await expect(askServer(path, asked, { bytes: text })).rejects.toThrow("broke off");
  closeBroken();
});

test("what a server does not know it does not answer, and it goes on answering", async () => {
  const made = await house();
  const close = await answerCommands(path, made.helpline, address);
  for (const unknown of [{ ask: "constructor" }, { ask: "hours export" }, null, []]) {
    expect(await askServer(path, unknown as unknown as ControlAsk)).toBeNull();
  }
  expect((await askServer(path, { ask: "hours" }))!.lines).toMatchObject([
    { line: { id: 1 }, door: { state: "paused" } },
  ]);
  close();
});

test("a first link opens nothing any more once somebody has an account", async () => {
  const made = await house();
  const { db } = made.helpline;
  const token = await db.change("command line", (tx, emit) => invite(tx, emit, { roles: ["admin"], first: true }));
  expect(invitation(db, token, made.helpline.clock.now())).toBeUndefined();
  expect(opens(made, (await carryOut(made.helpline, address, ask)).url)).toMatchObject({ first: false });
});

test("a folder is held once, and free again when it is given back", () => {
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(LockError);
  unlock();
  lockFolder(folder)();
});
