import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { storeHere, testsAheadMs } from "#tests/backup/elsewhere/stores.ts";
import { type Place, place, porchlight, result, type Started } from "#tests/support/outside/command.ts";
import { freePort } from "#tests/support/outside/port.ts";
import { annaJoins } from "#tests/support/outside/process.ts";
import { patience } from "#tests/support/run/night.ts";

// A store of copies, as whoever runs the server meets it: in the one file, beside a running server and on a bare machine.

let here: Place;
let env: Record<string, string>;
let started: Started | undefined;

beforeEach(async () => {
  here = place();
  env = { ...here.env, PORT: String(await freePort()) };
});
afterEach(async () => {
  await started?.stop("SIGKILL");
  here.remove();
});

async function store() {
  const { there, keyFile } = await storeHere();
  there.habits.aheadMs = -testsAheadMs();
  const named: Record<string, string> = { ...env, BACKUP_STORE: there.address, BACKUP_STORE_KEY_FILE: keyFile };
  return { there, keyFile, env: named };
}

test("R7: `porchlight backup` says that the copy lies in the store too, or why not; from there it comes back on a bare machine", {
  timeout: patience(180_000),
}, async () => {
  const { there, keyFile, env } = await store();
  started = porchlight(["serve"], env);
  await started.says(/\/staff\n\n/);
  // Before someone has an account, nothing goes there.
  expect((await result(["backup"], env)).out).not.toContain(there.address);
  await annaJoins({ output: started.out, origin: `http://localhost:${env.PORT}` });
  const made = await result(["backup"], env);
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toContain(`It lies at ${there.address} too.\n`);
  there.habits.versions = "on";
  const dataOnly = await result(["backup"], env);
  expect(dataOnly.out).toContain(`Its data lie at ${there.address} too, but not its keys. The store keeps versions`);
  there.habits.versions = "off";
  there.habits.room = 0;
  expect((await result(["backup"], env)).out).toContain(`It is not at ${there.address} yet. The store is full`);
  there.habits.room = Number.POSITIVE_INFINITY;
  // A stick is no store.
  expect((await result(["backup", join(here.folder, "stick")], env)).out).not.toContain(there.address);
  // The copy here is done long before a store that says nothing is given up.
  there.habits.isSilent = true;
  const waiting = porchlight(["backup"], env);
  await waiting.says(/The copy lies here and was opened\. What goes to the store still takes a while/);
  expect(await waiting.stop("SIGINT")).not.toBe(0);
  there.habits.isSilent = false;
  expect(await started.stop()).toBe(0);
  expect((await result(["backup"], env)).out).toContain(`It lies at ${there.address} too.\n`);

  const bare = place();
  cpSync(`${here.data}.key`, `${bare.data}.key`);
  const back = await result(["restore", there.address, "--backup-store-key-file", keyFile], bare.env);
  expect(back).toMatchObject({ code: 0, err: "" });
  expect(back.out).toContain(`are back in ${bare.data}.`);
  expect((await result(["doctor"], bare.env)).code).toBe(0);
  bare.remove();
});

test("what is wrong with its key file ends the start in a sentence; a store that cannot be reached does not", async () => {
  const { there, keyFile, env } = await store();
  const secret = readFileSync(keyFile);
  writeFileSync(keyFile, "only-an-id\n");
  const refused = {
    code: 2,
    out: "",
    err: `BACKUP_STORE_KEY_FILE is ${keyFile}, and it must be one line, ID:SECRET.\n`,
  };
  expect(await result(["serve"], env)).toEqual(refused);
  rmSync(keyFile);
  expect((await result(["serve"], env)).err).toBe(
    `BACKUP_STORE_KEY_FILE is ${keyFile}, and it cannot be read (ENOENT).\n`,
  );
  writeFileSync(keyFile, secret, { mode: 0o604 });
  expect((await result(["serve"], env)).err).toBe(
    `BACKUP_STORE_KEY_FILE is ${keyFile}, and every account on this machine may read it. Type: chmod 0400 ${keyFile}.\n`,
  );
  chmodSync(keyFile, 0o600);
  await there.close();
  started = porchlight(["serve"], env);
  const { out } = started;
  // Before someone has an account, nothing goes there.
  await annaJoins({ output: out, origin: `http://localhost:${env.PORT}` });
  await started.says(/The last try did not get through to the store\. The store cannot be reached from this machine\./);
  expect(started.err()).not.toContain(there.secret);
  expect((await result(["health"], env)).code).toBe(0);
});
