import { hourMs } from "#src/clock.ts";
import type { DataReader, Db } from "#src/db/db.ts";
import { readServices } from "#src/directory/files/csv/import-csv.ts";
import {
  type HsdsOptions,
  type HsdsRow,
  isRow,
  startReading,
  textIn,
  uuidOf,
} from "#src/directory/files/hsds/hsds-reading.ts";
import { importHsds } from "#src/directory/files/hsds/import/import-hsds.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { regionOf } from "#src/directory/regions.ts";
import { HelplineError } from "#src/errors.ts";
import { localDate } from "#src/hours/instants.ts";
import { languages } from "#src/i18n/i18n.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { inSlices } from "../time-slice.ts";
import { maxFeed, refuseMany, withinLimits } from "./feed-limits.ts";
import { documentsOf, feedPageOf, type Page } from "./feed-look.ts";
import { FeedError, type FeedProblem, type FeedText, isProblem, problemOf, textAt, waitAsked } from "./feed-text.ts";
import { itemId, itemsInUse, keepItems, ownServices } from "./source-items.ts";
import { takeAll } from "./source-taking.ts";
import { type HeardOfFeed, noteAnswer, noteSourceFailure, type Source } from "./sources.ts";

interface FeedTold {
  incoming: Incoming;
  /** Ids of all it has; null where it does not say, and then nothing counts as gone. */
  listed: Set<string> | null;
  heard: HeardOfFeed;
  /** What was asked for one by one when time ran out; the rest comes next time. */
  part?: string[];
}

const askedEvery = 24 * hourMs;

const { perPage, perList } = maxFeed;

interface Polling {
  now: number;
  /** 0 to 1: spreads sources that were added together. */
  luck: number;
  /** For services asked for one by one, ms. */
  patience?: number;
  /** For all of it, ms. */
  most?: number;
}

const going = new WeakMap<Db, Map<number, Promise<void>>>();
/** What was asked for one by one so far. After a restart all of it is asked for again. */
const parts = new WeakMap<Db, Map<number, Set<string>>>();

/** Polls a source for review, or takes its news if trusted; a partial answer changes nothing. Calls meanwhile share one poll. */
export function pollFeed(db: Db, ask: AskServer, source: Source, polling: Polling): Promise<void> {
  const all = going.get(db) ?? new Map<number, Promise<void>>();
  going.set(db, all);
  const { id } = source;
  const mine = all.get(id) ?? poll(db, ask, source, polling).finally(() => all.delete(id));
  all.set(id, mine);
  return mine;
}

async function poll(db: Db, ask: AskServer, source: Source, polling: Polling): Promise<void> {
  const { id } = source;
  const { luck } = polling;
  try {
    const told = await tell(db, withinLimits(ask, polling.most ?? maxFeed.ms), source, polling);
    if (told) await keepItems(db, source, told);
    if (told) notePart(db, id, told.part);
    if (source.accept === "auto") await takeAll(db, source);
    const next = spread(told?.part ? hourMs : askedEvery, luck);
    await db.change("porchlight", (tx) => noteAnswer(tx, { id, next: tx.at + next, heard: told?.heard ?? {} }));
  } catch (error) {
    const problem = pollProblem(error);
    // An error of our own would come again at once, so it waits, too.
    const wait = spread(Math.max(Math.min(hourMs * 2 ** source.failCount, askedEvery), waitAsked(error)), luck);
    await db.change("porchlight", (tx) =>
      noteSourceFailure(tx, { id, next: tx.at + wait, problem: problem ?? "failed_here" }),
    );
    if (problem === null) throw error;
  }
}

function partOf(db: Db, id: number): ReadonlySet<string> {
  return parts.get(db)?.get(id) ?? new Set();
}

function notePart(db: Db, id: number, part: string[] | undefined) {
  const all = parts.get(db) ?? new Map<number, Set<string>>();
  parts.set(db, all);
  if (part) all.set(id, new Set([...partOf(db, id), ...part]));
  else all.delete(id);
}

