import { type ChannelKind, type Entry, speaking, spokenLanguages } from "#src/directory/entry/entry.ts";
import type { Openness } from "#src/directory/search/openness.ts";
import type { Found } from "#src/directory/search/search.ts";
import { isTopic, withWider } from "#src/directory/topics.ts";
import { type Answers, agesOf, type SaidAge, type WayLiked } from "#src/settings/assessment.ts";

// Suggestions are put in order by how well they fit, and only then by who is there now.

/** The ages (years) that the helpline is for, and the language of the page (BCP 47, "" = any). */
export interface AskedBy {
  ageFrom: number;
  ageTo: number;
  language: string;
}

/** More would not help anyone to choose. */
export const maxSuggestions = 5;

export interface Candidate {
  found: Found;
  rule: number;
  /** Shown only where nothing else is open. */
  spare: boolean;
}

/** Returns how an entry fits an age: made for all of the band, for everyone, for some of the band, or not. */
export function fitOf({ ageFrom, ageTo }: Entry, band: SaidAge): "made" | "all" | "some" | "none" {
  const [from, to] = agesOf[band];
  const [least, most] = [ageFrom ?? 0, ageTo ?? oldest];
  if (least > to || most < from) return "none";
  if (ageFrom === null && ageTo === null) return "all";
  return least <= Math.max(from, youngestAsked) && most >= Math.min(to, oldestAsked) ? "made" : "some";
}

const oldest = 999;
/** In years. Most people in a band with an open end are no younger, or no older. */
const youngestAsked = 8;
const oldestAsked = 40;

/** Returns one sort key, smaller first, since thousands are compared. Each fact outweighs all that follow. */
export function rankOf({ found: { entry }, rule }: Candidate, { topics, age, channel }: Answers, by: AskedBy): number {
  let place = entry.emergency ? 0 : 1;
  place = place * maxFact + (by.language === "" ? 0 : speaking(spokenIn(entry), by.language));
  place = place * maxFact + rule;
  place = place * maxFact + aboutness(entry, topics);
  place = place * maxFact + (age === null ? Number(!isForOneOf(entry, by)) : fits.indexOf(fitOf(entry, age)));
  return place * maxFact + Number(channel !== null && !isReachedBy(entry, channel));
}

const maxFact = 64;
const fits = ["made", "all", "some"];

/** Collecting the languages of thousands of entries would take longer than everything else. */
const spoken = new WeakMap<Entry, string[]>();

function spokenIn(entry: Entry): string[] {
  const known = spoken.get(entry) ?? spokenLanguages(entry);
  spoken.set(entry, known);
  return known;
}

// "other" means that a place helps with anything.
function aboutness({ topics }: Entry, chosen: string[]): number {
  if (topics.some((topic) => chosen.includes(topic))) return 0;
  const wider: string[] = withWider(chosen.filter(isTopic));
  if (topics.some((topic) => wider.includes(topic))) return 1;
  if (topics.includes("other")) return 2;
  return topics.length === 0 ? 3 : 4;
}

/** Returns whether an entry takes some of the ages that the helpline is for: the guess when no age was given. */
export function isForOneOf(entry: Entry, { ageFrom, ageTo }: AskedBy): boolean {
  return (entry.ageFrom ?? 0) <= ageTo && (entry.ageTo ?? oldest) >= ageFrom;
}

const kinds: Record<WayLiked, ChannelKind[]> = {
  chat: ["chat", "whatsapp"],
  phone: ["phone"],
  writing: ["sms", "email", "whatsapp"],
  visit: ["visit"],
};

/** Returns whether an entry can be reached in the way that someone prefers. */
export function isReachedBy({ channels }: Entry, way: WayLiked): boolean {
  return channels.some(({ kind }) => kinds[way].includes(kind));
}

/** Returns what to show: open first, closed last; emergency entries of unknown hours count as open. `helps`: one is open. */
export function shownNow(
  all: Candidate[],
  stateOf: (found: Found) => Openness["state"],
): { shown: Candidate[]; helps: boolean } {
  const classOf = ({ found }: Candidate) => {
    const state = stateOf(found);
    if (state === "closed") return 2;
    return state === "open" || found.entry.emergency ? 0 : 1;
  };
  const usual = all.filter(({ spare }) => !spare);
  const helps = usual.some((one) => classOf(one) === 0);
  // Spare places must be open. Where there are no others, unknown hours will do.
  const worst = helps ? -1 : usual.length > 0 ? 0 : 1;
  const shown: [Candidate[], Candidate[], Candidate[]] = [[], [], []];
  for (const one of all) {
    const place = classOf(one);
    if (one.spare && place > worst) continue;
    shown[place].push(one);
    if (shown[0].length === maxSuggestions) break;
  }
  return { shown: shown.flat().slice(0, maxSuggestions), helps };
}
