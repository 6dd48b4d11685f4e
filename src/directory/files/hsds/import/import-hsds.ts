import { maxEntry, organizationNamed } from "#src/directory/entry/entry.ts";
import { readJson } from "#src/directory/files/read-json.ts";
import type { Incoming, IncomingOrganization, IncomingService } from "#src/directory/importing/incoming.ts";
import { searchable } from "#src/i18n/fold.ts";
import {
  type HsdsOptions,
  type HsdsRow,
  type Reading,
  rowIn,
  startReading,
  tellOfRow,
  textIn,
  uuidOf,
} from "../hsds-reading.ts";
import { collect, withPlaces } from "../hsds-shapes.ts";
import { readHsdsService, readOrganization } from "./import-service.ts";

/** Reads HSDS as text, JSON or one object on each line, like `importHsds`. */
export function* importHsdsText(text: string, options: HsdsOptions): Generator<number, Incoming> {
  const reading = startReading(options);
  const read = yield* halfOf(readJson(text), 0);
  if (typeof read !== "string") return yield* readDocuments(reading, read);
  const isEmpty = !/\S/.test(text);
  tellOfRow(reading, undefined, isEmpty ? "empty_file" : read, { severity: "error" });
  return { organizations: [], services: [], issues: reading.issues };
}

/** Reads HSDS 3, and what HSDS 2 and ORUK share with it. UUIDs stay; other ids are made unique to the source. Yields 0 to 1. */
export function* importHsds(document: unknown, options: HsdsOptions): Generator<number, Incoming> {
  return yield* readDocuments(startReading(options), [document]);
}

/** Reads several documents at once, like `importHsds`; of their services the first `most`. */
export function* importDocuments(
  documents: unknown[],
  options: HsdsOptions & { most?: number },
): Generator<number, Incoming> {
  return yield* readDocuments(startReading(options), documents, options.most);
}

function* readDocuments(reading: Reading, documents: unknown[], most?: number): Generator<number, Incoming> {
  const found = yield* collect(documents);
  const isHsds = found.services.length + found.organizations.length > 0 || found.isEmpty;
  if (!isHsds) tellOfRow(reading, undefined, "not_hsds", { severity: "error" });
  const services = yield* withPlaces(found.services);
  return yield* readFound(reading, { ...found, services: services.slice(0, most) });
}

/** Reads services with everything that belongs to them, and organizations, in a reading that has begun. */
export function* readFound(
  reading: Reading,
  found: { services: HsdsRow[]; organizations: HsdsRow[] },
): Generator<number, Incoming> {
  const organizations = new Map<string, IncomingOrganization>();
  const services = new Map<string, IncomingService>();
  for (const row of found.organizations) {
    addOrganization(reading, organizations, row);
    yield 0;
  }
  for (const [i, service] of found.services.entries()) {
    addService(reading, { organizations, services }, service);
    yield (i + 1) / found.services.length;
  }
  const issues = reading.issues.sort((a, b) => compared(a.file ?? "", b.file ?? "") || a.row - b.row);
  const regions = reading.regions.size === 0 ? {} : { regions: [...reading.regions.values()] };
  return { organizations: [...organizations.values()], services: [...services.values()], ...regions, issues };
}

function compared(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function addOrganization(reading: Reading, organizations: Map<string, IncomingOrganization>, row: HsdsRow): string {
  const externalId = organizationId(reading, row);
  if (organizations.has(externalId)) return externalId;
  const organization = readOrganization(reading, row);
  if (organization.name === "") {
    tellOfRow(reading, row, "no_name", { column: "name", severity: "error" });
    return "";
  }
  organizations.set(externalId, { externalId, organization });
  return externalId;
}

function organizationId(reading: Reading, row: HsdsRow): string {
  return uuidOf(reading, textIn(row, "id") || `organization:${searchable(textIn(row, "name"))}`);
}

function addService(
  reading: Reading,
  to: { organizations: Map<string, IncomingOrganization>; services: Map<string, IncomingService> },
  service: HsdsRow,
) {
  const entry = readHsdsService(reading, service);
  if (!entry) return;
  const embedded = rowIn(service, "organization");
  const named = uuidOf(reading, textIn(service, "organization_id"));
  const organization = embedded ? addOrganization(reading, to.organizations, embedded) : named;
  const by = to.organizations.has(organization) ? organization : standIn(reading, to.organizations, service);
  const externalId = uuidOf(reading, textIn(service, "id"));
  const lastModified = textIn(service, "last_modified");
  to.services.set(externalId || `#${to.services.size}`, {
    externalId,
    row: reading.places.get(service)?.row ?? 0,
    organization: by,
    entry,
    ...(lastModified ? { lastModified } : {}),
  });
}

// The organization that the list is said to be of. Without one, "" leaves each service its own, or makes one of its name.
function standIn(reading: Reading, organizations: Map<string, IncomingOrganization>, service: HsdsRow): string {
  tellOfRow(reading, service, "no_organization", {
    column: "organization_id",
    part: textIn(service, "organization_id", "name"),
  });
  if (!reading.sourceName) return "";
  const externalId = uuidOf(reading, "organization:");
  const name = reading.sourceName.slice(0, maxEntry.name);
  if (!organizations.has(externalId)) {
    organizations.set(externalId, { externalId, organization: organizationNamed(name) });
  }
  return externalId;
}

/** Yields progress as the first (0) or second (1) half of the whole. */
export function* halfOf<T>(steps: Generator<number, T>, half: number): Generator<number, T> {
  while (true) {
    const step = steps.next();
    if (step.done) return step.value;
    yield (half + step.value) / 2;
  }
}
