import { latestMs } from "#src/callback/callback.ts";
import type { CallbackRequest } from "#src/callback/request.ts";
import { letsInWithin } from "#src/callback/window.ts";
import { HelplineError } from "#src/errors.ts";
import type { Calendar, Span } from "#src/hours/rules/calendar.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { readAddress } from "#src/mail/address.ts";
import { type LaterTyped, sharedAnswers } from "#views/youth/later/later-form.tsx";

/** The valid fields, or what is wrong by field: a text of the catalog with its values. */
type LaterRead =
  | { ask: Pick<CallbackRequest, "address" | "shared" | "window"> }
  | { wrong: Partial<Record<"address" | "shared" | "window", { key: Key; values: HelplineError["values"] }>> };

const dayMinutes = 1440;
const hourMinutes = 60;

/** Returns the form as it came; a missing field is "". */
export function typedLater(form: Record<string, string>): LaterTyped {
  const { address = "", shared = "", from = "", to = "", line = "" } = form;
  return { address: address.slice(0, addressShown), shared, from, to, line };
}

/** Nobody has to see more of a typed address again. */
const addressShown = 1_000;

/** Reads every field of the form, at an instant (ms UTC), for a line whose hours are `calendar`. */
export function readLater(typed: LaterTyped, calendar: Calendar | null, at: number): LaterRead {
  const wrong: Extract<LaterRead, { wrong: unknown }>["wrong"] = {};
  const shared = sharedAnswers.find((one) => one === typed.shared);
  const window = windowOf(typed, calendar, at);
  let address = "";
  try {
    address = readAddress(typed.address);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    wrong.address = { key: error.key, values: error.values };
  }
  if (!shared) wrong.shared = { key: "youth.later.shared.missing", values: {} };
  if (window === undefined) wrong.window = { key: "youth.later.window.wrong", values: {} };
  if (!shared || window === undefined || wrong.address) return { wrong };
  return { ask: { address, shared, window } };
}

/** Returns the hours to choose from, minutes after midnight: when the line is ever open, else the whole day. */
export function hoursOffered(calendar: Calendar | null): number[] {
  const spans = spansOf(calendar);
  const whole = spans.length === 0 || spans.some(isLate);
  const from = whole ? 0 : Math.floor(Math.min(...spans.map(({ opens }) => opens)) / hourMinutes);
  const to = whole ? 24 : Math.ceil(Math.max(...spans.map(({ closes }) => closes)) / hourMinutes);
  return Array.from({ length: to - from + 1 }, (_, i) => (from + i) * hourMinutes);
}

/** May go past midnight; null for any time, undefined if nobody is there then by when it is promised. */
function windowOf(
  { from, to }: LaterTyped,
  calendar: Calendar | null,
  at: number,
): CallbackRequest["window"] | undefined {
  const window = { from: from === "" ? 0 : minutesOf(from), to: to === "" ? 0 : minutesOf(to) % dayMinutes };
  if (Number.isNaN(window.from + window.to) || window.from === dayMinutes) return undefined;
  if (window.from === window.to) return window.from === 0 ? null : undefined;
  const isTurned = calendar && window.to !== 0 && window.to < window.from && !spansOf(calendar).some(isLate);
  return !isTurned && letsInWithin(calendar, window, at, at + latestMs) ? window : undefined;
}

const isLate = ({ closes }: Span) => closes > dayMinutes;

function minutesOf(text: string): number {
  const minutes = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return minutes <= dayMinutes && minutes % hourMinutes === 0 ? minutes : Number.NaN;
}

function spansOf(calendar: Calendar | null): Span[] {
  if (!calendar) return [];
  return [...calendar.week, ...calendar.seasons.flatMap(({ week }) => week)].flat();
}
