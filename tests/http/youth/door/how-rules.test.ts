import { beforeEach, describe, expect, test } from "vitest";
import { setHours } from "#src/hours/opening-hours.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { setSettings } from "#src/settings/settings.ts";
import type { Subject } from "#src/settings/subjects.ts";
import { fakeClock, type House, house, open } from "#tests/support/house/helpline.ts";
import { act, person, says, unescaped, youth } from "#tests/support/house/http.ts";

let line: House;
const set = (subject: Subject, values: Partial<Settings>) =>
  act(line, line.aino, (tx, emit) => setSettings(tx, emit, { subject, values }));
const how = async (of: { get(path: string): Promise<{ text: string }> }, path = "/how") =>
  unescaped((await of.get(path)).text);

beforeEach(async () => {
  line = await house({ clock: fakeClock() });
  await open(line);
});

describe("whoever has begun a chat", () => {
  test("reads the rules agreed to where they are others by now, told so, with a link to today’s", async () => {
    const noor = await youth(line);
    expect(await how(noor)).not.toContain("rules you started with");
    await set("keeping", { retentionDays: 30 });
    const agreed = await how(noor);
    expect(agreed).toContain("We keep the words of your chat for 14 days");
    expect(agreed).toContain('These are the rules you started with. <a href="/how?today=1">See today’s rules</a>.');
    expect(agreed).toContain("Version 1, since 24 November 2026");
    const today = await how(noor, "/how?today=1");
    expect(today).toContain("We keep the words of your chat for 30 days");
    expect(today).not.toContain("rules you started with");
    expect(today).toContain("Version 2");
    for (const other of [person(line), await youth(line)]) {
      expect(await how(other)).toContain("We keep the words of your chat for 30 days");
      expect(await how(other)).not.toContain("rules you started with");
    }
  });

  test("in a language that was taken back reads, today too, that the page can be read in it", async () => {
    const noor = person(line);
    const door = (await noor.get("/?l=nl")).text;
    const [, clientId] = door.match(/name="client_id" value="(\w+)"/)!;
    await noor.post("/start", { client_id: clientId!, l: "nl", text: "hallo" });
    await set("languages", { languages: ["en", "fr"] });
    expect(await how(noor, "/how?today=1")).toContain("in deze talen: English, Français, Nederlands.");
    expect(await how(person(line))).toContain("in these languages: English, Français.");
  });
});

test("the day of a version is the helpline’s, wherever its server stands", async () => {
  line = await house({ clock: fakeClock(Date.UTC(2026, 10, 24, 23, 30)) });
  await act(line, line.aino, (tx, emit) =>
    setHours(tx, emit, { lineId: 1, timeZone: "Europe/Brussels", calendar: null }),
  );
  expect(await how(person(line))).toContain("Version 1, since 25 November 2026");
});

describe("while no hours hold", () => {
  const calendar = {
    ...{ timeZone: "Europe/Brussels", lastEntryMinutes: 30, seasons: [], cuts: [] },
    week: Array.from({ length: 7 }, () => [{ opens: 16 * 60, closes: 22 * 60 }]),
    dayRules: [{ kind: "one_off" as const, label: "", from: "2026-11-26", to: "2026-11-26", note: "Soon", spans: [] }],
  };
  const hours = async (of = person(line), path = "/how") =>
    (await how(of, path)).split('id="hours">')[1]!.split("</section>")[0]!;

  beforeEach(() =>
    act(line, line.aino, (tx, emit) => setHours(tx, emit, { lineId: 1, timeZone: calendar.timeZone, calendar })),
  );

  test("open, they are promised, with what is different soon, a calendar, and the same for programs", async () => {
    const shown = await hours();
    expect(shown).toMatch(/<h2>When we’re here<\/h2><table/);
    expect(shown).toContain("/hours.ics");
    expect(shown).toContain("Soon");
    expect(await how(person(line))).toContain("application/ld+json");
    expect((await person(line).get("/hours.ics")).text).toContain("BEGIN:VEVENT");
  });

  test("during a break it comes first, with its note; nothing is promised, and no calendar has an opening", async () => {
    await set("opening", { opening: "break", closedNote: { en: "Back in September." } });
    const shown = await hours();
    const at = [says("youth.shut.away.title"), "Back in September.", says("youth.how.hours_usual"), "16:00–22:00"];
    expect(at.map((words) => shown.indexOf(words)).every((place, i, all) => place > (all[i - 1] ?? 0))).toBe(true);
    expect(shown).not.toMatch(/hours\.ics|Soon/);
    expect(await how(person(line))).not.toContain("application/ld+json");
    expect((await person(line).get("/hours.ics")).text).not.toContain("BEGIN:VEVENT");
    expect(JSON.parse((await person(line).get("/hours.json")).text).lines[0].openings).toEqual([]);
  });

  test("before it opens for the first time it says so", async () => {
    await set("opening", { opening: "not_yet" });
    expect(await hours()).toMatch(/<h2>When we’re here<\/h2><p class="next">We’re not open yet<\/p>/);
    expect((await person(line).get("/hours.ics")).text).not.toContain("BEGIN:VEVENT");
  });

  test("a note in another language than the page’s says which it is, at the door and here", async () => {
    await set("languages", { language: "fr" });
    await set("opening", { opening: "break", closedNote: { fr: "On revient en septembre." } });
    const told = '<p lang="fr" dir="ltr"><strong>On revient en septembre.</strong></p>';
    for (const path of ["/", "/how"]) {
      expect((await person(line).get(`${path}?l=nl`)).text).toContain(told);
      expect((await person(line).get(`${path}?l=fr`)).text).toContain(
        told.replace('lang="fr" dir="ltr"', 'dir="auto"'),
      );
    }
    await set("opening", { closedNote: { nl: "Tot in september." } });
    expect((await person(line).get("/?l=en")).text).toContain('<p lang="nl" dir="ltr"><strong>Tot in september.');
  });
});
