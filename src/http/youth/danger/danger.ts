import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { markDanger, sayDanger, sayInDanger } from "#src/conversation/safety/danger.ts";
import { asChat } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { type C, fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { endPause } from "#src/http/youth/chat/chat.tsx";
import { chatState } from "#src/live/youth/youth-data.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { AskedInDanger } from "#views/youth/danger/danger.tsx";
import { asksSecret, conversationOf, youthGate } from "../gate.ts";

/** POST /danger, `say=now`, or one tap in danger (`value` from a script): a script puts what is asked next in its place. */
export const tapInDanger: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const say = await saidBy(c);
  const isFramed = (await fields(c)).frame === "1";
  if (say === "now") await tellDanger(helpline, found);
  else await tap(helpline, found, say);
  if (fromScript(c)) return piece(c, askedNow(helpline, found.id));
  // The page around the frame shows the line.
  return c.redirect(isFramed ? "/log?from=waiting" : "/", 303);
};

/** Lets through as `youthGate` does; danger counts even while the secret word of the chat is asked. */
export async function dangerGate(c: C, helpline: Helpline): Promise<Response | null> {
  const found = conversationOf(c, helpline);
  if (found && asksSecret(helpline, found) && (await saidBy(c)) === "now") await tellDanger(helpline, found);
  return youthGate(c, helpline);
}

async function saidBy(c: C): Promise<string> {
  const { value = c.req.query("say") ?? "", say = value } = await fields(c);
  return say;
}

function askedNow(helpline: Helpline, conversationId: number): string {
  const now = conversation(helpline.db, conversationId)!;
  const state = stateOf(now) === "ended" ? { kind: "talking" as const } : chatState(helpline, now);
  return String(AskedInDanger({ t: textsFor(helpline.db, now.language), state }));
}

/** Notes danger in a begun chat; before the secret word nothing is written in their name. Throws `too_fast`. */
export async function tellDanger(helpline: Helpline, found: Conversation): Promise<void> {
  const { id: conversationId } = found;
  if (!helpline.limiter.take("tap", conversationId)) throw new HelplineError("too_fast");
  const isUnknown = asksSecret(helpline, found);
  await helpline.db.change(asChat(conversationId), (tx, emit) => {
    if (isUnknown) return void markDanger(tx, emit, { conversationId });
    endPause(helpline, tx, emit, conversationId);
    sayDanger(tx, emit, { conversationId });
  });
}

async function tap(helpline: Helpline, { id: conversationId }: Conversation, say: string): Promise<void> {
  if (!helpline.limiter.take("tap", conversationId)) throw new HelplineError("too_fast");
  const isNews = await helpline.db.change(asChat(conversationId), (tx, emit) => {
    endPause(helpline, tx, emit, conversationId);
    return sayInDanger(tx, emit, { conversationId, say });
  });
  if (isNews) helpline.db.announce({ type: "wait.outlook" });
}
