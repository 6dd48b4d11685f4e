import { beforeEach, describe, expect, test } from "vitest";
import { verifications } from "#src/directory/care/verification.ts";
import { type Entry, plainChannel } from "#src/directory/entry/entry.ts";
import { organizations } from "#src/directory/entry/organizations.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { daily, place } from "#tests/support/house/directory.ts";
import { act, says, staff } from "#tests/support/house/http.ts";
import { stored } from "#tests/support/house/tables.ts";
import { type Desk, desk } from "#tests/support/people/admin.ts";
import { sheet } from "#tests/support/people/plain-form.ts";
import { tuesday } from "#tests/support/states/admin/directory.ts";

let at: Desk;

beforeEach(async () => {
  at = await desk(tuesday);
});

const form = "form#settings";
const make = (name: string, more: Partial<Entry> = {}) => place(at.line.helpline.db, name, more);
const of = (id: string) => service(at.line.helpline.db, id)!;
const all = () => services(at.line.helpline.db);
const fresh = () => sheet(at.aino, "/admin/directory/new");

describe("a new place", () => {
  test("needs a name and a way to reach it, and then it is there for counsellors", async () => {
    const page = await fresh();
    // It is said beside the field, before anyone looks for it on the public pages.
    expect(page.words("#visibility")).toContain(says("admin.entry.visibility_about"));
    const saved = await page.fill({ name: "Night line", "channel.0.value": "0800 32 123" }).press("save", form);
    expect(saved.words("#saved")).toBe(says("admin.form.saved"));
    expect(saved.words("#visibility")).not.toContain(says("admin.entry.visibility_about"));
    const [one] = all();
    expect(one!.entry).toMatchObject({
      name: "Night line",
      visibility: "counsellors",
      status: "active",
      calendar: null,
    });
    // The empty row of a website is none.
    expect(one!.entry.channels.map(({ kind, value }) => [kind, value])).toEqual([["phone", "0800 32 123"]]);
    // Nobody named an organization: it is called like the place, and its card does not say so twice.
    expect(organizations(at.line.helpline.db).map(({ name }) => name)).toEqual(["Night line"]);
    expect(saved.words("#history")).toContain(says("admin.entry.did.made"));
  });

  test("holds all that its form asks for", async () => {
    let page = await fresh();
    for (const kind of ["visit", "sms"]) page = await page.press(`add ${kind}`, form);
    page = await page.press("add text", form);
    const filled = page.fill({
      name: "  House   of Hope ",
      organization: "Hope",
      "channel.0.value": "+32 2 123 45 67",
      "channel.0.extension": "12",
      "channel.0.free": "yes",
      "channel.0.languages": "Swedish; fi",
      "channel.0.week.0": "9-12",
      "channel.1.value": "https://hope.example.org/",
      "channel.2.value": "The blue door",
      "channel.2.address1": "Main street 1",
      "channel.2.city": "Gent",
      "channel.2.country": "Belgium",
      "channel.2.hide": ["yes"],
      "channel.3.value": "116 111",
      topics: ["housing", "rights"],
      ageFrom: "12",
      ageTo: "25",
      free: "yes",
      anonymous: "no",
      visibility: "public",
      verified: "phone",
      "week.0": "9-17",
      "week.5": "22-2",
      zone: "Europe/Brussels",
      hoursNote: "By appointment",
      languages: ["fr"],
      otherLanguages: "arabic",
      otherRegions: "France, be",
      needsReferral: "no",
      "text.0.language": "suomi",
      "text.0.name": "Toivon talo",
      alert: "Closed for a week",
      alertUntil: "2026-12-01",
      emergency: ["yes"],
      verifyEveryDays: "30",
      weight: "5",
    });
    const saved = await filled.press("save", form);
    expect(saved.answer.status).toBe(200);
    const { entry } = all()[0]!;
    expect(entry).toMatchObject({
      name: "House of Hope",
      topics: ["housing", "rights"],
      ageFrom: 12,
      ageTo: 25,
      free: true,
      anonymous: false,
      needsReferral: false,
      visibility: "public",
      verifiedOn: "2026-11-24",
      languages: ["fr", "ar"],
      regions: ["FR", "BE"],
      emergency: true,
      verifyEveryDays: 30,
      weight: 5,
      alertUntil: "2026-12-01",
      texts: { fi: { name: "Toivon talo", summary: "", description: "", eligibility: "" } },
    });
    expect(entry.calendar!.week[5]).toEqual([{ opens: 1320, closes: 1560 }]);
    expect(entry.channels[0]).toMatchObject({ extension: "12", free: true, languages: ["sv", "fi"] });
    expect(entry.channels[0]!.calendar!.week[0]).toEqual([{ opens: 540, closes: 720 }]);
    expect(entry.channels[2]!.place).toMatchObject({ city: "Gent", country: "BE", hideExactAddress: true });
    const [made] = verifications(at.line.helpline.db, all()[0]!.id);
    expect(made).toMatchObject({ method: "phone", outcome: "confirmed" });
  });

  test("is refused with a sentence beside each field, and nothing typed is lost", async () => {
    const before = stored(at.files, "staff_session");
    const page = (await fresh()).fill({
      "channel.0.value": "no digits",
      "channel.1.value": "javascript:alert(1)",
      ageFrom: "20",
      ageTo: "12",
      "week.2": "tea time",
      zone: "Nowhere/Land",
      otherLanguages: "klingonish",
      otherRegions: "Atlantis",
      alertUntil: "soon",
      verifyEveryDays: "often",
      summary: "x".repeat(281),
      organization: "Hope",
    });
    const wrong = await page.press("save", form);
    expect(wrong.answer.status).toBe(422);
    const said = (field: string) => wrong.beside(field).wrong;
    expect(said("name")).toBe(says("admin.entry.problem.missing"));
    expect(said("channel.0.value")).toBe(says("admin.entry.problem.not_a_phone"));
    expect(said("channel.1.value")).toBe(says("admin.entry.problem.not_an_address"));
    expect(said("ageTo")).toBe(says("admin.entry.problem.ages_turned"));
    expect(said("week.2")).toContain("“tea time” is not understood");
    expect(said("otherLanguages")).toBe(says("admin.entry.problem.not_known"));
    expect(said("otherRegions")).toBe(says("admin.entry.problem.not_known"));
    expect(said("alertUntil")).toBe(says("admin.entry.problem.not_a_date"));
    expect(said("verifyEveryDays")).toBe(says("admin.entry.problem.not_a_number"));
    expect(wrong.words(".summary")).toContain("Too long: 281 characters, 280 at most.");
    expect(wrong.words(".summary")).toContain(`Name: ${says("admin.entry.problem.missing")}`);
    for (const [field, typed] of [
      ["channel.0.value", "no digits"],
      ["week.2", "tea time"],
      ["organization", "Hope"],
    ] as const)
      expect(wrong.value(field)).toBe(typed);
    expect(stored(at.files, "staff_session")).toEqual(before);
  });

  test("that looks like another is held once, with the way to that one; whoever knows saves again", async () => {
    const id = await make("Night Line", { channels: [plainChannel("phone", "+32 800 32 123")] });
    const alike = await (await fresh()).fill({ name: "NIGHT-LÍNE", "channel.0.value": "112" }).press("save", form);
    expect(alike.answer.status).toBe(422);
    expect(alike.words("#lookalikes")).toContain("Night Line (Open House): same name");
    expect(alike.answer.text).toContain(`href="/admin/directory/${id}"`);
    expect(all()).toHaveLength(1);
    const saved = await alike.press("save", form);
    expect(saved.words("#saved")).toBe(says("admin.form.saved"));
    expect(all()).toHaveLength(2);
    const number = await (await fresh())
      .fill({ name: "Other", "channel.0.value": "0032 800/32.123" })
      .press("save", form);
    expect(number.words("#lookalikes")).toContain("same number");
  });

  test("of a known organization is with it, however its name is written", async () => {
    await make("Night line");
    const page = (await fresh()).fill({ name: "Day line", organization: "open  HOUSE", "channel.0.value": "112" });
    await page.press("save", form);
    expect(organizations(at.line.helpline.db)).toHaveLength(1);
  });
});

