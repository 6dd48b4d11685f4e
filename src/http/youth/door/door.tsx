import { minuteMs } from "#src/clock.ts";
import { type Conversation, conversation, conversationOfToken, stateOf } from "#src/conversation/conversation.ts";
import { clientIdFor, readClientId, readText, tidy, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { createHash } from "#src/crypto/hash.ts";
import { asChat } from "#src/db/db.ts";
import { broughtAlong } from "#src/directory/assessment/asked.ts";
import { HelplineError } from "#src/errors.ts";
import { lineZone } from "#src/hours/lines.ts";
import { forgetOwnLook, keepOwnLook } from "#src/http/frame/youth-cookie.ts";
import { doorIn, frame, frameInDanger, youthLanguage } from "#src/http/frame/youth-frame.ts";
import { clientAddress, networkOf } from "#src/http/limits/networks.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline, lists } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page, refusedAs, sendItself } from "#src/http/server/page.ts";
import { askAtDoor, readSecret, showContinue } from "#src/http/youth/back/secret.tsx";
import { endPause, showChat, showRows } from "#src/http/youth/chat/chat.tsx";
import { showOver } from "#src/http/youth/chat/continue.tsx";
import { tellDanger } from "#src/http/youth/danger/danger.ts";
import { letChatGo, showEnded, showUnanswered } from "#src/http/youth/end/ended.tsx";
import { isLanguage, translate } from "#src/i18n/i18n.ts";
import { callAfter } from "#src/live/youth/danger-data.ts";
import { doorScene } from "#src/live/youth/youth-doors.ts";
import { asideUntil } from "#src/queue/end/dismiss.ts";
import { firstWordsId, refuseAtDoor } from "#src/queue/start.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import { parseOwnLook } from "#src/settings/look/own-look.ts";
import { settings } from "#src/settings/settings.ts";
import { isOnShift } from "#src/staff/shift/on-shift.ts";
import { Elsewhere } from "#views/youth/back/back.tsx";
import { Door, type DoorProps } from "#views/youth/door/door.tsx";
import {
  asksSecret,
  conversationOf,
  forgetTyped,
  giveCookie,
  hasCookie,
  hasGone,
  isAway,
  noteHere,
  takeCookie,
} from "../gate.ts";
import { placeNow, showBusy, startAt } from "./busy.tsx";
import { countLook, doorProps, isRehearsing, lineOfDanger, showNews, wholeNumber } from "./now.tsx";

/** GET /: one address for every state, so that the history does not tell what it is for. */
export const home: Handle = (c, helpline) => {
  if (fromScript(c) && c.req.query("v") !== undefined) return showNews(c, helpline);
  const found = conversationOf(c, helpline);
  if (!found) {
    if (hasGone(c, helpline)) return showElsewhere(c, helpline);
    if (hasCookie(c, helpline)) endVisit(c, helpline);
    return showDoor(c, helpline);
  }
  if (stateOf(found) === "ended") return afterTheEnd(c, helpline, found);
  if (isAway(helpline, found)) return showContinue(c, helpline, found);
  helpline.youth.touched(found.id);
  if (c.req.query("earlier") === "1") {
    refuseReading(helpline, found.id, 0);
    if (fromScript(c)) return showRows(c, helpline, found);
  }
  const unsent = helpline.unsent.take(c.req.query("w"));
  if (unsent?.conversationId !== found.id) return showChat(c, helpline, found);
  return showChat(c, helpline, found, { words: unsent.words, clientId: "", error: null });
};

/** POST /start: first words in, a place in line out. What was typed stays if refused, or sent to another language. */
export const begin: Handle = async (c, helpline) => beginWith(c, helpline, await fields(c));

async function beginWith(c: C, helpline: Helpline, form: Record<string, string>): Promise<Response> {
  const { text: words = "", client_id: clientId = "", line = "", secret = "" } = form;
  const { chosen, urgent } = broughtAlong(helpline.db, await lists(c));
  const kept = { words, secret, clientId, line, chosen, first: form.first === "yes", danger: form.danger === "yes" };
  if (isLanguage(c.req.query("l") ?? "") && isLanguage(form.l ?? "") && form.l !== c.req.query("l")) {
    return showDoor(c, helpline, { ...kept, error: null });
  }
  if (c.req.query("pick") === "1") return pickAtDoor(c, helpline, form, { ...kept, error: null });
  // Danger is believed without proof.
  const said = kept.danger ? { ...chosen, urgent: "danger" as const } : chosen;
  const inDanger = said.urgent === "danger";
  const going = conversationOf(c, helpline);
  if (going && stateOf(going) !== "ended") return addToGoing(c, helpline, going, { form, inDanger });
  try {
    const word = readSecret(secret);
    if (going && !urgent && !inDanger) refuseAside(helpline, going);
    const startId = readClientId(form.client_id);
    const token = helpline.db.keyring.cookieOf(startId);
    const begun = conversationOfToken(helpline.db, token);
    const isOver = begun !== undefined && stateOf(begun) === "ended";
    if (begun && asksSecret(helpline, begun) && !(inDanger && isOver)) {
      if (inDanger) await tellDanger(helpline, begun);
      giveCookie(c, helpline, token);
      return askAtDoor(c, helpline, begun, words);
    }
    const spoken = form.l ?? "";
    const asked = wholeNumber(form.line) || meantLine(c, helpline);
    const danger = inDanger
      ? lineOfDanger(helpline, sceneFor(c, helpline, asked).lines, asked, youthLanguage(c, helpline))
      : null;
    const lineId = danger?.id ?? asked;
    const input = {
      startId,
      token,
      language: isLanguage(spoken) ? spoken : youthLanguage(c, helpline),
      lineId,
      // Someone may begin without words.
      text: tidy(form.text ?? "") === "" ? null : readText(form.text),
      rulesVersion: wholeNumber(form.rules),
      chosen: said,
      urgent: urgent || inDanger,
      inDanger: inDanger && isOnShift(helpline, lineId),
      network: networkOf(c, helpline.config),
      rehearsal: isRehearsing(c, helpline),
    };
    const { task = "", solution = "" } = form;
    const place = await placeNow(c, helpline, { ...input, task, solution });
    if ("seconds" in place) {
      // Nobody should wait for a door that is shut.
      refuseAtDoor(helpline.db, input, helpline.clock.now());
      return showBusy(c, helpline, { ...kept, input }, place);
    }
    const id = await startAt(helpline, place, { ...input, secret: word, address: clientAddress(c, helpline.config) });
    // The form of a chat that goes on, sent again after a while, may come from someone else.
    await noteHere(helpline, conversation(helpline.db, id)!);
    giveCookie(c, helpline, token);
    return toChat(c);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    // In danger the form of an ended chat begins another, however often it is pressed.
    if (error.code === "ended" && inDanger) return beginWith(c, helpline, { ...form, client_id: idAfter(clientId) });
    // Sent again by the browser: nothing to say, and nothing to show to anyone.
    if (error.code === "ended") return toChat(c);
    // The error belongs beside its field, which only the whole page has.
    if (error.field === "secret" && fromScript(c)) return sendItself(c, "");
    return showDoor(c, helpline, { ...kept, error });
  }
}

/** Keeps the look that came with the form, which begins nothing; what was typed stays in it. */
function pickAtDoor(c: C, helpline: Helpline, form: Record<string, string>, kept: Kept): Response {
  keepOwnLook(c, helpline, parseOwnLook(form));
  const isTyped = kept.words !== "" || kept.secret !== "" || kept.danger || kept.first;
  return isTyped ? showDoor(c, helpline, kept) : c.redirect(`/${frame(c, helpline).query}`, 303);
}

/** The id under which the form of a chat that is over begins the next one. */
function idAfter(clientId: string): string {
  return createHash(`after ${clientId}`).slice(0, 32);
}

/** After being set aside, a session waits a few minutes; nothing typed is lost, and danger never waits. */
function refuseAside({ db, clock }: Helpline, found: Conversation) {
  const until = asideUntil(found, clock.now());
  if (until === null) return;
  const timeZone = lineZone(db, found.lineId);
  throw new HelplineError("too_fast", "youth.aside.wait", { time: translate(found.language).time(until, timeZone) });
}

/** Adds the words of a second tab to the conversation that goes on, and says danger in it. */
export async function addToGoing(
  c: C,
  helpline: Helpline,
  going: Conversation,
  { form, inDanger }: { form: Record<string, string>; inDanger: boolean },
): Promise<Response> {
  if (inDanger) await tellDanger(helpline, going);
  if (asksSecret(helpline, going)) return askAtDoor(c, helpline, going, form.text);
  await noteHere(helpline, going);
  if (tidy(form.text ?? "") !== "") {
    if (!helpline.limiter.take("send", going.id)) throw new HelplineError("too_fast");
    const words = {
      conversationId: going.id,
      clientId: firstWordsId(readClientId(form.client_id)),
      text: readText(form.text),
    };
    await helpline.db.change(asChat(going.id), (tx, emit) => {
      endPause(helpline, tx, emit, going.id);
      writeAsYouth(tx, emit, words);
    });
  }
  return toChat(c);
}

/** A script goes there itself: led by the answer, it would load a page that nobody sees. */
function toChat(c: C): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
}

