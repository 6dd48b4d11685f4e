import type { Conversation } from "#src/conversation/conversation.ts";
import { chosenIn } from "#src/conversation/messages/intake.ts";
import { maxCards } from "#src/conversation/messages/referral.ts";
import type { Form } from "#src/conversation/messages/searches.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { DataReader } from "#src/db/db.ts";
import { guardOf } from "#src/directory/care/guard.ts";
import { cardNow } from "#src/directory/entry/card.ts";
import { type DeletedService, deletedServices } from "#src/directory/entry/deleting.ts";
import { channelKinds } from "#src/directory/entry/entry.ts";
import { type Service, service } from "#src/directory/entry/services.ts";
import { knownRegions, regionName } from "#src/directory/regions.ts";
import { searchForChat } from "#src/directory/search/for-chat.ts";
import { todayOf } from "#src/directory/search/today.ts";
import { isTopic } from "#src/directory/topics.ts";
import { type Line, line } from "#src/hours/lines.ts";
import type { C, Helpline } from "#src/http/server/context.ts";
import type { Key, Language, Values } from "#src/i18n/i18n.ts";
import { translate } from "#src/i18n/i18n.ts";
import { agesOf, noAnswers } from "#src/settings/assessment.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import type { FoundPlace } from "#views/counsellor/chat/found.tsx";
import type { Finding } from "#views/counsellor/chat/referrals.tsx";

const maxShown = 12;
const maxWords = 200;
/** The upper end of an open-ended age band, years. */
const oldest = 999;

/** Someone who chose every topic has chosen none. */
const topicsOffered = 6;

/** Returns a blank search, filled with what is known; only an age they chose counts by itself. `language` is the reader's. */
export function blankFinding(db: DataReader, of: Conversation, language: Language): Finding {
  const chosen = chosenIn(db, of.id) ?? noAnswers;
  const through = line(db, of.lineId)!;
  const age = chosen.age ? agesOf[chosen.age] : agesOfLine(through);
  // A single region says nothing.
  const regions = knownRegions(db);
  const ofLine = regions.length > 1 ? regions.find(({ code }) => code === through.country) : undefined;
  const region = chosen.region ?? ofLine?.code ?? null;
  return {
    clientId: newClientId(),
    words: "",
    language: of.language,
    prefer: true,
    topics: chosen.topics.filter(isTopic).slice(0, topicsOffered),
    byTopics: [],
    region: region === null ? null : { code: region, name: regionName(db, region, language) },
    byRegion: false,
    age,
    ageIsTheirs: chosen.age !== null,
    byAge: chosen.age !== null,
    channel: null,
    channels: channelKinds,
    open: false,
    free: false,
    anonymous: false,
    found: null,
    others: [],
    preview: null,
    refused: null,
    sent: [],
  };
}

function agesOfLine({ ageFrom, ageTo }: Line): [number, number] | null {
  return ageFrom === null && ageTo === null ? null : [ageFrom ?? 0, ageTo ?? oldest];
}

/** Returns what was searched for, without results. */
export function askedFor(db: DataReader, of: Conversation, language: Language, form: Form): Finding {
  const blank = blankFinding(db, of, language);
  const { words = [""], channel = [], topics = [] } = form;
  return {
    ...blank,
    words: printable(words.at(-1)!.slice(0, maxWords).toWellFormed()),
    prefer: "prefer" in form,
    byTopics: blank.topics.filter((topic) => topics.includes(topic)),
    byRegion: blank.region !== null && "region" in form,
    byAge: blank.age !== null && "age" in form,
    channel: channelKinds.find((kind) => kind === channel.at(-1)) ?? null,
    open: "open" in form,
    free: "free" in form,
    anonymous: "anonymous" in form,
  };
}

const names = ["words", "prefer", "age", "channel", "open", "free", "anonymous", "topics", "region", "service"];

/** Returns the fields of a form that make a search, cut to what a search takes. */
export function searchIn(form: Form): Form {
  const short = (texts: string[]) => texts.slice(0, maxShown).map((text) => text.slice(0, maxWords));
  return Object.fromEntries(names.flatMap((name) => (form[name] ? [[name, short(form[name])]] : [])));
}

