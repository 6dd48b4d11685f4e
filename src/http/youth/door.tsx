import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { awayMs } from "#src/conversation/presence.ts";
import { clientIdFor, readClientId, readText, tidy, writeAsYouth } from "#src/conversation/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { isLanguage } from "#src/i18n/i18n.ts";
import { firstWordsId, start } from "#src/queue/start.ts";
import { doorScene } from "#src/realtime/youth-doors.ts";
import { publishedRules } from "#src/settings/published.ts";
import { settings } from "#src/settings/settings.ts";
import { AtTheDoor, Door, type DoorProps } from "#views/youth/door.tsx";
import { Now } from "#views/youth/now.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "../context.ts";
import { refuseReading } from "../limits.ts";
import { page, piece } from "../page.ts";
import { frame, languageOf } from "../youth-frame.ts";
import { showChat } from "./chat.tsx";
import { showContinue, showOver } from "./continue.tsx";
import { letGo, showEnded, showUnanswered } from "./ended.tsx";
import { conversationOf, giveCookie, hasCookie, noteHere, takeCookie } from "./gate.ts";

/** GET /: one address for every state, so that nothing in the history tells what it is for. */
export const home: Handle = (c, helpline) => {
  if (fromScript(c) && c.req.query("v") !== undefined) return showNews(c, helpline);
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
      lineId: wholeNumber(form.line) || meantLine(c, helpline),
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
    const { text: words = "", client_id: clientId = "", line = "" } = form;
    return showDoor(c, helpline, { error, words, clientId, line });
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
  await helpline.db.change(`conversation:${id}`, (tx, emit) => letGo(tx, emit, id, "ended_by_youth"));
  takeCookie(c, helpline);
  return c.redirect("/", 303);
};

/** For a form that names no line: the one that its page would have meant. */
function meantLine(c: C, helpline: Helpline): number {
  return doorScene(helpline.db, helpline.clock.now(), languageOf(c, helpline), wholeNumber(c.req.query("line"))).chosen
    .id;
}

function showDoor(
  c: C,
  helpline: Helpline,
  refused?: { error: HelplineError; words: string; clientId: string; line: string },
): Response {
  const props = doorProps(c, helpline, wholeNumber(refused?.line ?? c.req.query("line")));
  const words = refused?.words ?? "";
  const error = refused ? whyRefused(props, refused.error) : null;
  const shown = { ...props, words, error, clientId: clientIdFor(refused) };
  return page(c, <Door {...shown} />, refused ? 422 : 200);
}

/** What the door says itself is not said twice; a line that has shut between others is. */
function whyRefused({ frame, scene }: DoorProps, { code, key, values }: HelplineError): string | null {
  const isDoor = code === "closed" || code === "locked";
  if (isDoor && scene.chosen.door.state !== "open") return null;
  const said = frame.t(key, values);
  return isDoor && scene.lines.length > 1 ? `${said} ${frame.t("youth.lines.choose")}` : said;
}

/**
 * GET / with `v` of what a page at the door shows: what is other than that, or 204. Asked every half a minute by everyone
 * who stands there, so it looks at no cookie and keeps nothing. Throws `too_fast` when more ask than could stand there.
 */
function showNews(c: C, helpline: Helpline): Response {
  if (!helpline.limiter.take("door", "all")) throw new HelplineError("too_fast");
  const [now, rest] = (c.req.query("v") ?? "").split(".");
  const props = doorProps(c, helpline, wholeNumber(c.req.query("line")));
  const { t } = props.frame;
  if (props.versions.rest !== rest) return piece(c, String(<AtTheDoor {...props} clientId={clientIdFor(undefined)} />));
  if (props.versions.now === now) return c.body(null, 204);
  return piece(c, String(<Now t={t} scene={props.scene} version={props.versions.now} />));
}

/** Everything at the door but a form's own: the versions are of what is shown, so whatever changes it is news. */
function doorProps(c: C, helpline: Helpline, wanted: number): DoorProps {
  const { db, assets } = helpline;
  const { ageFrom, ageTo } = settings(db);
  const around = frame(c, helpline);
  const scene = doorScene(db, helpline.clock.now(), around.t.language, wanted);
  const rulesVersion = publishedRules(db).version;
  const blank = { words: "", error: null, clientId: "", versions: { now: "", rest: "" } };
  const ages: [number, number] = [ageFrom, ageTo];
  const props = { frame: around, scene, ages, rulesVersion, chatScript: assets.chat, ...blank };
  const now = String(<Now t={around.t} scene={scene} version="" />);
  const rest = String(<AtTheDoor {...props} />).replace(now, "");
  const version = (html: string) => createHash(html).slice(0, 8);
  return { ...props, versions: { now: version(now), rest: version(rest) } };
}

/** For a while after the end the page asks how it was; then the cookie goes, as it goes at once for a chat that was lost. */
function afterTheEnd(c: C, helpline: Helpline, found: Conversation): Response {
  const { resumeMinutes } = settings(helpline.db);
  const fresh = helpline.clock.now() - found.endedAt! < resumeMinutes * 60_000;
  if (fresh && found.endReason === "line_closed") return showUnanswered(c, helpline, found);
  if (fresh && (found.endReason === "ended_by_youth" || found.endReason === "ended_by_counsellor")) {
    return showEnded(c, helpline, found);
  }
  takeCookie(c, helpline);
  if (found.endReason === "left_fast" || found.endReason === "left_line") return showDoor(c, helpline);
  return showOver(c, helpline, found);
}
