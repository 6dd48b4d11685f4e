import { callbackOffered } from "#src/callback/asking.ts";
import { type Conversation, conversation, conversationOfToken, stateOf } from "#src/conversation/conversation.ts";
import { clientIdFor, readClientId, readText, tidy, writeAsYouth } from "#src/conversation/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import { broughtAlong } from "#src/directory/assessment/asked.ts";
import { openPlaces } from "#src/directory/for-youth.ts";
import { HelplineError } from "#src/errors.ts";
import { line } from "#src/hours/lines.ts";
import { isLanguage, translate } from "#src/i18n/i18n.ts";
import { isRehearsalCode } from "#src/queue/rehearsal.ts";
import { asideUntil } from "#src/queue/setting-aside.ts";
import { firstWordsId, refuseAtDoor } from "#src/queue/start.ts";
import { allOpen, doorScene } from "#src/realtime/youth-doors.ts";
import { type Answers, noAnswers } from "#src/settings/assessment.ts";
import { publishedRules } from "#src/settings/published.ts";
import { emergencyLines } from "#src/settings/rules.ts";
import { saidLines } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Top } from "#views/layout/youth.tsx";
import { AtTheDoor, Door, DoorNow, type DoorProps } from "#views/youth/door.tsx";
import { isTooLate } from "#views/youth/now.tsx";
import { type C, fields, fromScript, type Handle, type Helpline, lists } from "../context.ts";
import { inlined } from "../headers.ts";
import { refuseReading } from "../limits.ts";
import { addressOf } from "../networks.ts";
import { page, piece, refusedAs, sendItself } from "../page.ts";
import { doorIn, frame, languageOf } from "../youth-frame.ts";
import { showElsewhere } from "./back.tsx";
import { placeNow, showBusy, startAt } from "./busy.tsx";
import { showChat, showRows } from "./chat.tsx";
import { showOver } from "./continue.tsx";
import { letGo, showEnded, showUnanswered } from "./ended.tsx";
import { asksSecret, conversationOf, giveCookie, hasCookie, hasGone, isAway, noteHere, takeCookie } from "./gate.ts";
import { endPause } from "./here.ts";
import { askAtDoor, readSecret, showContinue } from "./secret.tsx";

