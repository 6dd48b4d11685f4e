import { minuteMs } from "#src/clock.ts";
import { urlNamespace, uuid5 } from "#src/crypto/hash.ts";
import type { DataReader, Db } from "#src/db/db.ts";
import { q } from "#src/db/schema.ts";
import type { ShownCard } from "#src/directory/entry/card.ts";
import { baseOf, speaking } from "#src/directory/entry/entry.ts";
import type { Wish } from "#src/directory/search/search.ts";
import type { AskServer } from "#src/outgoing/outgoing.ts";
import { FeedError, isProblem, problemOf, textAt, waitAsked } from "./feed-text.ts";
import {
  isOnSite,
  type LineThere,
  linesThere,
  maxPartner,
  type PartnerAnswer,
  type PartnerLine,
  readPartner,
} from "./partner-answer.ts";
import { noteAnswer, noteSourceFailure, type Source, sources } from "./sources.ts";

/** Where every helpline of this kind says whether somebody is there. */
export const partnerPath = "/.well-known/helpline.json";

/** ms; it is small, and asked while somebody waits. */
const patience = 10_000;
const askedEvery = 5 * minuteMs;
/** One that does not answer is asked less and less, and soon enough when it is back. */
const askedAtLeastEvery = 60 * minuteMs;
/** From then on what it said last may not be true any more, and people are told so. */
const staleAfter = 30 * minuteMs;
/** And nobody is sent there. */
const droppedAfter = 120 * minuteMs;

/** Another helpline, and what it said last. */
export interface Partner {
  source: Source;
  /** null = it has not answered yet. */
  answer: PartnerAnswer | null;
  /** When that came, ms UTC; 0 = never. */
  at: number;
}

/** The other helplines, by their names as an admin wrote them. */
export function partners(db: DataReader): Partner[] {
  const kept = new Map(db.all(q.selectFrom("partner_answer").selectAll()).map((row) => [row.source_id, row]));
  return sources(db)
    .filter(({ kind }) => kind === "partner")
    .map((source) => {
      const row = kept.get(source.id);
      return { source, answer: row ? (JSON.parse(row.payload) as PartnerAnswer) : null, at: row?.at ?? 0 };
    });
}

/** How much what a partner said last is worth at an instant (ms UTC). */
export function worthOf({ answer, at }: Partner, now: number): "fresh" | "stale" | "dropped" {
  if (answer === null || now - at >= droppedAfter) return "dropped";
  return now - at >= staleAfter ? "stale" : "fresh";
}

/** Another helpline as an admin sees it. */
export interface ShownPartner {
  source: Source;
  /** All it said last, in the order it said them; null = it has not answered yet. */
  lines: LineThere[] | null;
  /** When that came, ms UTC; 0 = never. */
  at: number;
  worth: ReturnType<typeof worthOf>;
  /** More of its lines are open than young people see at a time. */
  isMany: boolean;
}

/** The other helplines with all they said last, at an instant (ms UTC). */
export function shownPartners(db: DataReader, now: number): ShownPartner[] {
  return partners(db).map((partner) => {
    const { source, answer, at } = partner;
    const lines = answer && linesThere(answer, source.url);
    const isMany = (lines ?? []).filter((line) => line.isOnSite && isOpen(line, now)).length > maxShown;
    return { source, lines, at, worth: worthOf(partner, now), isMany };
  });
}

function isOpen(line: PartnerLine, at: number): boolean {
  return opennessOf(line, at)?.state === "open";
}

/** So many lines of one helpline stand on a page at most, however many it says are open. */
const maxShown = 3;
/** Of the name of a line, characters. */
const maxLineName = 60;

/**
 * The lines of other helplines where somebody new gets a place at an instant (ms UTC), as far as we know: those that said so
 * within the last two hours, and whose opening has not ended since. Of one helpline three at most, those first that speak a
 * language (BCP 47).
 */
export function partnersOpenNow(db: DataReader, language: string, at: number): ShownCard[] {
  return openLines(db, language, at, () => true);
}

/** Those of them that fit what somebody looks for: of a line little more is known than whom it is for. */
export function partnersFitting(db: DataReader, wish: Wish, language: string, at: number): ShownCard[] {
  const { words, topics, regions, channels, languages, age, free, anonymous } = wish;
  const isMore = words.trim() !== "" || topics.length > 0 || regions.length > 0 || free || anonymous;
  if (isMore || (channels.length > 0 && !channels.includes("chat"))) return [];
  return openLines(db, language, at, (card) => {
    const isOfAge = age === null || (card.ageFrom! <= age && age <= card.ageTo!);
    const speaks = languages.length === 0 || card.languages.some((one) => languages.includes(baseOf(one)));
    return isOfAge && speaks;
  });
}

