import { type Selectable, sql } from "kysely";
import type { DataReader } from "#src/db/db.ts";
import type { DirectoryTables } from "#src/db/schema/directory.ts";
import { q } from "#src/db/schema.ts";
import type { Actor } from "#src/events.ts";
import type { Issue, IssueCode } from "./incoming.ts";
import type { Outlook } from "./outlook.ts";

export interface ImportRun {
  id: number;
  sourceId: number | null;
  fileName: string;
  kind: "csv" | "hsds";
  actor: Actor;
  startedAt: number;
  readAt: number | null;
  appliedAt: number | null;
  undoneAt: number | null;
  counts: { create: number; update: number; unchanged: number; gone: number };
  /** New services that young people see. */
  seen: number;
  organizations: number;
  errors: number;
  warnings: number;
  issues: number;
  /** What of it will be of use; null for a feed, or of an earlier version. */
  outlook: Outlook | null;
}

const runs = () => q.selectFrom("import_run").selectAll();

/** Returns a run by its id, or undefined. */
export function importRun(db: DataReader, id: number): ImportRun | undefined {
  const row = db.first(runs().where("id", "=", id));
  return row && asRun(db, row);
}

/** Returns the name of a run's file, or "". */
export function importName(db: DataReader, id: number): string {
  return db.first(q.selectFrom("import_run").select("file_name").where("id", "=", id))?.file_name ?? "";
}

/** Returns the runs of our own files, newest first, at most 20. */
export function importRuns(db: DataReader): ImportRun[] {
  const own = runs().where("source_id", "is", null).orderBy("id", "desc").limit(20);
  return db.all(own).map((row) => asRun(db, row));
}

/** Returns how many of someone's runs are neither applied nor forgotten: what they prepared takes room. */
export function waitingRuns(db: DataReader, actor: Actor): number {
  const own = q.selectFrom("import_run").select("id").where("source_id", "is", null).where("actor", "=", actor);
  return db.all(own.where("applied_at", "is", null)).length;
}

/** Returns whether a run would change anything. */
export function isAnything({ counts, organizations }: ImportRun): boolean {
  return counts.create + counts.update + counts.gone + organizations > 0;
}

function asRun(db: DataReader, row: Awaited<ReturnType<ReturnType<typeof runs>["execute"]>>[number]): ImportRun {
  const { id } = row;
  const actions = db.all(
    q
      .selectFrom("import_row")
      .select((of) => ["action", of.fn.countAll<number>().as("n")])
      .where("run_id", "=", id)
      .where("kind", "=", "service")
      .groupBy("action"),
  );
  const told = db.all(
    q
      .selectFrom("import_issue")
      .select([
        "severity",
        sql<number>`count(DISTINCT CASE severity WHEN 'error' THEN file_name || ' ' || row_number ELSE number END)`.as(
          "n",
        ),
        sql<number>`count(*)`.as("all"),
      ])
      .where("run_id", "=", id)
      .groupBy("severity"),
  );
  const organizations = db.first(
    q
      .selectFrom("import_row")
      .select((of) => of.fn.countAll<number>().as("n"))
      .where("run_id", "=", id)
      .where("kind", "!=", "service")
      .where("action", "!=", "unchanged"),
  );
  const counts = { create: 0, update: 0, unchanged: 0, gone: 0 };
  for (const { action, n } of actions) counts[action] = n;
  return {
    id,
    sourceId: row.source_id,
    fileName: row.file_name,
    kind: row.kind,
    actor: row.actor as Actor,
    startedAt: row.started_at,
    readAt: row.read_at,
    appliedAt: row.applied_at,
    undoneAt: row.undone_at,
    counts,
    seen: db.first(newAndSeen(id))!.n,
    organizations: organizations!.n,
    errors: told.find(({ severity }) => severity === "error")?.n ?? 0,
    warnings: told.find(({ severity }) => severity === "warning")?.n ?? 0,
    issues: told.reduce((sum, { all }) => sum + all, 0),
    outlook: row.outlook === null ? null : (JSON.parse(row.outlook) as Outlook),
  };
}

