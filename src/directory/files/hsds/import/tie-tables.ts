import { type HsdsRow, isRow, type Reading, rowsIn, tellOfRow, textIn } from "../hsds-reading.ts";
import { type TableName, tableRules } from "../hsds-tables.ts";
import { readSchedules } from "./import-schedules.ts";

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
  const index = new Map([...tables].map(([name, rows]) => [name, new Map(rows.map((row) => [idOf(row), row]))]));
  const services = tables.get("services") ?? [];
  const isOurs = services.some((service) => isRow(service.porchlight));
  const told = propertiesOfServices(tables);
  for (const service of services) for (const as of told) if (!Object.hasOwn(service, as)) service[as] = [];
  for (const [name, rows] of tables) {
    for (const [i, row] of rows.entries()) {
      if (i % rowsAtOnce === 0) yield 0.5;
      attach(reading, index, name, row);
      if (!isOurs) tellMissing(reading, name, row);
    }
  }
  for (const service of services) completeService(reading, index, service);
  if (!saysPlaces(tables)) placeByOrganization(tables);
  const used = new Set(services.map((service) => service.organization));
  for (const one of tables.get("organizations") ?? []) {
    if (!used.has(one)) tellOfRow(reading, one, "no_service", { part: textIn(one, "name") });
  }
  return { services, organizations: tables.get("organizations") ?? [] };
}

type Index = Map<TableName, Map<string, HsdsRow>>;

// Ohana calls the id of a category "taxonomy_id".
function idOf(row: HsdsRow): string {
  return textIn(row, "id", "taxonomy_id");
}

// A package with a table means it for every service.
function propertiesOfServices(tables: PackageTables): string[] {
  const ofServices = [...tables.keys()].filter((name) => Object.values(tableRules[name].parents).includes("services"));
  return ofServices.map((name) => asProperty[name]).filter((as) => as !== undefined);
}

function attach(reading: Reading, index: Index, name: TableName, row: HsdsRow) {
  const { parents } = tableRules[name];
  const named = Object.entries(parents).filter(([column]) => textIn(row, column) !== "");
  if (Object.keys(parents).length > 0 && named.length === 0 && name !== "taxonomy_terms") {
    tellOfRow(reading, row, name === "programs" ? "no_organization" : "no_service", {
      part: textIn(row, "number", "name", "address_1", "weekday", "byday", "start_date", "id"),
    });
  }
  for (const [column, table] of named) {
    const parent = index.get(table!)?.get(textIn(row, column));
    if (parent) put(parent, asProperty[name], row);
    // An attribute may belong to anything, even to rows that are not read.
    else if (name !== "attributes") tellOfRow(reading, row, "unknown_reference", { column, part: textIn(row, column) });
  }
  if (name === "attributes")
    row.taxonomy_term = index.get("taxonomy_terms")?.get(textIn(row, "taxonomy_term_id", "taxonomy_id"));
  if (name === "service_at_locations") {
    row.location = index.get("locations")?.get(textIn(row, "location_id"));
    const service = index.get("services")?.get(textIn(row, "service_id"));
    if (service && row.location) put(service, "service_at_locations", row);
  }
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

function completeService(reading: Reading, index: Index, service: HsdsRow) {
  const place = textIn(service, "location_id");
  if (place !== "") {
    const location = index.get("locations")?.get(place);
    if (location) put(service, "service_at_locations", { location });
    else tellOfRow(reading, service, "unknown_reference", { column: "location_id", part: place });
    if (location && textIn(service, "organization_id") === "") service.organization_id = location.organization_id;
  }
  const organization = index.get("organizations")?.get(textIn(service, "organization_id"));
  if (organization) service.organization = organization;
  for (const id of pieces(service.taxonomy_ids)) {
    const term = index.get("taxonomy_terms")?.get(id);
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
  for (const location of tables.get("locations") ?? []) {
    if (reached.has(location)) continue;
    tellOfRow(reading, location, "no_service", { part: textIn(location, "name", "id") });
    readSchedules(reading, rowsIn(location, "schedules"), rowsIn(location, "holiday_schedules"));
    yield 1;
  }
}
