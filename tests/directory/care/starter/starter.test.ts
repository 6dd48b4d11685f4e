import { beforeEach, describe, expect, test } from "vitest";
import {
  addStarterPlaces,
  offeredPlaces,
  starterCountries,
  starterPlaces,
} from "#src/directory/care/starter/starter.ts";
import { verify } from "#src/directory/care/verification.ts";
import { freshnessOf } from "#src/directory/care/verified.ts";
import { entryProblems } from "#src/directory/entry/check.ts";
import { dialOf } from "#src/directory/entry/entry.ts";
import { changeService, service, services } from "#src/directory/entry/services.ts";
import { countExport, exportDirectory } from "#src/directory/files/export-directory.ts";
import { applyWhole, bringFiles } from "#src/directory/importing/import-files.ts";
import { openPlaces, publicService } from "#src/directory/search/for-youth.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { publication } from "#src/directory/sharing/publishing.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { translate } from "#src/i18n/i18n.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const db = () => home.helpline.db;
const at = () => home.helpline.clock.now();

async function adds(country: string, names?: string[]): Promise<Map<string, string>> {
  const offered = offeredPlaces(db(), country).filter(({ entry }) => !names || names.includes(entry.name));
  const ids = offered.map(({ id }) => id);
  await act(home, home.aino, (tx, emit) => addStarterPlaces(tx, emit, { country, ids }));
  return new Map(offered.map(({ id, entry }) => [entry.name, id]));
}

const checks = (id: string) =>
  act(home, home.aino, (tx, emit) =>
    verify(tx, emit, {
      ...{ id, actor: `staff:${home.aino.id}`, method: "web", outcome: "confirmed", note: "", today: "2026-11-24" },
    }),
  );

