import { forgetDraft, keepDraft } from "#src/conversation/draft.ts";
import { readClientId, readText, writeAsCounsellor } from "#src/conversation/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { close, end } from "#src/queue/ending.ts";
import { type C, fields, fromScript, type Handle, lists } from "../context.ts";
import { showConsole } from "./console.tsx";
import { conversationFor } from "./gate.ts";

/** GET /staff/conversation/:id, with `?beside=` a second one next to it. */
export const conversationPage: Handle = (c, helpline) => {
  const first = conversationFor(c, helpline, "conversation.read");
  const beside = c.req.query("beside");
  const second =
    beside && beside !== String(first.id) ? conversationFor(c, helpline, "conversation.read", beside) : null;
  const open = second ? [first, second] : [first];
  return showConsole(c, helpline, open);
};

/** POST /staff/conversation/:id/send */
export const write: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const { client_id = [], text = [], kept } = await lists(c);
  if (!helpline.limiter.take("send", `staff:${staffId}`)) throw new HelplineError("too_fast");
  const words = { conversationId, staffId, clientId: readClientId(client_id.at(-1)), text: readText(text.at(-1)) };
  await helpline.db.change(`staff:${staffId}`, (tx, emit) => {
    writeAsCounsellor(tx, emit, words);
    forgetDraft(tx, { conversationId, staffId, kept });
  });
  if (helpline.typing.stopped(conversationId, "counsellor")) {
    helpline.db.announce({ type: "typing", conversationId, staffId, by: "counsellor", on: false });
  }
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/draft: what is being typed survives whatever happens to the page. */
export const draft: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.write");
  const { id: staffId } = c.get("member");
  const { text = [], kept } = await lists(c);
  if (!helpline.limiter.take("draft", staffId)) throw new HelplineError("too_fast");
  const draft = { conversationId, staffId, text: text.at(-1) ?? "", kept };
  await helpline.db.change(`staff:${staffId}`, (tx) => keepDraft(tx, draft));
  return c.body(null, 204);
};

/** POST /staff/conversation/:id/end */
export const endConversation: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.end");
  const { id: staffId } = c.get("member");
  const input = { conversationId, reason: "ended_by_counsellor", staffId } as const;
  await helpline.db.change(`staff:${staffId}`, (tx, emit) => end(tx, emit, input));
  return back(c, conversationId);
};

/** POST /staff/conversation/:id/close: off the screen, after the end. */
export const closeConversation: Handle = async (c, helpline) => {
  const { id: conversationId } = conversationFor(c, helpline, "conversation.read");
  const { id: staffId } = c.get("member");
  const { open } = await fields(c);
  await helpline.db.change(`staff:${staffId}`, (tx, emit) => close(tx, emit, { conversationId, staffId }));
  return c.redirect(/^\d{1,15}$/.test(open ?? "") ? `/staff/conversation/${open}` : "/staff", 303);
};

function back(c: C, conversationId: number): Response {
  return fromScript(c) ? c.body(null, 204) : c.redirect(`/staff/conversation/${conversationId}`, 303);
}
