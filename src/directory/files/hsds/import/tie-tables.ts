import { isUuid } from "#src/crypto/hash.ts";
import { type HsdsRow, isRow, type Reading, rowsIn, tellOfRow, textIn } from "../hsds-reading.ts";
import { type TableName, tableRules } from "../hsds-tables.ts";
import { readSchedules } from "./import-schedules.ts";
import {
  type Index,
  indexOf,
  minApart,
  noteReference,
  type References,
  rowWith,
  tellReferences,
} from "./references.ts";

export type PackageTables = Map<TableName, HsdsRow[]>;

const asProperty: Partial<Record<TableName, string>> = {
  addresses: "addresses",
  phones: "phones",
  urls: "additional_urls",
  schedules: "schedules",
  holiday_schedules: "holiday_schedules",
  languages: "languages",
  service_areas: "service_areas",
  attributes: "attributes",
  accessibility: "accessibility",
};

const rowsAtOnce = 500;

/** Returns rows inside their parents, as in JSON. Where links are missing, an organization's only place or service makes them. */
export function* tiedTogether(
  reading: Reading,
  tables: PackageTables,
): Generator<number, { services: HsdsRow[]; organizations: HsdsRow[] }> {
  const index: Index = new Map([...tables].map(([name, rows]) => [name, indexOf(rows)]));
  const services = tables.get("services") ?? [];
  const isOurs = services.some((service) => isRow(service.porchlight));
  const told = propertiesOfServices(tables);
  for (const service of services) for (const as of told) if (!Object.hasOwn(service, as)) service[as] = [];
  const tie: Tie = { reading, index, references: new Map(), loose: [], shared: new Set() };
  for (const [name, rows] of tables) {
    for (const [i, row] of rows.entries()) {
      if (i % rowsAtOnce === 0) yield 0.5;
      attach(tie, name, row);
      if (!isOurs) tellMissing(reading, name, row);
    }
  }
  tellReferences(reading, tie.references);
  for (const service of services) completeService(tie, service);
  tellLoose(tie);
  if (!saysPlaces(tables)) placeByOrganization(tables);
  const used = new Set(services.map((service) => service.organization));
  for (const one of tables.get("organizations") ?? []) {
    if (!used.has(one)) tellOfRow(reading, one, "no_service", { part: textIn(one, "name") });
  }
  return { services, organizations: tables.get("organizations") ?? [] };
}

interface Tie {
  reading: Reading;
  index: Index;
  references: References;
  /** Rows that say of nothing that they are its own, and rows that something else says are its own. */
  loose: { name: TableName; row: HsdsRow }[];
  shared: Set<HsdsRow>;
}

// A package with a table means it for every service.
function propertiesOfServices(tables: PackageTables): string[] {
  const ofServices = [...tables.keys()].filter((name) => Object.values(tableRules[name].parents).includes("services"));
  return ofServices.map((name) => asProperty[name]).filter((as) => as !== undefined);
}

function attach(tie: Tie, name: TableName, row: HsdsRow) {
  const { reading, index, references } = tie;
  const { parents } = tableRules[name];
  const named = Object.entries(parents).filter(([column]) => textIn(row, column) !== "");
  if (Object.keys(parents).length > 0 && named.length === 0 && name !== "taxonomy_terms") {
    tie.loose.push({ name, row });
  }
  const children = name === "links" ? linked(index, row) : [{ row, as: asProperty[name] }];
  if (name === "links") for (const child of children) tie.shared.add(child.row);
  for (const [column, table] of named) {
    const ids = textIn(row, column);
    // One row may be for several.
    for (const id of rowWith(index, table!, ids) ? [ids] : pieces(ids)) {
      const parent = rowWith(index, table!, id);
      noteReference(reading, references, row, { column, id, isThere: parent !== undefined || column === "link_id" });
      if (parent) for (const child of children) put(parent, child.as, child.row);
      if (parent && name === "taxonomy_terms") row.parent = parent;
    }
  }
  if (name === "attributes") row.taxonomy_term = termOf(index, row);
  if (name === "service_at_locations") {
    row.location = rowWith(index, "locations", textIn(row, "location_id"));
    const service = rowWith(index, "services", textIn(row, "service_id"));
    if (service && row.location) put(service, "service_at_locations", row);
  }
}

const linkColumns = [
  ["schedule_id", "schedules"],
  ["regular_schedule_id", "schedules"],
  ["phone_id", "phones"],
] as const satisfies [string, TableName][];

function linked(index: Index, row: HsdsRow): { row: HsdsRow; as: string | undefined }[] {
  return linkColumns.flatMap(([column, table]) => {
    const child = rowWith(index, table, textIn(row, column));
    return child ? [{ row: child, as: asProperty[table] }] : [];
  });
}

