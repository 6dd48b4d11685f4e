import { beforeEach, describe, expect, test } from "vitest";
import { aWeek } from "#src/directory/care/chores.ts";
import { starterPlaces } from "#src/directory/care/starter/starter.ts";
import { verifications } from "#src/directory/care/verification.ts";
import { service } from "#src/directory/entry/services.ts";
import { override } from "#src/hours/rules/override.ts";
import { shippedEmergency } from "#src/settings/emergency.ts";
import { setSetting } from "#src/settings/settings.ts";
import { place } from "#tests/support/house/directory.ts";
import { act, type Person, person, says, staff } from "#tests/support/house/http.ts";
import { rows } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";

let at: Desk;
let noor: Person;

beforeEach(async () => {
  at = await desk();
  noor = person(at.line);
});

const ids = new Map(starterPlaces().map(({ country, entry, id }) => [`${country} ${entry.name}`, id]));
const awel = ids.get("BE Awel")!;
const zelfmoordlijn = ids.get("BE Zelfmoordlijn 1813")!;
const emergency = ids.get("BE Noodcentrale / Centre d’urgence 112")!;

const offers = (country = "BE") => sheet(at.aino, `/admin/directory/starter?country=${country}`);
const adds = async (country = "BE") => (await offers(country)).press("", "form.fields");
const sends = (country: string, places: string[]) =>
  at.aino.post("/admin/directory/starter", [
    ["country", country],
    ...places.map((id): [string, string] => ["place", id]),
  ]);
const names = (page: string) => [...page.matchAll(/<h2 dir="auto"><a[^>]*>([^<]*)/g)].map(([, name]) => name);
const checks = async (id: string, method = "web") =>
  (await sheet(at.aino, "/admin/directory?show=week")).press(method, `#place-${id} form.row-of`);
const entry = (id: string) => service(at.line.helpline.db, id)!.entry;

describe("the places to start with", () => {
  test("are all ticked, each with its number, its page’s age and who showed it, and none is seen by anyone yet", async () => {
    const page = await offers();
    expect(page.words("main")).toContain("Awel");
    expect(page.words("main")).toContain("Sources differ (0800 96 136 and 0800 96 316): call first.");
    const week = await adds();
    expect(week.words("h1")).toBe(says("staff.nav.directory"));
    expect(rows(at.files, "service")).toHaveLength(
      starterPlaces().filter(({ country }) => country === "BE").length + 2,
    );
    for (const path of ["/other", "/other?q=awel", "/hsds/services", `/other/${awel}`]) {
      expect((await noor.get(path)).text, path).not.toContain("Awel");
    }
    const anna = await staff(at.line, at.line.anna);
    expect((await anna.get("/staff")).text).not.toContain("Awel");
  });

  test("are those of the country whose emergency numbers young people see, and of any other that is chosen", async () => {
    const emergency = shippedEmergency.filter(({ country }) => country === "HU");
    await act(at.line, at.line.aino, (tx, emit) => setSetting(tx, emit, { name: "emergency", value: emergency }));
    expect((await sheet(at.aino, "/admin/directory/starter")).words("main")).toContain("Kék Vonal 116 111");
    expect((await offers("FI")).words("main")).toContain("MLL Lasten ja nuorten puhelin");
    expect((await offers("../..")).answer.status).toBe(200);
  });

  test("cannot be added by nobody’s choice, twice, or with a forged id", async () => {
    for (const places of [[], ["x"], [ids.get("FI Peluuri")!]]) {
      const { status, text } = await sends("BE", places);
      expect(status).toBe(422);
      expect(text).toContain(says("admin.starter.none_chosen"));
    }
    await sends("BE", [awel]);
    expect((await sends("BE", [awel])).status).toBe(422);
    expect((await sends("XX", [awel])).status).toBe(422);
  });

  test("are the first thing that an empty directory offers", async () => {
    expect((await at.aino.get("/admin/directory")).text).toContain('href="/admin/directory/starter"');
  });
});