function pollProblem(error: unknown): FeedProblem | null {
  if (error instanceof HelplineError && error.code === "taken") return "changed_here";
  return isProblem(error) ? problemOf(error) : null;
}

const spread = (ms: number, luck: number) => Math.round(ms * (1 + luck / 10));

async function tell(db: Db, ask: AskServer, source: Source, polling: Polling): Promise<FeedTold | null> {
  const { url, etag, lastModified, kind } = source;
  const options = optionsOf(db, source, polling.now);
  if (kind === "csv") {
    const got = await textAt(ask, url, { etag, lastModified, accept: "text/csv, text/plain;q=0.9" });
    return got && whole(source, got, await inSlices(readServices(got.text, options)));
  }
  // The plain address of an API gives its first page, that of a file the file.
  const list = address(url, { minimal: "true", per_page: perList });
  const got = await textAt(ask, list, { etag, lastModified, accept: "application/json" });
  if (got === null) return null;
  const documents = await documentsOf(got);
  const page = documents?.length === 1 ? feedPageOf(documents[0]) : null;
  if (page) return tellApi(db, ask, source, options, { got, page, ...polling });
  if (!documents) throw new FeedError(got.isPage ? "web_page" : "not_a_feed");
  return whole(source, got, await inSlices(importHsds(documents, options)));
}

function optionsOf(db: DataReader, { url, name, timeZone }: Source, now: number): HsdsOptions {
  const today = localDate(timeZone, now);
  return { source: url, sourceName: name, timeZone, today, regionOf: (text) => regionOf(db, text, languages) };
}

// A row that could not be read is no reason to count its service as gone.
function whole(source: Source, { etag, lastModified, isPage }: FeedText, incoming: Incoming): FeedTold {
  const hasErrors = incoming.issues.some(({ severity }) => severity === "error");
  if (incoming.services.length === 0 && hasErrors) throw new FeedError(isPage ? "web_page" : "not_a_feed");
  refuseMany(incoming.services.length);
  const listed = hasErrors ? null : new Set(incoming.services.map((one) => itemId(source, one)));
  return { incoming, listed, heard: { etag, lastModified } };
}

// First all ids, then what changed since the last time, then what is unknown because it came back or time ran out.
async function tellApi(
  db: Db,
  ask: AskServer,
  source: Source,
  options: HsdsOptions,
  first: { got: FeedText; page: Page; patience?: number },
): Promise<FeedTold> {
  const { url, toldUntil } = source;
  const all = await rowsOf(ask, (page) => address(url, { minimal: "true", per_page: perList, page }), first.page);
  const reading = startReading(options);
  const rows = new Map(all.map((row) => [uuidOf(reading, textIn(row, "id")), row]));
  const since: Record<string, string> = toldUntil === null ? {} : { modified_after: toldUntil };
  const changed = await rowsOf(ask, (page) => address(url, { ...since, full: "true", per_page: perPage, page }));
  const told = new Map(changed.map((row) => [uuidOf(reading, textIn(row, "id")), row]));
  const known = new Set([...itemsInUse(db, source.id), ...ownServices(db, source)]);
  const isWanted = (id: string, row: HsdsRow) =>
    (told.has(id) ? !isWhole(told.get(id)!) : !known.has(id)) && !isOver(row);
  const wanted = [...rows].filter(([id, row]) => isWanted(id, row));
  const before = partOf(db, source.id);
  const { found, asked, isAll } = await singles(
    ask,
    url,
    wanted.filter((one) => !before.has(wordFor(one))),
    first.patience,
  );
  // The list had no more than their names.
  for (const [id] of wanted) told.delete(id);
  for (const [id, row] of found) told.set(id, row);
  const incoming = await inSlices(importHsds([...told.values()], options));
  const newest = newestOf([...all, ...told.values()], toldUntil);
  // The first part of a list in several says nothing of the others.
  const { etag, lastModified } = first.page.pages > 1 ? { etag: null, lastModified: null } : first.got;
  const listed = new Set([...rows].filter(([, row]) => !isOver(row)).map(([id]) => id));
  if (!isAll) return { incoming, listed, heard: {}, part: asked };
  return { incoming, listed, heard: { etag, lastModified, toldUntil: newest } };
}

