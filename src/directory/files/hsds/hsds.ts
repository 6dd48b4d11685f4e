import { uuid5 } from "#src/crypto/hash.ts";
import type { Entry, Organization } from "#src/directory/entry/entry.ts";
import type { Region } from "#src/directory/regions.ts";
import { serviceTopics, type Topic } from "#src/directory/topics.ts";

/** What we write of HSDS 3.1. `porchlight` holds what HSDS has no field for, and wins over the rest. */
export interface HsdsService {
  id: string;
  organization_id: string;
  organization: HsdsOrganization;
  name: string;
  alternate_name?: string;
  description?: string;
  url?: string;
  additional_urls: HsdsUrl[];
  email?: string;
  status: Entry["status"];
  interpretation_services?: string;
  application_process?: string;
  fees_description?: string;
  eligibility_description?: string;
  minimum_age?: number;
  maximum_age?: number;
  assured_date?: string;
  alert?: string;
  last_modified?: string;
  phones: HsdsPhone[];
  schedules: HsdsSchedule[];
  service_areas: HsdsArea[];
  service_at_locations: HsdsServiceAtLocation[];
  languages: HsdsLanguage[];
  attributes: HsdsAttribute[];
  porchlight: Partial<Omit<Entry, "organizationId">>;
}

export interface HsdsOrganization {
  id: string;
  name: string;
  alternate_name?: string;
  description: string;
  email?: string;
  website?: string;
  porchlight: Partial<Organization>;
}

export interface HsdsUrl {
  id: string;
  label?: string;
  url: string;
}

export interface HsdsPhone {
  id: string;
  number: string;
  extension?: number;
  /** RFC 6350, and "whatsapp". */
  type: "voice" | "text" | "whatsapp";
  description?: string;
  languages: HsdsLanguage[];
}

/** Times are "HH:MM" on the wall clock of `time_zone`; closing before opening is the next day, and 24:00 is 23:59. */
export interface HsdsSchedule {
  id: string;
  valid_from?: string;
  valid_to?: string;
  freq?: "WEEKLY";
  interval?: number;
  byday?: string;
  opens_at?: string;
  closes_at?: string;
  description?: string;
  /** IANA. Our own field: HSDS has only offsets, which change in summer. */
  time_zone?: string;
}

interface HsdsArea {
  id: string;
  name: string;
  extent: string;
  extent_type: "text";
  /** The region and what it lies in, where only this directory knows them. */
  porchlight?: Region[];
}

export interface HsdsServiceAtLocation {
  id: string;
  description?: string;
  schedules: HsdsSchedule[];
  location: HsdsLocation;
}

export interface HsdsLocation {
  id: string;
  location_type: "physical";
  name?: string;
  latitude?: number;
  longitude?: number;
  addresses: HsdsAddress[];
  accessibility: { id: string; description: string }[];
}

interface HsdsAddress {
  id: string;
  address_1: string;
  address_2?: string;
  city: string;
  state_province: string;
  postal_code: string;
  country: string;
  address_type: "physical";
}

interface HsdsLanguage {
  id: string;
  name: string;
  code: string;
}

export interface HsdsAttribute {
  id: string;
  link_id: string;
  link_entity: "service";
  link_type: "topic";
  taxonomy_term_id: string;
  taxonomy_term: HsdsTerm;
}

export interface HsdsTerm {
  id: string;
  code?: string;
  name: string;
  description: string;
  taxonomy?: string;
}

/** Our list of topics, and the namespace of its terms. */
export const taxonomyId = "5f0e3c1c-9a54-4a0b-8a1e-6d1b3a5d2c77";
export const taxonomyName = "Porchlight topics";
const otherTerms = uuid5(taxonomyId, "other");

/** Returns the id of a topic as a term, the same in every helpline. */
export function topicTermId(topic: Topic): string {
  return uuid5(taxonomyId, topic);
}

/** Returns the id of a term of another list. */
export function otherTermId(term: string): string {
  return uuid5(otherTerms, term);
}

const byTerm = new Map<string, Topic>(serviceTopics.map((topic) => [topicTermId(topic), topic]));

/** Returns the topic of a term id; undefined for terms of other lists. */
export function topicOfTerm(id: string): Topic | undefined {
  return byTerm.get(id.toLowerCase());
}
