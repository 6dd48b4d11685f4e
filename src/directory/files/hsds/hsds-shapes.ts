import { type HsdsRow, isRow, rowIn, rowsIn, saysAny, textIn } from "./hsds-reading.ts";

interface Found {
  services: HsdsRow[];
  organizations: HsdsRow[];
  isEmpty: boolean;
}

const lists = ["contents", "services", "service", "service_at_locations", "organizations", "data", "results"];
const maxNesting = 6;

/** Returns all services and organizations, wherever they are in the documents. Yields often. */
export function* collect(documents: unknown[]): Generator<number, Found> {
  const found: Found = { services: [], organizations: [], isEmpty: false };
  // The lists being read, innermost last. They may be long, so each is resumed where it was left.
  const going: { values: unknown[]; next: number; organization: HsdsRow | undefined }[] = [];
  const inside = (values: unknown[], organization?: HsdsRow) => {
    if (going.length <= maxNesting) going.push({ values, next: 0, organization });
  };
  inside(documents);
  for (let steps = 1; going.length > 0; steps += 1) {
    if (steps % 500 === 0) yield 0;
    const here = going.at(-1)!;
    if (here.next === here.values.length) {
      going.pop();
      continue;
    }
    const value = here.values[here.next];
    const { organization } = here;
    here.next += 1;
    if (Array.isArray(value)) {
      if (value.length === 0) found.isEmpty = true;
      inside(value, organization);
    } else if (isRow(value)) {
      const service = rowIn(value, "service");
      if (service && isRow(value.location)) {
        found.services.push({ ...service, service_at_locations: [withoutService(value)] });
      } else if (isService(value)) {
        found.services.push(organization ? { organization, ...value } : value);
      } else if (isOrganization(value)) {
        const { services: _, ...alone } = value;
        found.organizations.push(alone);
        inside(Array.isArray(value.services) ? value.services : [], alone);
      } else {
        inside(lists.map((name) => value[name]).filter((one) => typeof one === "object" && one !== null));
      }
    }
  }
  return found;
}

function withoutService({ service: _, ...row }: HsdsRow): HsdsRow {
  return row;
}

function isService(row: HsdsRow): boolean {
  if (Array.isArray(row.services) || Array.isArray(row.contents)) return false;
  const marks = [
    "organization_id",
    "organization",
    "status",
    "service_at_locations",
    "service_areas",
    "eligibility_description",
  ];
  return saysAny(row, "name") && saysAny(row, ...marks, "application_process", "fees", "schedules", "assured_date");
}

function isOrganization(row: HsdsRow): boolean {
  const marks = [
    "website",
    "legal_status",
    "tax_status",
    "services",
    "email",
    "year_incorporated",
    "locations",
    "porchlight",
  ];
  return saysAny(row, "name") && saysAny(row, ...marks) && !saysAny(row, "location_type", "contents");
}

/** Returns services with all their places: a list of services at locations repeats a service for each place. */
export function* withPlaces(services: HsdsRow[]): Generator<number, HsdsRow[]> {
  const found = new Map<string, HsdsRow>();
  for (const [i, service] of services.entries()) {
    if (i % 20 === 19) yield 0;
    const id = textIn(service, "id") || `#${i}`;
    const before = found.get(id);
    if (!before) found.set(id, service);
    else {
      const known = new Set(rowsIn(before, "service_at_locations").map((row) => textIn(row, "id")));
      const more = rowsIn(service, "service_at_locations").filter((row) => !known.has(textIn(row, "id")));
      if (more.length > 0) {
        found.set(id, { ...before, service_at_locations: [...rowsIn(before, "service_at_locations"), ...more] });
      }
    }
  }
  return [...found.values()];
}
