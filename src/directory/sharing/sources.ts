import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { maxEntry } from "#src/directory/entry/entry.ts";
import { touch } from "#src/directory/entry/state.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";

/** A directory (`hsds`, `csv`) or another helpline (`partner`) that we read. */
export interface Source {
  id: number;
  name: string;
  kind: SourceKind;
  url: string;
  accept: "review" | "auto";
  timeZone: string;
  /** What its publisher allows; "" = not said, and then nothing of it is passed on. */
  licenceNote: string;
  enabled: boolean;
  lastOkAt: number | null;
  nextPollAt: number;
  /** Failures since the last usable answer, and the last FeedProblem. */
  failCount: number;
  lastError: string | null;
  etag: string | null;
  lastModified: string | null;
  /** When its newest service changed, as it says. */
  toldUntil: string | null;
}

type SourceKind = "hsds" | "csv" | "partner";

type SourceValues = Pick<Source, "name" | "accept" | "timeZone" | "licenceNote" | "enabled">;

export const maxSource = { name: maxEntry.name, url: 1_000, licenceNote: 1_000 } as const;
/** More would be a crawler. */
export const maxSources = 100;

const rows = () => q.selectFrom("directory_source").selectAll();
type Row = Awaited<ReturnType<ReturnType<typeof rows>["execute"]>>[number];

/** Returns every source, by name. */
export function sources(db: DataReader): Source[] {
  return db.all(rows().orderBy("name").orderBy("id")).map(asSource);
}

/** Returns a source by its id, or undefined. */
export function source(db: DataReader, id: number): Source | undefined {
  const row = db.first(rows().where("id", "=", id));
  return row && asSource(row);
}

/** Returns the sources to poll at `at` (ms UTC), longest due first. */
export function dueSources(db: DataReader, at: number): Source[] {
  const due = rows().where("enabled", "=", 1).where("next_poll_at", "<=", at).orderBy("next_poll_at");
  return db.all(due).map(asSource);
}

/** Returns the ids of sources that may be passed on: those with a note of what their publisher allows. */
export function passedOn(db: DataReader): number[] {
  return sources(db).flatMap(({ id, licenceNote }) => (licenceNote.trim() === "" ? [] : [id]));
}

function asSource(row: Row): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    url: row.url,
    accept: row.accept,
    timeZone: row.time_zone,
    licenceNote: row.licence_note,
    enabled: row.enabled === 1,
    lastOkAt: row.last_ok_at,
    nextPollAt: row.next_poll_at ?? 0,
    failCount: row.fail_count,
    lastError: row.last_error,
    etag: row.etag,
    lastModified: row.http_last_modified,
    toldUntil: row.told_until,
  };
}

/** Returns a web address as someone types it, "other.example/hsds", or null. */
export function readSourceAddress(typed: string): URL | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][\w+.-]*:/i.test(text) && !/^[\w.-]+:\d/.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") return null;
  url.hash = "";
  return url.href.length <= maxSource.url ? url : null;
}

/** Returns the source that is read at an address, or undefined. */
export function sourceAt(db: DataReader, url: string): Source | undefined {
  return sources(db).find((one) => one.url === url);
}

/** Adds a source and returns its id. Throws `bad_input`, and `taken` where that address is read already. */
export function addSource(
  tx: Tx,
  emit: Emit,
  given: Omit<SourceValues, "enabled"> & Pick<Source, "kind" | "url">,
): number {
  const { kind, url } = given;
  refuseWrong({ ...given, enabled: true });
  if (readSourceAddress(url)?.href !== url) throw new HelplineError("bad_input");
  if (sourceAt(tx, url)) throw new HelplineError("taken");
  if (sources(tx).length >= maxSources) throw new HelplineError("bad_input");
  const values = { ...stored({ ...given, enabled: true }), kind, url, created_at: tx.at, next_poll_at: tx.at };
  const id = tx.first(q.insertInto("directory_source").values(values).returning("id"))!.id;
  emit({ type: "source.changed", sourceId: id, before: null, after: told(source(tx, id)!) });
  return id;
}

