import { isLanguageTag } from "#src/directory/entry/check.ts";
import { maxEntry } from "#src/directory/entry/entry.ts";
import { type HsdsRow, isRow } from "#src/directory/files/hsds/hsds-reading.ts";
import { isZone } from "#src/hours/rules/check.ts";
import { isNamed, misleads } from "#src/i18n/seen.ts";

/** What another helpline says of itself (docs/helpline-json.md), as far as we show it. Times are ms UTC. */
export interface PartnerAnswer {
  name: string;
  lines: PartnerLine[];
}

export interface PartnerLine {
  /** Stays the same while the line exists. */
  id: number;
  name: string;
  languages: string[];
  ageFrom: number;
  ageTo: number;
  zone: string;
  chat: string;
  state: PartnerState;
  acceptsNew: boolean;
  until: number | null;
  /** When it takes people in again; null while it does, and when not known. */
  next: number | null;
}

export interface LineThere extends PartnerLine {
  host: string;
  /** Only then are young people sent there: it is a page of that very helpline. */
  isOnSite: boolean;
}

const partnerStates = ["open", "last_entry", "full", "late", "paused", "closed"] as const;
type PartnerState = (typeof partnerStates)[number];

const maxLines = 50;
const maxLanguages = 60;
/** In bytes. */
export const maxPartner = 200_000;

/** Returns a helpline.json from `from`, or null if anything in it is wrong: young people see it. Unknown fields are ignored. */
export function readPartner(text: string, from: string): PartnerAnswer | null {
  const said = parsed(text);
  if (!isRow(said) || said.format !== "helpline" || said.version !== 1) return null;
  const { name, lines } = said;
  if (!isName(name) || !Array.isArray(lines) || lines.length === 0 || lines.length > maxLines) return null;
  const read = lines.map((line) => (isRow(line) ? readLine(line, from) : null));
  if (!read.every((line) => line !== null)) return null;
  return new Set(read.map(({ id }) => id)).size === read.length ? { name: name.trim(), lines: read } : null;
}

/** Returns the lines of a helpline that is asked at an address, each with the host of its chat. */
export function linesThere({ lines }: PartnerAnswer, asked: string): LineThere[] {
  return lines.map((line) => ({ ...line, host: new URL(line.chat).host, isOnSite: isOnSite(line.chat, asked) }));
}

/** Returns whether an address is https on the site that an admin named, or below it: no answer may send people elsewhere. */
export function isOnSite(address: string, asked: string): boolean {
  const { protocol, hostname } = new URL(address);
  const site = new URL(asked).hostname.replace(/^www\.(?=.*\.)/, "");
  return protocol === "https:" && (hostname === site || hostname.endsWith(`.${site}`));
}

function parsed(text: string): unknown {
  if (text.length > maxPartner) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readLine(line: HsdsRow, from: string): PartnerLine | null {
  const {
    id,
    name,
    languages,
    age_from: ageFrom,
    age_to: ageTo,
    time_zone: zone,
    state,
    accepts_new: acceptsNew,
  } = line;
  const chat = chatOf(line, from);
  const [until, next] = [momentOf(line.until), momentOf(line.next_opening)];
  if (!isWhole(id, 1, Number.MAX_SAFE_INTEGER) || !isName(name) || chat === null) return null;
  if (!isWhole(ageFrom, 0, 150) || !isWhole(ageTo, ageFrom, 150)) return null;
  if (typeof zone !== "string" || !isZone(zone) || typeof acceptsNew !== "boolean") return null;
  if (!areLanguages(languages) || !isState(state) || until === undefined || next === undefined) return null;
  return { id, name: name.trim(), languages, ageFrom, ageTo, zone, chat, state, acceptsNew, until, next };
}

function isName(name: unknown): name is string {
  return typeof name === "string" && name.trim().length <= maxEntry.name && isNamed(name) && !misleads(name.trim());
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

function isState(state: unknown): state is PartnerState {
  return partnerStates.some((one) => one === state);
}

function areLanguages(languages: unknown): languages is string[] {
  if (!Array.isArray(languages) || languages.length === 0 || languages.length > maxLanguages) return false;
  return languages.every((one) => typeof one === "string" && one.length <= 35 && isLanguageTag(one));
}

// Never plain http where the helpline itself is asked by https.
function chatOf(line: HsdsRow, from: string): string | null {
  const { chat } = line;
  const url = typeof chat === "string" && chat.trim() !== "" ? URL.parse(chat, from) : null;
  if (!url || url.href.length > maxEntry.line || url.username !== "" || url.password !== "") return null;
  const isSafe = url.protocol === "https:" || (url.protocol === "http:" && from.startsWith("http:"));
  return isSafe ? url.href : null;
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;

function momentOf(value: unknown): number | null | undefined {
  if (value === null) return null;
  const at = typeof value === "string" && moment.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : undefined;
}
