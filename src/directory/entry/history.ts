import type { DataReader, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { forgetVerification } from "#src/directory/care/verification.ts";
import { HelplineError } from "#src/errors.ts";
import type { Actor, Emit } from "#src/events.ts";
import type { Entry } from "./entry.ts";
import { changeService, pastEntryOf } from "./services.ts";

/** What an earlier change of a service was. */
export interface ServiceChange {
  /** Of the version that it made: what can be undone is named by it. */
  id: number;
  /** ms UTC */
  at: number;
  actor: Actor;
  /** The import that made it; null = a person did. */
  runId: number | null;
  /** It had been deleted, and came back as it was. */
  restored: boolean;
  /** null = it was new. */
  before: Entry | null;
  after: Entry;
}

const mostChanges = 50;

/** The changes of a service, the newest first, at most 50. An import that was taken back is none. */
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

/** Who made each version, and by what. */
function trailOf(db: DataReader, id: string): Map<string, { actor: string; action: string }> {
  const changes = q
    .selectFrom("audit")
    .select(["after", "actor", "action"])
    .where("object", "=", `service:${id}`)
    .where("action", "in", ["service.changed", "service.restored"]);
  return new Map(db.all(changes).map(({ after, ...made }) => [after ?? "", made]));
}

/** Sets a service as it was before a change; who made sure of it in that change has not. Returns and throws as `changeService` does, and `not_found` for a change of another, or one before which there was nothing. */
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
