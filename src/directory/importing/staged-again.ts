import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { Entry, Organization } from "#src/directory/entry/entry.ts";
import { entryOf, sameDocument } from "#src/directory/entry/services.ts";
import type { Incoming, IncomingService, IssueCode } from "./incoming.ts";
import { everyIssue } from "./runs.ts";
import { stagedRegions } from "./staged-regions.ts";

interface ToldAgain {
  incoming: Incoming;
  fileName: string;
  kind: "csv" | "hsds";
  sourceId: number | null;
}

const rowsAtOnce = 20;
/** Comparing finds these again. */
const foundAnew: IssueCode[] = ["looks_like", "number_host", "look_alike_host"];

/** Returns what a ready run would change, to compare it again: new entries whole, of others what differs. Yields often. */
export function* toldAgain(db: DataReader, runId: number): Generator<void, ToldAgain> {
  const run = db.first(q.selectFrom("import_run").selectAll().where("id", "=", runId))!;
  const rows = db.all(q.selectFrom("import_row").selectAll().where("run_id", "=", runId).orderBy("row_number"));
  const issues = (yield* everyIssue(db, runId)).filter(({ code }) => !foundAnew.some((one) => one === code));
  const organizations = rows.filter(({ kind }) => kind === "organization");
  const calledBy = new Map(organizations.map(({ object_id, external_id }) => [object_id, external_id]));
  const services: IncomingService[] = [];
  for (const [i, row] of rows.entries()) {
    if (i % rowsAtOnce === 0) yield;
    if (row.kind !== "service" || row.action === "unchanged") continue;
    const after = entryOf(db, row.version_after!);
    const before = row.version_before === null ? undefined : entryOf(db, row.version_before);
    const changed = before ? differing(before, after) : after;
    services.push({
      // What is here is found by its own id, whatever it is called now.
      externalId: before ? row.object_id : row.external_id,
      row: row.row_number,
      organization: calledBy.get(after.organizationId) ?? "",
      entry: { ...changed, name: after.name },
      ...modifiedOf(db, row.version_after!),
    });
  }
  const incoming = {
    organizations: organizations.map(({ external_id, after }) => ({
      externalId: external_id,
      organization: JSON.parse(after!) as Organization,
    })),
    services,
    regions: stagedRegions(db, runId),
    issues,
  };
  return { incoming, fileName: run.file_name, kind: run.kind, sourceId: run.source_id };
}

function differing(before: Entry, after: Entry): Partial<Entry> {
  const names = (Object.keys(after) as (keyof Entry)[]).filter((name) => name !== "organizationId");
  return Object.fromEntries(
    names.filter((name) => !sameDocument(before[name], after[name])).map((name) => [name, after[name]]),
  );
}

function modifiedOf(db: DataReader, versionId: number): { lastModified?: string } {
  const row = db.first(q.selectFrom("service_version").select("modified_at").where("id", "=", versionId));
  return row?.modified_at == null ? {} : { lastModified: new Date(row.modified_at).toISOString() };
}
