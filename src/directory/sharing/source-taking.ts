import type { DataReader, Db, Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { isOutOfUse, type Organization, type Visibility } from "#src/directory/entry/entry.ts";
import { applyRun } from "#src/directory/importing/apply-run.ts";
import type { Incoming } from "#src/directory/importing/incoming.ts";
import { importRun, isAnything } from "#src/directory/importing/runs.ts";
import { stage } from "#src/directory/importing/staging.ts";
import { followChanges, forgetRun } from "#src/directory/importing/tidy.ts";
import type { Actor } from "#src/events.ts";
import { inPieces } from "../time-slice.ts";
import {
  allItems,
  countItems,
  type ItemState,
  item,
  itemStates,
  merge,
  mergeOrganization,
  type Payload,
  type SourceItem,
} from "./source-items.ts";
import type { Source } from "./sources.ts";

export const waitingStates = ["new", "changed", "gone"] as const satisfies ItemState[];

function waits({ state }: SourceItem): boolean {
  return waitingStates.some((one) => one === state);
}

interface Taking {
  actor: Actor;
  ids: readonly string[] | "all";
  /** By id, the fields in which theirs replace edits made here. */
  theirs?: ReadonlyMap<string, ReadonlySet<string>>;
  visibility?: Visibility;
}

export interface ItemsTaken {
  taken: number;
  refused: number;
  runId: number | null;
}

/** Takes what a source says into the directory as one run. Throws `taken`, and takes nothing, if an entry changed meanwhile. */
export async function takeItems(db: Db, source: Source, taking: Taking): Promise<ItemsTaken> {
  const { actor, ids, theirs, visibility } = taking;
  const known =
    ids === "all" ? await allItems(db, source.id, waitingStates) : ids.flatMap((id) => item(db, source.id, id) ?? []);
  const chosen = known.filter((one) => waits(one) || theirs?.has(one.externalId));
  if (chosen.length === 0) return { taken: 0, refused: 0, runId: null };
  const byId = new Map(chosen.map((one) => [one.externalId, one]));
  const before = await takenOrganizations(db, source);
  const runId = await stage(db, incomingOf(chosen, visibility), {
    fileName: source.name,
    kind: source.kind === "csv" ? "csv" : "hsds",
    sourceId: source.id,
    actor,
    merge: (now, told) => merge(now, byId.get(told.externalId)!, theirs?.get(told.externalId)),
    mergeOrganization: (now, told) => mergeOrganization(now, told.organization, before.get(told.externalId) ?? []),
  });
  const run = importRun(db, runId)!;
  const { create, update, gone } = run.counts;
  const isNews = isAnything(run);
  const rows = q
    .selectFrom("import_row")
    .select("external_id")
    .where("run_id", "=", runId)
    .where("kind", "=", "service");
  const stood = new Set(db.all(rows).map((row) => row.external_id));
  if (isNews) await applyOrForget(db, { runId, actor });
  else await forgetRun(db, runId);
  const taken = chosen.filter(({ externalId }) => stood.has(externalId));
  await inPieces(db, taken, (tx, one) => settle(tx, source, one));
  return { taken: create + update + gone, refused: chosen.length - taken.length, runId: isNews ? runId : null };
}

async function takenOrganizations(db: Db, { id }: Source): Promise<Map<string, Organization[]>> {
  const taken = (await allItems(db, id, itemStates)).flatMap(({ accepted }) => accepted ?? []);
  const by = Map.groupBy(taken, ({ organization }) => organization);
  return new Map([...by].map(([externalId, of]) => [externalId, of.map(({ by }) => by)]));
}

async function applyOrForget(db: Db, { runId, actor }: { runId: number; actor: Actor }): Promise<void> {
  try {
    await db.change(actor, (tx, emit) => applyRun(tx, emit, { runId }));
  } catch (error) {
    await forgetRun(db, runId);
    throw error;
  }
  await followChanges(db);
}

/** Returns how many services of a source are in use here, and how many no longer are. */
export function countTaken(db: DataReader, { id }: Pick<Source, "id">): { used: number; over: number } {
  const found = q
    .selectFrom("service as s")
    .innerJoin("service_version as v", "v.id", "s.version_id")
    .select((of) => ["v.status", of.fn.countAll<number>().as("n")])
    .where("s.source_id", "=", id)
    .groupBy("v.status");
  const counts = { used: 0, over: 0 };
  for (const { status, n } of db.all(found)) counts[isOutOfUse(status) ? "over" : "used"] += n;
  return counts;
}

/** Takes all services of a source out of use, not for good. Returns the run, null if none was in use. Throws as `takeItems`. */
export async function endAll(db: Db, source: Source, actor: Actor): Promise<{ runId: number | null }> {
  const nothing = { organizations: [], services: [], issues: [] };
  const from = { fileName: source.name, kind: "hsds", sourceId: source.id, actor, others: "inactive" } as const;
  const runId = await stage(db, nothing, from);
  const isNews = isAnything(importRun(db, runId)!);
  if (isNews) await applyOrForget(db, { runId, actor });
  else await forgetRun(db, runId);
  return { runId: isNews ? runId : null };
}

function incomingOf(chosen: SourceItem[], visibility: Visibility = "counsellors"): Incoming {
  const organizations = new Map(chosen.map(({ payload }) => [payload.organization, payload.by]));
  return {
    organizations: [...organizations].map(([externalId, organization]) => ({ externalId, organization })),
    // What is here already keeps its visibility.
    services: chosen.map(({ payload, accepted }) =>
      accepted === null ? { ...payload, entry: { ...payload.entry, visibility } } : payload,
    ),
    issues: [],
  };
}

// What was taken is the base from now on, unless the source has said something else meanwhile.
function settle(tx: Tx, source: Source, { externalId, payload }: SourceItem) {
  const now = item(tx, source.id, externalId);
  if (!now) return;
  setItem(tx, source, externalId, {
    accepted: payload,
    state: now.state === "rejected" ? "accepted" : stateAfter(now, payload),
  });
}

function stateAfter(now: SourceItem, payload: Payload): ItemState {
  return JSON.stringify(now.payload) === JSON.stringify(payload) ? "accepted" : "changed";
}

function setItem(tx: Tx, { id }: Source, externalId: string, set: { accepted?: Payload; state: ItemState }) {
  const { accepted, state } = set;
  tx.run(
    q
      .updateTable("source_item")
      .set({ state, ...(accepted ? { accepted: JSON.stringify(accepted) } : {}) })
      .where("source_id", "=", id)
      .where("external_id", "=", externalId),
  );
}

/** Leaves the directory as it is: new services are not asked about again, and differences count as edits. Returns how many. */
export async function refuseItems(
  db: Db,
  source: Source,
  { actor, ids }: Pick<Taking, "actor" | "ids">,
): Promise<number> {
  const known =
    ids === "all" ? await allItems(db, source.id, waitingStates) : ids.flatMap((id) => item(db, source.id, id) ?? []);
  const chosen = known.filter(waits);
  await inPieces(
    db,
    chosen,
    (tx, { externalId, payload, accepted }) =>
      setItem(tx, source, externalId, accepted ? { accepted: payload, state: "accepted" } : { state: "rejected" }),
    { actor },
  );
  const n = chosen.length;
  const items = chosen.slice(0, maxNamed).map(({ externalId }) => externalId);
  if (n > 0) await db.change(actor, (_tx, emit) => emit({ type: "source.refused", sourceId: source.id, n, items }));
  return n;
}

const maxNamed = 100;

/** More that vanish at once are likely a fault, until someone has looked. */
const maxGone = 5;

/** Takes all that waits from a trusted source. If half of it is gone at once, what is gone still waits. */
export async function takeAll(db: Db, source: Source): Promise<void> {
  const { new: fresh, changed, gone, accepted } = countItems(db, source.id);
  if (fresh + changed + gone === 0) return;
  const isFault = gone > maxGone && gone >= accepted + changed;
  const news = await allItems(db, source.id, isFault ? ["new", "changed"] : waitingStates);
  await takeItems(db, source, { actor: "porchlight", ids: news.map(({ externalId }) => externalId) });
}