// A directory lists for a while as defunct what it no longer has.
function isOver(row: HsdsRow): boolean {
  return textIn(row, "status") === "defunct";
}

async function rowsOf(ask: AskServer, at: (page: number) => string, first?: Page): Promise<HsdsRow[]> {
  const rows: HsdsRow[] = [];
  let pages = 1;
  let items = 0;
  for (let page = 1; page <= pages; page += 1) {
    const got = page === 1 && first ? first : await askPage(ask, at(page));
    pages = got.pages;
    items = got.items;
    refuseMany(Math.max(items, rows.length + got.rows.length));
    if (pages > maxFeed.pages) throw new FeedError("too_much");
    rows.push(...got.rows);
  }
  const ids = new Set(rows.map((row) => textIn(row, "id")));
  if (ids.size < items || ids.has("")) throw new FeedError("broken");
  return rows;
}

async function askPage(ask: AskServer, url: string): Promise<Page> {
  const got = (await textAt(ask, url, { accept: "application/json" }))!;
  const page = feedPageOf((await documentsOf(got))?.[0]);
  if (!page) throw new FeedError(got.isPage ? "web_page" : "not_a_feed");
  return page;
}

interface Singles {
  found: [string, HsdsRow][];
  asked: string[];
  isAll: boolean;
}

// As many as there is time for, at least one. One that has just gone is passed over.
async function singles(
  ask: AskServer,
  url: string,
  wanted: [string, HsdsRow][],
  patience: number = maxFeed.singlesMs,
): Promise<Singles> {
  const started = performance.now();
  const found: [string, HsdsRow][] = [];
  const asked: string[] = [];
  for (const one of wanted) {
    if (asked.length > 0 && performance.now() - started >= patience) return { found, asked, isAll: false };
    const at = new URL(url);
    at.pathname = `${at.pathname.replace(/\/$/, "")}/${encodeURIComponent(textIn(one[1], "id"))}`;
    const got = await textAt(ask, at.href, { accept: "application/json" }).catch(passOver);
    const row = got && (await documentsOf(got))?.[0];
    if (isRow(row)) found.push([one[0], row]);
    asked.push(wordFor(one));
  }
  return { found, asked, isAll: true };
}

// Changes as soon as the list says that the service changed. No instant is longer than 40 characters.
function wordFor([id, row]: [string, HsdsRow]): string {
  return `${id} ${textIn(row, "last_modified").slice(0, 40)}`;
}

function passOver(error: unknown): null {
  if (error instanceof FeedError && error.problem === "not_found") return null;
  throw error;
}

// A list may leave out what belongs to a service.
function isWhole(row: HsdsRow): boolean {
  const hangs = ["phones", "schedules", "service_at_locations", "languages", "attributes", "service_areas", "contacts"];
  return hangs.some((name) => Array.isArray(row[name]));
}

function newestOf(rows: HsdsRow[], before: string | null): string | null {
  const times = rows.map((row) => textIn(row, "last_modified")).filter((text) => !Number.isNaN(Date.parse(text)));
  const all = before === null ? times : [...times, before];
  return all.reduce<string | null>((a, b) => (a !== null && Date.parse(a) >= Date.parse(b) ? a : b), null);
}

function address(url: string, asked: Record<string, string | number>): string {
  const at = new URL(url);
  for (const [name, value] of Object.entries(asked)) at.searchParams.set(name, String(value));
  return at.href;
}
