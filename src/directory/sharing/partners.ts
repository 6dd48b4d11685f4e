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

export const partnerPath = "/.well-known/helpline.json";

/** ms: the answer is small, and someone may be waiting. */
const patience = 10_000;
const askedEvery = 5 * minuteMs;
/** One that does not answer is asked less and less, but soon enough once it is back. */
const askedAtLeastEvery = 60 * minuteMs;
/** People are told from then on that the answer may be out of date. */
const staleAfter = 30 * minuteMs;
const droppedAfter = 120 * minuteMs;

interface Partner {
  source: Source;
  answer: PartnerAnswer | null;
  at: number;
}

/** Returns the other helplines, by the names that an admin gave them. */
export function partners(db: DataReader): Partner[] {
  const kept = new Map(db.all(q.selectFrom("partner_answer").selectAll()).map((row) => [row.source_id, row]));
  return sources(db)
    .filter(({ kind }) => kind === "partner")
    .map((source) => {
      const row = kept.get(source.id);
      return { source, answer: row ? (JSON.parse(row.payload) as PartnerAnswer) : null, at: row?.at ?? 0 };
    });
}

/** Returns how much a partner's last answer is worth at `now` (ms UTC). */
export function worthOf({ answer, at }: Partner, now: number): "fresh" | "stale" | "dropped" {
  if (answer === null || now - at >= droppedAfter) return "dropped";
  return now - at >= staleAfter ? "stale" : "fresh";
}

export interface ShownPartner {
  source: Source;
  lines: LineThere[] | null;
  at: number;
  worth: ReturnType<typeof worthOf>;
  /** More of its lines are open than young people see. */
  isMany: boolean;
}

/** Returns the other helplines with their last answers, at `now` (ms UTC). */
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

/** Lines of one helpline on a page, however many it says are open. */
const maxShown = 3;
const maxLineName = 60;

/** Returns the partner lines that take people in at `at` (ms UTC), at most three each, those in `language` (BCP 47) first. */
export function partnersOpenNow(db: DataReader, language: string, at: number): ShownCard[] {
  return openLines(db, language, at, () => true);
}

/** Returns those of them that fit a wish. Little is known of a line but whom it is for. */
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

/** Returns a partner's line by the id of its card; undefined if there is none, or it was dropped. */
export function partnerCard(db: DataReader, id: string, at: number): ShownCard | undefined {
  return answering(db, at)
    .flatMap((partner) => cardsOf(partner, at))
    .find((one) => one.id === id);
}

function answering(db: DataReader, at: number): Partner[] {
  return partners(db).filter((one) => one.source.enabled && worthOf(one, at) !== "dropped");
}

function cardsOf({ source, answer }: Partner, at: number): ShownCard[] {
  const { lines } = answer!;
  // Under the name that an admin gave it, as no one else writes names on our pages. Several lines add their own.
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

// Moved on to now: what was to end has ended, and what was to begin is not known.
function opennessOf({ acceptsNew, until, next, zone }: PartnerLine, at: number): ShownCard["openness"] {
  const hasEnded = until !== null && until <= at;
  if (acceptsNew && !hasEnded) return { state: "open", until, next: null, zone };
  if (next === null) return { state: acceptsNew ? "unknown" : "closed", until: null, next: null, zone };
  return next <= at
    ? { state: "unknown", until: null, next: null, zone }
    : { state: "closed", until: null, next, zone };
}

/** Returns what a helpline says of itself; null = the same as before. Throws FeedError. */
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

/** Asks a partner for its state; if that fails, its last answer stays. */
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
    // An error of our own would come again at once, so it waits, too.
    const problem = isProblem(error) ? problemOf(error) : "failed_here";
    const wait = Math.min(askedEvery * 2 ** source.failCount, askedAtLeastEvery);
    await db.change("porchlight", (tx) => {
      noteSourceFailure(tx, { id, next: tx.at + Math.max(wait, waitAsked(error)), problem });
    });
    if (!isProblem(error)) throw error;
  }
}