/** Returns the ticked services, each once; a few more than can be sent, so that too many can be told from none. */
export function tickedServices({ service: ids = [] }: Form): string[] {
  return [...new Set(ids)].slice(0, maxShown);
}

/** Returns the search beside a chat as this member left it; blank and without results if they have not searched yet. */
export function findingBeside(c: C, helpline: Helpline, of: Conversation): Finding {
  const { id, language } = c.get("member");
  const form = helpline.searches.kept(of.id, id);
  if (!form) return blankFinding(helpline.db, of, language);
  return look(c, helpline, of, askedFor(helpline.db, of, language, form), tickedServices(form));
}

/** Returns the search with its results. `ticked` are service ids; one that may not be sent any more is named and unticked. */
export function look(c: C, helpline: Helpline, of: Conversation, asked: Finding, ticked: string[]): Finding {
  const { db, clock } = helpline;
  const now = clock.now();
  const { language } = c.get("member");
  const age = asked.age && asked.ageIsTheirs ? typicalAge(asked.age) : null;
  const known = ticked.flatMap((id) => service(db, id) ?? []);
  const chosen = known.filter((one) => guardOf(db, one, null, now).block === null);
  const gone = [...known.filter((one) => !chosen.includes(one)), ...deletedOf(db, ticked)].map(
    ({ entry }) => entry.name,
  );
  const wish = {
    words: asked.words,
    typedIn: language,
    prefer: asked.prefer ? asked.language : null,
    age: asked.byAge ? age : null,
    ages: asked.byAge && !asked.ageIsTheirs ? asked.age : null,
    channels: asked.channel === null ? [] : [asked.channel],
    open: asked.open,
    free: asked.free,
    anonymous: asked.anonymous,
    topics: asked.byTopics,
    regions: asked.byRegion ? [asked.region!.code] : [],
  };
  const all = searchForChat(db, wish, now);
  const shown = all.slice(0, maxShown);
  const place = (one: Service): FoundPlace => ({
    card: cardNow(db, one, language, now),
    cautions: guardOf(db, one, age, now).cautions,
    since: one.entry.verifiedOn ?? todayOf(db, one.createdAt),
    ticked: chosen.some(({ id }) => id === one.id),
  });
  const others = chosen.filter(({ id }) => !shown.some((one) => one.id === id));
  // In the order of the form, in which they are sent.
  const onCard = [...others, ...shown.flatMap(({ id }) => chosen.find((one) => one.id === id) ?? [])];
  const isPreviewed = onCard.length > 0 && onCard.length <= maxCards;
  return {
    ...asked,
    found: { places: shown.map(({ id }) => place(service(db, id)!)), more: all.length - shown.length },
    others: others.map(place),
    preview: isPreviewed
      ? { cards: onCard.map((one) => cardNow(db, one, of.language, now)), t: textsFor(db, of.language) }
      : null,
    refused: refusal(c, asked, gone, chosen.length),
  };
}

function deletedOf(db: DataReader, ids: string[]): DeletedService[] {
  const missing = ids.filter((id) => !service(db, id));
  return missing.length === 0 ? [] : deletedServices(db).filter(({ id }) => missing.includes(id));
}

/** Which entries are gone is said before anything less exact. */
function refusal(c: C, { refused }: Finding, gone: string[], chosen: number): string | null {
  if (gone.length > 0) return sentence(c, "staff.find.gone", { names: gone.join(", ") });
  return refused ?? (chosen > maxCards ? sentence(c, "staff.find.too_many") : null);
}

function typicalAge([from, to]: [number, number]): number {
  if (from === 0) return to;
  return to === oldest ? from : Math.floor((from + to) / 2);
}

/** Returns a sentence in the language of the member who asks. */
export function sentence(c: C, key: Key, values: Values = {}): string {
  return translate(c.get("member").language)(key, { most: maxCards, ...values });
}
