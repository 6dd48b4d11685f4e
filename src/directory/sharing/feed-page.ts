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

// The words are those of the HSDS API reference and the Open Referral UK profile.

/** All of them must fit (HSDS API reference). */
export interface FeedWish {
  search: string;
  taxonomyTermId: string;
  taxonomyId: string;
  organizationId: string;
  modifiedAfter: number | null;
  /** Years: takes someone of that age or older, or younger (Open Referral UK). */
  minimumAge: number | null;
  maximumAge: number | null;
}

/** Returns the published services that fit, best words first, else by id. `at` is ms UTC. */
export function publishedServices(db: DataReader, { services }: Publication, wish: FeedWish, at: number): Published[] {
  const fitting = services.filter((one) => fits(one, wish));
  if (wish.search === "") return fitting;
  const byId = new Map(fitting.map((one) => [one.id, one]));
  // Only what young people may see: hidden entries are still listed as gone, and their words could be guessed.
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

/** Everything, the service alone as in lists, or enough to see whether it changed. */
export type Fullness = "full" | "plain" | "minimal";

/** Returns a published service as HSDS 3.1. `regionName` gives English names. */
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

/** Returns the organizations behind what is published, by id. */
export function feedOrganizations({ organizations }: Publication): HsdsOrganization[] {
  return [...organizations].map(([id, one]) => organizationAsHsds(id, one)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export const feedTaxonomy = {
  id: taxonomyId,
  name: taxonomyName,
  description: "What young people look for help with.",
  version: "1",
};

/** Returns our topics, and the terms of other lists that some published service has. */
export function feedTerms({ services }: Publication): HsdsTerm[] {
  const t = translate("en");
  const own = serviceTopics.map((topic) => {
    const name = t(topicKey(topic));
    return { id: topicTermId(topic), code: topic, name, description: name, taxonomy: taxonomyName };
  });
  const others = new Set(services.flatMap(({ entry }) => entry.terms));
  return [...own, ...[...others].map((name) => ({ id: otherTermId(name), name, description: name }))];
}
