import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { nameOfCopy } from "#src/backup/kept.ts";
import { forgetFetched } from "#src/backup/standby/fetching.ts";
import { fetchedIn, isPromoted, keepFetched } from "#src/backup/standby/folder.ts";
import { machines } from "#src/backup/standby/machines.ts";
import { readSource, whoAnswers } from "#src/backup/standby/wire.ts";
import { dayMs, hourMs, minuteMs } from "#src/clock.ts";
import { fakeClock } from "#tests/support/house/helpline.ts";
import { filesOf, lay, noise, type Second, sealedIn, secondMachine } from "./second.ts";

// What comes to a second machine, what stays there, and what a server that was broken into cannot do to it.

let second: Second;
let now: number;
beforeEach(async () => {
  second = await secondMachine();
  now = second.clock.now();
});

const machine = () => machines(second.home.helpline.db)[0]!;
const bytesOf = (file: string) => readFileSync(join(second.folder, file));
const refusal = (trying: Promise<unknown>) =>
  trying.then(
    () => "it was answered",
    (error: Error) => error.message,
  );

/** A server that answers as it is told to, and what it was asked. */
async function strange(answer: Parameters<typeof createServer>[1]): Promise<URL> {
  const server: Server = createServer(answer as never);
  await new Promise<void>((open) => server.listen(0, "127.0.0.1", open));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** A server on the way that hands on what the helpline says, changed. */
const between = (change: (path: string, answer: Response, bytes: Uint8Array) => Uint8Array | "cut" | undefined) =>
  strange(async (asked, answer) => {
    const path = asked.url ?? "";
    const { host: _host, connection: _connection, ...headers } = asked.headers;
    const body = asked.method === "POST" ? await new Response(asked as never).text() : undefined;
    const init = {
      method: asked.method ?? "GET",
      headers: headers as Record<string, string>,
      ...(body ? { body } : {}),
    };
    const given = await fetch(new URL(path, second.origin), init);
    const bytes = new Uint8Array(await given.arrayBuffer());
    const changed = change(path, given, bytes) ?? bytes;
    answer.writeHead(
      given.status,
      Object.fromEntries(
        ["content-range", "etag"].flatMap((name) =>
          given.headers.has(name) ? [[name, given.headers.get(name)!]] : [],
        ),
      ),
    );
    if (changed !== "cut") return answer.end(changed);
    answer.write(bytes.subarray(0, bytes.length >> 1));
    return setImmediate(() => setImmediate(() => answer.destroy()));
  });

const listAs = (list: (files: { name: string; size: number; sha256: string }[]) => object) =>
  between((path, _answer, bytes) => {
    if (path !== "/copies") return undefined;
    const all = JSON.parse(Buffer.from(bytes).toString());
    return Buffer.from(JSON.stringify({ ...all, ...list(all.files) }));
  });

describe("once", () => {
  test("R7: the newest copy comes whole, the helpline knows up to when, and asked again nothing new comes", async () => {
    await lay(second.copies, now - 3 * hourMs);
    const name = await lay(second.copies, now - hourMs, { bytes: 700_000 });
    const round = await second.fetch();
    expect(round).toMatchObject({ fetched: filesOf(name), until: now - hourMs, aheadMs: 0, others: [] });
    expect(sealedIn(second.folder)).toEqual(filesOf(name));
    expect(bytesOf(`${name}.data.age`).equals(noise(`${name} data`, 700_000))).toBe(true);
    expect(machine()).toMatchObject({ name: "cellar", shownAt: now, savedUntil: now - hourMs });
    second.clock.pass(minuteMs);
    expect(await second.fetch()).toMatchObject({ fetched: [], until: now - hourMs });
    expect(machine()).toMatchObject({ shownAt: now + minuteMs, savedUntil: now - hourMs });
    expect(second.home.reported).toEqual([]);
  });

  test("a delta comes with the copy it belongs to, and leads up to its own instant", async () => {
    const base = await lay(second.copies, now - 5 * hourMs);
    await second.fetch();
    await lay(second.copies, now - 20 * minuteMs, { since: base });
    const delta = await lay(second.copies, now - 10 * minuteMs, { since: base });
    expect(await second.fetch()).toMatchObject({ fetched: filesOf(delta), until: now - 10 * minuteMs });
    // One whose copy is not there is of no use to anyone.
    await lay(second.copies, now - minuteMs, { since: "porchlight-20260101T000000Z" });
    expect(await second.fetch()).toMatchObject({ fetched: [], until: now - 10 * minuteMs });
    rmSync(join(second.folder, `${base}.keys.age`));
    writeFileSync(join(second.copies, `${base}.keys.age`), "others");
    expect(await refusal(second.fetch())).toBe(`strange ${base}.keys.age`);
  });

  test("a copy that was not opened, or lacks its keys, is not offered or does not count", async () => {
    await lay(second.copies, now - hourMs, { opened: false });
    expect(await second.fetch()).toMatchObject({ fetched: [], until: null });
    const old = await lay(second.copies, now - 9 * dayMs);
    rmSync(join(second.copies, `${old}.keys.age`));
    expect(await second.fetch()).toMatchObject({ fetched: [], until: null });
    expect(machine()).toMatchObject({ shownAt: now, savedUntil: null });
  });

  test("cut off in the middle it goes on where it was, and only what was missing comes again", async () => {
    const name = await lay(second.copies, now - hourMs, { bytes: 400_000 });
    let cuts = 0;
    const ranges: number[] = [];
    const origin = await between((path, answer, bytes) => {
      if (path.endsWith("data.age")) ranges.push(bytes.length);
      expect(answer.status === 206).toBe(path.endsWith("data.age") && cuts > 0);
      if (!path.endsWith("data.age") || cuts === 1) return undefined;
      cuts += 1;
      return "cut";
    });
    expect(await refusal(second.fetch({ origin }))).toMatch(/^broken/);
    const part = join(second.folder, `${name}.data.age.part`);
    const came = readFileSync(part).length;
    expect([came > 0, came < 400_000]).toEqual([true, true]);
    expect(sealedIn(second.folder)).toEqual([`${name}.data.age.part`]);
    expect(await second.fetch({ origin })).toMatchObject({ fetched: filesOf(name), until: now - hourMs });
    expect(ranges).toEqual([400_000, 400_000 - came]);
    expect(bytesOf(`${name}.data.age`).equals(noise(`${name} data`, 400_000))).toBe(true);
  });

  test("what is newest comes soon, while a large copy is still on its way: each turn takes a minute at most", async () => {
    const base = await lay(second.copies, now - 5 * hourMs);
    await second.fetch();
    const large = await lay(second.copies, now - hourMs, { bytes: 2_000_000 });
    let ticks = 0;
    const elapsed = () => {
      ticks += 40_000;
      return second.clock.elapsed() + ticks;
    };
    const turns = [];
    for (let n = 1; n < 40; n += 1) {
      await lay(second.copies, now + n * minuteMs, { since: base });
      second.clock.pass(minuteMs);
      const { fetched, isPartial, until } = await second.fetch({ clock: { ...second.clock, elapsed } });
      expect(until).toBe(now + n * minuteMs);
      turns.push(fetched.some((name) => name.startsWith(large)));
      if (!isPartial) break;
    }
    expect(turns.length).toBeGreaterThan(3);
    expect(bytesOf(`${large}.data.age`).equals(noise(`${large} data`, 2_000_000))).toBe(true);
    expect(machine().copies.sort()).toEqual([base, large].sort());
  });

  test("half a file of other bytes is not gone on with for ever: it begins anew", async () => {
    const name = await lay(second.copies, now - hourMs);
    writeFileSync(join(second.folder, `${name}.data.age.part`), "others");
    expect(await second.fetch()).toMatchObject({ fetched: filesOf(name) });
    expect(bytesOf(`${name}.data.age`).equals(noise(`${name} data`, 3_000))).toBe(true);
  });

  test("what arrives with one byte changed, or is longer or shorter than it should be, never counts", async () => {
    const name = await lay(second.copies, now - hourMs);
    for (const [change, why] of [
      [(bytes: Uint8Array) => bytes.map((byte, n) => (n === 1_000 ? byte ^ 1 : byte)), /^strange porchlight-/],
      [(bytes: Uint8Array) => Buffer.concat([bytes, bytes]), /^strange more bytes/],
      [(bytes: Uint8Array) => bytes.subarray(0, 100), /^broken/],
    ] as const) {
      const origin = await between((path, _answer, bytes) => (path.endsWith("keys.age") ? change(bytes) : undefined));
      expect(await refusal(second.fetch({ origin }))).toMatch(why);
      expect(existsSync(join(second.folder, `${name}.keys.age`))).toBe(false);
      rmSync(join(second.folder, `${name}.keys.age.part`), { force: true });
    }
    expect(machine().savedUntil).toBe(null);
    expect(await second.fetch()).toMatchObject({ until: now - hourMs });
  });
});

describe("a server that was broken into", () => {
  test("cannot name a file elsewhere, nor one of a later day", async () => {
    const name = await lay(second.copies, now - hourMs);
    const bad = ["../../token", "/etc/passwd", "token", "fetched.json", `${name}.data.age/../x`, `${name}.data.age\0`];
    for (const file of filesOf(nameOfCopy(now))) bad.push(`../${file}`, `/${file}`, `x/../${file}`, `${file}.part`);
    const one = { size: 3, sha256: "0".repeat(64) };
    const origin = await listAs((files) => ({
      files: [...bad, ...filesOf("porchlight-20991231T000000Z")].map((file) => ({ ...one, name: file })).concat(files),
    }));
    expect(await second.fetch({ origin })).toMatchObject({ fetched: filesOf(name) });
    expect(sealedIn(second.folder)).toEqual(filesOf(name));
  });

  test("cannot have a copy written over or removed that is here already, and it is told", async () => {
    const name = await lay(second.copies, now - hourMs);
    await second.fetch();
    const before = bytesOf(`${name}.data.age`);
    rmSync(join(second.copies, `${name}.opened.json`));
    writeFileSync(join(second.copies, `${name}.data.age`), noise("others", 3_000));
    writeFileSync(join(second.copies, `${name}.opened.json`), "{}");
    expect(await second.fetch()).toMatchObject({
      fetched: [],
      until: null,
      others: [`${name}.data.age`, `${name}.opened.json`],
    });
    expect(bytesOf(`${name}.data.age`).equals(before)).toBe(true);
    const origin = await listAs(() => ({ files: [] }));
    await second.fetch({ origin });
    expect(sealedIn(second.folder)).toEqual(filesOf(name));
  });

  test("cannot make young copies old by its clock, nor can a wrong clock here; both are told", async () => {
    const name = await lay(second.copies, now - hourMs);
    await second.fetch();
    const origin = await listAs(() => ({ at: now + 60 * dayMs }));
    expect(await second.fetch({ origin })).toMatchObject({ aheadMs: 60 * dayMs });
    expect(sealedIn(second.folder)).toEqual(filesOf(name));
    const ahead = fakeClock(now + 60 * dayMs);
    expect(await second.fetch({ clock: ahead })).toMatchObject({ aheadMs: -60 * dayMs });
    expect(sealedIn(second.folder)).toEqual(filesOf(name));
    expect(await second.fetch({ clock: fakeClock(now + 4 * minuteMs) })).toMatchObject({ aheadMs: 0 });
  });

  test("cannot name a copy after each day, so that the true ones of those days are forgotten", async () => {
    const day = Math.floor(now / dayMs) * dayMs - 2 * dayMs;
    const true1 = await lay(second.copies, day + 2 * hourMs);
    await second.fetch();
    const true2 = await lay(second.copies, now - hourMs);
    await second.fetch();
    for (const name of [true1, true2]) rmSync(join(second.copies, `${name}.opened.json`));
    await lay(second.copies, day + 23 * hourMs);
    expect(await second.fetch()).toMatchObject({ fetched: [], until: null });
    expect(sealedIn(second.folder)).toEqual([...filesOf(true1), ...filesOf(true2)]);
    // What has begun to come is gone on with, though something newer is here.
    rmSync(join(second.folder, `${true1}.keys.age`));
    writeFileSync(join(second.copies, `${true1}.opened.json`), "{}");
    rmSync(join(second.copies, `${nameOfCopy(day + 23 * hourMs)}.opened.json`));
    expect(await second.fetch()).toMatchObject({ fetched: [`${true1}.keys.age`] });
  });

  test("cannot end the fetching by an instant that is none", async () => {
    const name = await lay(second.copies, now - hourMs);
    for (const at of [1e300, -1, 0.5, 8.64e15, "now"]) {
      expect(await refusal(second.fetch({ origin: await listAs(() => ({ at })) }))).toBe("strange");
    }
    keepFetched(second.folder, { address: second.origin.origin, reachedAt: null, savedUntil: null, promotesTo: null });
    const origin = await between((path) => (path === "/copies/proof" ? Buffer.from('{"until":1e300}') : undefined));
    expect(await second.fetch({ origin })).toMatchObject({ fetched: filesOf(name), until: null });
    expect(fetchedIn(second.folder)).toMatchObject({ reachedAt: now, savedUntil: null });
  });

  test("cannot get anything but a time zone into a terminal, and an older one, which says none, leaves the one of before", async () => {
    keepFetched(second.folder, { address: second.origin.origin, reachedAt: null, savedUntil: null, promotesTo: null });
    const zoneAfter = async (zone: unknown) => {
      await second.fetch({ origin: await listAs(() => ({ zone })) });
      return fetchedIn(second.folder)?.zone;
    };
    expect([await zoneAfter("\u001b[2J"), await zoneAfter(7), await zoneAfter("Europe/Helsinki")]).toEqual([
      ...[null, null, "Europe/Helsinki"],
    ]);
    expect([await zoneAfter(undefined), await zoneAfter("all is well\n")]).toEqual(Array(2).fill("Europe/Helsinki"));
  });

  test("leads nowhere else: no redirect is followed, and the token goes to nobody else", async () => {
    const asked: (string | undefined)[] = [];
    const other = await strange((request, answer) => {
      asked.push(request.headers.authorization);
      answer.end("{}");
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const origin = await strange((_asked, answer) =>
        answer.writeHead(status, { Location: `${other.href}copies` }).end(),
      );
      expect(await refusal(second.fetch({ origin }))).toBe(`redirect ${other.origin}`);
    }
    expect(asked).toEqual([]);
  });
});

test("what does not speak as a helpline does is told as that", async () => {
  for (const [status, text] of [
    [200, "<html>"],
    [200, "null"],
    [200, '{"at":1,"files":[{"name":"x","size":-1,"sha256":""}]}'],
    [404, "not found"],
    [502, "bad gateway"],
    [401, "who are you"],
  ] as const) {
    const origin = await strange((_asked, answer) => answer.writeHead(status).end(text));
    expect(await refusal(second.fetch({ origin }))).toMatch(/^strange/);
  }
  const endless = await strange((_asked, answer) => answer.end(Buffer.alloc(2_000_000, " ")));
  expect(await refusal(second.fetch({ origin: endless }))).toBe("too_big");
  expect(await refusal(second.fetch({ token: "x".repeat(43) }))).toBe("token");
  await second.stop();
  expect(await refusal(second.fetch())).toBe("refused");
});

describe("forgetting", () => {
  test("S3: keys go after seven days, halves of them too, and those of deltas; also when nothing is reached any more", async () => {
    const name = await lay(second.folder, now);
    await lay(second.folder, now + hourMs, { since: name });
    writeFileSync(join(second.folder, `${name}.keys.age.part`), "half");
    forgetFetched(second.folder, now + 7 * dayMs - 1);
    expect(sealedIn(second.folder)).toContain(`${name}.keys.age`);
    expect(sealedIn(second.folder)).toContain(`${name}.keys.age.part`);
    forgetFetched(second.folder, now + 7 * dayMs);
    expect(sealedIn(second.folder).filter((file) => file.includes("keys") && !file.includes("since"))).toEqual([]);
    forgetFetched(second.folder, now + 7 * dayMs + hourMs);
    expect(sealedIn(second.folder)).toEqual([`${name}.data.age`, `${name}.opened.json`]);
  });

  test("of deltas the newest two stay, and those of an older copy for a day more, as a newer copy can be of whoever broke in", async () => {
    const base = await lay(second.folder, now);
    const deltas = [];
    for (let n = 1; n <= 3; n += 1) deltas.push(await lay(second.folder, now + n * minuteMs, { since: base }));
    await lay(second.folder, now + minuteMs, { since: "porchlight-20260101T000000Z" });
    const kept = () => sealedIn(second.folder).filter((name) => name.includes(".since-") && name.endsWith(".data.age"));
    const newest = deltas.slice(1).map((name) => `${name}.data.age`);
    forgetFetched(second.folder, now + 3 * dayMs);
    expect(kept()).toEqual(newest);
    await lay(second.folder, now + hourMs);
    forgetFetched(second.folder, now + dayMs);
    expect(kept()).toEqual(newest);
    forgetFetched(second.folder, now + dayMs + 3 * minuteMs);
    expect(kept()).toEqual([]);
  });

  test("S3: half a file of keys that is not offered any more is gone with the next round", async () => {
    await lay(second.copies, now - hourMs);
    writeFileSync(join(second.folder, "porchlight-20261124T000000Z.keys.age.part"), "half");
    await second.fetch();
    expect(sealedIn(second.folder).filter((file) => file.endsWith(".part"))).toEqual([]);
  });
});

test.each([
  ["https://chat.example.org", true],
  ["https://chat.example.org/", true],
  ["https://chat.example.org:8443", true],
  ["http://localhost:8080", true],
  ["http://127.0.0.1:8080", true],
  ["http://[::1]:8080", true],
  ["http://chat.example.org", false],
  ["http://127.0.0.1.evil.example", false],
  ["http://10.0.0.1", false],
  ["https://aino:secret@chat.example.org", false],
  ["https://chat.example.org/staff", false],
  ["https://chat.example.org/?x=1", false],
  ["ftp://chat.example.org", false],
  ["chat.example.org", false],
])("%s can be fetched from: %s", (text, can) => {
  expect(readSource(text) !== null).toBe(can);
});

test("who answers at an address: a helpline that cannot read its data is one too, a proxy without one behind it is none", async () => {
  expect(await whoAnswers(second.origin)).toBe("helpline");
  const ill = await strange((_asked, answer) => answer.writeHead(503).end('{"ok":false}'));
  expect(await whoAnswers(ill)).toBe("helpline");
  for (const [status, text] of [
    [502, "bad gateway"],
    [200, "<html>"],
    [200, "null"],
  ] as const) {
    const proxy = await strange((_asked, answer) => answer.writeHead(status).end(text));
    expect(await whoAnswers(proxy)).toBe("nobody");
  }
  await second.stop();
  expect(await whoAnswers(second.origin, () => true)).toBe("nobody");
  // Who reaches nobody at all cannot tell who is there.
  expect(await whoAnswers(second.origin, () => false)).toBe("no_network");
  expect(await whoAnswers(new URL("https://nobody.invalid"), () => true)).toBe("no_network");
});

test("a folder is promoted only once the data are where they were to go", async () => {
  const { folder } = second;
  expect([fetchedIn(folder), isPromoted(folder)]).toEqual([null, false]);
  const promotesTo = join(folder, "data");
  keepFetched(folder, { address: "https://chat.example.org", reachedAt: null, savedUntil: null, promotesTo });
  expect(isPromoted(folder)).toBe(false);
  expect(fetchedIn(folder)).toMatchObject({ promotesTo });
});
