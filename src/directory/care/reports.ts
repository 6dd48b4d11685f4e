import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { service } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";

export const reportReasons = ["number_wrong", "hours_wrong", "closed", "refused", "other"] as const;
export type ReportReason = (typeof reportReasons)[number];

export interface Report {
  id: number;
  serviceId: string;
  at: number;
  actor: Actor;
  reason: ReportReason;
  note: string;
}

export const maxReportNote = 500;

/** Stores a counsellor's report on a service, or finds the same one still open. Returns its id. Throws `not_found`. */
export function report(
  tx: Tx,
  emit: Emit,
  input: { serviceId: string; actor: Actor; reason: ReportReason; note: string },
): number {
  if (!service(tx, input.serviceId)) throw new HelplineError("not_found");
  const { serviceId: service_id, actor, reason } = input;
  const said = { service_id, actor, reason, note: input.note.slice(0, maxReportNote).toWellFormed() };
  const known = tx.first(sameReport(said));
  if (known) return known.id;
  const row = tx.first(
    q
      .insertInto("service_report")
      .values({ ...said, at: tx.at })
      .returning("id"),
  )!;
  emit({ type: "service.reported", serviceId: input.serviceId, reportId: row.id });
  return row.id;
}

function sameReport(said: { service_id: string; actor: string; reason: ReportReason; note: string }) {
  let query = q.selectFrom("service_report").select("id").where("resolved_at", "is", null);
  for (const [column, value] of Object.entries(said)) query = query.where(column as keyof typeof said, "=", value);
  return query;
}

/** Marks a report as dealt with. Throws `not_found`. */
export function resolveReport(tx: Tx, emit: Emit, { reportId }: { reportId: number }): void {
  const open = q.selectFrom("service_report").select("service_id").where("id", "=", reportId);
  const found = tx.first(open.where("resolved_at", "is", null));
  if (!found) throw new HelplineError("not_found");
  tx.run(q.updateTable("service_report").set({ resolved_at: tx.at }).where("id", "=", reportId));
  emit({ type: "service.report_resolved", serviceId: found.service_id, reportId });
}

/** Returns the open reports, newest first, of one service or of all. */
export function openReports(db: DataReader, serviceId?: string): Report[] {
  let query = q.selectFrom("service_report").selectAll().where("resolved_at", "is", null).orderBy("id", "desc");
  if (serviceId !== undefined) query = query.where("service_id", "=", serviceId);
  return db.all(query).map(({ id, service_id, at, actor, reason, note }) => ({
    id,
    serviceId: service_id,
    at,
    actor: actor as Actor,
    reason,
    note,
  }));
}
