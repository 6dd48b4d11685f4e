export type TableName =
  | "organizations"
  | "programs"
  | "services"
  | "service_at_locations"
  | "locations"
  | "addresses"
  | "postal_addresses"
  | "phones"
  | "urls"
  | "schedules"
  | "holiday_schedules"
  | "languages"
  | "service_areas"
  | "attributes"
  | "taxonomy_terms"
  | "accessibility"
  | "contacts"
  | "links";

interface Mark {
  table: TableName;
  all?: string;
  any?: string;
  none?: string;
}

/** The first mark that a header fits names its table: all of `all`, one of `any` and none of `none` are columns. */
const marks: Mark[] = [
  // Which services share a schedule or a phone.
  {
    table: "links",
    any: "schedule_id phone_id regular_schedule_id",
    none: "number weekday byday opens_at name language code note",
  },
  { table: "holiday_schedules", all: "start_date end_date" },
  { table: "schedules", any: "weekday byday opens_at" },
  { table: "phones", all: "number" },
  { table: "attributes", all: "taxonomy_term_id link_id" },
  { table: "attributes", all: "service_id taxonomy_id", none: "name" },
  { table: "attributes", all: "service_id taxonomy_term_id", none: "name" },
  { table: "addresses", all: "address_1", none: "attention organization_id" },
  { table: "addresses", all: "address_1 address_type" },
  { table: "postal_addresses", all: "address_1" },
  { table: "taxonomy_terms", all: "name parent_id", any: "taxonomy_id taxonomy parent_name vocabulary term_uri" },
  { table: "taxonomy_terms", all: "id name", any: "taxonomy term_uri" },
  { table: "urls", all: "url label" },
  { table: "service_areas", all: "service_id", any: "service_area extent extent_type" },
  { table: "contacts", all: "title", any: "department email" },
  {
    table: "services",
    all: "name",
    any: "application_process eligibility_description interpretation_services assured_date",
  },
  { table: "services", all: "name status", none: "location_type" },
  { table: "locations", any: "location_type latitude transportation" },
  { table: "organizations", all: "name", any: "tax_status legal_status year_incorporated date_incorporated tax_id" },
  { table: "organizations", all: "id name", any: "website", none: "organization_id service_id" },
  { table: "programs", all: "id organization_id name", none: "service_id" },
  { table: "languages", any: "language code note" },
  { table: "accessibility", all: "location_id", any: "details accessibility" },
  { table: "accessibility", all: "location_id description", none: "service_id organization_id" },
  { table: "service_at_locations", all: "service_id location_id" },
];

/** Returns the table with this header; undefined for tables that are not needed, like funding and costs. */
export function tableOf(header: string[]): TableName | undefined {
  const names = new Set(header);
  const words = (text = "") => text.split(" ").filter(Boolean);
  if (isUnneeded(names)) return undefined;
  return marks.find(({ all, any, none }) => {
    const hasAny = any === undefined || words(any).some((name) => names.has(name));
    return hasAny && words(all).every((name) => names.has(name)) && !words(none).some((name) => names.has(name));
  })?.table;
}

function isUnneeded(names: Set<string>): boolean {
  return ["source", "amount_description", "document", "resource_id", "identifier_scheme", "field_name"].some((name) =>
    names.has(name),
  );
}

const unneeded =
  /(?:^|[/\\])(?:fundings?|required_documents?|cost_options?|payments?_accepted|metadata|meta_table_descriptions?|organization_identifiers?|taxonom(?:y|ies)|service_capacit(?:y|ies)|units?|eligibilit(?:y|ies))\.\w+$/i;

/** Returns whether a table that is not read is no loss: HSDS has it, and nothing of it is kept here. */
export function isNoLoss(fileName: string, header: string[]): boolean {
  return isUnneeded(new Set(header)) || unneeded.test(fileName);
}

/** The columns that a person may say one of a table is. */
export const hsdsColumns = [
  ..."id name alternate_name description organization_id service_id location_id service_at_location_id".split(" "),
  ..."url website email status minimum_age maximum_age eligibility_description fees_description".split(" "),
  ..."application_process interpretation_services alert assured_date".split(" "),
  ..."number extension type weekday opens_at closes_at valid_from valid_to schedule".split(" "),
  ..."taxonomy_term_id parent_id taxonomy service_area language".split(" "),
  ..."address_1 address_2 city state_province postal_code country location_type latitude longitude".split(" "),
];

/** Returns whether a name is one of these. */
export function isHsdsColumn(name: string): boolean {
  return hsdsColumns.includes(name);
}

/** What programs call our columns besides their names in HSDS. */
const otherNames: Record<string, string> = {
  serviceid: "service_id",
  organizationid: "organization_id",
  organisation_id: "organization_id",
  organisationid: "organization_id",
  org_id: "organization_id",
  agency_id: "organization_id",
  locationid: "location_id",
  site_id: "location_id",
  phone_number: "number",
  telephone: "number",
  open_time: "opens_at",
  opens: "opens_at",
  close_time: "closes_at",
  closes: "closes_at",
  day_of_week: "weekday",
  day: "weekday",
  service_name: "name",
  location_name: "name",
  organization_name: "name",
};

/** Returns the names of columns as HSDS has them: "Service ID" is "service_id". */
export function hsdsNames(cells: string[]): string[] {
  const plain = cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[\s.-]+/g, "_"),
  );
  // What is there under its own name is not looked for under others.
  return plain.map((name) => {
    const other = Object.hasOwn(otherNames, name) ? otherNames[name]! : name;
    return plain.includes(other) ? name : other;
  });
}

interface TableRules {
  required: string[];
  parents: Partial<Record<string, TableName>>;
  dates?: string[];
}

const ofService = { service_id: "services" } as const;
const ofPlace = { location_id: "locations", service_at_location_id: "service_at_locations" } as const;
const ofOrganization = { organization_id: "organizations" } as const;

/** Tables whose rows are things of their own: each id is one of them. All other rows may be shared. */
export const tablesOfThings: readonly TableName[] = [
  "organizations",
  "programs",
  "services",
  "locations",
  "taxonomy_terms",
];

export const tableRules: Record<TableName, TableRules> = {
  organizations: { required: ["name"], parents: {}, dates: ["date_incorporated"] },
  programs: { required: ["name"], parents: ofOrganization },
  services: { required: [], parents: {} },
  service_at_locations: { required: [], parents: { ...ofService, location_id: "locations" } },
  locations: { required: [], parents: {} },
  addresses: { required: ["address_1", "city"], parents: { location_id: "locations" } },
  postal_addresses: { required: ["address_1"], parents: { location_id: "locations", ...ofOrganization } },
  phones: { required: [], parents: { ...ofService, ...ofPlace, ...ofOrganization, contact_id: "contacts" } },
  urls: { required: ["url"], parents: { ...ofService, ...ofOrganization } },
  schedules: { required: [], parents: { ...ofService, ...ofPlace } },
  holiday_schedules: { required: [], parents: { ...ofService, ...ofPlace } },
  languages: { required: [], parents: { ...ofService, location_id: "locations", phone_id: "phones" } },
  service_areas: { required: [], parents: { ...ofService, service_at_location_id: "service_at_locations" } },
  attributes: { required: [], parents: { link_id: "services", service_id: "services" } },
  taxonomy_terms: { required: ["name"], parents: { parent_id: "taxonomy_terms" } },
  accessibility: { required: [], parents: { location_id: "locations" } },
  links: { required: [], parents: { ...ofService, ...ofPlace, ...ofOrganization } },
  contacts: { required: ["name"], parents: { ...ofService, location_id: "locations", ...ofOrganization } },
};
