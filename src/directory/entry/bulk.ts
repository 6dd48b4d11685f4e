import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { forgetVerification, verify } from "#src/directory/care/verification.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import { isTopic } from "../topics.ts";
import type { Entry, Status, Visibility } from "./entry.ts";
import { changeService, entryOf, sameDocument, service } from "./services.ts";

/** One thing done to many services at once. */
export type BulkStep =
  | { kind: "visibility"; value: Visibility }
  | { kind: "status"; value: Status }
  /** `list` says where `value` is put in or taken out. */
  | { kind: "add" | "remove"; list: "topics" | "regions" | "languages"; value: string }
  /** Somebody has just looked at their pages. */
  | { kind: "confirm" };

/** What a step makes of an entry; the same entry where it changes nothing. `today` is "2026-11-03". */
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

/** The most services one step goes through: more would hold up a chat. */
export const maxTogether = 25;

/**
 * Does one step to many services, in one change that `undoTogether` takes back as a whole. Each is named with the version that
 * whoever does it had seen. Returns the versions made. Throws `taken` and does nothing where one of them is another by now,
 * `not_found`, and `bad_input` for too many and for what an entry may not hold.
 */
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
    if (sameDocument(stepped(found.entry, step, today), found.entry)) return [];
    if (step.kind === "confirm") verify(tx, emit, { id, actor, method: "web", outcome: "confirmed", note: "", today });
    else changeService(tx, emit, { id, entry: stepped(found.entry, step, today), basedOn });
    return service(tx, id)!.versionId;
  });
}

/** What was done with one press: services that one person changed at one instant. */
interface Together {
  /** ms UTC */
  at: number;
  actor: Actor;
  /** Versions, before and after. */
  changes: { id: string; before: number; after: number }[];
}

/** What was done together with the change that made a version; undefined where no change of a person made it out of another. */
export function togetherWith(db: DataReader, versionId: number): Together | undefined {
  const made = db.first(q.selectFrom("service_version").select(["service_id", "at"]).where("id", "=", versionId));
  const own =
    made && db.first(trail().where("object", "=", nameOf(made.service_id)).where("after", "=", String(versionId)));
  if (!own) return undefined;
  const near = trail()
    .where("id", ">", own.id - maxNear)
    .where("id", "<", own.id + maxNear)
    .orderBy("id");
  // By when the versions were made: the trail tells that to the quarter of the hour alone, after a while.
  const madeThen = q.selectFrom("service_version").select("id").where("at", "=", made!.at);
  const then = new Set(db.all(madeThen).map(({ id }) => String(id)));
  const all = db.all(near.where("actor", "=", own.actor)).filter(({ after }) => then.has(after ?? ""));
  const changes = all.map(({ object, before, after }) => {
    return { id: object.slice(nameOf("").length), before: Number(before), after: Number(after) };
  });
  return { at: made!.at, actor: own.actor as Actor, changes };
}

const nameOf = (id: string) => `service:${id}`;
/** A step leaves two lines a service in the trail: what was changed, and that somebody made sure of it. */
const maxNear = 2 * maxTogether;

function trail() {
  const all = q.selectFrom("audit").select(["id", "actor", "object", "before", "after"]);
  return all.where("action", "=", "service.changed").where("before", "is not", null);
}

/**
 * Sets every service as it was before what was done together with a version, and forgets who was said to have made sure of it then.
 * What somebody has changed since stays as it is. Returns how many went back, and how many stayed. Throws `not_found`.
 */
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
