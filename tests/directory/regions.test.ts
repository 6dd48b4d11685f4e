import { beforeEach, expect, test } from "vitest";
import {
  addRegion,
  around,
  changeRegion,
  countryName,
  knownRegions,
  newRegionCode,
  type Region,
  regionName,
  regionNames,
  regionOf,
  regions,
  regionTree,
} from "#src/directory/regions.ts";
import { languages } from "#src/i18n/i18n.ts";
import { place } from "#tests/support/house/directory.ts";
import { type House, house } from "#tests/support/house/helpline.ts";
import { act } from "#tests/support/house/http.ts";

let home: House;
beforeEach(async () => {
  home = await house();
});

const add = (region: Region) => act(home, home.aino, (tx, emit) => addRegion(tx, emit, region));
const change = (code: string, name: string | null) =>
  act(home, home.aino, (tx, emit) => changeRegion(tx, emit, { code, name }));
const flanders = { code: "BE-VLG", parent: "BE", name: "Vlaanderen" };
const gent = { code: "BE-GENT", parent: "BE-VLG", name: "Gent" };

test("whoever helps in a region helps in what it lies in and in its parts, not beside it", async () => {
  await add(flanders);
  await add(gent);
  await add({ code: "BE-WAL", parent: "BE", name: "Wallonie" });
  const { db } = home.helpline;
  expect(around(db, "BE-VLG")).toEqual(["BE", "BE-VLG", "BE-GENT"]);
  expect(around(db, "BE-GENT")).toEqual(["BE-VLG", "BE", "BE-GENT"]);
  expect(around(db, "FR")).toEqual(["FR"]);
  expect(knownRegions(db)).toEqual([
    { code: "BE", depth: 0 },
    { code: "BE-VLG", depth: 1 },
    { code: "BE-GENT", depth: 2 },
    { code: "BE-WAL", depth: 1 },
  ]);
  expect(regionTree(db, ["BE-GENT", "FR"])).toEqual([
    { code: "BE", depth: 0 },
    { code: "BE-VLG", depth: 1 },
    { code: "BE-GENT", depth: 2 },
    { code: "FR", depth: 0 },
  ]);
  expect(["BE", "BE-GENT", "XX-NONE"].map(regionNames(db, "fi"))).toEqual(["Belgia", "Gent", "XX-NONE"]);
  expect(regionName(db, "BE-GENT", "fi")).toBe("Gent");
  expect(regionName(db, "XX-NONE", "fi")).toBe("XX-NONE");
});

test("the names of many regions are read once", async () => {
  await add(flanders);
  const { db } = home.helpline;
  let reads = 0;
  const all: typeof db.all = (query) => {
    reads += 1;
    return db.all(query);
  };
  const nameOf = regionNames(Object.create(db, { all: { value: all } }), "fi");
  expect(Array.from({ length: 9 }, () => nameOf("BE-VLG"))).toEqual(Array(9).fill("Vlaanderen"));
  expect(reads).toBe(1);
});

test("what somebody types is found by code or name, in any of our languages, and means what it is today", async () => {
  await add(flanders);
  await add(gent);
  const typed = {
    ...{ France: "FR", Frankrijk: "FR", ranska: "FR", Németország: "DE", "reino unido": "GB", VIETNAM: "VN" },
    ...{ Russia: "RU", be: "BE", gent: "BE-GENT", "be-vlg": "BE-VLG" },
    ...{ "European Union": undefined, nowhere: undefined, "": undefined },
  };
  for (const [text, code] of Object.entries(typed)) expect(regionOf(home.helpline.db, text, languages)).toBe(code);
});

test("a code that no country has today is none", () => {
  expect(["BE", "XK", "TW"].map((code) => countryName(code, "en"))).not.toContain(null);
  for (const code of ["DD", "SU", "UK", "FX", "EU", "ZZ", "AN", "YU", "be", "BEL", ""])
    expect(countryName(code, "en")).toBe(null);
});

test("what may not stand is refused", async () => {
  await add(flanders);
  for (const wrong of [
    flanders,
    { ...gent, code: "gent" },
    { ...gent, code: "BE" },
    { ...gent, parent: "EU" },
    { ...gent, parent: "BE-X" },
    { ...gent, name: " " },
    { ...gent, parent: "BE", name: "VLAANDEREN" },
  ])
    await expect(add(wrong)).rejects.toMatchObject({ code: "bad_input" });
  await expect(change("BE-X", "y")).rejects.toMatchObject({ code: "not_found" });
  await expect(change("BE-VLG", "")).rejects.toMatchObject({ code: "bad_input" });
  expect(regions(home.helpline.db)).toEqual([flanders]);
});

test("a region goes only while nothing is of it and nothing lies in it", async () => {
  await add(flanders);
  await add(gent);
  await expect(change("BE-VLG", null)).rejects.toMatchObject({ code: "bad_input" });
  await place(home.helpline.db, "Night line", { regions: ["BE-GENT"] });
  await expect(change("BE-GENT", null)).rejects.toMatchObject({ code: "bad_input" });
  await change("BE-GENT", "Gand");
  expect(regionName(home.helpline.db, "BE-GENT", "en")).toBe("Gand");
});

test("codes are made of names, and no two are the same", async () => {
  const made = (parent: string, name: string) => newRegionCode(home.helpline.db, parent, name);
  expect(made("BE", "Sint-Niklaas (Waas)")).toBe("BE-SINTNIKLAASW");
  expect(made("CH-VD", "Łódź")).toBe("CH-LODZ");
  expect(made("JP", "東京")).toBe("JP-R");
  await add({ code: made("JP", "東京"), parent: "JP", name: "東京" });
  expect(made("JP", "大阪")).toBe("JP-R2");
  await add({ code: "JP-R2", parent: "JP", name: "大阪" });
});
