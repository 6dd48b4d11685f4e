import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sealedIn } from "#tests/backup/standby/second.ts";
import { folderOf } from "#tests/support/outside/disk.ts";
import { selfSigned } from "#tests/support/outside/self-signed.ts";
import { machine, servingHome, typedBy, writeState } from "./second-machine.ts";

// `porchlight fetch-backups` and `promote`, with two machines in processes of their own.

test("R7: a machine is let in, fetches, goes on fetching, and takes the place of a helpline that is gone", {
  timeout: 240_000,
}, async () => {
  const home = await servingHome();
  const token = await home.lets("cellar");
  const words = "he takes my phone at night";
  expect((await home.post("/staff/available", { availability: "available" })).status).toBe(303);
  const door = await (await fetch(`${home.origin}/`)).text();
  const client_id = /name="client_id" value="([^"]+)"/.exec(door)![1]!;
  const noor = await home.post("/start", { client_id, text: words });
  expect(noor.status).toBe(303);
  expect((await home.run(["backup"])).code).toBe(0);

  const cellar = await machine();
  const folder = `${cellar.data}.fetched`;
  const first = cellar.start(["fetch-backups", home.origin], `${token}\n`);
  expect(typedBy(first)).not.toContain(token);
  expect(await first.ended).toBe(0);
  expect(first.out()).toMatch(
    /^\d files came, [\d.]+ MB\. Everything up to \d{4}-\d\d-\d\d \d\d:\d\d \(Europe\/Brussels\) is here\.\n$/,
  );
  expect(first.out() + first.err()).not.toContain(token);
  expect(sealedIn(folder)).toHaveLength(3);
  for (const name of readdirSync(folder)) {
    expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
    expect(readFileSync(join(folder, name), "latin1")).not.toContain(words);
  }
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(readFileSync(join(folder, "token"), "utf8")).toBe(`${token}\n`);
  const page = await (await fetch(`${home.origin}/admin/backup`, { headers: { Cookie: home.cookie } })).text();
  expect(page).toMatch(/cellar last asked: Today \d\d:\d\d\. It has everything up to: Today \d\d:\d\d\./);
  expect(page).toContain("If this server breaks now, at most 15 minutes are lost.");

  // Neither address nor token is typed again.
  const keeps = cellar.start(["fetch-backups", "--keep-on"]);
  await keeps.says(/Nothing new\. Everything up to/);
  // While the old one answers, nobody makes a second one of it.
  const early = await cellar.run(["promote"]);
  expect(early).toMatchObject({ code: 1, out: "" });
  expect(early.err).toContain(`The old server still answers at ${home.origin}.`);
  expect(early.err).toContain("some young people would write to one");
  expect(existsSync(cellar.data)).toBe(false);

  await home.server.stop("SIGKILL");
  const lost = await cellar.run(["fetch-backups"]);
  expect(lost).toMatchObject({ code: 1, out: "" });
  expect(lost.err).toMatch(
    /^Nothing answers at http:\S+\. It was last reached at \S+ \S+ \(Europe\/Brussels\)\. Everything up to \S+ \S+ \(Europe\/Brussels\) is here\.\n$/,
  );

  // The master key lies elsewhere, as on paper; here it is brought.
  writeFileSync(`${cellar.data}.key`, readFileSync(`${home.data}.key`), { mode: 0o600 });
  const promoted = await cellar.run(["promote"]);
  expect(promoted).toMatchObject({ code: 0, err: "" });
  expect(promoted.out).toMatch(
    /^The data of \S+ \S+ \(Europe\/Brussels\) are back in .*\nWhat was written between then and now/,
  );
  expect(promoted.out).toContain("Let localhost lead here: change its DNS entry.");
  expect(promoted.out).toContain("sudo systemctl enable --now porchlight\n");
  expect(await keeps.ended).toBe(0);
  expect(keeps.out()).toContain("so it fetches nothing more");
  expect(await cellar.run(["promote"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("was promoted already"),
  });
  expect(await cellar.run(["fetch-backups"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("fetches nothing more"),
  });

  cellar.start(["serve"]);
  await expect.poll(async () => (await fetch(`${cellar.origin}/healthz`).catch(() => null))?.status).toBe(200);
  expect(await (await fetch(`${cellar.origin}/?l=en`)).text()).toContain("Something broke, and we’re fixing it.");
  const asNoor = { headers: { Cookie: noor.headers.getSetCookie()[0]!.split(";")[0]! } };
  expect(await (await fetch(`${cellar.origin}/`, asNoor)).text()).toContain(words);
  expect(await cellar.run(["audit", "check"])).toMatchObject({ code: 0, out: expect.stringContaining("is whole") });
  // The token of the machine that took its place opens nothing there any more.
  const asked = await fetch(`${cellar.origin}/copies`, { headers: { Authorization: `Bearer ${token}` } });
  expect(asked.status).toBe(401);
});