/** POST /start-new: leaves the old chat behind, and opens the door with the unsent words in its box. */
export const beginAnew: Handle = async (c, helpline) => {
  const { text = [] } = await lists(c);
  const found = conversationOf(c, helpline);
  if (!found && fromScript(c)) throw new HelplineError("ended");
  const words = tidy(text.join("\n\n"));
  if (found && asideUntil(found, helpline.clock.now()) === null) {
    await helpline.db.change(asChat(found.id), (tx, emit) => letChatGo(tx, emit, found.id, "ended_by_youth"));
    takeCookie(c, helpline);
    forgetTyped(helpline, found);
  }
  if (words !== "") return showDoor(c, helpline, { error: null, words, clientId: "", line: "" });
  return c.redirect(doorIn(c, helpline, youthLanguage(c, helpline, found)), 303);
};

function meantLine(c: C, helpline: Helpline): number {
  return sceneFor(c, helpline, wholeNumber(c.req.query("line"))).chosen.id;
}

function sceneFor(c: C, helpline: Helpline, wanted: number): DoorProps["scene"] {
  const { db, clock, config } = helpline;
  return doorScene(db, clock.now(), youthLanguage(c, helpline), wanted, networkOf(c, config));
}

interface Kept {
  error: HelplineError | null;
  words: string;
  clientId: string;
  line: string;
  /** What was chosen in the first questions, and whether they ask to be taken first. */
  chosen?: Answers;
  first?: boolean;
  danger?: boolean;
  secret?: string;
}

