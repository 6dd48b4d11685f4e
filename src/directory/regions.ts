import type { DataReader, Tx } from "#src/db/db.ts";
import { prepared } from "#src/db/query.ts";
import { q } from "#src/db/schema.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { searchable } from "#src/i18n/fold.ts";
import type { Language } from "#src/i18n/i18n.ts";
import { touch } from "./entry/state.ts";

/** A part of a country, as an admin names it. A country has no row (ISO 3166-1, "BE"). */
export interface Region {
  code: string;
  parent: string;
  name: string;
}

const inOrder = prepared(() => q.selectFrom("region").selectAll().orderBy("name").orderBy("code"));

/** Returns the named parts of countries, by name. */
export function regions(db: DataReader): Region[] {
  return db.all(inOrder({}));
}

/** Returns the name of a country by its code, null for anything else. */
export function countryName(code: string, language: Language): string | null {
  if (!/^[A-Z]{2}$/.test(code) || noCountries.has(code)) return null;
  return namerOf(language).of(code) ?? null;
}

/** They have names but are not countries: unions, the unknown, test codes, and former codes (ISO 3166-3). */
const noCountries = new Set("EU EZ QO UN XA XB ZZ AN BU CS DD DY FX HV NH RH SU TP UK VD YD YU ZR".split(" "));

const namers = new Map<Language, Intl.DisplayNames>();

function namerOf(language: Language): Intl.DisplayNames {
  const known = namers.get(language) ?? new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  namers.set(language, known);
  return known;
}

/** Returns the name of a region or country, or its code where it is not known. */
export function regionName(db: DataReader, code: string, language: Language): string {
  return regionNames(db, language)(code);
}

/** Returns `regionName` for many codes, reading the regions once. */
export function regionNames(db: DataReader, language: Language): (code: string) => string {
  const named = new Map(regions(db).map(({ code, name }) => [code, name]));
  return (code) => countryName(code, language) ?? named.get(code) ?? code;
}

/** Returns the countries and regions that are named or in use, a country before its parts. */
export function knownRegions(db: DataReader): { code: string; depth: number }[] {
  const all = regions(db);
  return treeOf(all, [...usedRegions(db), ...all.map(({ code }) => code)]);
}

/** Returns these codes with all that they lie in, a country before its parts. */
export function regionTree(db: DataReader, codes: Iterable<string>): { code: string; depth: number }[] {
  return treeOf(regions(db), codes);
}

function treeOf(all: Region[], codes: Iterable<string>): { code: string; depth: number }[] {
  const byCode = new Map(all.map((region) => [region.code, region]));
  const wanted = new Set<string>();
  for (const code of codes)
    for (let one: string | undefined = code; one !== undefined; one = byCode.get(one)?.parent) wanted.add(one);
  const parts = Map.groupBy(
    all.filter(({ code }) => wanted.has(code)),
    ({ parent }) => parent,
  );
  const under = (code: string, depth: number): { code: string; depth: number }[] => [
    { code, depth },
    ...(parts.get(code) ?? []).flatMap((one) => under(one.code, depth + 1)),
  ];
  const roots = [...wanted].filter((code) => !byCode.has(code));
  return roots.sort().flatMap((code) => under(code, 0));
}

const usedCodes = prepared(() =>
  q
    .selectFrom("service_facet")
    .innerJoin("service", "service.version_id", "service_facet.version_id")
    .select("value")
    .distinct()
    .where("facet", "=", "region"),
);

/** Returns the codes of all regions and countries that some entry has. */
export function usedRegions(db: DataReader): Set<string> {
  return new Set(db.all(usedCodes({})).map(({ value }) => value));
}

/** Returns a region with all it lies in and all that lies in it: help for one may be help for the other. */
export function around(db: DataReader, code: string): string[] {
  const all = regions(db);
  const parents = (of: string): string[] => {
    const found = all.find((one) => one.code === of);
    return found ? [found.parent, ...parents(found.parent)] : [];
  };
  const parts = (of: string): string[] =>
    all.filter(({ parent }) => parent === of).flatMap((r) => [r.code, ...parts(r.code)]);
  return [...parents(code), code, ...parts(code)];
}

