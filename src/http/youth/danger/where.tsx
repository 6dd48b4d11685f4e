import { type Conversation, stateOf } from "#src/conversation/conversation.ts";
import { clientIdFor, readClientId, readText, tidy, writeAsYouth } from "#src/conversation/messages/writing.ts";
import { maxWhere } from "#src/conversation/safety/where.ts";
import { HelplineError } from "#src/errors.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { endPause } from "#src/http/youth/chat/here.ts";
import { emergencyLines } from "#src/settings/rules/rules.ts";
import { saidLines } from "#src/settings/rules/said.ts";
import { settings } from "#src/settings/settings.ts";
import { Where } from "#views/youth/danger/where.tsx";

/** GET /where: a counsellor has asked where they are. They may say a place, or that they do not want to. */
export const where: Handle = (c, helpline) => {
  const found = c.get("conversation");
  if (stateOf(found) === "ended") return c.redirect("/", 303);
  refuseReading(helpline, found.id);
  return showWhere(c, helpline, found);
};

/** POST /where: `place` is a message of theirs in the chat, and so is that they do not want to say (`do=keep`). */
export const sayWhere: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { place = "", client_id: clientId = "", do: pressed } = await fields(c);
  try {
    const text = answerOf(c, helpline, found, pressed === "keep" ? null : place);
    if (!helpline.limiter.take("send", found.id)) throw new HelplineError("too_fast");
    const words = { conversationId: found.id, clientId: readClientId(clientId), text };
    await helpline.db.change(`conversation:${found.id}`, (tx, emit) => {
      endPause(helpline, tx, emit, found.id);
      writeAsYouth(tx, emit, words);
    });
    // A script shows this page beside the chat, where the answer comes by itself.
    return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code === "ended") throw error;
    return showWhere(c, helpline, found, { error, typed: { place, clientId } });
  }
};

/** The answer as it stands in the chat, in their own language; null = they keep it to themselves. */
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
  return page(
    c,
    <Where
      frame={around}
      ways={saidLines(around.t.language, emergencyLines(settings(helpline.db).emergency))}
      place={refused?.typed.place ?? ""}
      most={maxWhere}
      clientId={clientIdFor(refused?.typed)}
      wrong={refused ? around.t(refused.error.key, refused.error.values) : null}
    />,
    // To a script anything but 200 is a network that is gone.
    !refused || fromScript(c) ? 200 : refusedAs(refused.error),
  );
}
