import type { DataReader } from "#src/db/db.ts";
import { type HsdsExport, organizationAsHsds, serviceAsHsds } from "#src/directory/files/hsds/export/export-hsds.ts";
import {
  type HsdsOrganization,
  type HsdsService,
  type HsdsTerm,
  otherTermId,
  taxonomyId,
  taxonomyName,
  topicTermId,
} from "#src/directory/files/hsds/hsds.ts";
import { anything, search } from "#src/directory/search/search.ts";
import { serviceTopics, topicKey } from "#src/directory/topics.ts";
import { translate } from "#src/i18n/i18n.ts";
import type { Publication, Published } from "./publishing.ts";

// What our own feed says, in the words of the HSDS API reference and of the Open Referral UK profile.

/** What somebody asks of the list of services; several wishes are all at once (HSDS API reference). */
export interface FeedWish {
  search: string;
  taxonomyTermId: string;
  taxonomyId: string;
  organizationId: string;
  /** ms UTC; what was changed after it. */
  modifiedAfter: number | null;
  /** Years: who takes somebody of that age or older, or younger (Open Referral UK). */
  minimumAge: number | null;
  maximumAge: number | null;
}

/** The published services that somebody asks for: those that fit words best first, else by their ids. `at` is ms UTC. */
export function publishedServices(db: DataReader, { services }: Publication, wish: FeedWish, at: number): Published[] {
  const fitting = services.filter((one) => fits(one, wish));
  if (wish.search === "") return fitting;
  const byId = new Map(fitting.map((one) => [one.id, one]));
  // Never more than young people may see: what was hidden is still told of as gone, and its words could be guessed at.
  const found = search(db, { ...anything, words: wish.search }, "youth", at);
  return found.flatMap(({ id }) => byId.get(id) ?? []);
}

function fits({ entry, changedAt }: Published, wish: FeedWish): boolean {
  const { taxonomyTermId: term, taxonomyId: list, organizationId, modifiedAfter, minimumAge, maximumAge } = wish;
  const terms = () => [...entry.topics.map(topicTermId), ...entry.terms.map(otherTermId)];
  return (
    (modifiedAfter === null || changedAt > modifiedAfter) &&
    (organizationId === "" || entry.organizationId === organizationId) &&
    (term === "" || terms().includes(term)) &&
    (list === "" || (list === taxonomyId && entry.topics.length > 0)) &&
    (minimumAge === null || (entry.ageTo ?? minimumAge) >= minimumAge) &&
    (maximumAge === null || (entry.ageFrom ?? maximumAge) <= maximumAge)
  );
}

/** How much is said of each service: all, the service alone as lists have it, or only whether it is still the same. */
export type Fullness = "full" | "plain" | "minimal";

/** A published service as HSDS 3.1. `regionName` says what a region is called in English. */
export function feedService(
  one: Published,
  fullness: Fullness,
  regionName: HsdsExport["regionName"],
): Partial<HsdsService> {
  if (fullness === "minimal") {
    const { id, entry, changedAt } = one;
    return { id, name: entry.name, status: entry.status, last_modified: new Date(changedAt).toISOString() };
  }
  const whole = serviceAsHsds(one, { regionName, exactAddresses: false });
  if (fullness === "full") return whole;
  const { phones: _p, schedules: _s, service_areas: _a, service_at_locations: _l, ...rest } = whole;
  const { languages: _g, attributes: _t, additional_urls: _u, porchlight: _o, ...plain } = rest;
  return plain;
}

/** The organizations behind what is published, by their ids. */
export function feedOrganizations({ organizations }: Publication): HsdsOrganization[] {
  return [...organizations].map(([id, one]) => organizationAsHsds(id, one)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Our list of topics, as HSDS has it. */
export const feedTaxonomy = {
  id: taxonomyId,
  name: taxonomyName,
  description: "What young people look for help with.",
  version: "1",
};

/** The topics, and the words of other lists that some published service has. */
export function feedTerms({ services }: Publication): HsdsTerm[] {
  const t = translate("en");
  const own = serviceTopics.map((topic) => {
    const name = t(topicKey(topic));
    return { id: topicTermId(topic), code: topic, name, description: name, taxonomy: taxonomyName };
  });
  const others = new Set(services.flatMap(({ entry }) => entry.terms));
  return [...own, ...[...others].map((name) => ({ id: otherTermId(name), name, description: name }))];
}
