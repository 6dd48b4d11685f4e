import type { DataReader } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import { searchable } from "#src/i18n/fold.ts";

export interface Known {
  services: Map<string, string>;
  organizations: Map<string, string>;
  /** By organization and name, folded; null where several share it. */
  byName: Map<string, string | null>;
  byNameAlone: Map<string, string | null>;
  organizationsByName: Map<string, string | null>;
  /** Services with an id at their source: another id is another service. */
  named: Set<string>;
  versions: Map<string, number>;
}

/** Returns what is known of a source (null = our own entries); yields often. */
export function* knownOf(db: DataReader, sourceId: number | null): Generator<void, Known> {
  const known: Known = {
    services: new Map(),
    organizations: new Map(),
    byName: new Map(),
    byNameAlone: new Map(),
    organizationsByName: new Map(),
    named: new Set(),
    versions: new Map(),
  };
  for (const { id, external_id, name } of paged((after) => db.all(organizationsOf(sourceId, after)))) {
    yield;
    known.organizations.set(id, id);
    if (external_id !== null) known.organizations.set(external_id, id);
    addName(known.organizationsByName, searchable(name), id);
  }
  for (const row of paged((after) => db.all(servicesOf(sourceId, after)))) {
    yield;
    known.services.set(row.id, row.id);
    if (row.external_id !== null) {
      known.services.set(row.external_id, row.id);
      known.named.add(row.id);
    }
    addName(known.byName, nameOf(row.organization_id, row.name), row.id);
    addName(known.byNameAlone, nameAlone(row.name), row.id);
    known.versions.set(row.id, row.version_id);
  }
  return known;
}

const rowsAtOnce = 200;

function* paged<Row extends { id: string }>(read: (after: string) => Row[]): Generator<Row> {
  let after = "";
  for (;;) {
    const rows = read(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return;
    after = last.id;
  }
}

function addName(names: Map<string, string | null>, name: string, id: string) {
  names.set(name, names.has(name) ? null : id);
}

/** Returns the key of a service without an id at its source: its organization (id) and its folded name. */
export function nameOf(organizationId: string, name: string): string {
  return `${organizationId} ${nameAlone(name)}`;
}

/** Returns a name folded, however it is written. */
export function nameAlone(name: string): string {
  return searchable(name).trim();
}

const ofSource = (sourceId: number | null) => (sourceId === null ? ("is" as const) : ("=" as const));

function organizationsOf(sourceId: number | null, after: string) {
  return q
    .selectFrom("organization")
    .select(["id", "external_id", "name"])
    .where("source_id", ofSource(sourceId), sourceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(rowsAtOnce);
}

function servicesOf(sourceId: number | null, after: string) {
  return q
    .selectFrom("service")
    .innerJoin("service_version as v", "v.id", "service.version_id")
    .select(["service.id", "service.external_id", "service.version_id", "v.organization_id", "v.name"])
    .where("service.source_id", ofSource(sourceId), sourceId)
    .where("service.id", ">", after)
    .orderBy("service.id")
    .limit(rowsAtOnce);
}
