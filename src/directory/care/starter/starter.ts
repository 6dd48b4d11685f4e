import { urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import type { DataReader, Tx } from "#src/db/db.ts";
import { alikeOf, firstAlike } from "#src/directory/care/duplicates.ts";
import { deletedServices } from "#src/directory/entry/deleting.ts";
import {
  blankEntry,
  type Channel,
  type ChannelKind,
  type Entry,
  organizationNamed,
  plainChannel,
} from "#src/directory/entry/entry.ts";
import { addOrganization, organizations } from "#src/directory/entry/organizations.ts";
import { addService, service, services } from "#src/directory/entry/services.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { readTable } from "#src/hours/files/csv.ts";
import { crisisTopics, isTopic } from "../../topics.ts";
import { placesKnown } from "./places.ts";

/** What is checked before all else: whom to call in danger, then the lines for children and about suicide. */
export const checkedFirst = ["emergency", "child", "suicide"] as const;

const confidences = ["official", "secondary", "secondary list"] as const;

/** A place that Porchlight knows of, to be checked by a person before young people see it. */
export interface StarterPlace {
  /** Always the same for the same place, so that it is known again in the directory. */
  id: string;
  country: string;
  first: (typeof checkedFirst)[number] | null;
  entry: Entry;
  /** What makes this place doubtful, in English; "" = nothing more than any other. */
  doubt: string;
  source: { url: string; date: string; confidence: (typeof confidences)[number] };
}

type Facts = Record<string, string>;

let known: StarterPlace[] | undefined;

/** Returns every starter place; read on first use, as only those who keep the directory need them. */
export function starterPlaces(): StarterPlace[] {
  known ??= readPlaces();
  return known;
}

function readPlaces(): StarterPlace[] {
  const [head = [], ...rows] = readTable(placesKnown).rows.filter(({ length }) => length > 1);
  return rows.map((cells) => placeOf(Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ""]))));
}

function placeOf(facts: Facts): StarterPlace {
  const { country = "", name = "", check_first: doubt = "", source_url: url = "", source_date: date = "" } = facts;
  return {
    id: uuid5(urlNamespace, `porchlight:starter:${country}:${name}`),
    country,
    first: checkedFirst.find((one) => one === facts.first) ?? null,
    entry: entryOfFacts(facts),
    doubt,
    source: { url, date, confidence: confidences.find((one) => one === facts.confidence) ?? "secondary list" },
  };
}

/** A national number changes seldom. What a life may depend on keeps its shorter time. */
const yearDays = 365;

function entryOfFacts(facts: Facts): Entry {
  const topics = listOf(facts.topics).filter(isTopic);
  const cost = facts.cost ?? "";
  const isFree = cost === "free";
  return {
    ...blankEntry(""),
    ...agesOf(facts.ages ?? ""),
    name: facts.name ?? "",
    summary: facts.what_en ?? "",
    visibility: "to_check",
    emergency: facts.first === "emergency",
    free: isFree || (cost !== "" && !cost.endsWith(" free") ? isFree : null),
    fees: isFree ? "" : cost,
    channels: channelsOf(facts),
    languages: listOf(facts.languages),
    // What holds in all of Europe lies in no country.
    regions: facts.country === everywhere ? [] : [facts.country ?? ""],
    topics,
    hoursNote: facts.hours ?? "",
    verifyEveryDays: topics.some((topic) => crisisTopics.includes(topic)) ? null : yearDays,
  };
}

const everywhere = "EU";

const listOf = (text = "") => text.split(";").filter((one) => one !== "");

const kinds = ["phone", "sms", "whatsapp", "chat", "web"] as const satisfies ChannelKind[];

function channelsOf(facts: Facts): Channel[] {
  return kinds.flatMap((kind) => listOf(facts[kind]).map((value) => plainChannel(kind, value)));
}

function agesOf(text: string): Pick<Entry, "ageFrom" | "ageTo"> {
  const [from = null, to = null] = (text.match(/\d+/g) ?? []).map(Number);
  if (text.startsWith("under")) return { ageFrom: null, ageTo: from! - 1 };
  if (text.startsWith("up to")) return { ageFrom: null, ageTo: from };
  return { ageFrom: from, ageTo: to };
}

/** Returns the countries that have starter places (ISO 3166-1, "EU" last). */
export function starterCountries(): string[] {
  const all = new Set(starterPlaces().map(({ country }) => country));
  all.delete(everywhere);
  return [...[...all].sort(), everywhere];
}

/** Returns what can be added for a country: not what is there, was deleted, or has the name or number of what is there. */
export function offeredPlaces(db: DataReader, country: string): StarterPlace[] {
  const alike = alikeOf(services(db));
  const deleted = new Set(deletedServices(db).map(({ id }) => id));
  const isNew = ({ id, entry }: StarterPlace) => !deleted.has(id) && !service(db, id) && !firstAlike(alike, entry);
  return inCheckingOrder(starterPlaces().filter((one) => isFor(one, country) && isNew(one)));
}

// The numbers shared by all of Europe are in the list of each country under the name they have there.
function isFor(one: StarterPlace, country: string): boolean {
  if (one.country === country) return true;
  const hasNone = !starterPlaces().some((other) => other.country === country);
  return one.country === everywhere && (hasNone || !one.entry.channels.some(({ kind }) => kind === "phone"));
}

function inCheckingOrder(places: StarterPlace[]): StarterPlace[] {
  return places.toSorted((a, b) => checkingRank(a.id) - checkingRank(b.id));
}

let byId: Map<string, StarterPlace> | undefined;

/** Returns the starter place that a service came from, or undefined. */
export function starterPlace(id: string): StarterPlace | undefined {
  byId ??= new Map(starterPlaces().map((one) => [one.id, one]));
  return byId.get(id);
}

/** Returns the place of a service in the order of checking: 0 for an emergency number, 3 for what is not urgent. */
export function checkingRank(id: string): number {
  const first = starterPlace(id)?.first ?? null;
  return first === null ? checkedFirst.length : checkedFirst.indexOf(first);
}

/** Adds starter places, unseen until someone checks them. Skips what is no longer offered; throws `bad_input` if nothing is left. */
export function addStarterPlaces(tx: Tx, emit: Emit, input: { country: string; ids: readonly string[] }): number {
  const chosen = offeredPlaces(tx, input.country).filter(({ id }) => input.ids.includes(id));
  if (chosen.length === 0) throw new HelplineError("bad_input", "admin.starter.none_chosen");
  const named = new Map(organizations(tx).map(({ id, name }) => [name, id]));
  for (const { id, entry } of chosen) {
    const organizationId = named.get(entry.name) ?? addOrganization(tx, emit, organizationNamed(entry.name));
    named.set(entry.name, organizationId);
    addService(tx, emit, { id, entry: { ...entry, organizationId } });
  }
  return chosen.length;
}
