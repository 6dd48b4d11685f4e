import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { copiesIn, forgetOldCopies, keysKeptMs } from "#src/backup/kept.ts";
import { keptUntil } from "#src/backup/kept-until.ts";
import { askHealth } from "#src/health.ts";
import { type Key, languages, translate } from "#src/i18n/i18n.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { tellTest } from "#src/on-call/notices.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { newsOf } from "#src/on-call/words.ts";
import { copyDays } from "#src/settings/rules/facts.ts";
import { setSettings } from "#src/settings/settings.ts";
import { type FakeClock, fakeClock, type House, house } from "#tests/support/house/helpline.ts";
import { person } from "#tests/support/house/http.ts";
import { layCopy, type Place, placeForCopies } from "#tests/support/keys/copies.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** Tuesday, 19:00 in Brussels. */
const evening = Date.UTC(2026, 10, 24, 18);

let place: Place;
let clock: FakeClock;
beforeEach(() => {
  place = placeForCopies();
  clock = fakeClock(evening);
});
afterEach(() => place.remove());

const lay = (at: number) => layCopy(place.config.backupDir, at);
const home = () => house({ clock, config: place.config });
const state = async (line: House) => JSON.parse((await person(line).get("/healthz")).text).backup;

describe("R7: whether there is a fresh copy", () => {
  test("GET /healthz says none, ok, and late after 26 hours; never as a reason for 503, and to nobody outside", async () => {
    expect(await state(await home())).toBe("none");
    lay(evening - 20 * hour);
    const line = await home();
    expect(await state(line)).toBe("ok");
    clock.pass(6 * hour);
    expect(await state(line)).toBe("ok");
    clock.pass(1);
    expect(await state(line)).toBe("late");
    const answer = await line.app.request("/healthz", {}, { peer: "127.0.0.1" });
    expect(answer.status).toBe(200);
    const outside = await line.app.request("/healthz", {}, { peer: "203.1.2.3" });
    expect(await outside.json()).toEqual({ ok: true });
  });

  test("a copy that was never opened counts for nothing, and none from a clock that ran ahead hides an old one", async () => {
    layCopy(place.config.backupDir, evening - hour, null);
    expect(await state(await home())).toBe("none");
    lay(evening - 30 * hour);
    lay(evening + 400 * day);
    expect(await state(await home())).toBe("late");
  });
});

describe("where there is no copy", () => {
  const again = (line: House) => house({ clock, config: place.config, files: line.files });
  const lateSince = (line: House) => line.helpline.backups.lateSince();

  test("a machine that is started each day is late all the same, an hour after a start: one is being made before", async () => {
    let line = await home();
    for (let n = 0; n < 3; n += 1) {
      clock.pass(23 * hour);
      line = await again(line);
      clock.pass(hour - 1);
      expect(lateSince(line)).toBe(null);
      clock.pass(1);
      expect(lateSince(line)).toBe(n === 0 ? null : evening);
    }
  });

  test("a try that failed is not waited for any longer", async () => {
    let line = await home();
    clock.pass(3 * day);
    line = await again(line);
    expect(lateSince(line)).toBe(null);
    await expect(line.helpline.backups.make(place.config.backupDir)).rejects.toThrow("disk ENOENT");
    expect(lateSince(line)).toBe(evening);
  });

  test("a first start under a clock that ran ahead puts it off by no year", async () => {
    clock.set(400 * day);
    let line = await home();
    clock.set(-400 * day);
    line = await again(line);
    clock.pass(26 * hour);
    expect(lateSince(line)).toBe(null);
    clock.pass(1);
    expect(lateSince(line)).toBe(evening);
  });
});

