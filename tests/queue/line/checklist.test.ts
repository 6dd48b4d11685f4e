import { beforeEach, expect, test } from "vitest";
import { setHours } from "#src/hours/opening-hours.ts";
import { checklist, leadMissing, steps } from "#src/queue/line/checklist.ts";
import type { CheckedStep } from "#src/settings/definitions.ts";
import { setSetting, setSettings, settings } from "#src/settings/settings.ts";
import { type House, house, member } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";
import { sendsTo } from "#tests/support/outside/post.ts";
import { givesAddress, namesLead } from "#tests/support/rights/lead.ts";

let home: House;
beforeEach(async () => {
  home = await house({ asShipped: true });
});

const done = (hasCopy = false) =>
  checklist(home.helpline.db, hasCopy)
    .filter((step) => step.done)
    .map(({ name }) => name);

test("every step is there once, in the order it is taken", () => {
  expect(checklist(home.helpline.db, false).map(({ name }) => name)).toEqual([...steps]);
});

test("a page that an admin has changed is one they have looked at; what set-up itself wrote is none", async () => {
  const { db } = home.helpline;
  await db.change("porchlight", (tx, emit) => setSetting(tx, emit, { name: "name", value: "Porch" }));
  expect(done()).toEqual(["counsellors"]);
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "title", value: "Notes" }));
  await act(home, home.aino, (tx, emit) => setSetting(tx, emit, { name: "language", value: "fr" }));
  expect(done()).toEqual(["helpline", "languages", "counsellors"]);
});

test("what is right as it is can be said, and taken back", async () => {
  const check = (checked: CheckedStep[]) =>
    act(home, home.aino, (tx, emit) => setSettings(tx, emit, { subject: "checklist", values: { checked } }));
  await check(["look", "rules"]);
  expect(done()).toEqual(["look", "rules", "counsellors"]);
  await check(["rules"]);
  expect(done()).toEqual(["rules", "counsellors"]);
});

test("what was said of papers and backup by a press of earlier is still read, and counts for nothing", async () => {
  await act(home, home.aino, (tx, emit) => {
    const checked: CheckedStep[] = ["look", "papers", "backup"];
    setSettings(tx, emit, { subject: "checklist", values: { checked } });
  });
  expect(settings(home.helpline.db).checked).toEqual(["look", "papers", "backup"]);
  expect(done()).toEqual(["look", "counsellors"]);
  expect(steps).not.toContain("papers");
});

test("the step of the backup is done once a copy was opened, and by no press", () => {
  expect(done(false)).not.toContain("backup");
  expect(done(true)).toContain("backup");
  expect(checklist(home.helpline.db, false).find(({ name }) => name === "backup")!.canCheck).toBe(false);
});

test("hours that are set are looked at", async () => {
  const calendar = {
    timeZone: "Europe/Brussels",
    lastEntryMinutes: 30,
    week: Array.from({ length: 7 }, () => [{ opens: 960, closes: 1320 }]),
    seasons: [],
    dayRules: [],
    cuts: [],
  };
  await act(home, home.aino, (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar: calendar as never }),
  );
  expect(done()).toContain("hours");
});

test("two counsellors are needed, and admins alone are none", async () => {
  const fresh = await house({ asShipped: true });
  expect(checklist(fresh.helpline.db, false).find(({ name }) => name === "counsellors")!.done).toBe(true);
  await member(fresh.helpline, "sven", "Sven Berg", "Ash", ["admin"]);
  expect(checklist(fresh.helpline.db, false).find(({ name }) => name === "counsellors")!.canCheck).toBe(false);
});

test("a mail server that is set is looked at; that none is wanted can be said", async () => {
  expect(checklist(home.helpline.db, false).find(({ name }) => name === "mail")).toMatchObject({
    done: false,
    canCheck: true,
  });
  await sendsTo(home, 25);
  expect(done()).toContain("mail");
});

test("that nobody leads safeguarding is said, and that nobody can be written to who does", async () => {
  expect(leadMissing(home.helpline.db)).toBe("none");
  const dora = await namesLead(home);
  expect(leadMissing(home.helpline.db)).toBe("no_address");
  await givesAddress(home, dora);
  expect(leadMissing(home.helpline.db)).toBe("no_mail");
  await sendsTo(home, 25);
  expect(leadMissing(home.helpline.db)).toBe(null);
});

test("that somebody reads complaints is done with a lead who can be written to, or without one with a second supervisor: the only one reads none of their own chats", async () => {
  expect(done()).not.toContain("lead");
  const dora = await namesLead(home);
  await member(home.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  expect(done()).not.toContain("lead");
  await givesAddress(home, dora);
  expect(done()).not.toContain("lead");
  await sendsTo(home, 25);
  expect(done()).toContain("lead");
  const other = await house({ asShipped: true });
  await member(other.helpline, "carl", "Carl Janssens", "Finch", ["supervisor"]);
  expect(checklist(other.helpline.db, false).find(({ name }) => name === "lead")).toMatchObject({
    done: true,
    canCheck: false,
  });
});

test("whoever has decided to go without mail, with a lead who gave an address, is not held up by that", async () => {
  await givesAddress(home, await namesLead(home));
  expect(done()).not.toContain("lead");
  await act(home, home.aino, (tx, emit) =>
    setSettings(tx, emit, { subject: "checklist", values: { checked: ["mail"] } }),
  );
  expect(done()).toContain("lead");
});
