import { type ChannelKind, type Entry, speaking, spokenLanguages } from "#src/directory/entry/entry.ts";
import type { Openness } from "#src/directory/search/openness.ts";
import type { Found } from "#src/directory/search/search.ts";
import { type Answers, agesOf, type SaidAge, type WayLiked } from "#src/settings/assessment.ts";

// In which order places are suggested: by what fits, whatever the hour, and then by who is there.

/** For whom the helpline is, years, and the language of the page (BCP 47; "" = whichever). */
export interface AskedBy {
  ageFrom: number;
  ageTo: number;
  language: string;
}

/** So many are shown: more is no help to choose. */
export const maxSuggestions = 5;

/** Something that may be shown, whatever the hour. */
export interface Candidate {
  found: Found;
  rule: number;
  /** Only a rule shows it that holds where nothing else is open. */
  spare: boolean;
}

/** How an entry fits an age: made for all of it, for everybody, for some of it, or not. */
export function fitOf({ ageFrom, ageTo }: Entry, band: SaidAge): "made" | "all" | "some" | "none" {
  const [from, to] = agesOf[band];
  const [least, most] = [ageFrom ?? 0, ageTo ?? oldest];
  if (least > to || most < from) return "none";
  if (ageFrom === null && ageTo === null) return "all";
  return least <= Math.max(from, youngestAsked) && most >= Math.min(to, oldestAsked) ? "made" : "some";
}

/** Nobody is older, years. */
const oldest = 999;
/** Whom a band without a beginning or an end is mostly chosen by, years. */
const youngestAsked = 8;
const oldestAsked = 40;

/** The smaller the sooner; one number, since thousands are compared. Each fact counts before all that follow. */
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

/** To put them together for thousands takes longer than all else. */
const spoken = new WeakMap<Entry, string[]>();

function spokenIn(entry: Entry): string[] {
  const known = spoken.get(entry) ?? spokenLanguages(entry);
  spoken.set(entry, known);
  return known;
}

/** What says that it is about it, before what is about anything, what does not say, and what is about something else. */
function aboutness({ topics }: Entry, chosen: string[]): number {
  if (topics.some((topic) => chosen.includes(topic))) return 0;
  if (topics.includes("other")) return 1;
  return topics.length === 0 ? 2 : 3;
}

/** Whoever does not say how old they are is taken for one of those the helpline is for. */
export function isForOneOf(entry: Entry, { ageFrom, ageTo }: AskedBy): boolean {
  return (entry.ageFrom ?? 0) <= ageTo && (entry.ageTo ?? oldest) >= ageFrom;
}

const kinds: Record<WayLiked, ChannelKind[]> = {
  chat: ["chat", "whatsapp"],
  phone: ["phone"],
  writing: ["sms", "email", "whatsapp"],
  visit: ["visit"],
};

/** Whether somebody can be reached there in the way that is liked. */
export function isReachedBy({ channels }: Entry, way: WayLiked): boolean {
  return channels.some(({ kind }) => kinds[way].includes(kind));
}

/**
 * The first of the candidates at some hour: who is there before whoever may be there, and closed ones last. Whoever is in danger
 * needs one of whom nobody knows the hours too. `helps`: one is open of which the rules say more than "otherwise".
 */
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
  // What stands in for others has to be open; where there are none, nobody may know.
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
