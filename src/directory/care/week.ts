import { dayMs } from "#src/clock.ts";
import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { deletedServices } from "#src/directory/entry/deleting.ts";
import { type Service, services } from "#src/directory/entry/services.ts";
import type { Actor } from "#src/events.ts";
import { isToBeKept, isUnchecked } from "./chores.ts";
import type { ReportReason } from "./reports.ts";
import { type Method, usedSince, type VerificationOutcome } from "./verification.ts";
import { freshnessOf } from "./verified.ts";

export interface CareWeek {
  from: number;
  to: number;
  verified: { serviceId: string; at: number; actor: Actor; method: Method; outcome: VerificationOutcome }[];
  /** Each service once, by its last change; those only verified are left out. */
  changed: { serviceId: string; at: number; actor: Actor; isNew: boolean }[];
  deleted: { serviceId: string; name: string; at: number; actor: Actor }[];
  imported: { fileName: string; at: number; actor: Actor }[];
  reported: { serviceId: string; at: number; actor: Actor; reason: ReportReason; resolvedAt: number | null }[];
  used: { serviceId: string; n: number }[];
  /** Due in the next seven days, without what is due already. */
  dueNext: string[];
  unchecked: number;
}

const maxUsed = 10;

/** Returns the week that ends at `at` (ms UTC). */
export function weekOf(db: DataReader, at: number): CareWeek {
  const from = at - 7 * dayMs;
  const verified = verifiedSince(db, from);
  return {
    from,
    to: at,
    verified,
    changed: changedSince(db, from, verified),
    deleted: deletedServices(db, from).map(({ id, entry, at, actor }) => ({
      serviceId: id,
      name: entry.name,
      at,
      actor,
    })),
    imported: importedSince(db, from),
    reported: reportedSince(db, from),
    used: mostUsed(db, from),
    dueNext: dueNext(db, at),
    unchecked: services(db).filter(({ entry }) => isUnchecked(entry)).length,
  };
}

function verifiedSince(db: DataReader, from: number): CareWeek["verified"] {
  const rows = db.all(q.selectFrom("verification").selectAll().where("at", ">=", from).orderBy("id", "desc"));
  return rows.map(({ service_id: serviceId, at, actor, method, outcome }) => {
    return { serviceId, at, actor: actor as Actor, method, outcome };
  });
}

function changedSince(db: DataReader, from: number, verified: CareWeek["verified"]): CareWeek["changed"] {
  const rows = db.all(
    q
      .selectFrom("audit")
      .select(["object", "at", "actor", "before"])
      // By its index, since the trail also holds all of the chats.
      .where("object", ">", "service:")
      .where("object", "<", "service;")
      .where("action", "=", "service.changed")
      .where("at", ">=", from)
      .orderBy("id", "desc"),
  );
  const found = new Map<string, CareWeek["changed"][number]>();
  for (const { object, at, actor, before } of rows) {
    const serviceId = object.slice("service:".length);
    const isVerifying = verified.some(
      (one) => one.serviceId === serviceId && one.at === at && one.outcome === "confirmed",
    );
    if (isVerifying) continue;
    const known = found.get(serviceId) ?? { serviceId, at, actor: actor as Actor, isNew: false };
    found.set(serviceId, { ...known, isNew: known.isNew || before === null });
  }
  return [...found.values()];
}

function importedSince(db: DataReader, from: number): CareWeek["imported"] {
  const rows = db.all(
    q
      .selectFrom("import_run")
      .select(["file_name", "applied_at", "actor"])
      .where("applied_at", ">=", from)
      .where("undone_at", "is", null)
      .orderBy("id", "desc"),
  );
  return rows.map(({ file_name, applied_at, actor }) => {
    return { fileName: file_name, at: applied_at!, actor: actor as Actor };
  });
}

function reportedSince(db: DataReader, from: number): CareWeek["reported"] {
  const rows = db.all(q.selectFrom("service_report").selectAll().where("at", ">=", from).orderBy("id", "desc"));
  return rows.map(({ service_id: serviceId, at, actor, reason, resolved_at: resolvedAt }) => {
    return { serviceId, at, actor: actor as Actor, reason, resolvedAt };
  });
}

function mostUsed(db: DataReader, from: number): CareWeek["used"] {
  const all = [...usedSince(db, from)].map(([serviceId, n]) => ({ serviceId, n }));
  return all.sort((a, b) => b.n - a.n || (a.serviceId < b.serviceId ? -1 : 1)).slice(0, maxUsed);
}

function dueNext(db: DataReader, at: number): string[] {
  const isDue = ({ entry, createdAt }: Service, when: number) => freshnessOf(entry, createdAt, when) !== "fresh";
  const kept = services(db).filter(({ entry }) => isToBeKept(entry));
  return kept.filter((one) => !isDue(one, at) && isDue(one, at + 7 * dayMs)).map(({ id }) => id);
}