function openLines(db: DataReader, language: string, at: number, fits: (card: ShownCard) => boolean): ShownCard[] {
  return answering(db, at).flatMap((partner) =>
    cardsOf(partner, at)
      .filter((card) => card.openness?.state === "open" && fits(card))
      .sort((a, b) => speaking(a.languages, language) - speaking(b.languages, language))
      .slice(0, maxShown),
  );
}

/** A line of another helpline by the id of its card; undefined when there is none, or nobody knows it any more. */
export function partnerCard(db: DataReader, id: string, at: number): ShownCard | undefined {
  return answering(db, at)
    .flatMap((partner) => cardsOf(partner, at))
    .find((one) => one.id === id);
}

/** The partners who have answered lately. */
function answering(db: DataReader, at: number): Partner[] {
  return partners(db).filter((one) => one.source.enabled && worthOf(one, at) !== "dropped");
}

/** The lines of one of them, open or not, to which young people may be sent. */
function cardsOf({ source, answer }: Partner, at: number): ShownCard[] {
  const { lines } = answer!;
  // How an admin calls it: nobody else writes names onto our pages. Of several lines each has its own beside.
  const nameOf = (line: PartnerLine) => (lines.length === 1 ? source.name : `${source.name} – ${shortened(line.name)}`);
  return lines
    .filter(({ chat }) => isOnSite(chat, source.url))
    .map((line) => cardOf(line, { id: uuid5(urlNamespace, `${source.url}#${line.id}`), name: nameOf(line), at }));
}

function shortened(name: string): string {
  return name.length > maxLineName ? `${name.slice(0, maxLineName - 1).toWellFormed()}…` : name;
}

function cardOf(line: PartnerLine, called: { id: string; name: string; at: number }): ShownCard {
  return {
    ...called,
    organization: "",
    summary: "",
    alert: "",
    ageFrom: line.ageFrom,
    ageTo: line.ageTo,
    free: null,
    anonymous: null,
    languages: line.languages,
    ways: [{ kind: "chat", value: line.chat, link: line.chat, description: "", free: null }],
    hoursNote: "",
    hasHours: true,
    emergency: false,
    verifiedOn: null,
    openness: opennessOf(line, called.at),
  };
}

/** What it said, moved on to now: what was to end has ended, and of what was to begin nobody knows. */
function opennessOf({ acceptsNew, until, next, zone }: PartnerLine, at: number): ShownCard["openness"] {
  const hasEnded = until !== null && until <= at;
  if (acceptsNew && !hasEnded) return { state: "open", until, next: null, zone };
  if (next === null) return { state: acceptsNew ? "unknown" : "closed", until: null, next: null, zone };
  return next <= at
    ? { state: "unknown", until: null, next: null, zone }
    : { state: "closed", until: null, next, zone };
}

/** Reads what another helpline says of itself. Throws FeedError. `null`: the same as it said before. */
export async function askPartner(
  ask: AskServer,
  url: string,
  known: { etag?: string | null } = {},
): Promise<{ answer: PartnerAnswer; etag: string | null } | null> {
  const got = await textAt(ask, url, { ...known, accept: "application/json", most: maxPartner, patience });
  if (got === null) return null;
  const answer = readPartner(got.text, got.address);
  if (!answer) throw new FeedError(got.isPage ? "web_page" : "not_a_helpline");
  return { answer, etag: got.etag };
}

/** Asks a partner whether somebody is there, and keeps what it says; what it said before where it does not answer. */
export async function pollPartner(db: Db, ask: AskServer, source: Source): Promise<void> {
  const { id } = source;
  try {
    const got = await askPartner(ask, source.url, { etag: source.etag });
    await db.change("porchlight", (tx) => {
      const is = q.updateTable("partner_answer").set({ at: tx.at }).where("source_id", "=", id);
      if (got === null) tx.run(is);
      else
        tx.run(
          q.replaceInto("partner_answer").values({ source_id: id, payload: JSON.stringify(got.answer), at: tx.at }),
        );
      noteAnswer(tx, { id, next: tx.at + askedEvery, heard: got === null ? {} : { etag: got.etag } });
    });
  } catch (error) {
    // What fails in ourselves fails again in a minute.
    const problem = isProblem(error) ? problemOf(error) : "failed_here";
    const wait = Math.min(askedEvery * 2 ** source.failCount, askedAtLeastEvery);
    await db.change("porchlight", (tx) => {
      noteSourceFailure(tx, { id, next: tx.at + Math.max(wait, waitAsked(error)), problem });
    });
    if (!isProblem(error)) throw error;
  }
}
