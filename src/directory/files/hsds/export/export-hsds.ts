import { uuid5 } from "#src/crypto/hash.ts";
import { canonical } from "#src/directory/canonical.ts";
import { blankEntry, type Entry, type Organization, shownPlace } from "#src/directory/entry/entry.ts";
import { readHsdsService, readOrganization } from "#src/directory/files/hsds/import/import-service.ts";
import { englishName } from "#src/directory/language-of.ts";
import type { Region } from "#src/directory/regions.ts";
import { topicKey } from "#src/directory/topics.ts";
import { translate } from "#src/i18n/i18n.ts";
import {
  type HsdsAttribute,
  type HsdsOrganization,
  type HsdsService,
  otherTermId,
  taxonomyName,
  topicTermId,
} from "../hsds.ts";
import { hsdsAddress, plainMail, some } from "../hsds-fields.ts";
import { startReading } from "../hsds-reading.ts";
import { placeRows, reachRows } from "./export-channels.ts";
import { scheduleRows } from "./export-schedules.ts";

export interface OutgoingService {
  id: string;
  entry: Entry;
  organization: Organization;
  changedAt: number | null;
}

export interface HsdsExport {
  regionName(code: string): string;
  /** Regions that only this directory knows, from outside in; [] = others know the region. */
  regionsOf?(code: string): Region[];
  /** Whether secret addresses are included: only for our own copy. */
  exactAddresses: boolean;
}

/** Returns a service as HSDS 3.1; `porchlight` holds what the rest cannot say. Callers must check who may see it. */
export function serviceAsHsds(service: OutgoingService, given: HsdsExport): HsdsService {
  const entry = given.exactAddresses ? service.entry : withoutHiddenAddresses(service.entry);
  const rows = rowsOf({ ...service, entry }, given);
  const said = readHsdsService(startReading({ ...nobody, source: service.id }), { ...rows });
  const { organizationId: _, ...whole } = { ...blankEntry(""), ...entry };
  return { ...rows, porchlight: unsaid(whole, { ...said }) };
}

/** Returns an organization as HSDS 3.1, in the manner of `serviceAsHsds`. */
export function organizationAsHsds(id: string, organization: Organization): HsdsOrganization {
  const { name, alternateName, description, website, email } = organization;
  const rows: HsdsOrganization = {
    id,
    name,
    description,
    ...some("alternate_name", alternateName),
    ...some("email", plainMail(email)),
    ...some("website", hsdsAddress(website)),
    porchlight: {},
  };
  const said = readOrganization(startReading({ ...nobody, source: id }), { ...rows });
  return { ...rows, porchlight: unsaid({ name, alternateName, description, website, email }, { ...said }) };
}

/** Yields services by their ids, each as soon as it is made. */
export function* exportHsds(services: OutgoingService[], given: HsdsExport): Generator<HsdsService, void> {
  for (const service of [...services].sort((a, b) => (a.id < b.id ? -1 : 1))) yield serviceAsHsds(service, given);
}

/** Our own rows leave nothing open that these could answer. */
const nobody = { timeZone: "UTC", today: "", regionOf: () => undefined };

function unsaid<T extends object>(whole: T, said: Record<string, unknown>): Partial<T> {
  const missing = Object.entries(whole).filter(([name, value]) => canonical(value) !== canonical(said[name]));
  return Object.fromEntries(missing) as Partial<T>;
}

function withoutHiddenAddresses(entry: Entry): Entry {
  const channels = entry.channels.map((one) => ({ ...one, place: one.place && shownPlace(one.place) }));
  return { ...entry, channels };
}

function rowsOf(
  { id, entry, organization, changedAt }: OutgoingService,
  { regionName, regionsOf }: HsdsExport,
): HsdsService {
  const idOf = newIds(id);
  return {
    id,
    organization_id: entry.organizationId,
    organization: organizationAsHsds(entry.organizationId, organization),
    name: entry.name,
    ...some("alternate_name", entry.alternateName),
    ...some("description", entry.description || entry.summary),
    status: entry.status,
    ...some("interpretation_services", entry.interpretation),
    ...some("application_process", entry.application),
    ...some("fees_description", entry.fees),
    ...some("eligibility_description", entry.eligibility),
    ...(entry.ageFrom === null ? {} : { minimum_age: entry.ageFrom }),
    ...(entry.ageTo === null ? {} : { maximum_age: entry.ageTo }),
    ...some("assured_date", entry.verifiedOn ?? ""),
    ...some("alert", entry.alert),
    ...(changedAt === null ? {} : { last_modified: new Date(changedAt).toISOString() }),
    ...reachRows(entry.channels, idOf),
    schedules: [
      ...(entry.calendar ? scheduleRows(entry.calendar, (role) => idOf(`schedule ${role}`)) : []),
      ...(entry.hoursNote ? [{ id: idOf("hours note"), description: entry.hoursNote }] : []),
    ],
    service_areas: entry.regions.map((code) => ({
      id: idOf(`area ${code}`),
      name: regionName(code),
      extent: code,
      extent_type: "text",
      ...ownRegions(regionsOf?.(code) ?? []),
    })),
    service_at_locations: placeRows(entry.channels, idOf),
    languages: entry.languages.map((code) => ({ id: idOf(`language ${code}`), name: englishName(code), code })),
    attributes: attributesOf(id, entry, idOf),
    porchlight: {},
  };
}

function ownRegions(porchlight: Region[]): { porchlight?: Region[] } {
  return porchlight.length === 0 ? {} : { porchlight };
}

function newIds(serviceId: string): (role: string) => string {
  const times = new Map<string, number>();
  return (role) => {
    const before = times.get(role) ?? 0;
    times.set(role, before + 1);
    return uuid5(serviceId, before === 0 ? role : `${role} ${before + 1}`);
  };
}

function attributesOf(id: string, entry: Entry, idOf: (role: string) => string): HsdsAttribute[] {
  const t = translate("en");
  const terms = [
    ...entry.topics.map((topic) => ({
      id: topicTermId(topic),
      code: topic,
      name: t(topicKey(topic)),
      description: t(topicKey(topic)),
      taxonomy: taxonomyName,
    })),
    ...entry.terms.map((name) => ({ id: otherTermId(name), name, description: name })),
  ];
  return terms.map((term) => ({
    id: idOf(`attribute ${term.id}`),
    link_id: id,
    link_entity: "service",
    link_type: "topic",
    taxonomy_term_id: term.id,
    taxonomy_term: term,
  }));
}
