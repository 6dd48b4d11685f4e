import { boundMs, keptMs, latestMs, linkDays } from "#src/callback/callback.ts";
import { ask, type CallbackRequest, callbackOffered } from "#src/callback/request.ts";
import { mailSeen } from "#src/callback/words.ts";
import { dayMs } from "#src/clock.ts";
import { type Conversation, stateOf, wasCounselled } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { line, lines } from "#src/hours/lines.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { networkOf } from "#src/http/limits/networks.ts";
import { refuseAsking } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { doorScene, lineAtDoor } from "#src/live/youth/youth-doors.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { lookingId } from "#views/parts/told/looking.tsx";
import { isTooLate } from "#views/youth/door/now.tsx";
import { Later, LaterNot, LaterSent, LaterWarned } from "#views/youth/later/later.tsx";
import type { LaterProps } from "#views/youth/later/later-form.tsx";
import { conversationOf, takeTracesBut } from "../gate.ts";
import { hoursOffered, readLater, typedLater } from "./later-form.ts";

/** GET /later: where to leave an address while nobody is there, and what follows from it; `sent=1`: it was left. */
export const later: Handle = (c, helpline) => {
  const found = conversationOf(c, helpline);
  if (c.req.query("sent") === "1") return showSent(c, helpline, found);
  const shown = laterProps(c, helpline, framed(c, helpline, found), found, c.req.query());
  const why = whyNot(c, helpline, found, shown);
  if (why) return showNot(c, shown, why);
  return page(c, <Later {...shown} wrong={{}} refused={null} />);
};

/** POST /later: takes an address; nobody can tell whether it was known before. Nothing that was typed is lost. */
export const leaveAddress: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const found = conversationOf(c, helpline);
  const form = await fields(c);
  const shown = laterProps(c, helpline, framed(c, helpline, found), found, form);
  const { t } = shown.frame;
  if (isLanguage(c.req.query("l") ?? "") && isLanguage(form.l ?? "") && form.l !== c.req.query("l")) {
    return page(c, <Later {...shown} wrong={{}} refused={null} />);
  }
  if (!callbackOffered(db, shown.line.id, clock.now())) return showNot(c, shown, "off");
  const read = readLater(shown.typed, line(db, shown.line.id)!.calendar, clock.now());
  if ("wrong" in read) {
    const wrong = Object.entries(read.wrong).map(([field, { key, values }]) => [field, t(key, values)]);
    return page(c, <Later {...shown} wrong={Object.fromEntries(wrong)} refused={null} />, refusal(c, 422));
  }
  if (read.ask.shared !== "no" && form.sure !== "yes") return page(c, <LaterWarned {...shown} />);
  const asked = { ...read.ask, lineId: shown.line.id, language: t.language, offered: offeredAs(found, shown) };
  try {
    refuseAsking(c, helpline, found?.id ?? null);
    await db.change("youth", (tx, emit) => ask(tx, emit, asked));
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    const refused = t(error.key, error.values);
    return page(c, <Later {...shown} wrong={{}} refused={refused} />, refusal(c, refusedAs(error)));
  }
  // Someone who presses Back here later must not find the address in the form.
  takeTracesBut(c, helpline, found !== undefined);
  const { query } = shown.frame;
  return c.redirect(`/later${query === "" ? "?" : `${query}&`}sent=1`, 303);
};

/** A script takes anything but 200 for a network that is gone. */
function refusal(c: C, status: 422 | 429): 200 | 422 | 429 {
  return fromScript(c) ? 200 : status;
}

function showNot(c: C, { frame: around, ...shown }: Shown, why: "now" | "off"): Response {
  return page(c, <LaterNot {...shown} frame={{ ...around, along: "" }} why={why} />);
}

function showSent(c: C, helpline: Helpline, found: Conversation | undefined): Response {
  const { frame: around, css, mail } = laterProps(c, helpline, framed(c, helpline, found), found);
  const waiting = found !== undefined && stateOf(found) === "waiting";
  const languages = around.languages.map((one) => ({ ...one, href: `${one.href}&sent=1` }));
  const shown = { ...around, along: "", languages };
  return page(c, <LaterSent frame={shown} css={css} mail={mail} days={linkDays} waiting={waiting} />);
}

/** Someone in line or in a chat may always leave an address, whatever the door says. */
function whyNot(
  c: C,
  { db, clock, config }: Helpline,
  found: Conversation | undefined,
  { frame, line }: Shown,
): "now" | "off" | null {
  if (!callbackOffered(db, line.id, clock.now())) return "off";
  if (found || line.door.state !== "open") return null;
  return isTooLate(doorScene(db, clock.now(), frame.t.language, line.id, networkOf(c, config))) ? null : "now";
}

/** Tells the helpline where it lacks people, and nothing about anyone. */
function offeredAs(found: Conversation | undefined, { line }: Shown): CallbackRequest["offered"] {
  if (found) return wasCounselled(found) ? "counsellor" : "hopeless";
  if (line.door.state === "open") return "hopeless";
  return line.door.state === "closed" ? "closed" : "full";
}

type Shown = Omit<LaterProps, "wrong" | "refused">;

function framed(c: C, helpline: Helpline, found: Conversation | undefined): YouthFrame {
  return { ...frame(c, helpline, found), along: lookingId };
}

/** Returns everything on the page but what is wrong, with what a form has typed into it. */
export function laterProps(
  c: C,
  helpline: Helpline,
  around: YouthFrame,
  found?: Conversation,
  form: Record<string, string> = {},
): Shown {
  const { db, clock, assets, config } = helpline;
  const at = clock.now();
  const typed = typedLater(form);
  const wanted = /^\d{1,9}$/.test(typed.line) ? Number(typed.line) : (found?.lineId ?? 0);
  const network = networkOf(c, config);
  const lineId = lineMeant(helpline, around.t.language, wanted, network);
  const all = lines(db).filter((one) => callbackOffered(db, one.id, at));
  return {
    frame: around,
    css: inlined(c, assets.laterCss),
    typed: { ...typed, line: String(lineId) },
    mail: mailSeen(db, around.t.language),
    lines: all.length > 1 ? all.map(({ id, name }) => ({ id, name })) : [],
    hours: hoursOffered(line(db, lineId)!.calendar),
    line: lineAtDoor(db, lineId, at, around.t.language, network),
    at,
    days: { mail: latestMs / dayMs, kept: keptMs / dayMs, bound: boundMs / dayMs },
    languages: around.languages.length + 1,
  };
}

function lineMeant({ db, clock }: Helpline, language: Language, wanted: number, network: string | null): number {
  if (lines(db).some(({ id }) => id === wanted)) return wanted;
  return doorScene(db, clock.now(), language, wanted, network).chosen.id;
}
