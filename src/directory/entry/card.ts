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

/** What a young person sees of a service. Once sent, it stays as it was. */
export interface Card {
  id: string;
  name: string;
  organization: string;
  summary: string;
  alert: string;
  ageFrom: number | null;
  ageTo: number | null;
  free: boolean | null;
  anonymous: boolean | null;
  languages: string[];
  ways: Way[];
  hoursNote: string;
  hasHours: boolean;
  emergency: boolean;
  verifiedOn: string | null;
}

export interface Way {
  kind: ChannelKind;
  value: string;
  /** What a tap opens: "tel:116111", "https://…"; null = only text. */
  link: string | null;
  description: string;
  free: boolean | null;
}

/** Returns an entry's card, in `language` (BCP 47) where it has texts, without alerts that are over on `today` ("2026-11-03"). */
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

function linkOf({ kind, value }: Channel): string | null {
  const number = dialOf(value);
  if (kind === "phone") return number && `tel:${number}`;
  if (kind === "sms") return number && `sms:${number}`;
  if (kind === "whatsapp") return chatOf(number);
  if (kind === "email") return `mailto:${encodeURIComponent(value).replace("%40", "@")}`;
  if (kind === "visit") return null;
  return /^https?:\/\//i.test(value) ? value : null;
}

/** WhatsApp takes only a whole number without + or 00; without its country code it could be anyone's. */
function chatOf(number: string | null): string | null {
  const whole = /^(?:\+|00)(\d+)$/.exec(number ?? "")?.[1];
  return whole ? `https://wa.me/${whole}` : null;
}

/** A card and whether someone is there now; null = the service is gone. */
export interface ShownCard extends Card {
  openness: Openness | null;
  at: number;
}

/** Returns the card of a service as it is at `at` (ms UTC). */
export function cardNow(
  db: DataReader,
  found: Service | { id: string; entry: Entry },
  language: string,
  at: number,
): ShownCard {
  const card = cardOf(db, found.id, found.entry, language, todayOf(db, at));
  return { ...card, hoursNote: noteNow(card, found.entry), openness: opennessOf(found.entry, at), at };
}

/** Returns a card that was sent, with the openness of its service at `at` (ms UTC). */
export function withOpenness(db: DataReader, card: Card, at: number): ShownCard {
  const found = service(db, card.id);
  const isOffered =
    found !== undefined && (found.entry.status === "active" || found.entry.status === "temporarily closed");
  if (!isOffered) return { ...card, openness: null, at };
  return { ...card, hoursNote: noteNow(card, found.entry), openness: opennessOf(found.entry, at), at };
}

function noteNow({ hoursNote }: Card, { status }: Entry): string {
  return status === "temporarily closed" ? "" : hoursNote;
}

/** Returns cards as plain text, to copy and for where only text fits. */
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
