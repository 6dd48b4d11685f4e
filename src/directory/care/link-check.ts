import { dayMs, hourMs } from "#src/clock.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { type Entry, isOutOfUse, maxEntry } from "#src/directory/entry/entry.ts";
import { type Service, service } from "#src/directory/entry/services.ts";
import { OutgoingError, type OutgoingKind } from "#src/outgoing/error.ts";
import type { AskServer, OutgoingAnswer } from "#src/outgoing/outgoing.ts";

interface Link {
  serviceId: string;
  url: string;
}

interface LinkAnswer {
  /** `unknown` says nothing about the link: a person may still reach it. */
  result: "ok" | "moved" | "failed" | "unknown";
  status: number | null;
  movedTo: string | null;
}

export interface LinkCheck extends Link {
  checkedAt: number;
  /** `failing`: only once, or for less than a day. Only `broken` is shown. */
  result: "ok" | "moved" | "failing" | "broken" | "unknown";
  status: number | null;
  movedTo: string | null;
  failingSince: number | null;
}

/** How long a result holds. A failing link is asked again after a day, as a server may be down for a night. */
const holds = { ok: 7 * dayMs, moved: 7 * dayMs, unknown: 7 * dayMs, broken: 7 * dayMs, failing: dayMs };

const servicesAtOnce = 40;
const linksAtOnce = 5;

/** Returns the next links due at `now` (ms UTC), after service `after` ("" = the first). `next` is "" at the end. */
export function dueLinks(db: DataReader, now: number, after: string): { links: Link[]; next: string } {
  const ids = db.all(q.selectFrom("service").select("id").where("id", ">", after).orderBy("id").limit(servicesAtOnce));
  const links: Link[] = [];
  let next = after;
  for (const { id } of ids) {
    const due = dueOf(db, id, now);
    const room = linksAtOnce - links.length;
    links.push(...due.slice(0, room));
    // What did not fit is still due next time.
    if (due.length >= room) return { links, next: due.length > room ? next : id };
    next = id;
  }
  return { links, next: ids.length < servicesAtOnce ? "" : next };
}

function dueOf(db: DataReader, serviceId: string, now: number): Link[] {
  const urls = urlsOf(service(db, serviceId)!.entry);
  if (urls.length === 0) return [];
  const known = new Map(rowsOf(db, serviceId).map((row) => [row.url, row]));
  return urls.flatMap((url) => {
    const last = known.get(url);
    const isDue = !last || now - last.checkedAt >= holds[last.result];
    return isDue ? [{ serviceId, url }] : [];
  });
}

/** Returns the links of a service that people can see, at most as many as are asked at once. */
export function linksOf(db: DataReader, serviceId: string): Link[] {
  const found = service(db, serviceId);
  const urls = found ? urlsOf(found.entry) : [];
  return urls.slice(0, linksAtOnce).map((url) => ({ serviceId, url }));
}

/** Returns how many links of a service people can see. */
export function countLinks(db: DataReader, serviceId: string): number {
  const found = service(db, serviceId);
  return found ? urlsOf(found.entry).length : 0;
}

/** Returns those links not asked in the minute before `now` (ms UTC), since asking again so soon is a double press. */
export function linksToAsk(db: DataReader, serviceId: string, now: number): Link[] {
  const last = new Map(rowsOf(db, serviceId).map(({ url, checkedAt }) => [url, checkedAt]));
  return linksOf(db, serviceId).filter(({ url }) => now - (last.get(url) ?? 0) >= hourMs / 60);
}

/** Makes every link due again, except those asked within the last hour. Returns how many. */
export function askAllAgain(tx: Tx): number {
  const asked = q.updateTable("link_check").set({ checked_at: 0 });
  return tx.run(asked.where("checked_at", "<", tx.at - hourMs));
}

function urlsOf({ channels, visibility, status }: Entry): string[] {
  if (visibility === "hidden" || isOutOfUse(status)) return [];
  const urls = channels.filter(({ kind }) => kind === "web" || kind === "chat").map(({ value }) => value.trim());
  return [...new Set(urls)].filter((url) => url !== "");
}

/** Failures that are the same for anyone who follows the link. */
const failures: OutgoingKind[] = ["unknown_host", "refused", "tls", "too_many_redirects"];

/** Returns how a link answers to HEAD, or to GET where HEAD says nothing. Never throws for what another server does. */
export async function askLink(ask: AskServer, url: string): Promise<LinkAnswer> {
  const first = await askBy("HEAD", ask, url);
  const isSure = first.result === "ok" || first.result === "moved" || first.status === 429;
  return isSure || first.kind === "sure" ? tell(first) : tell(await askBy("GET", ask, url));
}

