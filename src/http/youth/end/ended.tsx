import { callbackOffered } from "#src/callback/request.ts";
import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { isReal } from "#src/conversation/kind.ts";
import { printable } from "#src/conversation/messages/writing.ts";
import { ownWords } from "#src/conversation/reading.ts";
import { leftInDanger } from "#src/conversation/safety/left-in-danger.ts";
import type { EndReason } from "#src/conversation/state.ts";
import { asChat, type Tx } from "#src/db/db.ts";
import { openPlaces } from "#src/directory/search/for-youth.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { lineZone } from "#src/hours/lines.ts";
import { doorIn, frame, frameInDanger } from "#src/http/frame/youth-frame.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page } from "#src/http/server/page.ts";
import { callAfter } from "#src/live/youth/danger-data.ts";
import { afterScene, endedScene, isAskedLast, thanksScene, wasInDanger } from "#src/live/youth/ended-data.ts";
import { lineAtDoor } from "#src/live/youth/youth-doors.ts";
import { asideUntil, wasSetAside } from "#src/queue/end/dismiss.ts";
import { end } from "#src/queue/end/ending.ts";
import {
  type AfterQuestion,
  giveFeelingAfter,
  rateHelp,
  readFeeling,
  readHowFar,
  sayNextStep,
  skipAfter,
  wantQuestions,
} from "#src/record/feeling.ts";
import { giveThanks, readThanks } from "#src/record/thanks.ts";
import { forgetOrLeave } from "#src/retention/forget.ts";
import { isKept } from "#src/retention/safeguarding-hold.ts";
import { dangerHours } from "#src/settings/rules/facts.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { feltIn } from "#views/parts/fields/feeling.tsx";
import type { AfterState } from "#views/youth/end/after.tsx";
import { Ended } from "#views/youth/end/ended.tsx";
import { Step, type StepProps } from "#views/youth/end/step.tsx";
import { isRefused, SayThanks, type ThanksState } from "#views/youth/end/ways.tsx";
import { Unanswered } from "#views/youth/later/unanswered.tsx";
import { asksSecret, forgetTyped, isAway, takeTraces } from "../gate.ts";

/** POST /helped: answers "Did this chat help?"; `ask`: they want to be asked. */
export const helped: Handle = async (c, helpline) => {
  const { value } = await fields(c);
  if (value === "ask") return answerAfter(c, helpline, null, value, () => {});
  return answerAfter(c, helpline, "helped", value, (tx, emit, conversationId) =>
    rateHelp(tx, emit, { conversationId, helped: readHowFar(value) }),
  );
};

/** POST /next: answers "Do you know what you can do next?" */
export const nextStep: Handle = async (c, helpline) => {
  const { value } = await fields(c);
  return answerAfter(c, helpline, "next", value, (tx, emit, conversationId) =>
    sayNextStep(tx, emit, { conversationId, next: readHowFar(value) }),
  );
};

/** POST /feeling, after the chat: the same 0 to 10 as before it, as a tap, or `felt` if chosen among radios and sent after that. */
export function feelingAfter(c: C, helpline: Helpline, form: Record<string, string>): Promise<Response> {
  const value = feltIn(form);
  return answerAfter(c, helpline, "feeling", value, (tx, emit, conversationId) =>
    giveFeelingAfter(tx, emit, { conversationId, value: readFeeling(value) }),
  );
}

async function answerAfter(
  c: C,
  helpline: Helpline,
  question: AfterQuestion | null,
  value: string | undefined,
  keep: (tx: Tx, emit: Emit, conversationId: number) => void,
): Promise<Response> {
  const { id } = c.get("conversation");
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  await helpline.db.change(asChat(id), (tx, emit) => {
    if (question === null) wantQuestions(tx, { conversationId: id });
    else if (value === "skip") skipAfter(tx, { conversationId: id, question });
    else keep(tx, emit, id);
  });
  const now = conversation(helpline.db, id)!;
  const after = afterScene(helpline.db, now, { past: question });
  noteAsked(helpline, id, after);
  if (fromScript(c)) return piece(c, String(<Step {...stepOf(frame(c, helpline, now), helpline, now, { after })} />));
  // The next page would know nothing of a rehearsal.
  return isReal(now) ? c.redirect("/", 303) : showEnded(c, helpline, now, { after });
}

