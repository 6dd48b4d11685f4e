import type { DataReader } from "#src/db/db.ts";
import { type Openness, opennessOf } from "#src/directory/search/openness.ts";
import { todayOf } from "#src/directory/search/today.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import {
  type Channel,
  type ChannelKind,
  channelKinds,
  dialOf,
  type Entry,
  shownPlace,
  spokenLanguages,
} from "./entry.ts";
import { organization } from "./organizations.ts";
import { type Service, service } from "./services.ts";

/** What a young person reads of a service. As it is sent it stays: a later change of the entry does not change it. */
export interface Card {
  /** Of the service, UUID. */
  id: string;
  name: string;
  /** "" when it says no more than the name. */
  organization: string;
  summary: string;
  /** Something that holds for now; "" = nothing. */
  alert: string;
  ageFrom: number | null;
  ageTo: number | null;
  free: boolean | null;
  anonymous: boolean | null;
  languages: string[];
  /** What needs no voice first. */
  ways: Way[];
  hoursNote: string;
  /** Whether it says when somebody is there. */
  hasHours: boolean;
  emergency: boolean;
  /** "2026-11-03"; null = never. */
  verifiedOn: string | null;
}

/** One way to reach it. */
export interface Way {
  kind: ChannelKind;
  /** As it is read. */
  value: string;
  /** What a tap does: "tel:116111", "https://…"; null = it can only be read. */
  link: string | null;
  description: string;
  free: boolean | null;
}

/** The card of an entry in a language (BCP 47) where it has texts in it. `today` is "2026-11-03": an alert that is over is not told. */
export function cardOf(db: DataReader, id: string, entry: Entry, language: string, today: string): Card {
  const own = entry.texts[language];
  const by = organization(db, entry.organizationId)?.name ?? "";
  const name = own?.name || entry.name;
  const isOver = entry.alertUntil !== null && entry.alertUntil < today;
  return {
    id,
    name,
    organization: by === name ? "" : by,
    summary: own?.summary || entry.summary || firstLine(own?.description || entry.description),
    alert: isOver ? "" : entry.alert,
    ageFrom: entry.ageFrom,
    ageTo: entry.ageTo,
    free: entry.free,
    anonymous: entry.anonymous,
    languages: spokenLanguages(entry),
    ways: channelKinds.flatMap((kind) => entry.channels.filter((one) => one.kind === kind)).map(wayOf),
    hoursNote: entry.hoursNote,
    hasHours: entry.calendar !== null || entry.channels.some(({ calendar }) => calendar !== null),
    emergency: entry.emergency,
    verifiedOn: entry.verifiedOn,
  };
}

const maxLine = 200;

function firstLine(text: string): string {
  const line = text.trim().split(/\n|(?<=[.!?])\s/u)[0] ?? "";
  return line.length > maxLine ? `${line.slice(0, maxLine).toWellFormed()}…` : line;
}

function wayOf(channel: Channel): Way {
  const { kind, description, free } = channel;
  return { kind, value: readOf(channel), link: linkOf(channel), description, free };
}

function readOf({ kind, value, extension, place }: Channel): string {
  if (kind === "visit" && place) {
    const { address1, address2, postalCode, city } = shownPlace(place);
    const town = [postalCode, city].filter(Boolean).join(" ");
    return [value, address1, address2, town].filter(Boolean).join(", ");
  }
  return extension === "" ? value : `${value} (${extension})`;
}

/** An address that a page may link to; what is none is only read. */
function linkOf({ kind, value }: Channel): string | null {
  const number = dialOf(value);
  if (kind === "phone") return number && `tel:${number}`;
  if (kind === "sms") return number && `sms:${number}`;
  if (kind === "whatsapp") return chatOf(number);
  if (kind === "email") return `mailto:${encodeURIComponent(value).replace("%40", "@")}`;
  if (kind === "visit") return null;
  return /^https?:\/\//i.test(value) ? value : null;
}

/** WhatsApp knows people by their whole number alone, without + or 00: of one without its country nobody knows whose it is. */
function chatOf(number: string | null): string | null {
  const whole = /^(?:\+|00)(\d+)$/.exec(number ?? "")?.[1];
  return whole ? `https://wa.me/${whole}` : null;
}

/** A card beside whether somebody is there now. null: the service is gone, and nobody can say. */
export interface ShownCard extends Card {
  openness: Openness | null;
  /** When that was asked, ms UTC. */
  at: number;
}

/** The card of a service as it is now (ms UTC). */
export function cardNow(
  db: DataReader,
  found: Service | { id: string; entry: Entry },
  language: string,
  at: number,
): ShownCard {
  const card = cardOf(db, found.id, found.entry, language, todayOf(db, at));
  return { ...card, hoursNote: noteNow(card, found.entry), openness: opennessOf(found.entry, at), at };
}

/** A card that was sent, beside whether somebody is there now: by the service as it is now. */
export function withOpenness(db: DataReader, card: Card, at: number): ShownCard {
  const found = service(db, card.id);
  const isOffered =
    found !== undefined && (found.entry.status === "active" || found.entry.status === "temporarily closed");
  if (!isOffered) return { ...card, openness: null, at };
  return { ...card, hoursNote: noteNow(card, found.entry), openness: opennessOf(found.entry, at), at };
}

/** What is said of its hours: nothing while it is closed for now, whatever they are otherwise. */
function noteNow({ hoursNote }: Card, { status }: Entry): string {
  return status === "temporarily closed" ? "" : hoursNote;
}

/** Cards as words, for where only words can stand, and to copy. */
export function textOfCards(t: Translate, cards: readonly Card[]): string {
  return cards.map((card) => textOfCard(t, card)).join("\n\n");
}

function textOfCard(t: Translate, card: Card): string {
  const ways = card.ways.map(({ kind, value, description }) => {
    const said = t("card.way", { kind: t(`card.kind.${kind}`), value });
    return description === "" ? said : `${said} (${description})`;
  });
  const head = card.organization === "" ? card.name : `${card.name} (${card.organization})`;
  return [head, card.summary, card.alert, ...ways, card.hoursNote].filter(Boolean).join("\n");
}