describe("a place that is there", () => {
  test("saved as it was is no change, whatever it holds", async () => {
    const season = { from: "2026-07-01", to: null, label: "Summer", week: daily(600, 700).week };
    const calendar = { ...daily(20 * 60, 30 * 60), seasons: [season], lastEntryMinutes: 15 };
    const id = await make("Night line", {
      calendar,
      terms: ["BD-1800"],
      description: "Two\nlines",
      channels: [
        {
          ...{ kind: "visit", value: "", extension: "", description: "", free: null, languages: ["pt-BR"], calendar },
          place: {
            ...{ address1: "x 1", address2: "", city: "Gent", stateProvince: "OVL", postalCode: "9000", country: "BE" },
            ...{ latitude: 51, longitude: 3.7, hideExactAddress: false, accessibility: "" },
          },
        },
      ],
    });
    const page = await sheet(at.aino, `/admin/directory/${id}`);
    const version = of(id).versionId;
    const saved = await page.press("save", form);
    expect(saved.words("#saved")).toBe(says("admin.form.saved_same"));
    expect(of(id).versionId).toBe(version);
    // What came with its hours is kept, until somebody says otherwise.
    await saved.fill({ plain: ["yes"] }).press("save", form);
    expect(of(id).entry.calendar).toEqual({ ...calendar, seasons: [] });
  });

  test("is moved, shortened and copied by buttons that store nothing", async () => {
    const id = await make("Night line");
    const before = stored(at.files, "staff_session");
    let page = await sheet(at.aino, `/admin/directory/${id}`);
    page = await page.press("add web", form);
    page = await page.fill({ "channel.1.value": "https://x.example.org" }).press("up channel.1", form);
    expect(page.value("channel.0.value")).toBe("https://x.example.org");
    expect(page.value("channel.1.was")).toBe("0");
    page = await page.fill({ "week.0": "9-17" }).press("copy week", form);
    expect([1, 4, 5].map((day) => page.value(`week.${day}`))).toEqual(["9-17", "9-17", ""]);
    page = await page.press("remove channel.0", form);
    expect(page.value("channel.0.value")).toBe("0800 12 34 56");
    expect(page.words("#unsaved")).toBe(says("admin.form.unsaved"));
    expect(stored(at.files, "staff_session")).toEqual(before);
  });

  test("changed by a colleague meanwhile is not written over unseen; both saves are in the history", async () => {
    const id = await make("Night line");
    const mine = await sheet(at.aino, `/admin/directory/${id}`);
    const bela = await staff(at.line, at.line.bela);
    const theirs = await sheet(bela, `/admin/directory/${id}`);
    await theirs.fill({ ageFrom: "12" }).press("save", form);
    const late = await mine.fill({ "channel.0.value": "116 111" }).press("save", form);
    expect(late.answer.status).toBe(409);
    expect(late.words("[role=alert]")).toContain("Luna, 24 November 2026 at 19:00: Ages: – → 12–");
    expect(late.value("channel.0.value")).toBe("116 111");
    expect(of(id).entry.ageFrom).toBe(12);
    await late.press("save", form);
    expect(of(id).entry).toMatchObject({ ageFrom: 12, channels: [{ value: "116 111" }] });
  });

  test("goes back to the letter, and back again", async () => {
    const id = await make("Night line", { topics: ["suicide"], calendar: daily(600, 700) });
    const first = of(id).entry;
    const page = await sheet(at.aino, `/admin/directory/${id}`);
    const saved = await page.fill({ topics: ["grief"], "week.0": "", verified: "web" }).press("save", form);
    const second = of(id).entry;
    at.clock.pass(1_000);
    const undone = await saved.press("", "form#undo");
    expect(of(id).entry).toEqual(first);
    expect(verifications(at.line.helpline.db, id)).toEqual([]);
    at.clock.pass(1_000);
    await undone.press("", "form#undo");
    expect(of(id).entry).toEqual(second);
  });

  test("tells of an undo that came too late", async () => {
    const id = await make("Night line");
    const saved = await (await sheet(at.aino, `/admin/directory/${id}`)).fill({ ageFrom: "12" }).press("save", form);
    const to = { ...of(id).entry, ageTo: 20 };
    await act(at.line, at.line.bela, (tx, emit) => changeService(tx, emit, { id, entry: to }));
    const late = await saved.press("", "form#undo");
    expect(late.answer.status).toBe(409);
    expect(late.words("[role=alert]")).toContain(says("admin.history.not_undone"));
    expect(of(id).entry).toEqual(to);
  });

  test("that there is not has no page", async () => {
    for (const id of ["x", "week2", "00000000-0000-0000-0000-000000000000", "__proto__"]) {
      expect((await at.aino.get(`/admin/directory/${id}`)).status).toBe(404);
      expect((await at.aino.post(`/admin/directory/${id}`, { name: "x" })).status).toBe(404);
      expect((await at.aino.post(`/admin/directory/${id}/undo`, { change: "1" })).status).toBe(404);
    }
    expect((await at.aino.post("/admin/directory/new/undo", { change: "1" })).status).toBe(404);
  });
});

test("an entry as large as may be goes through its form, and a larger one is told so", async () => {
  const body = { name: "Großes", zone: "Europe/Brussels", status: "active", visibility: "hidden" };
  const texts = Object.fromEntries(
    ["description", "eligibility", "application", "fees"].map((name) => [name, "長".repeat(5_000)]),
  );
  const large = await at.aino.post("/admin/directory/new", { ...body, ...texts });
  expect(large.status).toBe(303);
  expect((await at.aino.post("/admin/directory/new", { ...body, description: "x".repeat(700_000) })).status).toBe(413);
});