describe("a week’s list", () => {
  test("begins with whom to call in danger, the lines for children and about suicide, and holds ten", async () => {
    const page = await adds();
    const shown = names(page.answer.text);
    expect(shown.slice(0, 2)).toEqual(["Noodcentrale / Centre d’urgence 112", "Politie / Police 101"]);
    expect(shown.slice(2, 6).sort()).toEqual(
      ["103 Écoute", "Awel", "Centre de prévention du suicide", "Zelfmoordlijn 1813"].sort(),
    );
    expect(shown).toHaveLength(aWeek);
    expect(page.words(".lead")).toBe("Check 10 places this week. 14 more can wait.");
  });

  test("has number and page of each and one press; an emergency number is compared, not called", async () => {
    await adds();
    const page = await sheet(at.aino, "/admin/directory");
    expect(page.answer.text).toContain('href="tel:1813"');
    expect(page.answer.text).not.toContain('href="tel:112"');
    expect(page.words(`#place-${emergency}`)).toContain(says("admin.starter.no_test_call"));
    expect(page.answer.text).toMatch(/href="https:\/\/www\.hildecrevits\.be[^"]*"/);
  });

  test("gets shorter with each check, says who made it and when, and shows the place to young people", async () => {
    await adds();
    const done = await checks(zelfmoordlijn, "phone");
    expect(done.words("#done")).toContain("Zelfmoordlijn 1813: 19 October 2026 at 11:00, Robin: correct, by phone");
    expect(names(done.answer.text)).toHaveLength(aWeek - 1);
    expect(entry(zelfmoordlijn)).toMatchObject({ visibility: "public", verifiedOn: "2026-10-19" });
    expect(verifications(at.line.helpline.db, zelfmoordlijn)[0]).toMatchObject({ actor: `staff:${at.line.aino.id}` });
    const trail = rows<{ action: string; object: string }>(at.files, "audit").filter(
      ({ object }) => object === `service:${zelfmoordlijn}`,
    );
    expect(trail.map(({ action }) => action)).toContain("service.verified");
    expect((await noor.get(`/other/${zelfmoordlijn}`)).text).toContain("1813");
  });

  test("an undone check hides the place again", async () => {
    await adds();
    const done = await checks(awel);
    at.clock.pass(1_000);
    const change = /name="change" value="(\d+)"/.exec(done.answer.text)![1]!;
    await done.press(change, "#done form");
    expect(entry(awel)).toMatchObject({ visibility: "to_check", verifiedOn: null });
    expect((await noor.get(`/other/${awel}`)).text).not.toContain("Awel");
  });

  test("a check that is older than it holds comes back there", async () => {
    const druglijn = ids.get("BE De Druglijn")!;
    await sends("BE", [druglijn]);
    await checks(druglijn, "phone");
    expect(names((await at.aino.get("/admin/directory?show=week")).text)).toEqual([]);
    at.clock.pass(366 * 86_400_000);
    const aino = await staff(at.line, at.line.aino);
    expect(names((await aino.get("/admin/directory?show=week")).text)).toEqual(["De Druglijn"]);
  });
});

describe("a place that waits for its check", () => {
  beforeEach(async () => {
    await sends("BE", [awel, zelfmoordlijn]);
  });

  test("is not shown by its form until someone says how they checked it", async () => {
    const form = await sheet(at.aino, `/admin/directory/${awel}`);
    const refused = await form.fill({ visibility: "public" }).press("save", "form#settings");
    expect(refused.answer.status).toBe(422);
    expect(refused.words("main")).toContain(says("admin.entry.problem.check_first"));
    expect(entry(awel).visibility).toBe("to_check");
    await refused.fill({ verified: "phone" }).press("save", "form#settings");
    expect(entry(awel)).toMatchObject({ visibility: "public", verifiedOn: "2026-10-19" });
  });

  test("is not shown or confirmed together with others", async () => {
    const both = [awel, zelfmoordlijn].map((id): [string, string] => [
      "place",
      `${id} ${service(at.line.helpline.db, id)!.versionId}`,
    ]);
    const together = (step: string) =>
      at.aino.post("/admin/directory/bulk", [["step", step], ["do", "apply"], ...both]);
    for (const step of ["confirm", "visibility public", "visibility counsellors"]) {
      const { status, text } = await together(step);
      expect([step, status]).toEqual([step, 422]);
      expect(text).toContain(says("admin.starter.check_each"));
    }
    await together("visibility hidden");
    expect(entry(awel).visibility).toBe("hidden");
  });

  test("stands before no shut door; checked, it stands before what was never checked", async () => {
    const { db } = at.line.helpline;
    const always = { calendar: entryAlways(), emergency: true };
    await place(db, "Brought in and never checked", always);
    await act(at.line, at.line.bela, (tx, emit) =>
      override(tx, emit, { lineId: 1, kind: "closed", until: null, reason: "", staffId: at.line.bela.id }),
    );
    const door = async () => (await person(at.line).get("/")).text;
    expect(await door()).not.toContain("Brought in and never checked");
    expect(await door()).not.toContain("1813");
    await checks(zelfmoordlijn, "phone");
    const shut = await door();
    expect(shut.indexOf("Zelfmoordlijn 1813")).toBeGreaterThan(0);
    expect(shut.indexOf("Brought in and never checked")).toBeGreaterThan(shut.indexOf("Zelfmoordlijn 1813"));
  });

  const entryAlways = () => ({
    ...{ timeZone: "Europe/Brussels", lastEntryMinutes: 0, seasons: [], dayRules: [], cuts: [] },
    week: Array.from({ length: 7 }, () => [{ opens: 0, closes: 1_440 }]),
  });
});