const tell = ({ result, status, movedTo }: LinkAnswer): LinkAnswer => ({ result, status, movedTo });

/** `sure`: the other method would give the same. */
type Heard = LinkAnswer & { kind?: "sure" };

async function askBy(method: "HEAD" | "GET", ask: AskServer, url: string): Promise<Heard> {
  try {
    return readAnswer(url, await ask(url, { method }));
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    const nothing = { status: null, movedTo: null };
    if (error.kind === "broken" || error.kind === "too_slow") return { result: "unknown", ...nothing };
    return { result: failures.includes(error.kind) ? "failed" : "unknown", ...nothing, kind: "sure" };
  }
}

/** The rules are in docs/directory.md, “Links”. */
function readAnswer(url: string, { status, movedTo }: OutgoingAnswer): LinkAnswer {
  if (status === 404 || status === 410) return { result: "failed", status, movedTo: null };
  if (status < 200 || status > 299) return { result: "unknown", status, movedTo: null };
  const asked = new URL(url);
  asked.hash = "";
  // An address that is too long for an entry cannot be proposed.
  return asked.href === movedTo || movedTo.length > maxEntry.line
    ? { result: "ok", status, movedTo: null }
    : { result: "moved", status, movedTo };
}

/** Stores how a link answered, and forgets links that the service no longer has. */
export function noteLink(tx: Tx, { serviceId, url, answer }: Link & { answer: LinkAnswer }): void {
  const found = service(tx, serviceId);
  const urls = found ? urlsOf(found.entry) : [];
  const last = rowsOf(tx, serviceId).find((row) => row.url === url);
  tx.run(
    q
      .deleteFrom("link_check")
      .where("service_id", "=", serviceId)
      .where("url", "not in", [...urls, ""]),
  );
  if (!urls.includes(url)) return;
  const failingSince = failingSinceOf(answer, last?.failingSince ?? null, tx.at);
  tx.run(
    q.replaceInto("link_check").values({
      service_id: serviceId,
      url,
      checked_at: tx.at,
      result: answer.result === "failed" ? failedFor(tx.at - failingSince!) : answer.result,
      http_status: answer.status,
      final_url: answer.movedTo,
      failing_since: failingSince,
    }),
  );
}

function failingSinceOf({ result }: LinkAnswer, before: number | null, at: number): number | null {
  if (result === "failed") return before ?? at;
  return result === "unknown" ? before : null;
}

const failedFor = (ms: number) => (ms >= dayMs ? "broken" : "failing");

interface LinkProblem extends LinkCheck {
  result: "broken" | "moved";
  service: Service;
}

/** Returns every broken or moved link, broken ones first, then by the name of the service. */
export function linkProblems(db: DataReader): LinkProblem[] {
  const rows = db.all(q.selectFrom("link_check").selectAll().where("result", "in", ["broken", "moved"]));
  return rows
    .map(asCheck)
    .flatMap((check) => {
      const found = service(db, check.serviceId);
      return found && urlsOf(found.entry).includes(check.url) ? [{ ...check, service: found } as LinkProblem] : [];
    })
    .sort((a, b) => rank(a) - rank(b) || (a.service.entry.name < b.service.entry.name ? -1 : 1));
}

const rank = ({ result }: LinkProblem) => (result === "broken" ? 0 : 1);

/** Returns the last results for the links of a service, without those that were never asked. */
export function linkChecks(db: DataReader, serviceId: string): LinkCheck[] {
  const found = service(db, serviceId);
  const urls = found ? urlsOf(found.entry) : [];
  return rowsOf(db, serviceId).filter(({ url }) => urls.includes(url));
}

function rowsOf(db: DataReader, serviceId: string): LinkCheck[] {
  return db.all(q.selectFrom("link_check").selectAll().where("service_id", "=", serviceId)).map(asCheck);
}

type Row = {
  service_id: string;
  url: string;
  checked_at: number;
  result: LinkCheck["result"];
  http_status: number | null;
  final_url: string | null;
  failing_since: number | null;
};

function asCheck(row: Row): LinkCheck {
  return {
    serviceId: row.service_id,
    url: row.url,
    checkedAt: row.checked_at,
    result: row.result,
    status: row.http_status,
    movedTo: row.final_url,
    failingSince: row.failing_since,
  };
}
