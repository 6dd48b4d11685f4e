import { conversation } from "#src/conversation/conversation.ts";
import { cannotWrite } from "#src/conversation/silence/steps.ts";
import { newReference } from "#src/crypto/hash.ts";
import { asChat, type Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { doorIn } from "#src/http/frame/youth-frame.ts";
import { limits } from "#src/http/limits/limits.ts";
import { fields, fromScript, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { isNeverPaused, pause, sayGoodbye } from "#src/queue/line/pause.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Quiet } from "#views/youth/danger/danger.tsx";
import { comeBackToChat, endPause } from "./chat.tsx";

/** Who reads a log in this process: each is told that its browser fetched what the log asked it to. */
const readers = new WeakMap<Helpline, Map<string, () => void>>();

/** Adds a reader of a log. A dead phone says nothing, so its browser must fetch something; one that never did counts as there. */
export function openReader(helpline: Helpline, conversationId: number) {
  const name = newReference();
  const key = `${conversationId}:${name}`;
  const all = readers.get(helpline) ?? new Map<string, () => void>();
  readers.set(helpline, all);
  let heardAt: number | null = null;
  all.set(key, () => {
    heardAt = helpline.clock.elapsed();
  });
  return {
    name,
    isGone: () => heardAt !== null && helpline.clock.elapsed() - heardAt > limits.readerMs,
    forget: () => all.delete(key),
  };
}

const says = ["here", "later", "bye", "quiet", "go"] as const;
type Say = (typeof says)[number];

/** POST /here, `say=here` (default), `later` or `bye`: answers “Are you still there?”; in danger `here`, `quiet` or `go`. */
export const stillThere: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { id, language } = c.get("conversation");
  const { frame, value, say: asked = c.req.query("say") ?? "here" } = await fields(c);
  if (!helpline.limiter.take("tap", id)) throw new HelplineError("too_fast");
  const isTap = value === "quiet";
  const said = isTap ? value : asked;
  const say = says.find((one) => one === said);
  if (!say) throw new HelplineError("bad_input");
  if (say === "later" && !helpline.limiter.take("pause", id)) throw new HelplineError("too_fast");
  await db.change(asChat(id), (tx, emit) => answer(helpline, tx, emit, id, say));
  if (fromScript(c) && isTap) return piece(c, String(Quiet({ t: textsFor(db, language), isSaid: true })));
  // With words typed and not sent, a script asks: it is told whether the page has changed.
  if (fromScript(c)) return c.body(null, say === "bye" || say === "go" ? 204 : 200);
  return c.redirect(frame === "1" ? "/log" : doorIn(c, helpline, language), 303);
};

function answer(helpline: Helpline, tx: Tx, emit: Emit, conversationId: number, say: Say): void {
  const found = conversation(tx, conversationId)!;
  if (say === "bye" || say === "go") {
    sayGoodbye(tx, emit, { conversationId, says: say === "bye" ? "safe" : "go" });
  } else if (say === "quiet" || (say === "later" && isNeverPaused(tx, found))) {
    endPause(helpline, tx, emit, conversationId);
    cannotWrite(tx, emit, { conversationId });
  } else if (say === "later") pause(tx, emit, { conversationId, by: "youth" });
  else comeBackToChat(helpline, tx, emit, conversationId);
}

/** GET /here?r=1F2E3D4C: the browser of an open log has fetched what it was asked to; for logs of its own conversation. */
export const here: Handle = (c, helpline) => {
  readers.get(helpline)?.get(`${c.get("conversation").id}:${c.req.query("r") ?? ""}`)?.();
  return c.body(null, 204);
};