/** Sets a source; one enabled again is polled at once, one in a new zone for all it has. Throws `not_found` and `bad_input`. */
export function changeSource(tx: Tx, emit: Emit, { id, values }: { id: number; values: SourceValues }): void {
  const before = source(tx, id);
  if (!before) throw new HelplineError("not_found");
  refuseWrong(values);
  const goesOn = values.enabled && !before.enabled ? { next_poll_at: tx.at, fail_count: 0 } : {};
  const isMoved = values.timeZone !== before.timeZone;
  const anew = isMoved ? { etag: null, http_last_modified: null, told_until: null, next_poll_at: tx.at } : {};
  tx.run(
    q
      .updateTable("directory_source")
      .set({ ...stored(values), ...goesOn, ...anew })
      .where("id", "=", id),
  );
  const after = source(tx, id)!;
  if (told(after) === told(before)) return;
  // What is published of it may change.
  touch(tx);
  emit({ type: "source.changed", sourceId: id, before: told(before), after: told(after) });
}

/** Forgets a source. Its services become our own, and are recognised if the address is read again. Throws `not_found`. */
export function removeSource(tx: Tx, emit: Emit, { id }: { id: number }): void {
  const before = source(tx, id);
  if (!before) throw new HelplineError("not_found");
  const ours = { source_id: null, external_id: null, came_from: before.url };
  const called = q.updateTable("service").set((of) => ({ ...ours, came_as: of.ref("external_id") }));
  tx.run(called.where("source_id", "=", id));
  tx.run(q.updateTable("organization").set(ours).where("source_id", "=", id));
  tx.run(q.updateTable("import_run").set({ source_id: null }).where("source_id", "=", id));
  tx.run(q.deleteFrom("directory_source").where("id", "=", id));
  touch(tx);
  emit({ type: "source.changed", sourceId: id, before: told(before), after: "null" });
}

function refuseWrong({ name, timeZone, licenceNote }: SourceValues) {
  const isName = name.length <= maxSource.name && isNamed(name) && !misleads(name);
  const isNote = licenceNote.length <= maxSource.licenceNote && !misleads(licenceNote);
  if (!isName || !isNote || !isZone(timeZone)) throw new HelplineError("bad_input");
}

function stored({ name, accept, timeZone, licenceNote, enabled }: SourceValues) {
  return {
    name,
    accept,
    time_zone: timeZone,
    licence_note: licenceNote,
    enabled: enabled ? (1 as const) : (0 as const),
  };
}

// The trail keeps what people set, not the polls.
function told({ name, kind, url, accept, timeZone, licenceNote, enabled }: Source): string {
  return JSON.stringify({ name, kind, url, accept, timeZone, licenceNote, enabled });
}

export type HeardOfFeed = Partial<Pick<Source, "etag" | "lastModified" | "toldUntil">>;

/** Notes that a source answered; it is polled again at `next` (ms UTC). */
export function noteAnswer(tx: Tx, { id, next, heard }: { id: number; next: number; heard: HeardOfFeed }): void {
  const { etag, lastModified, toldUntil } = heard;
  tx.run(
    q
      .updateTable("directory_source")
      .set({ last_ok_at: tx.at, next_poll_at: next, fail_count: 0, last_error: null })
      .set(etag === undefined ? {} : { etag })
      .set(lastModified === undefined ? {} : { http_last_modified: lastModified })
      .set(toldUntil === undefined ? {} : { told_until: toldUntil })
      .where("id", "=", id),
  );
}

/** Notes why a source failed; what it said before still holds. It is polled again at `next` (ms UTC). */
export function noteSourceFailure(tx: Tx, { id, next, problem }: { id: number; next: number; problem: string }): void {
  tx.run(
    q
      .updateTable("directory_source")
      .set((of) => ({ next_poll_at: next, fail_count: of("fail_count", "+", 1), last_error: problem }))
      .where("id", "=", id),
  );
}
