import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { rewrite, stillUnread } from "#src/conversation/rewriting.ts";
import { readText, tidy } from "#src/conversation/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { Change } from "#views/youth/change.tsx";
import { type C, fields, fromScript, type Handle, type Helpline } from "../context.ts";
import { refuseReading } from "../limits.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";

/** GET /change: what they wrote in line, each in a box, as long as nobody has it to read. */
export const change: Handle = (c, helpline) => {
  const found = c.get("conversation");
  if (stateOf(found) === "ended") return c.redirect("/", 303);
  refuseReading(helpline, found.id);
  return showChange(c, helpline, found);
};

/** POST /change: other words for one message; none take it back. Refused, the words stand in their box, or can be copied where there is none any more. */
export const saveChange: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const form = await fields(c);
  const seq = /^\d{1,9}$/.test(form.seq ?? "") ? Number(form.seq) : 0;
  try {
    const text = readWords(form.text);
    if (!helpline.limiter.take("send", found.id)) throw new HelplineError("too_fast");
    await helpline.db.change(`conversation:${found.id}`, (tx, emit) =>
      rewrite(tx, emit, { conversationId: found.id, seq, text }),
    );
    return c.redirect("/", 303);
  } catch (error) {
    const canShow = error instanceof HelplineError && stillUnread(helpline.db, fresh(helpline, found)).some(is(seq));
    if (!canShow || fromScript(c)) throw error;
    return showChange(c, helpline, found, { error, seq, words: form.text ?? "" });
  }
};

/** The words as they came; "" for an empty box. A form without a box says nothing. */
function readWords(raw: string | undefined): string {
  if (raw === undefined) throw new HelplineError("bad_input");
  return tidy(raw) === "" ? "" : readText(raw);
}

const is = (seq: number) => (message: { seq: number }) => message.seq === seq;
const fresh = ({ db }: Helpline, found: Conversation) => conversation(db, found.id) ?? found;

function showChange(
  c: C,
  helpline: Helpline,
  found: Conversation,
  refused?: { error: HelplineError; seq: number; words: string },
): Response {
  const around = frame(c, helpline, found);
  const messages = stillUnread(helpline.db, fresh(helpline, found));
  const said = refused ? { ...refused, error: around.t(refused.error.key, refused.error.values) } : null;
  return page(c, <Change frame={around} messages={messages} refused={said} />, refused ? 422 : 200);
}
