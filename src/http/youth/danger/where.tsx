import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { clientIdFor, readClientId, readText, tidy } from "#src/conversation/messages/writing.ts";
import { answerWhere, maxWhere } from "#src/conversation/safety/where.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { frame, frameInDanger } from "#src/http/frame/youth-frame.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { endPause } from "#src/http/youth/chat/chat.tsx";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Where, WhereForm, WhereSaid } from "#views/youth/danger/where.tsx";

/** GET /where: a counsellor has asked where they are; they may say a place, or that they do not want to. */
export const where: Handle = (c, helpline) => {
  const found = c.get("conversation");
  if (stateOf(found) === "ended") return c.redirect("/", 303);
  refuseReading(helpline, found.id);
  return showWhere(c, helpline, found);
};

/** POST /where: `place`, or `value=keep` for not saying, is a message in the chat; a script sends it until heard (words.js). */
export const sayWhere: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { place = "", client_id: clientId = "", value = "say" } = await fields(c);
  try {
    if (!["say", "keep"].includes(value)) throw new HelplineError("bad_input");
    const text = answerOf(c, helpline, found, value === "keep" ? null : place);
    if (!helpline.limiter.take("send", found.id)) throw new HelplineError("too_fast");
    const words = { conversationId: found.id, clientId: readClientId(clientId), text };
    await helpline.db.change(asChat(found.id), (tx, emit) => {
      endPause(helpline, tx, emit, found.id);
      answerWhere(tx, emit, words);
    });
    const { t } = frame(c, helpline, found);
    return fromScript(c) ? piece(c, String(<WhereSaid t={t} />)) : c.redirect("/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "ended") throw error;
    return showWhere(c, helpline, found, { error, typed: { place, clientId } });
  }
};

function answerOf(c: C, helpline: Helpline, found: Conversation, typed: string | null): string {
  const { t } = frame(c, helpline, found);
  if (typed === null) return t("youth.where.kept_words");
  const place = tidy(typed).replace(/\s+/g, " ");
  if (place === "") throw new HelplineError("bad_input", "youth.where.empty");
  if (place.length > maxWhere) {
    throw new HelplineError("too_long", "error.too_long", { length: place.length, most: maxWhere });
  }
  return readText(t("youth.where.words", { place }));
}

function showWhere(
  c: C,
  helpline: Helpline,
  found: Conversation,
  refused?: { error: HelplineError; typed: { place: string; clientId: string } },
): Response {
  const around = frame(c, helpline, found);
  const { t, emergency: number } = around;
  const form = {
    number,
    place: refused?.typed.place ?? "",
    most: maxWhere,
    clientId: clientIdFor(refused?.typed),
    wrong: refused ? t(refused.error.key, refused.error.values) : null,
  };
  // A script takes anything but 200 for a network that is gone.
  if (refused && fromScript(c)) return piece(c, String(<WhereForm t={t} {...form} />));
  // Beside a chat, the chat's style sheet applies.
  const shownIn = fromScript(c) ? around : frameInDanger(c, helpline, around);
  const ways = saidLines(t.language, emergencyLines(settings(helpline.db).emergency));
  return page(c, <Where frame={shownIn} ways={ways} {...form} />, refused ? refusedAs(refused.error) : 200);
}