/** Returns the code of a region or country from its code or its name in these languages, or undefined. */
export function regionOf(db: DataReader, text: string, languages: readonly Language[]): string | undefined {
  const wanted = searchable(text.trim());
  const found = regions(db).find(({ code, name }) => searchable(code) === wanted || searchable(name) === wanted);
  return found?.code ?? countryOf(wanted, languages);
}

let countries: Map<string, string> | undefined;

function countryOf(wanted: string, languages: readonly Language[]): string | undefined {
  countries ??= new Map(languages.flatMap((language) => namesIn(language)));
  return countries.get(wanted);
}

function namesIn(language: Language): [string, string][] {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  return letters.flatMap((first) =>
    letters.flatMap((second): [string, string][] => {
      const code = first + second;
      const name = countryName(code, language);
      return name === null
        ? []
        : [
            [searchable(code), code],
            [searchable(name), code],
          ];
    }),
  );
}

/** Returns a free code for a part of a country or region, made of its name: "BE-GENT". */
export function newRegionCode(db: DataReader, parent: string, name: string): string {
  const letters = searchable(name)
    .replace(/[^a-z0-9]+/g, "")
    .toUpperCase();
  const country = parent.split("-")[0]!;
  const taken = new Set(regions(db).map(({ code }) => code));
  for (let n = 1; ; n += 1) {
    const code = `${country}-${letters.slice(0, 12) || "R"}${n === 1 ? "" : n}`;
    if (!taken.has(code)) return code;
  }
}

export const mostRegions = 500;

/** Returns whether a text has the form of a region code: "BE", "BE-BRU". */
export function isRegionCode(text: string): boolean {
  return /^[A-Z0-9-]{2,20}$/.test(text);
}

/** Returns whether a region may have its code and name, wherever it lies. */
export function mayBeRegion({ code, name }: Region): boolean {
  return isRegionCode(code) && code.length > 2 && name.trim() !== "" && name.length <= 100;
}

/** Returns a region after the regions it lies in. */
export function withParents(all: ReadonlyMap<string, Region>, code: string): Region[] {
  const region = all.get(code);
  return region ? [...withParents(all, region.parent), region] : [];
}

/** Adds a region. Throws `bad_input` for a code or name that is taken or not allowed, or an unknown parent. */
export function addRegion(tx: Tx, emit: Emit, region: Region): void {
  const all = regions(tx);
  const isTaken = all.some(({ code, parent, name }) => {
    return code === region.code || (parent === region.parent && searchable(name) === searchable(region.name));
  });
  const knowsParent = countryName(region.parent, "en") !== null || all.some(({ code }) => code === region.parent);
  if (isTaken || !knowsParent || !mayBeRegion(region) || all.length >= mostRegions)
    throw new HelplineError("bad_input");
  tx.run(q.insertInto("region").values(region));
  touch(tx);
  emit({ type: "region.changed", code: region.code, before: null, after: JSON.stringify(region) });
}

/** Renames a region, or removes it (`name` null) if it is unused. Throws `not_found`, `bad_input`. */
export function changeRegion(tx: Tx, emit: Emit, input: { code: string; name: string | null }): void {
  const all = regions(tx);
  const found = all.find(({ code }) => code === input.code);
  if (!found) throw new HelplineError("not_found");
  if (input.name === null) {
    const isUsed = tx.all(usedCodes({})).some(({ value }) => value === input.code);
    if (isUsed || all.some(({ parent }) => parent === input.code)) throw new HelplineError("bad_input");
    tx.run(q.deleteFrom("region").where("code", "=", input.code));
  } else {
    if (input.name.trim() === "" || input.name.length > 100) throw new HelplineError("bad_input");
    if (input.name === found.name) return;
    tx.run(q.updateTable("region").set({ name: input.name }).where("code", "=", input.code));
  }
  touch(tx);
  const after = input.name === null ? "gone" : JSON.stringify({ ...found, name: input.name });
  emit({ type: "region.changed", code: input.code, before: JSON.stringify(found), after });
}
