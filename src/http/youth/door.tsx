import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { awayMs } from "#src/conversation/presence.ts";
import { clientIdFor, readClientId, readText, tidy, writeAsYouth } from "#src/conversation/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { isLanguage } from "#src/i18n/i18n.ts";
import { inLine } from "#src/queue/claim.ts";
import { doorOf } from "#src/queue/doors.ts";
import { end } from "#src/queue/ending.ts";
import { chosenLine, firstWordsId, start } from "#src/queue/start.ts";
import { publishedRules } from "#src/settings/published.ts";
import { settings } from "#src/settings/settings.ts";
import { Door } from "#views/youth/door.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "../context.ts";
import { refuseReading } from "../limits.ts";
import { page } from "../page.ts";
import { frame, languageOf } from "../youth-frame.ts";
import { showChat } from "./chat.tsx";
import { showContinue, showOver } from "./continue.tsx";
import { showEnded } from "./ended.tsx";
import { conversationOf, giveCookie, hasCookie, noteHere, takeCookie } from "./gate.ts";

/** GET /: one address for every state, so that nothing in the history tells what it is for. */
export const home: Handle = (c, helpline) => {
  const found = conversationOf(c, helpline);
  if (!found) {
    if (hasCookie(c, helpline)) takeCookie(c, helpline);
    return showDoor(c, helpline);
  }
  if (stateOf(found) === "ended") return afterTheEnd(c, helpline, found);
  const silent = helpline.youth.silentFor(found.id, found.youthHereAt);
  if (silent >= awayMs) return showContinue(c, helpline, found);
  helpline.youth.touched(found.id);
  if (c.req.query("earlier") === "1") refuseReading(helpline, found.id);
  return showChat(c, helpline, found);
};

/**
 * POST /start: the words in, a place in the queue out; a form is led to the chat, a script told that it is there. What
 * was typed stays in the box when it is refused.
 */
export const begin: Handle = async (c, helpline) => {
  const form = await fields(c);
  const going = conversationOf(c, helpline);
  if (going && stateOf(going) !== "ended") return addToGoing(c, helpline, going, form);
  try {
    const startId = readClientId(form.client_id);
    const token = helpline.db.keyring.cookieOf(startId);
    const chosen = form.l ?? "";
    const input = {
      startId,
      token,
      language: isLanguage(chosen) ? chosen : languageOf(c, helpline),
      lineId: wholeNumber(form.line),
      // Nothing written is a beginning too.
      text: tidy(form.text ?? "") === "" ? null : readText(form.text),
      rulesVersion: wholeNumber(form.rules),
    };
    // Last: rubbish must not use up what honest starts need.
    if (!helpline.limiter.take("start", "all")) throw new HelplineError("too_fast");
    const id = await helpline.db.change("youth", (tx, emit) => start(tx, emit, input));
    // The form of a chat that goes on, sent again after a while, may come from someone else.
    await noteHere(helpline, conversation(helpline.db, id)!);
    giveCookie(c, helpline, token);
    return toChat(c);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    // The form of a chat that is over, sent again by the browser: nothing to say, and nothing to show to anyone.
    if (error.code === "ended") return toChat(c);
    return showDoor(c, helpline, { error, words: form.text ?? "", clientId: form.client_id ?? "" });
  }
};

/** A number of a form's hidden field; 0 when it is none. */
function wholeNumber(text = ""): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** A second tab of somebody who already waits or talks: the words join the conversation. */
async function addToGoing(c: C, helpline: Helpline, going: Conversation, form: Record<string, string>) {
  await noteHere(helpline, going);
  if (tidy(form.text ?? "") !== "") {
    if (!helpline.limiter.take("send", going.id)) throw new HelplineError("too_fast");
    const words = {
      conversationId: going.id,
      clientId: firstWordsId(readClientId(form.client_id)),
      text: readText(form.text),
    };
    await helpline.db.change(`conversation:${going.id}`, (tx, emit) => writeAsYouth(tx, emit, words));
  }
  return toChat(c);
}

/** A script goes there itself: led by the answer, it would load a page that nobody sees. */
function toChat(c: C): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
}

/** POST /start-new: the old chat is left behind, and the door opens again. */
export const beginAnew: Handle = async (c, helpline) => {
  const { id } = c.get("conversation");
  const input = { conversationId: id, reason: "ended_by_youth", staffId: null } as const;
  await helpline.db.change(`conversation:${id}`, (tx, emit) => end(tx, emit, input));
  takeCookie(c, helpline);
  return c.redirect("/", 303);
};

function showDoor(
  c: C,
  helpline: Helpline,
  refused?: { error: HelplineError; words: string; clientId: string },
): Response {
  const { db } = helpline;
  const { ageFrom, ageTo } = settings(db);
  const around = frame(c, helpline);
  const { state } = doorOf(db, chosenLine(db, 0), helpline.clock.now());
  const isSaid = refused?.error.code === "closed" || refused?.error.code === "locked";
  const said = refused && !(isSaid && state !== "open") ? around.t(refused.error.key, refused.error.values) : null;
  return page(
    c,
    <Door
      frame={around}
      state={state}
      waiting={state === "open" ? inLine(db).length : 0}
      words={refused?.words ?? ""}
      error={said}
      clientId={clientIdFor(refused)}
      ages={[ageFrom, ageTo]}
      rulesVersion={publishedRules(db).version}
    />,
    refused ? 422 : 200,
  );
}

/** For a while after the end the page asks how it was; then the cookie goes, as it goes at once for a chat that was lost. */
function afterTheEnd(c: C, helpline: Helpline, found: Conversation): Response {
  const { resumeMinutes } = settings(helpline.db);
  const fresh = helpline.clock.now() - found.endedAt! < resumeMinutes * 60_000;
  if (fresh && (found.endReason === "ended_by_youth" || found.endReason === "ended_by_counsellor")) {
    return showEnded(c, helpline, found);
  }
  takeCookie(c, helpline);
  if (found.endReason === "left_fast" || found.endReason === "left_line") return showDoor(c, helpline);
  return showOver(c, helpline);
}
