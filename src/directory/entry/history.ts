import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { forgetVerification } from "#src/directory/care/verification.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import type { Entry } from "./entry.ts";
import { changeService, pastEntryOf } from "./services.ts";

export interface ServiceChange {
  /** The version that it made, by which it can be undone. */
  id: number;
  at: number;
  actor: Actor;
  /** The import that made it; null = a person. */
  runId: number | null;
  restored: boolean;
  before: Entry | null;
  after: Entry;
}

const mostChanges = 50;

/** Returns the changes of a service, newest first, at most 50, without imports that were undone. */
export function serviceChanges(db: DataReader, id: string): ServiceChange[] {
  const versions = db.all(
    versionsOf(id)
      .orderBy("v.id", "desc")
      .limit(mostChanges + 1),
  );
  const trail = trailOf(db, id);
  return versions.slice(0, mostChanges).map((version, i) => {
    const earlier = versions[i + 1];
    const known = trail.get(String(version.id));
    return {
      id: version.id,
      at: version.applied_at ?? version.at,
      actor: (version.actor ?? known?.actor ?? "porchlight") as Actor,
      runId: version.run_id,
      restored: known?.action === "service.restored",
      before: earlier ? pastEntryOf(db, earlier.id) : null,
      after: pastEntryOf(db, version.id),
    };
  });
}

function versionsOf(id: string) {
  return q
    .selectFrom("service_version as v")
    .leftJoin("import_run as r", "r.id", "v.run_id")
    .select(["v.id", "v.at", "v.run_id", "r.actor", "r.applied_at"])
    .where("v.service_id", "=", id)
    .where((of) =>
      of.or([of("v.run_id", "is", null), of.and([of("r.applied_at", "is not", null), of("r.undone_at", "is", null)])]),
    );
}

function trailOf(db: DataReader, id: string): Map<string, { actor: string; action: string }> {
  const changes = q
    .selectFrom("audit")
    .select(["after", "actor", "action"])
    .where("object", "=", `service:${id}`)
    .where("action", "in", ["service.changed", "service.restored"]);
  return new Map(db.all(changes).map(({ after, ...made }) => [after ?? "", made]));
}

/** Undoes a change and its verification. Returns and throws as `changeService`, and `not_found` if nothing came before it. */
export function undoService(tx: Tx, emit: Emit, input: { id: string; changeId: number; basedOn?: number }): number {
  const { id, changeId, basedOn } = input;
  const change = serviceChanges(tx, id).find((one) => one.id === changeId);
  if (!change?.before) throw new HelplineError("not_found");
  const versionId = changeService(tx, emit, {
    id,
    entry: change.before,
    ...(basedOn === undefined ? {} : { basedOn }),
  });
  forgetVerification(tx, { id, at: change.at, actor: change.actor });
  return versionId;
}