describe("the list", () => {
  test("holds places that can be saved as they are, each with its page and none with a day of checking", () => {
    expect(starterPlaces().length).toBeGreaterThan(150);
    expect(new Set(starterPlaces().map(({ id }) => id)).size).toBe(starterPlaces().length);
    for (const { entry, source } of starterPlaces()) {
      expect([entry.name, entryProblems(entry)]).toEqual([entry.name, []]);
      expect(entry).toMatchObject({ visibility: "to_check", verifiedOn: null, calendar: null, status: "active" });
      expect(entry.channels.length, entry.name).toBeGreaterThan(0);
      expect(source.url).toMatch(/^https?:\/\//);
    }
  });

  test("offers no number that was given up or is wrong, in any field", () => {
    const old = ["0771220060", "08331231", "0810037037", "0800200000", "08000116016", "09000113", "1890929539"];
    old.push("01805313031", "07860039967", "03003300630", "0800112112");
    for (const one of starterPlaces()) {
      const dials = one.entry.channels.map(({ value }) => dialOf(value));
      const written = JSON.stringify(one).replace(/[\s-]/g, "");
      for (const number of [...old, "3020"]) expect(dials, one.entry.name).not.toContain(number);
      for (const number of old) expect(written, one.entry.name).not.toContain(number);
    }
  });

  test("begins in every country with whom to call in danger, then the lines for children and about suicide", () => {
    for (const country of starterCountries()) {
      const firsts = offeredPlaces(db(), country).map(({ first }) => first);
      const ranked = firsts.filter((one) => one !== null);
      expect(new Set(ranked), country).toEqual(new Set(["emergency", "child", "suicide"]));
      expect(firsts.slice(0, ranked.length), country).toEqual(
        [...ranked].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
      );
    }
  });

  const order = ["emergency", "child", "suicide"];

  test("does not name a text to an emergency number that works only after registering", () => {
    const texts = starterPlaces().filter(({ entry }) =>
      entry.channels.some(({ kind, value }) => kind === "sms" && /^(112|999)$/.test(value)),
    );
    expect(texts.map(({ country }) => country)).toEqual(["FI"]);
  });

  test("does not offer what the directory has already by name or number, or what was deleted", async () => {
    await place(db(), "Our own Zelfmoordlijn", {
      channels: [{ ...starterPlaces()[0]!.entry.channels[0]!, value: "0800 32 123" }],
    });
    const names = () => offeredPlaces(db(), "BE").map(({ entry }) => entry.name);
    expect(names()).not.toContain("Centre de prévention du suicide");
    expect(names()).toContain("Awel");
    await adds("BE", ["Awel"]);
    expect(names()).not.toContain("Awel");
  });

  test("offers what holds in all of Europe where nothing is known of the country", () => {
    expect(offeredPlaces(db(), "LU").map(({ entry }) => entry.name)).toContain("116 111 child helplines");
    expect(offeredPlaces(db(), "FI").map(({ entry }) => entry.name)).not.toContain("116 111 child helplines");
  });
});

describe("before someone has checked it", () => {
  test("no young person, counsellor, feed or file for others has a place; the admin’s own copy does", async () => {
    const ids = await adds("FI");
    for (const id of ids.values()) expect(publicService(db(), id, at())).toBeUndefined();
    expect(search(db(), anything, "youth", at())).toEqual([]);
    expect(search(db(), anything, "counsellor", at())).toEqual([]);
    expect(search(db(), anything, "admin", at())).toHaveLength(ids.size);
    expect((await publication(db(), at())).services).toEqual([]);
    expect([countExport(db(), true), countExport(db(), false)]).toEqual([0, ids.size]);
  });

  test("no change shows it, and the change that says that it was checked does", async () => {
    const id = (await adds("FI", ["Peluuri"])).get("Peluuri")!;
    const { entry } = service(db(), id)!;
    for (const visibility of ["public", "counsellors"] as const) {
      const shows = act(home, home.aino, (tx, emit) =>
        changeService(tx, emit, { id, entry: { ...entry, visibility } }),
      );
      await expect(shows).rejects.toMatchObject({ code: "bad_input", key: "admin.entry.problem.check_first" });
    }
    await checks(id);
    expect(service(db(), id)!.entry).toMatchObject({ visibility: "public", verifiedOn: "2026-11-24" });
    expect(publicService(db(), id, at())?.id).toBe(id);
  });
});

test("a file that calls it public shows it no sooner", async () => {
  await adds("FI", ["Peluuri"]);
  const wish = { as: "hsds", onlyPublic: false, timeZone: "Europe/Helsinki" } as const;
  const file = new TextDecoder().decode((await inSlices(exportDirectory(db(), wish))).bytes);
  expect(file).toContain("to_check");
  const files = [{ name: "places.json", bytes: new TextEncoder().encode(file.replaceAll("to_check", "public")) }];
  const given = { source: "", timeZone: "Europe/Helsinki", visibility: "public", actor: "command line" } as const;
  const { id: runId, ready } = await bringFiles(db(), { ...given, files, t: translate("en"), at: at() });
  await ready;
  await applyWhole(db(), { runId, actor: "command line", at: at() });
  expect(services(db()).map(({ entry }) => [entry.name, entry.visibility])).toEqual([["Peluuri", "to_check"]]);
});

test("what answers day and night is open once it is checked; other hours stay a note", async () => {
  const ids = await adds("FI", ["Nollalinja", "Päihdeneuvonta", "Peluuri"]);
  for (const id of ids.values()) await checks(id);
  const of = (name: string) => service(db(), ids.get(name)!)!.entry;
  expect(of("Päihdeneuvonta").calendar?.week).toHaveLength(7);
  expect(of("Päihdeneuvonta").hoursNote).toBe("");
  expect(of("Nollalinja").calendar).toBe(null);
  expect(
    of("Nollalinja")
      .channels.filter(({ calendar }) => calendar !== null)
      .map(({ kind }) => kind),
  ).toEqual(["phone", "phone"]);
  expect(of("Peluuri")).toMatchObject({ calendar: null, hoursNote: "weekdays 12:00–18:00" });
  expect(openPlaces(db(), "fi", at()).map(({ name }) => name)).toEqual(["Nollalinja", "Päihdeneuvonta"]);
});

test("a check holds for a year, and for a line that a life may depend on as long as any such check", async () => {
  const ids = await adds("FI", ["Peluuri", "MIELI Kriisipuhelin"]);
  for (const id of ids.values()) await checks(id);
  const fresh = (name: string, date: string) => {
    const { entry, createdAt } = service(db(), ids.get(name)!)!;
    return freshnessOf(entry, createdAt, Date.parse(date));
  };
  expect(fresh("Peluuri", "2027-11-24")).toBe("fresh");
  expect(fresh("Peluuri", "2027-11-26")).toBe("due");
  expect(fresh("MIELI Kriisipuhelin", "2027-02-26")).toBe("due");
});
