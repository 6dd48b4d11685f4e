import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { forgetVerification, verify } from "#src/directory/care/verification.ts";
import { skipsCheck } from "#src/directory/care/verified.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { isTopic } from "../topics.ts";
import type { Entry, Status, Visibility } from "./entry.ts";
import { changeService, entryOf, sameDocument, service } from "./services.ts";

export type BulkStep =
  | { kind: "visibility"; value: Visibility }
  | { kind: "status"; value: Status }
  | { kind: "add" | "remove"; list: "topics" | "regions" | "languages"; value: string }
  | { kind: "confirm" };

/** Returns an entry after a step. `today` is "2026-11-03". */
export function stepped(entry: Entry, step: BulkStep, today: string): Entry {
  switch (step.kind) {
    case "visibility":
      return { ...entry, visibility: step.value };
    case "status":
      return { ...entry, status: step.value };
    case "confirm":
      return { ...entry, verifiedOn: today };
    default:
      return { ...entry, [step.list]: listed(entry[step.list], step) };
  }
}

function listed(list: string[], { kind, value }: { kind: "add" | "remove"; value: string }): string[] {
  const others = list.filter((one) => one !== value);
  if (kind === "remove") return others;
  return others.length < list.length ? list : [...list, value];
}

/** Returns whether a step would show a place before its first check, which someone does by itself: one press tries no number. */
export function isHasty(entry: Entry, step: BulkStep): boolean {
  if (entry.visibility !== "to_check") return false;
  return step.kind === "confirm" || skipsCheck(entry, stepped(entry, step, ""));
}

/** More at once would hold up a chat. */
export const maxTogether = 25;

/** Does one step to many services and returns their versions. Throws `not_found`, `bad_input`, `taken` if one has changed. */
export function changeTogether(
  tx: Tx,
  emit: Emit,
  input: { of: { id: string; basedOn: number }[]; step: BulkStep; actor: Actor; today: string },
): number[] {
  const { of, step, actor, today } = input;
  const isUnknownTopic =
    (step.kind === "add" || step.kind === "remove") && step.list === "topics" && !isTopic(step.value);
  if (of.length === 0 || of.length > maxTogether || isUnknownTopic) throw new HelplineError("bad_input");
  return of.flatMap(({ id, basedOn }) => {
    const found = service(tx, id);
    if (!found) throw new HelplineError("not_found");
    if (found.versionId !== basedOn) throw new HelplineError("taken");
    if (isHasty(found.entry, step)) throw new HelplineError("bad_input", "admin.starter.check_each");
    if (sameDocument(stepped(found.entry, step, today), found.entry)) return [];
    if (step.kind === "confirm") verify(tx, emit, { id, actor, method: "web", outcome: "confirmed", note: "", today });
    else changeService(tx, emit, { id, entry: stepped(found.entry, step, today), basedOn });
    return service(tx, id)!.versionId;
  });
}

interface Together {
  at: number;
  actor: Actor;
  changes: { id: string; before: number; after: number }[];
}

/** Returns what one person changed together with the change that made a version; undefined if no edit by a person did. */
export function togetherWith(db: DataReader, versionId: number): Together | undefined {
  const made = db.first(q.selectFrom("service_version").select(["service_id", "at"]).where("id", "=", versionId));
  const own =
    made && db.first(trail().where("object", "=", nameOf(made.service_id)).where("after", "=", String(versionId)));
  if (!own) return undefined;
  const near = trail()
    .where("id", ">", own.id - maxNear)
    .where("id", "<", own.id + maxNear)
    .orderBy("id");
  // By version times, since after a while the trail knows times only to the quarter of an hour.
  const madeThen = q.selectFrom("service_version").select("id").where("at", "=", made!.at);
  const then = new Set(db.all(madeThen).map(({ id }) => String(id)));
  const all = db.all(near.where("actor", "=", own.actor)).filter(({ after }) => then.has(after ?? ""));
  const changes = all.map(({ object, before, after }) => {
    return { id: object.slice(nameOf("").length), before: Number(before), after: Number(after) };
  });
  return { at: made!.at, actor: own.actor as Actor, changes };
}

const nameOf = (id: string) => `service:${id}`;
/** Each step leaves two entries per service in the trail: the change and the verification. */
const maxNear = 2 * maxTogether;

function trail() {
  const all = q.selectFrom("audit").select(["id", "actor", "object", "before", "after"]);
  return all.where("action", "=", "service.changed").where("before", "is not", null);
}

/** Undoes what was done together with a version, except what changed since. Returns both counts. Throws `not_found`. */
export function undoTogether(
  tx: Tx,
  emit: Emit,
  { versionId }: { versionId: number },
): { back: number; stayed: number } {
  const found = togetherWith(tx, versionId);
  if (!found) throw new HelplineError("not_found");
  const standing = found.changes.filter(({ id, after }) => service(tx, id)?.versionId === after);
  for (const { id, before } of standing) {
    changeService(tx, emit, { id, entry: entryOf(tx, before) });
    forgetVerification(tx, { id, at: found.at, actor: found.actor });
  }
  return { back: standing.length, stayed: found.changes.length - standing.length };
}
