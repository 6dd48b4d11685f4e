import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import type { Message } from "#src/conversation/messages/message.ts";
import { mayRewrite } from "#src/conversation/messages/rewriting.ts";
import { clientIdFor, readClientId, readText, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { lastSeq, markSeen } from "#src/conversation/reading.ts";
import { isInDanger } from "#src/conversation/safety/left-in-danger.ts";
import { isAsked } from "#src/conversation/silence/state.ts";
import { stillHere } from "#src/conversation/silence/steps.ts";
import { asChat, type Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { doorIn, frame, themed } from "#src/http/frame/youth-frame.ts";
import { type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { inlined } from "#src/http/server/headers.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { feelingAfter } from "#src/http/youth/end/ended.tsx";
import { pickInChat } from "#src/http/youth/later/look.tsx";
import {
  asPageHolds,
  cardsMeanwhile,
  chatState,
  feelingBefore,
  isRead,
  newestMessages,
  placesBeside,
  readable,
  readableMessages,
  statusLine,
} from "#src/live/youth/youth-data.ts";
import { end } from "#src/queue/end/ending.ts";
import { resume } from "#src/queue/line/pause.ts";
import { giveFeelingBefore, readFeeling } from "#src/record/feeling.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Feeling, feltIn } from "#views/parts/fields/feeling.tsx";
import { MessageItem } from "#views/parts/message.tsx";
import { Chat } from "#views/youth/chat/chat.tsx";
import { forgetTyped, takeTraces } from "../gate.ts";
import { showBox } from "./box.tsx";

/** POST /send: stores a message before it is answered; chat.js gets it back, a form the page. `pick`: only a look was picked. */
export const send: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const form = await fields(c);
  if (form.pick !== undefined) return pickInChat(c, helpline, found, form);
  try {
    const stored = await sayAsYouth(helpline, found, { clientId: form.client_id, text: form.text, seen: form.seen });
    if (fromScript(c)) {
      const t = textsFor(helpline.db, found.language);
      return piece(c, String(<MessageItem t={t} message={readable(helpline.db, t, stored, helpline.clock.now())} />));
    }
    return c.redirect(form.frame === "1" ? "/box" : "/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || fromScript(c)) throw error;
    if (error.code === "ended" && form.frame !== "1") throw error;
    const refused = { error, words: form.text ?? "", clientId: form.client_id ?? "" };
    return form.frame === "1" ? showBox(c, helpline, refused) : showChat(c, helpline, found, refused);
  }
};

/** Stores what they say and returns it, by form or by socket. Throws `too_fast`, `ended`, and as the words are read. */
export async function sayAsYouth(
  helpline: Helpline,
  found: Conversation,
  said: { clientId: string | undefined; text: string | undefined; seen?: string | undefined },
): Promise<Message> {
  const clientId = readClientId(said.clientId);
  const text = readText(said.text);
  if (!helpline.limiter.take("send", found.id)) throw new HelplineError("too_fast");
  await noteSeen(helpline, found.id, said.seen);
  const words = { conversationId: found.id, clientId, text };
  const stored = await helpline.db.change(asChat(found.id), (tx, emit) => {
    endPause(helpline, tx, emit, found.id);
    return writeAsYouth(tx, emit, words);
  });
  if (helpline.typing.stopped(found.id, "youth")) helpline.db.announce(quiet(found));
  return stored;
}

/** Notes that they are there: a paused chat goes on, and the clock of their silence begins anew. */
export function comeBackToChat(helpline: Helpline, tx: Tx, emit: Emit, conversationId: number): void {
  resume(tx, emit, { conversationId, isHeard: (staffId) => !helpline.staff.isGone(staffId) });
  stillHere(tx, emit, { conversationId });
}

/** Ends a pause when someone writes, or comes from elsewhere. */
export function endPause(helpline: Helpline, tx: Tx, emit: Emit, conversationId: number): void {
  if (conversation(tx, conversationId)?.pausedAt) comeBackToChat(helpline, tx, emit, conversationId);
}

/** POST /check: "check for new messages". */
export const check: Handle = async (c, helpline) => {
  await noteSeen(helpline, c.get("conversation").id, (await fields(c)).seen);
  return c.redirect("/", 303);
};

/** POST /typing: for browsers whose socket is blocked; the others say it through the socket. */
export const typing: Handle = (c, helpline) => {
  noteTyping(helpline, c.get("conversation"));
  return c.body(null, 204);
};

/** POST /feeling: before the chat while they wait, after it on the last page (ended.tsx). */
export const feeling: Handle = async (c, helpline) => {
  const { id, language } = c.get("conversation");
  const form = await fields(c);
  if (form.moment === "after") return feelingAfter(c, helpline, form);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  const value = feltIn(form) === "skip" ? null : readFeeling(feltIn(form));
  await helpline.db.change(asChat(id), (tx, emit) => giveFeelingBefore(tx, emit, { conversationId: id, value }));
  if (!fromScript(c)) return c.redirect("/", 303);
  const felt = feelingBefore(helpline.db, conversation(helpline.db, id)!);
  return piece(c, String(<Feeling t={textsFor(helpline.db, language)} feeling={felt} />));
};

/** That the question was shown is kept apart from whether they answer. */
function feelingShown(helpline: Helpline, now: Conversation) {
  const feeling = feelingBefore(helpline.db, now);
  if (feeling === "ask" && now.feelingShown === false) {
    helpline.shown.note({ conversationId: now.id, question: "before" });
  }
  return feeling;
}

/** POST /end: `wipe` also drops the cookie. `from=waiting` ends only a wait, not a chat that has begun; in danger with `sure`. */
export const endChat: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { id, language } = found;
  const form = await fields(c);
  const input = { conversationId: id, reason: "ended_by_youth", staffId: null } as const;
  await helpline.db.change(asChat(id), (tx, emit) => {
    const now = conversation(tx, id);
    if (form.from === "waiting" && now && !mayLeaveLine(tx, now, form.sure === "yes")) return;
    end(tx, emit, input);
  });
  if (form.wipe === "1") {
    takeTraces(c, helpline);
    forgetTyped(helpline, found);
  }
  return fromScript(c) ? c.body(null, 204) : c.redirect(doorIn(c, helpline, language), 303);
};

/** In danger they are asked once; an older page that does not ask leads to one that does. */
function mayLeaveLine(tx: Tx, now: Conversation, isSure: boolean): boolean {
  return stateOf(now) !== "talking" && (isSure || !isInDanger(tx, now, tx.at));
}

/** Tells the counsellor once that they type, until they stop; too much of it is not passed on. */
export function noteTyping(helpline: Helpline, found: Conversation) {
  if (found.endedAt !== null || !helpline.limiter.take("frame", found.id)) return;
  if (!helpline.typing.typed(found.id, "youth")) return;
  const { id: conversationId, counsellorId: staffId } = found;
  helpline.db.announce({ type: "typing", conversationId, staffId, by: "youth", on: true });
  if (!isAsked(helpline.db, found)) return;
  helpline.db
    .change(asChat(conversationId), (tx, emit) => stillHere(tx, emit, { conversationId }))
    .catch((error) => helpline.report("typing did not count as an answer", error));
}

/** Marks messages as read up to the seq of a form or a frame; anything else says nothing. */
export async function noteSeen(helpline: Helpline, conversationId: number, raw: string | undefined) {
  const seq = /^\d{1,9}$/.test(raw ?? "") ? Number(raw) : 0;
  if (seq === 0 || !helpline.limiter.take("frame", conversationId)) return;
  await helpline.db.change(asChat(conversationId), (tx, emit) =>
    markSeen(tx, emit, { conversationId, by: "youth", seq }),
  );
}

/** Shows the chat page, waiting or talking; `kept`: words for its box, and why they were refused, if they were. */
export function showChat(
  c: C,
  helpline: Helpline,
  found: Conversation,
  kept?: { error: HelplineError | null; words: string; clientId: string },
): Response {
  const now = conversation(helpline.db, found.id) ?? found;
  const last = lastSeq(helpline.db, found.id);
  const {
    chat: script,
    youthCss,
    youthChatCss,
    youthMeanwhileCss,
    youthDangerCss,
    youthNoScriptCss,
    laterCss,
    endCss,
  } = helpline.assets;
  // What a script shows beside the chat, or in its place after the end, is under this page's policy: it names their sheets.
  inlined(c, laterCss);
  inlined(c, endCss);
  const noScriptCss = inlined(c, youthNoScriptCss);
  const meanwhile = cardsMeanwhile(helpline, now);
  const state = chatState(helpline, now);
  // Danger can come while the page is open, and the page after the end takes its place.
  const css = themed(
    c,
    helpline,
    youthCss + youthChatCss + (meanwhile.length > 0 ? youthMeanwhileCss : "") + youthDangerCss,
  );
  const around = { ...frame(c, helpline, now), css, script, noScriptCss };
  const besideBytes = Buffer.byteLength(JSON.stringify([meanwhile, state.danger ?? null]));
  const isWhole = c.req.query("earlier") === "1";
  const all = isWhole ? readableMessages(helpline, around.t, found.id) : newestMessages(helpline, around.t, found.id);
  const shown = isWhole ? all : asPageHolds(all, besideBytes);
  return page(
    c,
    <Chat
      frame={around}
      state={state}
      messages={shown}
      earlier={(shown[0]?.seq ?? 1) > 1}
      lastSeq={last}
      clientId={clientIdFor(kept)}
      words={kept?.words ?? ""}
      error={kept?.error ? around.t(kept.error.key, kept.error.values) : null}
      feeling={feelingShown(helpline, now)}
      places={placesBeside(helpline, now)}
      meanwhile={meanwhile}
      change={mayRewrite(helpline.db, now)}
      isRead={isRead(helpline.db, now)}
      now={statusLine(around.t, state)}
    />,
    kept?.error ? refusedAs(kept.error) : 200,
  );
}

/** Answers with all rows of the log, for a script that adds what it does not show yet. */
export function showRows(c: C, helpline: Helpline, found: Conversation): Response {
  const t = textsFor(helpline.db, found.language);
  const rows = readableMessages(helpline, t, found.id).map((message) => <MessageItem t={t} message={message} />);
  return piece(c, rows.join(""));
}

function quiet(found: Conversation) {
  const { id: conversationId, counsellorId: staffId } = found;
  return { type: "typing", conversationId, staffId, by: "youth", on: false } as const;
}
