import { searchState } from "#src/directory/entry/state.ts";
import { organizationAsHsds } from "#src/directory/files/hsds/export/export-hsds.ts";
import { regionNames } from "#src/directory/regions.ts";
import {
  type FeedWish,
  type Fullness,
  feedOrganizations,
  feedService,
  feedTaxonomy,
  feedTerms,
  publishedServices,
} from "#src/directory/sharing/feed-page.ts";
import { type Publication, publication } from "#src/directory/sharing/publishing.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { HelplineError } from "#src/errors.ts";
import { publishLarge } from "#src/http/frame/publish.ts";
import type { Limiter } from "#src/http/limits/limits.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { settings } from "#src/settings/settings.ts";

// Our directory for other directories: the API of HSDS 3.1, with the ages of Open Referral UK (docs/sharing.md).

/** Goes up when we write the same directory differently, so that kept copies are fetched again. */
const writtenAs = 1;
const keptFor = 300;
const usualPage = 50;
const largestPage = 500;
/** Ids alone: nobody should have to ask twice whether anything is new. */
const largestList = 10_000;

class Unreadable extends Error {
  constructor(readonly parameter: string) {
    super(parameter);
  }
}

interface FeedAnswer {
  asked: Record<string, string>;
  type: string;
  /** Not called for those who have it already. */
  write(): Promise<string> | string;
}

function feed(tell: (c: C, helpline: Helpline, all: Publication) => FeedAnswer | undefined): Handle {
  return async (c, helpline) => {
    const { db, clock, limiter } = helpline;
    if (!settings(db).publishDirectory) return c.json({ error: "not_published" }, 404);
    if (!limiter.take("feed", "all")) throw new HelplineError("too_fast");
    const all = await publication(db, clock.now());
    try {
      const told = tell(c, helpline, all);
      if (!told) return c.json({ error: "not_found" }, 404);
      const { asked, type, write } = told;
      const version = JSON.stringify([writtenAs, all.version, c.req.path.replace(/\/$/, ""), asked]);
      const answer = { type, version, changedAt: all.changedAt, keptFor, write: async () => write() };
      return await publishLarge(c, answer);
    } catch (error) {
      if (error instanceof Unreadable) return c.json({ error: "bad_value", parameter: error.parameter }, 400);
      throw error;
    }
  };
}

const json = "application/json";

/** GET /hsds */
export const hsdsRoot = feed(() => {
  const openapi_url = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json";
  const root = { version: "3.1", profile: "https://docs.openreferral.org/en/3.1/hsds/", openapi_url };
  return { asked: {}, type: json, write: () => JSON.stringify(root) };
});

/** GET /hsds/services */
export const hsdsServices = feed((c, { db, clock, limiter }, all) => {
  const wish = readWish(c);
  const fullness = fullnessOf(c);
  const lines = formatOf(c) === "ndjson";
  // NDJSON has no pages: it is all there is, unless someone asks for less.
  const isWhole = lines && c.req.query("page") === undefined && c.req.query("per_page") === undefined;
  const largest = fullness === "minimal" ? largestList : largestPage;
  const page = isWhole ? wholePage : readPage(c, largest);
  // The same search may find other places by now.
  const foundAs = wish.search === "" ? "" : searchState(db);
  const asked = { ...texts(wish), foundAs, fullness, format: lines ? "ndjson" : "json", ...texts(page) };
  const write = () =>
    inSlices(
      (function* () {
        const found = publishedServices(db, all, wish, clock.now());
        const rows = rowsOf(page, found);
        refuseLong(limiter, rows.length / largest);
        const regionName = regionNames(db, "en");
        const pieces: string[] = [];
        for (const one of rows) {
          pieces.push(JSON.stringify(feedService(one, fullness, regionName)));
          yield pieces.length;
        }
        return lines ? pieces.map((piece) => `${piece}\n`).join("") : envelope(page, found.length, pieces);
      })(),
    );
  return { asked, type: lines ? "application/x-ndjson" : json, write };
});

/** GET /hsds/services/:id: with everything that belongs to it. */
export const hsdsService = feed((c, { db }, { services }) => {
  const found = services.find(({ id }) => id === idIn(c));
  return (
    found && { asked: {}, type: json, write: () => JSON.stringify(feedService(found, "full", regionNames(db, "en"))) }
  );
});

/** GET /hsds/organizations */
export const hsdsOrganizations = feed((c, _helpline, all) => listOf(c, () => feedOrganizations(all)));

