import { canonical } from "#src/directory/canonical.ts";
import { zipped } from "#src/directory/files/zip.ts";
import { byteOrderMark, tableLine } from "#src/hours/files/csv.ts";
import type { HsdsOrganization, HsdsService } from "../hsds.ts";

type Cells = Record<string, unknown>;

const columns = {
  organizations: "id name alternate_name description email website porchlight",
  services:
    "id organization_id name alternate_name description url email status interpretation_services application_process fees_description eligibility_description minimum_age maximum_age assured_date alert last_modified porchlight",
  urls: "id service_id label url",
  phones: "id service_id number extension type description",
  languages: "id service_id phone_id name code",
  schedules:
    "id service_id service_at_location_id valid_from valid_to freq interval byday opens_at closes_at description time_zone",
  service_areas: "id service_id name extent extent_type porchlight",
  service_at_locations: "id service_id location_id description",
  locations: "id location_type name latitude longitude",
  addresses: "id location_id address_1 address_2 city state_province postal_code country address_type",
  accessibility: "id location_id description",
  attributes: "id link_id link_entity link_type taxonomy_term_id",
  taxonomy_terms: "id code name description taxonomy",
} as const;

type Name = keyof typeof columns;
const names = Object.keys(columns) as Name[];

/** Returns the tabular HSDS 3.1 package (zip) of what `exportHsds` yields; `importTabular` reads the same. Yields often. */
export function* exportTabular(services: Iterable<HsdsService>): Generator<number, Uint8Array> {
  const lines = new Map<Name, string[]>(
    names.map((name) => [name, [byteOrderMark, tableLine(columns[name].split(" "))]]),
  );
  const seen = new Set<string>();
  const add = (name: Name, cells: Cells) => lines.get(name)!.push(line(name, cells));
  const addOnce = (name: Name, cells: Cells & { id: string }) => {
    if (seen.has(`${name} ${cells.id}`)) return;
    seen.add(`${name} ${cells.id}`);
    add(name, cells);
  };
  for (const service of services) {
    addService(service, add, addOnce);
    yield 0;
  }
  const files = names.map((name) => ({ name: `${name}.csv`, pieces: lines.get(name)! }));
  return yield* zipped([{ name: "datapackage.json", pieces: [datapackage()] }, ...files]);
}

function line(name: Name, cells: Cells): string {
  return tableLine(columns[name].split(" ").map((column) => cellOf(cells[column])));
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? canonical(value) : String(value);
}

function addService(
  service: HsdsService,
  add: (name: Name, cells: Cells) => void,
  addOnce: (name: Name, cells: Cells & { id: string }) => void,
) {
  const service_id = service.id;
  addOnce("organizations", { ...(service.organization satisfies HsdsOrganization) });
  add("services", { ...service });
  for (const url of service.additional_urls) add("urls", { ...url, service_id });
  for (const phone of service.phones) {
    add("phones", { ...phone, service_id });
    for (const language of phone.languages) add("languages", { ...language, phone_id: phone.id });
  }
  for (const language of service.languages) add("languages", { ...language, service_id });
  for (const schedule of service.schedules) add("schedules", { ...schedule, service_id });
  for (const area of service.service_areas) add("service_areas", { ...area, service_id });
  for (const { location, schedules, ...at } of service.service_at_locations) {
    add("service_at_locations", { ...at, service_id, location_id: location.id });
    for (const schedule of schedules) add("schedules", { ...schedule, service_at_location_id: at.id });
    add("locations", { ...location });
    for (const address of location.addresses) add("addresses", { ...address, location_id: location.id });
    for (const one of location.accessibility) add("accessibility", { ...one, location_id: location.id });
  }
  for (const { taxonomy_term, ...attribute } of service.attributes) {
    add("attributes", { ...attribute });
    addOnce("taxonomy_terms", { ...taxonomy_term });
  }
}

/** The format is Frictionless Data, Data Package 1. */
function datapackage(): string {
  const resources = names.map((name) => ({
    name,
    path: `${name}.csv`,
    profile: "tabular-data-resource",
    encoding: "utf-8",
    schema: { fields: columns[name].split(" ").map((column) => ({ name: column, type: "string" })) },
  }));
  return `${JSON.stringify({ profile: "tabular-data-package", name: "human_services_data", resources }, null, 2)}\n`;
}
