import type { Tx } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { countryName, mostRegions, type Region, regions, usedRegions } from "#src/directory/regions.ts";

/** Adds regions to a run that a source knows and we do not. Known ones keep their names. */
export function stageRegions(tx: Tx, runId: number, told: Region[]): void {
  const known = new Set(regions(tx).map(({ code }) => code));
  for (const region of told) {
    const { code, parent } = region;
    const lies = known.has(parent) || countryName(parent, "en") !== null;
    if (known.has(code) || !lies || known.size >= mostRegions) continue;
    known.add(code);
    const row = { run_id: runId, kind: "region" as const, object_id: code, row_number: 0, action: "create" as const };
    const documents = { version_before: null, version_after: null, before: null, after: JSON.stringify(region) };
    tx.run(q.insertInto("import_row").values({ ...row, external_id: code, ...documents }));
  }
}

/** Returns the regions that a run would make or has made, each after the one it lies in. */
export function stagedRegions(tx: Pick<Tx, "all">, runId: number): Region[] {
  const rows = q.selectFrom("import_row").select("after").where("run_id", "=", runId).where("kind", "=", "region");
  const found = tx.all(rows.where("action", "=", "create")).map(({ after }) => JSON.parse(after!) as Region);
  const byCode = new Map(found.map((region) => [region.code, region]));
  const depth = (region: Region): number => {
    const parent = byCode.get(region.parent);
    return parent ? depth(parent) + 1 : 0;
  };
  return found.sort((a, b) => depth(a) - depth(b));
}

/** Makes the regions of a run. Those that someone else has made meanwhile no longer belong to it. */
export function addStagedRegions(tx: Tx, runId: number): void {
  const known = new Set(regions(tx).map(({ code }) => code));
  for (const region of stagedRegions(tx, runId)) {
    if (known.has(region.code)) tx.run(leftAsItIs(runId, region));
    else tx.run(q.insertInto("region").values(region));
  }
}

const leftAsItIs = (runId: number, { code }: Region) =>
  q
    .updateTable("import_row")
    .set({ action: "unchanged" })
    .where("run_id", "=", runId)
    .where("kind", "=", "region")
    .where("object_id", "=", code);

/** Removes the regions that a run made, except those in use or with other regions in them. */
export function removeStagedRegions(tx: Tx, runId: number): void {
  const used = usedRegions(tx);
  const lies = Map.groupBy(regions(tx), ({ parent }) => parent);
  const left = new Map([...lies].map(([code, inside]) => [code, inside.length]));
  for (const { code, parent } of stagedRegions(tx, runId).reverse()) {
    if (used.has(code) || (left.get(code) ?? 0) > 0) continue;
    tx.run(q.deleteFrom("region").where("code", "=", code));
    left.set(parent, left.get(parent)! - 1);
  }
}