// Some files have no table of terms: there the id is the word.
function termOf(index: Index, row: HsdsRow): HsdsRow | undefined {
  const id = textIn(row, "taxonomy_term_id", "taxonomy_id");
  const term = rowWith(index, "taxonomy_terms", id);
  if (term || index.has("taxonomy_terms")) return term;
  const name = textIn(row, "value", "label", "taxonomy_detail") || id;
  return /\p{L}{3}/u.test(name) && !isUuid(name.toLowerCase()) ? { name: name.replaceAll(/[_-]+/g, " ") } : undefined;
}

// Porchlight leaves a cell empty where nothing may be said, as for a shelter's street.
function tellMissing(reading: Reading, name: TableName, row: HsdsRow) {
  const missing = tableRules[name].required.find((column) => textIn(row, column) === "");
  if (missing) tellOfRow(reading, row, "cell_missing", { column: missing, part: missing });
}

function put(parent: HsdsRow, as: string | undefined, row: HsdsRow) {
  if (as === undefined) return;
  const list = parent[as];
  if (Array.isArray(list)) list.push(row);
  else parent[as] = [row];
}

function tellLoose({ reading, loose, shared }: Tie) {
  for (const { name, row } of loose) {
    if (shared.has(row)) continue;
    tellOfRow(reading, row, name === "programs" ? "no_organization" : "no_service", {
      part: textIn(row, "number", "name", "address_1", "weekday", "byday", "start_date", "id"),
    });
  }
}

function completeService(tie: Tie, service: HsdsRow) {
  const { reading, index } = tie;
  const place = textIn(service, "location_id");
  if (place !== "") {
    const location = rowWith(index, "locations", place);
    if (location) put(service, "service_at_locations", { location });
    else tellOfRow(reading, service, "unknown_reference", { column: "location_id", part: place });
    if (location && textIn(service, "organization_id") === "") service.organization_id = location.organization_id;
  }
  const organization = rowWith(index, "organizations", textIn(service, "organization_id"));
  if (organization) service.organization = organization;
  for (const [column, table] of linkColumns) {
    for (const id of [...pieces(service[column]), ...pieces(service[`${column}s`])]) {
      const child = rowWith(index, table, id);
      if (child) {
        tie.shared.add(child);
        put(service, asProperty[table], child);
      } else tellOfRow(reading, service, "unknown_reference", { column, part: id });
    }
  }
  for (const id of pieces(service.taxonomy_ids)) {
    const term = rowWith(index, "taxonomy_terms", id);
    if (term) put(service, "attributes", { taxonomy_term: term });
    else tellOfRow(reading, service, "unknown_reference", { column: "taxonomy_ids", part: id });
  }
  if (typeof service.service_areas === "string") {
    service.service_areas = pieces(service.service_areas).map((name) => areaOf(reading, service, name));
  }
}

function areaOf(reading: Reading, service: HsdsRow, name: string): HsdsRow {
  const area = { name };
  reading.places.set(area, reading.places.get(service)!);
  return area;
}

function pieces(cell: unknown): string[] {
  return typeof cell === "string"
    ? cell
        .split(/[,;|]/)
        .map((one) => one.trim())
        .filter(Boolean)
    : [];
}

function saysPlaces(tables: PackageTables): boolean {
  return (
    tables.has("service_at_locations") ||
    (tables.get("services") ?? []).some((row) => Object.hasOwn(row, "location_id"))
  );
}

function placeByOrganization(tables: PackageTables) {
  const services = byOrganization(tables.get("services") ?? []);
  for (const [organization, locations] of byOrganization(tables.get("locations") ?? [])) {
    const theirs = services.get(organization) ?? [];
    if (organization === "" || (locations.length > 1 && theirs.length > 1)) continue;
    for (const service of theirs) for (const location of locations) put(service, "service_at_locations", { location });
  }
}

function byOrganization(rows: HsdsRow[]): Map<string, HsdsRow[]> {
  return Map.groupBy(rows, (row) => textIn(row, "organization_id"));
}

/** Reports places without any service, and errors in their hours. */
export function* readLoosePlaces(reading: Reading, tables: PackageTables): Generator<number, void> {
  const reached = new Set(
    (tables.get("services") ?? []).flatMap((row) => rowsIn(row, "service_at_locations").map((one) => one.location)),
  );
  const loose = (tables.get("locations") ?? []).filter((location) => !reached.has(location));
  const isOneCause = loose.length >= minApart && !saysPlaces(tables);
  if (isOneCause) {
    const file = {};
    reading.places.set(file, { file: reading.places.get(loose[0]!)?.file ?? "", row: 1 });
    tellOfRow(reading, file, "no_place_table", { part: loose.length });
  }
  for (const location of loose) {
    if (!isOneCause) tellOfRow(reading, location, "no_service", { part: textIn(location, "name", "id") });
    readSchedules(reading, rowsIn(location, "schedules"), rowsIn(location, "holiday_schedules"));
    yield 1;
  }
}
