import { services } from "#src/directory/entry/services.ts";
import {
  addRegion,
  changeRegion,
  countryName,
  knownRegions,
  newRegionCode,
  regionNames,
  regions,
} from "#src/directory/regions.ts";
import { HelplineError } from "#src/errors.ts";
import { tidyLine } from "#src/hours/files/imported.ts";
import { lines } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { searchable } from "#src/i18n/fold.ts";
import { type RegionProblem, Regions, type RegionsProps, type ShownRegion } from "#views/admin/directory/regions.tsx";

/** GET /admin/directory/regions */
export const regionsPage: Handle = (c, helpline) => {
  const { t } = staffFrame(c, helpline);
  return showRegions(c, helpline, { done: c.req.query("saved") === "1" ? t("admin.form.saved") : null });
};

/** POST /admin/directory/regions: adds a part of a country; its code is made from its name. */
export const addNewRegion: Handle = async (c, helpline) => {
  const given = await fields(c);
  const draft = { name: tidyLine(given.name ?? ""), parent: given.parent ?? "" };
  const kind = problemOf(helpline, draft, null);
  if (kind) return showRegions(c, helpline, { draft, problem: { code: null, kind, name: null } });
  await act(c, helpline.db, (tx, emit) =>
    addRegion(tx, emit, { ...draft, code: newRegionCode(tx, draft.parent, draft.name) }),
  );
  return c.redirect("/admin/directory/regions?saved=1", 303);
};

/** POST /admin/directory/regions/:id: renames a region, or removes it while nothing uses it. */
export const changeOneRegion: Handle = async (c, helpline) => {
  const { db } = helpline;
  const found = regions(db).find(({ code }) => code === c.req.param("id"));
  if (!found) throw new HelplineError("not_found");
  const given = await fields(c);
  if (given.do !== "rename" && given.do !== "remove") throw new HelplineError("bad_input");
  const { code, parent } = found;
  const name = given.do === "remove" ? null : tidyLine(given.name ?? "");
  const kind = name === null ? inUse(helpline, code) : problemOf(helpline, { name, parent }, code);
  if (kind) return showRegions(c, helpline, { problem: { code, kind, name } });
  await act(c, db, changeRegion, { code, name });
  return c.redirect("/admin/directory/regions?saved=1", 303);
};

/** `but` is the code of the region itself. */
function problemOf({ db }: Helpline, draft: RegionsProps["draft"], but: string | null): RegionProblem | null {
  const { name, parent } = draft;
  const all = regions(db);
  if (name === "") return "no_name";
  if (name.length > 100) return "too_long";
  if (countryName(parent, "en") === null && !all.some(({ code }) => code === parent)) return "no_parent";
  const others = all.filter((one) => one.code !== but && one.parent === parent);
  if (others.some((one) => searchable(one.name) === searchable(name))) return "taken";
  return but === null && all.length >= 500 ? "too_many" : null;
}

function inUse(helpline: Helpline, code: string): RegionProblem | null {
  const isUsed = placesOf(helpline).has(code) || regions(helpline.db).some(({ parent }) => parent === code);
  return isUsed ? "in_use" : null;
}

function placesOf({ db }: Helpline): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of services(db).flatMap(({ entry }) => entry.regions)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

type Shown = Partial<Pick<RegionsProps, "draft" | "problem" | "done">>;

function showRegions(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { language } = frame.t;
  const places = placesOf(helpline);
  const all = regions(db);
  const nameOf = regionNames(db, language);
  const rows = knownRegions(db).map(
    ({ code, depth }): ShownRegion => ({
      code,
      depth,
      name: nameOf(code),
      isCountry: !all.some((one) => one.code === code),
      places: places.get(code) ?? 0,
      hasParts: all.some(({ parent }) => parent === code),
    }),
  );
  const home = lines(db)[0]!.country;
  const known = rows.map(({ code, name, depth }): [string, string] => [code, "– ".repeat(depth) + name]);
  const others = countries(language).filter(([code]) => !rows.some((one) => one.code === code));
  const { draft = { name: "", parent: home }, problem = null, done = null } = shown;
  const props = { frame, regions: rows, parents: [...known, ...others], draft, problem, done };
  return page(c, <Regions {...props} />, problem ? 422 : 200);
}

function countries(language: Parameters<typeof countryName>[1]): [string, string][] {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const named = codes.flatMap((code): [string, string][] => {
    const name = countryName(code, language);
    return name === null ? [] : [[code, name]];
  });
  return named.sort(([, a], [, b]) => a.localeCompare(b, language));
}
