import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { nameOfCopy } from "#src/backup/kept.ts";
import { carryOut } from "#src/control.ts";
import { jobs, runJob } from "#src/jobs.ts";
import { lastTold } from "#src/on-call/sent.ts";
import { setSettings } from "#src/settings/settings.ts";
import { withoutPeople } from "#tests/support/house/first-run.ts";
import { person, says, staff } from "#tests/support/house/http.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { day, evening, hour, minute, type Scene, scene } from "./scene.ts";

let at: Scene;
beforeEach(async () => {
  at = await scene();
});

describe("R7: bringing copies there", () => {
  test("begins with the first account: before it nothing there gives way to what is empty, also not by a command", async () => {
    withoutPeople(at.line.files);
    at.lay(evening);
    await at.bring();
    at.line.helpline.backups.make = async () => at.line.helpline.backups.last()!;
    const made = await carryOut(at.line.helpline, "", { ask: "backup", folder: at.copies }, {});
    expect([made, at.there.asked]).toEqual([expect.objectContaining({ there: null }), []]);
  });

  test("is tried again with growing pauses until it gets through, which the log says too", async () => {
    at.there.habits.room = 0;
    at.lay(evening);
    const tries: number[] = [];
    for (let n = 0; n < 41; n += 1) {
      const before = at.there.asked.length;
      await at.bring();
      if (at.there.asked.length > before) tries.push(n);
      at.clock.pass(minute);
    }
    expect(tries).toEqual([0, 1, 3, 7, 15, 25, 35]);
    at.there.habits.room = Number.POSITIVE_INFINITY;
    at.clock.pass(10 * minute);
    await at.bring();
    expect(at.store.last()).toBe(evening);
    expect(at.line.reported.map((words) => words.slice(at.there.address.length + "/ours".length))).toEqual([
      expect.stringContaining(says("admin.backup.elsewhere.why.full")),
      ": all is well there again",
    ]);
  });

  test("each new copy goes at once, a delta with its copy, and those of an outage too, the newest first", async () => {
    at.lay(evening - day);
    await at.bring();
    at.there.habits.room = 0;
    at.lay(evening - 2 * hour);
    await at.bring();
    at.lay(evening);
    at.there.habits.room = Number.POSITIVE_INFINITY;
    at.clock.pass(10 * minute);
    at.there.asked.length = 0;
    await at.bring();
    const puts = at.there.asked.filter((one) => /^PUT .*data/.test(one)).map((one) => one.slice(9, -9));
    expect(puts).toEqual([nameOfCopy(evening), nameOfCopy(evening - 2 * hour)]);
    expect([at.store.hasCopy(nameOfCopy(evening)), at.store.savedUntil()]).toEqual([true, evening]);
  });

  test("one that a clock named which ran ahead is not waited for", async () => {
    at.lay(evening);
    at.lay(evening + 400 * day);
    await at.bring();
    const asked = at.there.asked.length;
    await at.bring();
    expect([at.store.last(), at.there.asked.length]).toEqual([evening, asked]);
  });

  test("a start knows what lies there, and looks again where it does not", async () => {
    at.lay(evening);
    await at.bring();
    const puts = () => at.there.asked.filter((one) => one.startsWith("PUT ours/porchlight-2")).length;
    at = await at.start();
    expect([at.store.last(), at.store.keys()]).toEqual([evening, "go"]);
    await at.bring();
    rmSync(join(at.copies, "store.json"));
    at = await at.start();
    expect(at.store.last()).toBe(null);
    await at.bring();
    expect([at.store.last(), puts()]).toEqual([evening, 3]);
  });

  test("S3: it is looked through each hour, so that keys go there though no new copy can be made", async () => {
    at.lay(evening);
    await at.bring();
    for (let n = 0; n < 7 * 24; n += 1) {
      at.clock.pass(hour);
      await at.bring();
    }
    expect([...at.there.files.keys()].map((key) => key.slice(-8))).toEqual(["data.age", "ned.json"]);
  });
});

describe("R7: where the last copy elsewhere is older than 26 hours", () => {
  const watch = jobs.find(({ name }) => name === "what whoever is on call has to know")!;

  test("admins see it on every page, and whoever is on call is told once; the copies here are well", async () => {
    await at.line.helpline.db.change("command line", (tx, emit) =>
      setSettings(tx, emit, { subject: "on_call", values: { onCallWeek: Array(7).fill(at.line.bela.id) } }),
    );
    at.lay(evening);
    await at.bring();
    at.there.habits.isSilent = true;
    at.clock.pass(26 * hour);
    at.lay(at.clock.now());
    await runJob(at.line.helpline, watch);
    const told = () => lastTold(at.line.helpline.db, 50).map(({ cause }) => cause);
    expect([at.store.lateSince(), told()]).toEqual([null, []]);
    at.clock.pass(1);
    for (const _ of [1, 2]) await runJob(at.line.helpline, watch);
    expect([at.store.lateSince(), told()]).toEqual([evening, ["backup"]]);
    expect(await at.page()).toContain(says("admin.backup.elsewhere.state.late"));
    const settings = await sheet(await staff(at.line, at.line.aino), "/admin");
    expect(settings.words("body")).toContain(says("admin.backup.nag.elsewhere", { age: "26 hours" }));
    expect(JSON.parse((await person(at.line).get("/healthz")).text).backup).toBe("ok");
    at.there.habits.isSilent = false;
    await at.bring();
    await runJob(at.line.helpline, watch);
    expect([at.store.lateSince(), told()]).toEqual([null, ["backup"]]);
  });
});
