import { isMail } from "#src/directory/entry/check.ts";
import { type Channel, type ChannelKind, dialOf, maxEntry, plainChannel } from "#src/directory/entry/entry.ts";
import { type IssueCode, lengths } from "#src/directory/importing/incoming.ts";
import { addressProblem, withScheme } from "#src/directory/web-address.ts";
import type { Column } from "./csv-columns.ts";
import { cellList } from "./csv-lists.ts";
import type { CsvRow } from "./csv-row.ts";

export const channelColumns = [
  ["chat", "chat"],
  ["phone", "phone"],
  ["sms", "sms"],
  ["whatsapp", "whatsapp"],
  ["email", "email"],
  ["website", "web"],
] as const satisfies [Column, ChannelKind][];

/** Returns a row's channels, and the kinds it names completely; undefined where the file has no such column. */
export function readCsvChannels(row: CsvRow): { channels: Channel[]; kinds: ChannelKind[] } | undefined {
  const stated = channelColumns.filter(([column]) => row.cell(column) !== undefined);
  const channels: Channel[] = [];
  const kinds: ChannelKind[] = [];
  for (const [column, kind] of stated) {
    let isWhole = true;
    for (const piece of piecesOf(kind, row.cell(column)!)) {
      const read = piece.length > maxEntry.line ? "too_long" : readChannel(kind, piece);
      if (typeof read === "object") {
        if (!channels.some((one) => isSameChannel(one, read))) channels.push(read);
        if (dialOf(read.value) === null && kind === "phone")
          row.tell(column, "not_a_phone", { part: piece, severity: "warning" });
        continue;
      }
      isWhole = false;
      const proposal =
        read === "short_code_in_e164"
          ? shortCodeIn(piece)!
          : read === "too_long"
            ? lengths(piece.length, maxEntry.line)
            : "";
      row.tell(column, read, { part: piece, proposal, severity: read === "too_long" ? "error" : "warning" });
    }
    if (isWhole) kinds.push(kind);
  }
  if (channels.length > maxEntry.channels) row.tell("phone", "too_many", { part: String(channels.length) });
  return stated.length > 0 ? { channels, kinds } : undefined;
}

// Two numbers with " / " between them would be dialled as one.
function piecesOf(kind: ChannelKind, text: string): string[] {
  const pieces = cellList(text);
  const isSplit = kind === "phone" || kind === "sms" || kind === "whatsapp";
  return isSplit ? pieces.flatMap((piece) => piece.split(" / ").map((part) => part.trim())).filter(Boolean) : pieces;
}

function readChannel(kind: ChannelKind, text: string): Channel | IssueCode {
  if (kind === "email") {
    const value = text.replace(/^mailto:/i, "");
    return isMail(value) ? plainChannel(kind, value) : "not_a_mail";
  }
  if (kind === "web" || kind === "chat") {
    const value = withScheme(text);
    return (/\s/.test(value) ? "not_an_address" : addressProblem(value)) ?? plainChannel(kind, value);
  }
  if (shortCodeIn(text) !== null) return "short_code_in_e164";
  const number = kind === "whatsapp" ? text.replace(/^https:\/\/(?:www\.)?wa\.me\/\+?/i, "+") : text;
  if (kind !== "phone") return dialOf(number) === null ? "not_a_phone" : plainChannel(kind, number);
  const [, value = number, extension = ""] =
    /^(.*\d)[\s,]*(?:ext\.?|x|#|poste|toestel|alanumero|mellék)\s*(\d{1,8})$/i.exec(number) ?? [];
  return /\d/.test(value) ? { ...plainChannel(kind, value), extension } : "not_a_phone";
}

// Country codes (ITU-T E.164), except of islands with numbers this short, before 3 or 4 digits or one of Europe's 116 numbers.
const shortCode =
  /^\+(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|2[1-689]\d|3[578]\d|42\d|50\d|59\d|6(?:7\d|8[0-24-9]|9[1-9])|8[057]\d|9[679]\d)(116\d{3}|\d{3,4})$/;

/** Returns the short number behind a country code that some program added, so that no one can call it; null for others. */
export function shortCodeIn(text: string): string | null {
  const dial = text.length > 40 ? null : dialOf(text);
  const code = dial && shortCode.exec(dial)?.[1];
  if (!code) return null;
  return code.length === 6 ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
}

/** Returns the channels after a file: those of `kinds` that it leaves out go, all others stay as they are. */
export function channelsAfter(there: Channel[], said: Channel[], kinds: readonly ChannelKind[]): Channel[] {
  const kept = there.filter((one) => !kinds.includes(one.kind) || said.some((other) => isSameChannel(one, other)));
  return [...kept, ...said.filter((one) => !there.some((other) => isSameChannel(one, other)))];
}

function isSameChannel(a: Channel, b: Channel): boolean {
  return a.kind === b.kind && a.value === b.value;
}