function showDoor(c: C, helpline: Helpline, kept?: Kept, hasLeft: DoorProps["hasLeft"] = null): Response {
  const around = frame(c, helpline);
  const isAfterDanger = typeof hasLeft === "object" && hasLeft !== null;
  const shownIn = isAfterDanger ? frameInDanger(c, helpline, around) : around;
  const props = doorProps(c, helpline, wholeNumber(kept?.line ?? c.req.query("line")), shownIn);
  if (!kept) countLook(c, helpline, props.scene);
  const words = kept?.words ?? "";
  const error = kept?.error ? whyRefused(props, kept.error) : null;
  const { chosen = noAnswers, first = false, danger = false, secret = "" } = kept ?? {};
  const refused = kept?.error?.field === "secret" ? { error: null, secretWrong: error } : { error };
  const shown = { ...props, words, clientId: clientIdFor(kept), chosen, first, danger, secret, hasLeft, ...refused };
  // Pages beside this one bring their own.
  if (props.later) inlined(c, helpline.assets.laterCss);
  if (props.asks) inlined(c, helpline.assets.whichCss);
  return page(c, <Door {...shown} />, kept?.error ? refusedAs(kept.error) : 200);
}

/** The door says itself why it is shut, unless one line of several has shut. */
function whyRefused({ frame, scene }: DoorProps, { code, key, values }: HelplineError): string | null {
  const isDoor = code === "closed" || code === "locked";
  if (isDoor && scene.chosen.door.state !== "open") return null;
  const said = frame.t(key, values);
  return isDoor && scene.lines.length > 1 ? `${said} ${frame.t("youth.lines.choose")}` : said;
}

/** For a while after the end the page asks how it was; then the cookie goes, for a lost chat at once. */
function afterTheEnd(c: C, helpline: Helpline, found: Conversation): Response {
  const { resumeMinutes } = settings(helpline.db);
  const fresh = helpline.clock.now() - found.endedAt! < resumeMinutes * minuteMs;
  if (asideUntil(found, helpline.clock.now()) !== null) return showEnded(c, helpline, found);
  if (fresh && found.endReason === "line_closed") return showUnanswered(c, helpline, found);
  if (fresh && (found.endReason === "ended_by_youth" || found.endReason === "ended_by_counsellor")) {
    return showEnded(c, helpline, found);
  }
  const left = found.endReason === "left_line" ? leftLine(helpline, found) : null;
  // In danger the chat can be deleted from there, so the cookie goes with that, or later.
  if (left === "gone") takeCookie(c, helpline);
  if (left === null) endVisit(c, helpline);
  // Someone who opens the page later learns nothing of it.
  if (found.endReason === "left_line") return showDoor(c, helpline, undefined, left);
  if (found.endReason === "left_fast") return showDoor(c, helpline);
  return showOver(c, helpline, found);
}

/** null for someone who opens the page later, and must learn nothing of it. */
function leftLine(helpline: Helpline, found: Conversation): DoorProps["hasLeft"] {
  if (isAway(helpline, found)) return null;
  return leftInDanger(helpline.db, found.id, helpline.clock.now()) === null ? "gone" : callAfter(helpline, found);
}

/** Takes what a visit leaves in the browser, once it is over; this answer still has their look. */
function endVisit(c: C, helpline: Helpline) {
  takeCookie(c, helpline);
  forgetOwnLook(c, helpline);
}

/** Shows once, in the browser a chat was in, that it goes on elsewhere; its cookie goes. */
function showElsewhere(c: C, helpline: Helpline): Response {
  endVisit(c, helpline);
  return page(c, <Elsewhere frame={frame(c, helpline)} />);
}
