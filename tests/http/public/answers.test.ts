import { beforeEach, describe, expect, test } from "vitest";
import { addLine, lineValues } from "#src/hours/lines.ts";
import { setHours } from "#src/hours/opening-hours.ts";
import { override } from "#src/hours/rules/override.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { type FakeClock, fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person, youth } from "#tests/support/house/http.ts";

let clock: FakeClock;
let home: House;
const hour = 3_600_000;
const week = Array.from({ length: 7 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]);
const evenings = { timeZone: "Europe/Brussels", lastEntryMinutes: 30, week, seasons: [], dayRules: [], cuts: [] };
const note = () => runJob(home.helpline, jobs.find((job) => job.name === "doors that say something else")!);
const another = () =>
  act(home, home.aino, (tx, emit) => addLine(tx, emit, { ...lineValues(home.helpline.db, 1), name: "Night line" }));

// Tuesday 24 November 2026, 17:30 in Brussels.
beforeEach(async () => {
  clock = fakeClock(Date.UTC(2026, 10, 24, 16, 30));
  home = await house({ clock });
  const hours = { lineId: 1, timeZone: "Europe/Brussels", calendar: evenings };
  await act(home, home.aino, (tx, emit) => setHours(tx, emit, hours));
});

describe.each(["/hours.json", "/hours.ics", "/.well-known/helpline.json"])("%s", (path) => {
  test("is for the pages of others, is kept for a minute, and knows no cookie", async () => {
    await open(home);
    const noor = await youth(home);
    const theirs = await noor.get(path, { Origin: "https://school.example" });
    const strangers = await person(home).get(path);
    expect(theirs.text).toBe(strangers.text);
    expect([theirs.status, theirs.set]).toEqual([200, []]);
    expect(theirs.headers.get("access-control-allow-origin")).toBe("*");
    expect(theirs.headers.get("access-control-allow-credentials")).toBe(null);
    expect(theirs.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(theirs.headers.get("cache-control")).toBe("public, max-age=60");
    expect(theirs.headers.get("vary")).toBe("Accept-Encoding");
    expect(theirs.headers.get("last-modified")).toBe(null);
    expect(theirs.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
    // A chat that the cookie opens is not touched by it.
    const silent = home.helpline.youth.silentFor(noor.id, 0);
    clock.pass(10_000);
    await noor.get(path);
    expect(home.helpline.youth.silentFor(noor.id, 0)).toBe(silent + 10_000);
  });

  test("304 as long as nothing has changed, however the tag is sent, and 200 after a change", async () => {
    await note();
    const { headers } = await person(home).get(path);
    const etag = headers.get("etag")!;
    clock.pass(60_000);
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const { status, text, headers: told } = await person(home).get(path, { "If-None-Match": sent });
      expect([status, text, told.get("etag")]).toEqual([304, "", etag]);
      expect(told.get("access-control-allow-origin")).toBe("*");
      expect(told.get("cache-control")).toBe("public, max-age=60");
    }
    expect((await person(home).get(path, { "If-None-Match": '"other"' })).status).toBe(200);
    const close = { lineId: 1, kind: "closed", until: clock.now() + hour, reason: "", staffId: home.bela.id } as const;
    await act(home, home.bela, (tx, emit) => override(tx, emit, close));
    const changed = await person(home).get(path, { "If-None-Match": etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
  });

  test("HEAD says the same without the content; nothing else is taken", async () => {
    const { headers } = await person(home).get(path);
    const head = await person(home).send(path, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    for (const name of ["etag", "content-type", "cache-control", "content-length"])
      expect(head.headers.get(name)).toBe(headers.get(name));
    const asked = { "If-None-Match": headers.get("etag")! };
    expect((await person(home).send(path, { method: "HEAD", headers: asked })).status).toBe(304);
    expect((await person(home).send(path, { method: "POST" })).status).toBe(404);
    expect((await person(home).send(path, { method: "OPTIONS" })).status).toBe(405);
  });

  test("packed it is the same text, with a strong tag of its own", async () => {
    for (let n = 0; n < 6; n += 1) await another();
    const plain = await person(home).get(path);
    const packed = await person(home).send(path, { headers: { "Accept-Encoding": "gzip, br" } });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("etag")).toBe(plain.headers.get("etag")!.replace(/"$/, '-gzip"'));
    const bytes = new Uint8Array(await packed.arrayBuffer());
    expect(new TextDecoder().decode(Bun.gunzipSync(bytes))).toBe(plain.text);
    expect(packed.headers.get("content-length")).toBe(String(bytes.length));
  });
});