const newAndSeen = (id: number) =>
  q
    .selectFrom("import_row as r")
    .innerJoin("service_version as v", "v.id", "r.version_after")
    .select((of) => of.fn.countAll<number>().as("n"))
    .where("r.run_id", "=", id)
    .where("r.kind", "=", "service")
    .where("r.action", "=", "create")
    .where("v.visibility", "=", "public");

/** Returns a page of the issues of a run (`from`, `most`), errors first, in row order; of one kind with `code`. */
export function issuesOf(db: DataReader, runId: number, from = 0, most = 500, code?: Issue["code"]): Issue[] {
  const all = q.selectFrom("import_issue").selectAll().where("run_id", "=", runId);
  const some = code === undefined ? all : all.where("code", "=", code);
  return db.all(some.orderBy("severity").orderBy("number").offset(from).limit(most)).map(asIssue);
}

/** Returns how many issues of one kind a run has. */
export function countIssues(db: DataReader, runId: number, code: IssueCode): number {
  const all = q.selectFrom("import_issue").where("run_id", "=", runId).where("code", "=", code);
  return db.first(all.select((of) => of.fn.countAll<number>().as("n")))!.n;
}

/** Returns the time zones (IANA) in the hours of a run, at least of its first thousand services. */
export function zonesOf(db: DataReader, runId: number): string[] {
  const first = sql`SELECT v.entry FROM import_row r JOIN service_version v ON v.id = r.version_after
    WHERE r.run_id = ${runId} AND r.kind = 'service' AND r.action IN ('create', 'update') LIMIT 1000`;
  const zones = sql<{ zone: string }>`SELECT DISTINCT entry ->> '$.calendar.timeZone' AS zone FROM (${first})
    WHERE zone IS NOT NULL ORDER BY zone`;
  return db.all({ compile: () => zones.compile(q) }).map(({ zone }) => zone);
}

const issuesAtOnce = 500;

/** Returns every issue of a run, errors first. Yields often. */
export function* everyIssue(db: DataReader, runId: number): Generator<void, Issue[]> {
  const found: Issue[] = [];
  for (const severity of ["error", "warning"] as const) {
    let last = -1;
    for (;;) {
      const rows = db.all(
        q
          .selectFrom("import_issue")
          .selectAll()
          .where("run_id", "=", runId)
          .where("severity", "=", severity)
          .where("number", ">", last)
          .orderBy("number")
          .limit(issuesAtOnce),
      );
      found.push(...rows.map(asIssue));
      yield;
      if (rows.length < issuesAtOnce) break;
      last = rows.at(-1)!.number;
    }
  }
  return found;
}

/** Returns an issue as it was told. */
export function asIssue(row: Selectable<DirectoryTables["import_issue"]>): Issue {
  const { file_name, row_number, column_name, severity, code, part, proposal } = row;
  const file = file_name === "" ? {} : { file: file_name };
  return { ...file, row: row_number, column: column_name, severity, code: code as IssueCode, part, proposal };
}

/** Returns the name of an organization once a run is applied; undefined if the run does not name it. */
export function stagedOrganization(db: DataReader, runId: number, id: string): string | undefined {
  const row = db.first(
    q
      .selectFrom("import_row")
      .select(sql<string>`after ->> 'name'`.as("name"))
      .where("run_id", "=", runId)
      .where("kind", "=", "organization")
      .where("object_id", "=", id),
  );
  return row?.name;
}

export type ImportAction = "create" | "update" | "unchanged" | "gone";

/** Returns what a run does to services, in row order, with versions for `entryOf`. */
export function rowsOf(db: DataReader, runId: number, actions: ImportAction[], from = 0, most = 100) {
  const rows = db.all(
    q
      .selectFrom("import_row")
      .select(["object_id", "row_number", "action", "version_before", "version_after"])
      .where("run_id", "=", runId)
      .where("kind", "=", "service")
      .where("action", "in", actions)
      .orderBy("row_number")
      .orderBy("object_id")
      .offset(from)
      .limit(most),
  );
  return rows.map(({ object_id: id, row_number: row, action, version_before: before, version_after: after }) => ({
    id,
    row,
    action,
    before,
    after,
  }));
}