/** GET /hsds/organizations/:id */
export const hsdsOrganization = feed((c, _helpline, { organizations }) => {
  const found = organizations.get(idIn(c));
  return found && { asked: {}, type: json, write: () => JSON.stringify(organizationAsHsds(idIn(c), found)) };
});

/** GET /hsds/taxonomies */
export const hsdsTaxonomies = feed((c) => listOf(c, () => [feedTaxonomy]));

/** GET /hsds/taxonomies/:id */
export const hsdsTaxonomy = feed((c) => oneOf(c, () => [feedTaxonomy]));

/** GET /hsds/taxonomy_terms */
export const hsdsTerms = feed((c, _helpline, all) => listOf(c, () => feedTerms(all)));

/** GET /hsds/taxonomy_terms/:id */
export const hsdsTerm = feed((c, _helpline, all) => oneOf(c, () => feedTerms(all)));

/** Each answer stays in memory until it is read to its end, and a hundred whole directories would fill it. */
function refuseLong(limiter: Limiter, pages: number) {
  const more = Math.ceil(pages) - 1;
  if (more > 0 && !limiter.take("feed", "all", more)) throw new HelplineError("too_fast");
}

function listOf(c: C, all: () => { id: string }[]): FeedAnswer {
  const page = readPage(c, largestPage);
  const write = () => {
    const found = all();
    const rows = rowsOf(page, found).map((row) => JSON.stringify(row));
    return envelope(page, found.length, rows);
  };
  return { asked: texts(page), type: json, write };
}

function oneOf(c: C, all: () => { id: string }[]): FeedAnswer | undefined {
  const found = all().find(({ id }) => id === idIn(c));
  return found && { asked: {}, type: json, write: () => JSON.stringify(found) };
}

function idIn(c: C): string {
  return c.req.param("id")!.toLowerCase();
}

interface Page {
  number: number;
  size: number;
}

function readPage(c: C, largest: number): Page {
  const number = wholeIn(c, "page", 1) ?? 1;
  return { number, size: Math.min(wholeIn(c, "per_page", 1) ?? usualPage, largest) };
}

const wholePage: Page = { number: 1, size: Number.MAX_SAFE_INTEGER };

const rowsOf = <Row>({ number, size }: Page, all: Row[]): Row[] => all.slice((number - 1) * size, number * size);

function envelope({ number, size }: Page, items: number, rows: string[]): string {
  const pages = Math.ceil(items / size);
  const head = {
    total_items: items,
    total_pages: pages,
    page_number: number,
    size: rows.length,
    first_page: number === 1,
    last_page: number >= pages,
    empty: rows.length === 0,
  };
  return `${JSON.stringify(head).slice(0, -1)},"contents":[${rows.join(",")}]}`;
}

function readWish(c: C): FeedWish {
  const given = (name: string) => (c.req.query(name) ?? "").trim();
  return {
    search: given("search").slice(0, 200).toWellFormed(),
    taxonomyTermId: given("taxonomy_term_id").toLowerCase(),
    taxonomyId: given("taxonomy_id").toLowerCase(),
    organizationId: given("organization_id").toLowerCase(),
    modifiedAfter: momentIn(c, "modified_after"),
    minimumAge: wholeIn(c, "minimum_age", 0),
    maximumAge: wholeIn(c, "maximum_age", 0),
  };
}

function fullnessOf(c: C): Fullness {
  if (flagIn(c, "minimal")) return "minimal";
  return flagIn(c, "full") ? "full" : "plain";
}

function formatOf(c: C): "json" | "ndjson" {
  const format = c.req.query("format") || "json";
  if (format !== "json" && format !== "ndjson") throw new Unreadable("format");
  return format;
}

function flagIn(c: C, name: string): boolean {
  const text = c.req.query(name) ?? "false";
  if (!/^(true|false|1|0|)$/.test(text)) throw new Unreadable(name);
  return text !== "false" && text !== "0";
}

function wholeIn(c: C, name: string, least: number): number | null {
  const text = c.req.query(name) ?? "";
  if (text === "") return null;
  if (!/^\d{1,6}$/.test(text) || Number(text) < least) throw new Unreadable(name);
  return Number(text);
}

function momentIn(c: C, name: string): number | null {
  const text = c.req.query(name) ?? "";
  if (text === "") return null;
  const isMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text);
  const at = Date.parse(/T.*[\d]$/.test(text) && !/[+-]\d{2}:?\d{2}$/.test(text) ? `${text}Z` : text);
  if (!isMoment || Number.isNaN(at)) throw new Unreadable(name);
  return at;
}

function texts(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value ?? "")]));
}