test("R7: restore fetches from a helpline that still runs", { timeout: 240_000 }, async () => {
  const home = await servingHome();
  const token = await home.lets("cellar");
  expect((await home.run(["backup"])).code).toBe(0);
  const bare = await machine();
  writeFileSync(join(bare.folder, "token"), token);
  writeFileSync(`${bare.data}.key`, readFileSync(`${home.data}.key`), { mode: 0o600 });
  const wrong = await bare.run(["restore", home.origin], "not a token\n");
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("This is no token") });
  const left = () => readdirSync(bare.folder).filter((name) => name.startsWith("data."));
  expect([existsSync(bare.data), left()]).toEqual([false, ["data.key"]]);
  const back = await bare.run(["restore", home.origin, "--token-file", join(bare.folder, "token")]);
  expect(back).toMatchObject({ code: 0, out: expect.stringContaining(`are back in ${bare.data}`) });
  expect(left()).toEqual(["data.key"]);
  expect(await bare.run(["doctor"])).toMatchObject({ code: 0 });
});

test("what stands in the way is told in words, and by the exit code", { timeout: 240_000 }, async () => {
  const cellar = await machine();
  const token = "x".repeat(43);
  const says = async (args: string[], input = `${token}\n`) => {
    const { code, err } = await cellar.run(["fetch-backups", ...args], input);
    return [code, err];
  };
  expect(await says([])).toEqual([1, expect.stringContaining("Name the helpline that copies are fetched from")]);
  expect(await says(["https://a.example", "one", "two"])).toEqual([
    2,
    expect.stringContaining("Name one helpline and one folder"),
  ]);
  expect(await says(["http://chat.example.org"])).toEqual([
    1,
    expect.stringContaining("is no address that copies can be fetched from"),
  ]);
  expect(await says(["https://nobody.invalid"])).toEqual([
    1,
    expect.stringContaining("Nobody knows the name nobody.invalid."),
  ]);
  expect(await says([`http://localhost:${cellar.port}`, join(cellar.folder, "b")])).toEqual([
    1,
    expect.stringContaining("Nothing answers at"),
  ]);
  expect(await says([`http://localhost:${cellar.port}`, join(cellar.folder, "c")], "typed wrong\n")).toEqual([
    1,
    expect.stringContaining("This is no token: it has 43"),
  ]);
  expect(await says(["https://nobody.invalid", "--token-file", "/nowhere"])).toEqual([
    1,
    expect.stringContaining("/nowhere cannot be read: there is no such place."),
  ]);
  writeState(join(cellar.folder, "d"), "https://other.example");
  expect(await says(["https://nobody.invalid", join(cellar.folder, "d")])).toEqual([
    1,
    expect.stringContaining("are copies of https://other.example."),
  ]);
  writeFileSync(join(cellar.folder, "file"), "");
  expect(await says(["https://nobody.invalid", join(cellar.folder, "file")])).toEqual([
    1,
    expect.stringContaining("there is a file with that name."),
  ]);

  const safe = createServer(selfSigned("localhost"), (_asked, answer) => answer.end("{}"));
  await new Promise<void>((open) => safe.listen(0, "127.0.0.1", open));
  onTestFinished(() => void safe.close());
  const address = `https://localhost:${(safe.address() as AddressInfo).port}`;
  expect(await says([address, join(cellar.folder, "e")])).toEqual([
    1,
    expect.stringContaining(`The certificate of ${address} is wrong or too old, so nothing was said to it.`),
  ]);
  writeState(join(cellar.folder, "e"), address);
  const unclear = await cellar.run(["promote", join(cellar.folder, "e")]);
  expect(unclear).toMatchObject({
    code: 1,
    err: expect.stringContaining("its certificate is wrong, so nobody can tell"),
  });
  expect(await cellar.run(["promote", join(cellar.folder, "nowhere")])).toMatchObject({
    code: 1,
    err: expect.stringContaining("Nothing was fetched into"),
  });
  expect(existsSync(join(cellar.folder, "nowhere"))).toBe(false);
});

test("a token that was removed, and a disk that is full, are told; what came whole stays", {
  timeout: 240_000,
}, async () => {
  const home = await servingHome();
  const token = await home.lets("cellar");
  const cellar = await machine();
  const none = await cellar.run(["fetch-backups", home.origin], `${token}\n`);
  expect(none).toMatchObject({ code: 1, err: expect.stringContaining("The helpline has no copy yet that counts") });
  expect((await home.run(["backup"])).code).toBe(0);
  const disk = folderOf("size=200k");
  if (disk) {
    const full = await cellar.run(["fetch-backups", home.origin, join(disk, "copies")], `${token}\n`);
    expect(full).toMatchObject({ code: 1, err: expect.stringContaining("There is no room in") });
    expect(full.err).toContain("Make room, or name a folder on a larger disk.");
  }
  expect(await cellar.run(["fetch-backups"])).toMatchObject({ code: 0 });
  const kept = sealedIn(`${cellar.data}.fetched`);
  await home.post("/admin/backup/machines/1/remove");
  const refused = await cellar.run(["fetch-backups"]);
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringContaining("refuses the token of this machine: an admin has removed it"),
  });
  expect(sealedIn(`${cellar.data}.fetched`)).toEqual(kept);
});
