import { readServices } from "#src/directory/files/csv/import-csv.ts";
import { type HsdsRow, isRow, textIn } from "#src/directory/files/hsds/hsds-reading.ts";
import { importHsds } from "#src/directory/files/hsds/import/import-hsds.ts";
import { readJson } from "#src/directory/files/read-json.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { inSlices } from "../time-slice.ts";
import { maxFeed, withinLimits } from "./feed-limits.ts";
import { FeedError, type FeedText, textAt } from "./feed-text.ts";
import { type LineThere, linesThere, readPartner } from "./partner-answer.ts";

export type FeedLook =
  | {
      what: "hsds" | "csv";
      url: string;
      version: string;
      services: number;
      changed: string;
      names: string[];
    }
  | { what: "helpline"; url: string; name: string; lines: LineThere[] };

const maxNames = 5;

/** A page of a list of the HSDS API: {total_items, total_pages, contents…}. */
export interface Page {
  rows: HsdsRow[];
  items: number;
  pages: number;
}

/** Returns a value as the page of a list, or null. */
export function feedPageOf(value: unknown): Page | null {
  if (!isRow(value) || !Array.isArray(value.contents)) return null;
  const { total_items: items, total_pages: pages } = value;
  if (!isCount(items) || !isCount(pages)) return null;
  return { rows: value.contents.filter(isRow), items, pages };
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value >= 0;

/** Returns the JSON values in a text of another server, or null. Throws `json_beyond`. */
export async function documentsOf({ text }: FeedText): Promise<unknown[] | null> {
  const isJson = /^[\s\ufeff]*[{[]/.test(text.slice(0, 1_000));
  const read = isJson ? await inSlices(readJson(text)) : "not_json";
  if (read === "json_beyond") throw new FeedError(read);
  return read === "not_json" ? null : read;
}

/** Returns what is at an address: an HSDS API or file, CSV, or another helpline. Throws FeedError and OutgoingError. */
export function lookAt(ask: AskServer, address: URL): Promise<FeedLook> {
  return look(withinLimits(ask, maxFeed.lookMs), address);
}

async function look(ask: AskServer, address: URL): Promise<FeedLook> {
  const got = (await textAt(ask, address.href, { accept: "application/json, text/csv;q=0.9, */*;q=0.1" }))!;
  const documents = await documentsOf(got);
  if (documents) return lookAtJson(ask, got, documents);
  if (got.isPage) {
    // People know the address of a website. One that runs Porchlight has a directory beside it.
    if (address.pathname === "/") return look(ask, new URL("/hsds/services", address)).catch(() => refuse("web_page"));
    throw new FeedError("web_page");
  }
  return lookAtTable(got, address.href);
}

async function lookAtJson(ask: AskServer, got: FeedText, documents: unknown[]): Promise<FeedLook> {
  const [first] = documents;
  const url = got.address;
  const answer = isRow(first) && first.format === "helpline" ? readPartner(got.text, url) : null;
  if (answer) return { what: "helpline", url, name: answer.name, lines: linesThere(answer, url) };
  const page = feedPageOf(first);
  if (page && documents.length === 1)
    return foundApi(listAddress(url), page, await versionOf(ask, url), got.lastModified);
  if (isRow(first) && documents.length === 1 && isRoot(first)) return lookBelow(ask, url, textIn(first, "version"));
  const told = await inSlices(
    importHsds(documents, { source: url, timeZone: "UTC", today: "", regionOf: () => undefined }),
  );
  if (told.services.length === 0 && told.issues.some(({ severity }) => severity === "error")) refuse("not_a_feed");
  return found("hsds", url, told, got.lastModified);
}

function isRoot(row: HsdsRow): boolean {
  return "version" in row && ("openapi_url" in row || "profile" in row);
}

async function lookBelow(ask: AskServer, root: string, version: string): Promise<FeedLook> {
  const below = new URL(root);
  below.pathname = `${below.pathname.replace(/\/$/, "")}/services`;
  below.search = "";
  const got = (await textAt(ask, below.href, { accept: "application/json" }))!;
  const page = feedPageOf((await documentsOf(got))?.[0]);
  return page ? foundApi(listAddress(got.address), page, version, got.lastModified) : refuse("not_a_feed");
}

function listAddress(address: string): string {
  const url = new URL(address);
  for (const name of ["page", "per_page", "modified_after", "minimal", "full", "format"]) url.searchParams.delete(name);
  return url.href;
}

// The root beside the list states the version, if it is there.
async function versionOf(ask: AskServer, url: string): Promise<string> {
  if (!new URL(url).pathname.endsWith("/services")) return "";
  const got = await textAt(ask, new URL("./", url).href, { accept: "application/json" }).catch(() => null);
  const root = got && (await documentsOf(got))?.[0];
  return isRow(root) ? textIn(root, "version").slice(0, 20) : "";
}

function foundApi(url: string, { rows, items }: Page, version: string, lastModified: string | null): FeedLook {
  const names = rows.slice(0, maxNames).map((row) => textIn(row, "name").slice(0, 200));
  const newest =
    rows
      .map((row) => textIn(row, "last_modified"))
      .sort()
      .at(-1) ?? "";
  return { what: "hsds", url, version, services: items, changed: lastModified ?? newest, names: names.filter(Boolean) };
}

async function lookAtTable(got: FeedText, url: string): Promise<FeedLook> {
  const told = await inSlices(
    readServices(got.text, { timeZone: "UTC", today: "9999-12-31", regionOf: () => undefined }),
  );
  return told.services.length > 0 ? found("csv", url, told, got.lastModified) : refuse("not_a_feed");
}

function found(what: "hsds" | "csv", url: string, { services }: Incoming, lastModified: string | null): FeedLook {
  const names = services.slice(0, maxNames).map(({ entry }) => entry.name);
  return { what, url, version: "", services: services.length, changed: lastModified ?? "", names };
}

function refuse(problem: FeedError["problem"]): never {
  throw new FeedError(problem);
}