describe("whoever is on call", () => {
  const watch = jobs.find(({ name }) => name === "what whoever is on call has to know")!;

  async function onCall(): Promise<House> {
    const line = await home();
    const onCallWeek = Array(7).fill(line.bela.id);
    await line.helpline.db.change("command line", (tx, emit) =>
      setSettings(tx, emit, { subject: "on_call", values: { onCallWeek } }),
    );
    return line;
  }
  const told = (line: House) => lastTold(line.helpline.db, 50).map(({ cause }) => cause);

  test("is told once when the last copy is older than 26 hours, and again only of the next time", async () => {
    lay(evening - 26 * hour);
    const line = await onCall();
    await runJob(line.helpline, watch);
    expect(told(line)).toEqual([]);
    // It is forgotten after four weeks; what is still so is not, or it would be told again.
    await line.helpline.db.change("porchlight", (tx, emit) => tellTest(tx, emit, { by: line.aino.id, link: null }));
    clock.pass(1);
    for (let n = 0; n < 40; n += 1) {
      await runJob(line.helpline, watch);
      clock.pass(day);
    }
    expect(told(line)).toEqual(["backup"]);
    lay(clock.now());
    line.helpline.backups.forget();
    await runJob(line.helpline, watch);
    // It is over, and was told long ago.
    expect(told(line)).toEqual([]);
    clock.pass(27 * hour);
    await runJob(line.helpline, watch);
    await runJob(line.helpline, watch);
    expect(told(line)).toEqual(["backup"]);
    expect(line.reported).toEqual([]);
  });

  test("is told too where none was ever made", async () => {
    const line = await onCall();
    clock.pass(26 * hour);
    await runJob(line.helpline, watch);
    expect(told(line)).toEqual([]);
    clock.pass(1);
    await runJob(line.helpline, watch);
    expect(told(line)).toEqual(["backup"]);
  });

  test("is told once where a machine without a copy is started each day, and never of a drill", async () => {
    let line = await onCall();
    for (let n = 0; n < 5; n += 1) {
      clock.pass(22 * hour);
      line = await house({ clock, config: place.config, files: line.files });
      clock.pass(2 * hour);
      await runJob(line.helpline, watch);
    }
    expect(told(line)).toEqual(["backup"]);
    for (let n = 0; n < 40; n += 1) {
      lay(clock.now());
      line.helpline.backups.forget();
      await runJob(line.helpline, watch);
      clock.pass(day);
    }
    expect([line.helpline.backups.isDrillDue(), told(line), await state(line)]).toEqual([true, [], "ok"]);
  });

  test("reads no words of anybody, in every language", async () => {
    const line = await home();
    for (const language of languages) {
      const { title, text } = newsOf(line.helpline.db, { cause: "backup", lineId: null, at: evening, language });
      const t = translate(language);
      expect(title).toBe(t("mail.staff.on_call.backup.subject" satisfies Key));
      expect(text).toBe(
        t("mail.staff.on_call.backup.text" satisfies Key, { time: t.time(evening, "Europe/Brussels") }),
      );
    }
  });
});

test.each([
  ["ok", "and all is well."],
  ["none", "and all is well. There is no copy of its data yet."],
  ["late", "and all is well. The last copy of its data is too old: /admin/backup says why."],
])("porchlight health says it in words: %s", async (backup, words) => {
  const answer = createServer((_request, response) =>
    response.end(JSON.stringify({ ok: true, keys: "ready", backup })),
  );
  await new Promise<void>((ready) => answer.listen(0, "127.0.0.1", ready));
  const { port } = answer.address() as AddressInfo;
  const health = await askHealth({ ...place.config, port, host: "127.0.0.1" });
  answer.close();
  expect(health).toEqual({ well: true, words: `Porchlight answers at http://127.0.0.1:${port} ${words}` });
});

describe("how long copies are kept", () => {
  test("S3: keys in copies go when the rules have promised it to young people", () => {
    expect(keysKeptMs).toBe(copyDays * day);
  });

  test("the day that is said for each part is the day it goes, and none stays longer", () => {
    const folder = place.config.backupDir;
    const look = (at: number) => {
      forgetOldCopies(folder, at);
      const all = copiesIn(folder);
      return all.map((one) => ({ name: one.name, ...keptUntil(all, one) }));
    };
    let at = evening;
    for (let n = 0; n < 70; n += 1) {
      at += day;
      lay(at);
      for (const { data, keys } of look(at)) {
        expect(data).toBeGreaterThan(at);
        if (keys !== null) expect(keys).toBeGreaterThan(at);
      }
    }
    // No new ones any more: now each goes at its hour.
    const said = Map.groupBy(look(at), ({ data }) => data);
    expect(said.size).toBeGreaterThan(15);
    for (const [until, some] of [...said].sort(([a], [b]) => a - b)) {
      const names = some.map(({ name }) => name);
      expect(look(until - 1).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      const left = new Set(look(until).map(({ name }) => name));
      expect(names.filter((name) => left.has(name))).toEqual([]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});