/** GET /: one address for every state, so that nothing in the history tells what it is for. */
export const home: Handle = (c, helpline) => {
  if (fromScript(c) && c.req.query("v") !== undefined) return showNews(c, helpline);
  const found = conversationOf(c, helpline);
  if (!found) {
    if (hasGone(c, helpline)) return showElsewhere(c, helpline);
    if (hasCookie(c, helpline)) takeCookie(c, helpline);
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

/**
 * POST /start: the words in, a place in the queue out; a form is led to the chat, a script told that it is there. What
 * was typed stays in the box when it is refused, and when the form is sent to the address of another language.
 */
export const begin: Handle = async (c, helpline) => {
  const form = await fields(c);
  const { text: words = "", client_id: clientId = "", line = "", secret = "" } = form;
  const { chosen, urgent } = broughtAlong(helpline.db, await lists(c));
  const kept = { words, secret, clientId, line, chosen, first: form.first === "yes", danger: form.danger === "yes" };
  if (isLanguage(c.req.query("l") ?? "") && isLanguage(form.l ?? "") && form.l !== c.req.query("l")) {
    return showDoor(c, helpline, { ...kept, error: null });
  }
  const going = conversationOf(c, helpline);
  if (going && stateOf(going) !== "ended") return addToGoing(c, helpline, going, form);
  try {
    const word = readSecret(secret);
    // Nothing is proved: whoever says danger is believed.
    const said = kept.danger ? { ...chosen, urgent: "danger" as const } : chosen;
    if (going && !urgent && said.urgent !== "danger") refuseAside(helpline, going);
    const startId = readClientId(form.client_id);
    const token = helpline.db.keyring.cookieOf(startId);
    const begun = conversationOfToken(helpline.db, token);
    if (begun && asksSecret(helpline, begun)) {
      giveCookie(c, helpline, token);
      return askAtDoor(c, helpline, begun, words);
    }
    const spoken = form.l ?? "";
    const input = {
      startId,
      token,
      language: isLanguage(spoken) ? spoken : languageOf(c, helpline),
      lineId: wholeNumber(form.line) || meantLine(c, helpline),
      // Nothing written is a beginning too.
      text: tidy(form.text ?? "") === "" ? null : readText(form.text),
      rulesVersion: wholeNumber(form.rules),
      chosen: said,
      urgent: urgent || kept.danger,
      rehearsal: isRehearsing(c, helpline),
    };
    const { task = "", solution = "" } = form;
    const mayNotWait = input.urgent || said.urgent === "danger";
    const place = await placeNow(c, helpline, { ...input, urgent: mayNotWait, task, solution });
    if ("seconds" in place) {
      // Nobody waits for a door that is shut.
      refuseAtDoor(helpline.db, input, helpline.clock.now());
      return showBusy(c, helpline, { ...kept, input }, place);
    }
    const id = await startAt(helpline, place, { ...input, secret: word, address: addressOf(c, helpline.config) });
    // The form of a chat that goes on, sent again after a while, may come from someone else.
    await noteHere(helpline, conversation(helpline.db, id)!);
    giveCookie(c, helpline, token);
    return toChat(c);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    // The form of a chat that is over, sent again by the browser: nothing to say, and nothing to show to anyone.
    if (error.code === "ended") return toChat(c);
    // It stands beside its field, which only the whole page has.
    if (error.field === "secret" && fromScript(c)) return sendItself(c, "");
    return showDoor(c, helpline, { ...kept, error });
  }
};

/** The session of a chat that was set aside waits a few minutes; nothing typed is lost, and danger never waits. */
function refuseAside({ db, clock }: Helpline, found: Conversation) {
  const until = asideUntil(found, clock.now());
  if (until === null) return;
  const { timeZone } = line(db, found.lineId)!;
  throw new HelplineError("too_fast", "youth.aside.wait", { time: translate(found.language).time(until, timeZone) });
}

/** A number of a form's hidden field; 0 when it is none. */
function wholeNumber(text = ""): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** A second tab of somebody who already waits or talks: the words join the conversation. */
async function addToGoing(c: C, helpline: Helpline, going: Conversation, form: Record<string, string>) {
  if (asksSecret(helpline, going)) return askAtDoor(c, helpline, going, form.text);
  await noteHere(helpline, going);
  if (tidy(form.text ?? "") !== "") {
    if (!helpline.limiter.take("send", going.id)) throw new HelplineError("too_fast");
    const words = {
      conversationId: going.id,
      clientId: firstWordsId(readClientId(form.client_id)),
      text: readText(form.text),
    };
    await helpline.db.change(`conversation:${going.id}`, (tx, emit) => {
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

/** POST /start-new: the old chat is left behind, and the door opens again, with words that did not go out in its box. */
export const beginAnew: Handle = async (c, helpline) => {
  const { text = [] } = await lists(c);
  const found = conversationOf(c, helpline);
  if (!found && fromScript(c)) throw new HelplineError("ended");
  const words = tidy(text.join("\n\n"));
  if (found && asideUntil(found, helpline.clock.now()) === null) {
    await helpline.db.change(`conversation:${found.id}`, (tx, emit) => letGo(tx, emit, found.id, "ended_by_youth"));
    takeCookie(c, helpline);
  }
  if (words !== "") return showDoor(c, helpline, { error: null, words, clientId: "", line: "" });
  return c.redirect(doorIn(c, helpline, languageOf(c, helpline, found)), 303);
};

/** For a form that names no line: the one that its page would have meant. */
function meantLine(c: C, helpline: Helpline): number {
  return doorScene(helpline.db, helpline.clock.now(), languageOf(c, helpline), wholeNumber(c.req.query("line"))).chosen
    .id;
}

/** What a form had in it that the next one has too. */
interface Kept {
  error: HelplineError | null;
  words: string;
  clientId: string;
  line: string;
  /** What was chosen in the first questions, and whether they ask to be taken first. */
  chosen?: Answers;
  first?: boolean;
  /** They ticked that they are in danger. */
  danger?: boolean;
  /** The secret word that was typed. */
  secret?: string;
}

function showDoor(c: C, helpline: Helpline, kept?: Kept, hasLeft = false): Response {
  const props = doorProps(c, helpline, wholeNumber(kept?.line ?? c.req.query("line")));
  const words = kept?.words ?? "";
  const error = kept?.error ? whyRefused(props, kept.error) : null;
  const { chosen = noAnswers, first = false, danger = false, secret = "" } = kept ?? {};
  const refused = kept?.error?.field === "secret" ? { error: null, secretWrong: error } : { error };
  const shown = { ...props, words, clientId: clientIdFor(kept), chosen, first, danger, secret, hasLeft, ...refused };
  if (props.later) inlined(c, helpline.assets.laterCss);
  return page(c, <Door {...shown} />, kept?.error ? refusedAs(kept.error) : 200);
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
  if (props.versions.rest !== rest) {
    const door = String(<AtTheDoor {...props} clientId={clientIdFor(undefined)} />);
    return piece(c, rest?.endsWith(topOf(props.versions.rest)) ? door : String(<Top {...props.frame} />) + door);
  }
  if (props.versions.now === now) return c.body(null, 204);
  return piece(c, String(<DoorNow {...props} />));
}

/** Whoever comes by the link of a rehearsal finds every line open. */
function isRehearsing(c: C, { db, clock }: Helpline): boolean {
  return isRehearsalCode(db, c.req.query("try") ?? "", clock.now());
}

/** Everything at the door but a form's own (`wanted` is a line, 0 = none): the versions are of what is shown, so whatever changes it is news. */
export function doorProps(c: C, helpline: Helpline, wanted: number, around = frame(c, helpline)): DoorProps {
  const { db, assets } = helpline;
  const { ageFrom, ageTo, emergency, assessment } = settings(db);
  const rehearsal = isRehearsing(c, helpline);
  const found = doorScene(db, helpline.clock.now(), around.t.language, wanted);
  const scene = rehearsal ? allOpen(found) : found;
  const rulesVersion = publishedRules(db).version;
  const blank = {
    chosen: noAnswers,
    first: false,
    danger: false,
    secret: "",
    secretWrong: null,
    words: "",
    error: null,
    clientId: "",
    versions: { now: "", rest: "" },
  };
  const ages: [number, number] = [ageFrom, ageTo];
  // The first calls the number that stands there anyway.
  const ways = saidLines(around.t.language, emergencyLines(emergency).slice(1));
  const props = {
    frame: around,
    scene,
    ages,
    ways,
    rulesVersion,
    chatScript: assets.chat,
    asks: assessment.on,
    later: isTooLate(scene) && offersLater(helpline, scene.chosen),
    places: isTooLate(scene) ? openPlaces(db, around.t.language, helpline.clock.now()) : [],
    hasLeft: false,
    rehearsal,
    ...blank,
  };
  const now = String(<DoorNow {...props} />);
  const rest = String(<AtTheDoor {...props} />).replace(now, "");
  const version = (html: string) => createHash(html).slice(0, 8);
  const top = version(String(<Top {...around} />));
  return { ...props, versions: { now: version(now), rest: version(rest) + top } };
}

/** Nobody is promised a mail by a helpline that has never been open, or that cannot keep an address. */
function offersLater({ db, clock }: Helpline, { id, door }: DoorProps["scene"]["chosen"]): boolean {
  return door.reason !== "not_open_yet" && door.state !== "locked" && callbackOffered(db, id, clock.now());
}

/** The part of a version that is of the top of the page alone. */
function topOf(rest: string): string {
  return rest.slice(8);
}

/** For a while after the end the page asks how it was; then the cookie goes, as it goes at once for a chat that was lost. */
function afterTheEnd(c: C, helpline: Helpline, found: Conversation): Response {
  const { resumeMinutes } = settings(helpline.db);
  const fresh = helpline.clock.now() - found.endedAt! < resumeMinutes * 60_000;
  if (asideUntil(found, helpline.clock.now()) !== null) return showEnded(c, helpline, found);
  if (fresh && found.endReason === "line_closed") return showUnanswered(c, helpline, found);
  if (fresh && (found.endReason === "ended_by_youth" || found.endReason === "ended_by_counsellor")) {
    return showEnded(c, helpline, found);
  }
  takeCookie(c, helpline);
  // Whoever opens the page later learns nothing of it.
  if (found.endReason === "left_line") return showDoor(c, helpline, undefined, !isAway(helpline, found));
  if (found.endReason === "left_fast") return showDoor(c, helpline);
  return showOver(c, helpline, found);
}
