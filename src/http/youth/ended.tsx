import { callbackOffered } from "#src/callback/asking.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { ownWords } from "#src/conversation/reading.ts";
import type { EndReason } from "#src/conversation/state.ts";
import { printable } from "#src/conversation/writing.ts";
import type { Tx } from "#src/db/db.ts";
import { openPlaces } from "#src/directory/for-youth.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { line } from "#src/hours/lines.ts";
import { end } from "#src/queue/ending.ts";
import { asideUntil, wasSetAside } from "#src/queue/setting-aside.ts";
import { lineAtDoor } from "#src/realtime/youth-doors.ts";
import { endedScene, thanksScene } from "#src/realtime/youth-scene.ts";
import { giveFeelingAfter, rateHelp } from "#src/record/feeling.ts";
import { giveThanks, readThanks } from "#src/record/thanks.ts";
import { forget } from "#src/retention/forget.ts";
import { isHeld } from "#src/retention/holding.ts";
import { emergencyLines } from "#src/settings/rules.ts";
import { saidLines } from "#src/settings/said.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts.ts";
import { Ended, Helped, SayThanks, type ThanksState } from "#views/youth/ended.tsx";
import { Unanswered } from "#views/youth/unanswered.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "../context.ts";
import { refuseReading } from "../limits.ts";
import { page, piece } from "../page.ts";
import { doorIn, frame } from "../youth-frame.ts";
import { asksSecret, isAway, takeTraces } from "./gate.ts";

/** POST /helped: "Did this chat help?" */
export const helped: Handle = async (c, helpline) => {
  const { id, language } = c.get("conversation");
  const { value } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  if (value !== "yes" && value !== "bit" && value !== "no") throw new HelplineError("bad_input");
  await helpline.db.change(`conversation:${id}`, (tx, emit) =>
    rateHelp(tx, emit, { conversationId: id, helped: value }),
  );
  return fromScript(c)
    ? piece(c, String(<Helped t={textsFor(helpline.db, language)} helped={value} />))
    : c.redirect("/", 303);
};

/** POST /thanks: a thank-you to whoever they chatted with. What cannot be taken stands in its field again. */
export const thank: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { id, language } = found;
  const { text = "" } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  const t = textsFor(helpline.db, language);
  let refused: HelplineError | undefined;
  try {
    const words = readThanks(text);
    await helpline.db.change(`conversation:${id}`, (tx, emit) =>
      giveThanks(tx, emit, { conversationId: id, text: words }),
    );
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "text") throw error;
    refused = error;
  }
  const thanks = thanksScene(
    helpline.db,
    found,
    refused && { typed: printable(text), wrong: t(refused.key, refused.values) },
  );
  if (fromScript(c)) return piece(c, String(<SayThanks t={t} thanks={thanks} />));
  return refused ? showEnded(c, helpline, found, thanks) : c.redirect("/", 303);
};

/**
 * POST /wipe: the cookie goes, and with it the way back to this chat; one that still goes on is ended, since nobody would
 * read it any more, and words that nobody has read are forgotten. The cookie goes even when that cannot be stored.
 */
export const wipe: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  takeTraces(c, helpline);
  try {
    await helpline.db.change(`conversation:${found.id}`, (tx, emit) => letGo(tx, emit, found.id, "ended_by_youth"));
  } catch (error) {
    helpline.report("the end of a chat that was wiped could not be stored", error);
  }
  return c.redirect(doorIn(c, helpline, found.language), 303);
};

/**
 * Nobody will come back to a conversation: one that goes on is ended, and words that nobody has read are forgotten, unless
 * something holds them.
 */
export function letGo(tx: Tx, emit: Emit, conversationId: number, reason: EndReason): void {
  const isInVain = conversation(tx, conversationId)?.endReason === "line_closed";
  if (isInVain && !isHeld(tx, conversationId, tx.at)) forget(tx, emit, { conversationId });
  else end(tx, emit, { conversationId, reason, staffId: null });
}

/** The same 0–10 after the chat. Skipping keeps nothing. */
export async function giveAfter(helpline: Helpline, conversationId: number, value: number | null) {
  if (value === null) return;
  await helpline.db.change(`conversation:${conversationId}`, (tx, emit) =>
    giveFeelingAfter(tx, emit, { conversationId, value }),
  );
}

/** The page after the end: no transcript but the counsellor's last words, and two taps. */
export function showEnded(c: C, helpline: Helpline, found: Conversation, thanks?: ThanksState): Response {
  const around = frame(c, helpline, found);
  const until = asideUntil(found, helpline.clock.now());
  const zone = line(helpline.db, found.lineId)!.timeZone;
  const sceneFor = (here: boolean) => endedScene(helpline.db, found, here, helpline.clock.now());
  const hides = () => sceneFor(true).lastWords.length + sceneFor(true).cards.length > 0;
  return page(
    c,
    <Ended
      frame={around}
      setAside={wasSetAside(found)}
      aside={until === null ? null : around.t.time(until, zone)}
      thanks={thanks ?? thanksScene(helpline.db, found)}
      {...sceneFor(!isAway(helpline, found))}
      asks={asksSecret(helpline, found) && hides()}
      kept={null}
      rehearsal={found.kind === "rehearsal"}
    />,
    typeof thanks === "object" && thanks.wrong !== "" ? 422 : 200,
  );
}

/** The line closed before anybody could take them: their own words to copy, for whoever is still there, and the way back. */
export function showUnanswered(c: C, helpline: Helpline, found: Conversation): Response {
  const { db, clock } = helpline;
  refuseReading(helpline, found.id, 0);
  const written = ownWords(db, found.id);
  const words = isAway(helpline, found) ? [] : written;
  const { emergency, resumeMinutes } = settings(db);
  return page(
    c,
    <Unanswered
      frame={frame(c, helpline, found)}
      line={lineAtDoor(db, found.lineId, clock.now(), found.language)}
      at={clock.now()}
      ways={saidLines(found.language, emergencyLines(emergency).slice(1))}
      wrote={written.length > 0}
      words={words.join("\n\n")}
      asks={written.length > 0 && asksSecret(helpline, found)}
      keptMinutes={resumeMinutes}
      places={openPlaces(db, found.language, clock.now())}
      later={callbackOffered(db, found.lineId, clock.now())}
    />,
  );
}