/** That the question was shown is kept apart from whether they answer. */
function noteAsked(helpline: Helpline, conversationId: number, after: AfterState) {
  if (after.kind === "asks") helpline.shown.note({ conversationId, question: after.question });
}

/** POST /thanks: a thank-you to the one they chatted with; if refused, it stays in its field. */
export const thank: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { id, language } = found;
  const { text = "" } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  const t = textsFor(helpline.db, language);
  let refused: HelplineError | undefined;
  try {
    const words = readThanks(text);
    await helpline.db.change(asChat(id), (tx, emit) => giveThanks(tx, emit, { conversationId: id, text: words }));
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
  return refused ? showEnded(c, helpline, found, { thanks }) : c.redirect("/", 303);
};

/** POST /wipe: the cookie goes, even if nothing can be stored; an open chat ends, and unread words are forgotten. */
export const wipe: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  takeTraces(c, helpline);
  forgetTyped(helpline, found);
  try {
    await helpline.db.change(asChat(found.id), (tx, emit) => letChatGo(tx, emit, found.id, "ended_by_youth"));
  } catch (error) {
    helpline.report("the end of a chat that was wiped could not be stored", error);
  }
  return c.redirect(doorIn(c, helpline, found.language), 303);
};

/** Ends a chat that nobody will come back to, or forgets its unread words unless something holds them. */
export function letChatGo(tx: Tx, emit: Emit, conversationId: number, reason: EndReason): void {
  const isInVain = conversation(tx, conversationId)?.endReason === "line_closed";
  if (isInVain && !isKept(tx, conversationId, tx.at)) forgetOrLeave(tx, emit, { conversationId });
  else end(tx, emit, { conversationId, reason, staffId: null });
}

/** What a form of the page after the end has just said. */
interface Again {
  thanks?: ThanksState;
  after?: AfterState;
}

/** Shows the page after the end: no transcript, and one step at a time. */
export function showEnded(c: C, helpline: Helpline, found: Conversation, again: Again = {}): Response {
  const { db, clock, assets } = helpline;
  const isDanger = wasInDanger(db, found);
  const isGrave = isAskedLast(db, found);
  const plain = frame(c, helpline, found);
  // In the place of a chat, the chat's style sheet applies.
  const around = isGrave && !fromScript(c) ? frameInDanger(c, helpline, plain) : plain;
  const until = asideUntil(found, clock.now());
  const step = stepOf(around, helpline, found, again);
  const { byYouth, lastWords } = endedScene(db, found, !isAway(helpline, found), clock.now());
  noteAsked(helpline, found.id, step.after);
  const isRead = isDanger && leftInDanger(db, found.id, clock.now()) !== null;
  return page(
    c,
    <Ended
      {...step}
      frame={around}
      css={inlined(c, assets.endCss)}
      byYouth={byYouth}
      call={isGrave ? callAfter(helpline, found) : null}
      readHours={isRead ? dangerHours : null}
      lastWords={lastWords}
      asks={asksSecret(helpline, found) && hidesWords(helpline, found)}
      kept={null}
      rehearsal={found.kind === "rehearsal"}
      aside={until === null ? null : around.t.time(until, lineZone(db, found.lineId))}
    />,
    isRefused(step.thanks) ? 422 : 200,
  );
}

function hidesWords({ db, clock }: Helpline, found: Conversation): boolean {
  const { lastWords, cards } = endedScene(db, found, true, clock.now());
  return lastWords.length + cards.length > 0;
}

function stepOf({ t, query, face }: YouthFrame, helpline: Helpline, found: Conversation, again: Again): StepProps {
  const { db, clock } = helpline;
  const setAside = wasSetAside(found);
  const { thanks = thanksScene(db, found) } = again;
  // A thank-you that was refused comes before a question that is still open: its words must stay.
  const isOver = setAside || isRefused(thanks);
  const after: AfterState = isOver ? { kind: "over", said: null } : (again.after ?? afterScene(db, found));
  return {
    ...{ t, query, face, after },
    thanks,
    cards: endedScene(db, found, !isAway(helpline, found), clock.now()).cards,
    openNow: isAskedLast(db, found) ? openPlaces(db, found.language, clock.now()) : null,
    setAside,
    canStart: asideUntil(found, clock.now()) === null,
  };
}

/** Shows that the line closed before anyone took them: their own words to copy if still there, and the way back. */
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
