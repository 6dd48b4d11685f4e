import { type Conversation, conversation, stateOf } from "#src/conversation/conversation.ts";
import { rewrite, stillUnread } from "#src/conversation/messages/rewriting.ts";
import { readText, tidy } from "#src/conversation/messages/writing.ts";
import { createHash } from "#src/crypto/hash.ts";
import { asChat } from "#src/db/db.ts";
import { errorStatus, HelplineError } from "#src/errors.ts";
import { frame } from "#src/http/frame/youth-frame.ts";
import { limits, rates } from "#src/http/limits/limits.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { type C, fields, fromScript, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { Change, type ChangeBox } from "#views/youth/chat/change.tsx";

/** `was` tells what stood in the box before. */
interface Typed {
  seq: number;
  words: string;
  was: string;
}

/** GET /change: what they wrote in line, each in a box, until someone has it to read. */
export const change: Handle = (c, helpline) => {
  const found = c.get("conversation");
  if (stateOf(found) === "ended") return c.redirect("/", 303);
  refuseReading(helpline, found.id);
  return showChange(c, helpline, found);
};

/** POST /change: changes the touched messages, all or none; an empty box takes its message back. Refused words stay. */
export const saveChange: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const typed = readTyped(await fields(c));
  // An older page must not take back what another tab changed.
  const touched = typed.filter(({ words, was }) => markOf(tidy(words)) !== was);
  try {
    if (typed.length === 0 || touched.length > maxBoxes) throw new HelplineError("bad_input");
    const texts = touched.map(({ seq, words }) => ({ seq, text: tidy(words) === "" ? "" : readWords(seq, words) }));
    if (!helpline.limiter.take("send", found.id, Math.max(1, texts.length))) throw new HelplineError("too_fast");
    await helpline.db.change(asChat(found.id), (tx, emit) => {
      for (const one of texts) rewrite(tx, emit, { conversationId: found.id, ...one });
    });
    return fromScript(c) ? c.body(null, 204) : c.redirect("/", 303);
  } catch (error) {
    // After the end the words are shown where a new chat can begin with them.
    if (!(error instanceof HelplineError) || error.code === "ended") throw error;
    return showChange(c, helpline, found, { error, touched });
  }
};

function readWords(seq: number, words: string): string {
  try {
    return readText(words);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    throw new HelplineError(error.code, error.key, error.values, `words-${seq}`);
  }
}

function readTyped(form: Record<string, string>): Typed[] {
  return Object.entries(form).flatMap(([name, words]) => {
    const seq = /^words-(\d{1,9})$/.exec(name)?.[1];
    return seq === undefined ? [] : [{ seq: Number(seq), words, was: form[`was-${seq}`] ?? "" }];
  });
}

const markOf = (text: string) => createHash(text).slice(0, 8);

function showChange(
  c: C,
  helpline: Helpline,
  found: Conversation,
  refused?: { error: HelplineError; touched: Typed[] },
): Response {
  const around = frame(c, helpline, found);
  const sentence = refused ? around.t(refused.error.key, refused.error.values) : null;
  const boxes = boxesOf(helpline, found).map((box): ChangeBox => {
    const name = `words-${box.seq}`;
    const words = refused?.touched.find(({ seq }) => seq === box.seq)?.words ?? box.words;
    return { ...box, name, words, wrong: refused?.error.field === name ? sentence : null };
  });
  const lost = (refused?.touched ?? []).filter(({ seq }) => !boxes.some((box) => box.seq === seq));
  const kept = lost.map(({ words }) => words).filter((words) => words.trim() !== "");
  // A script takes anything but 200 for a network that is gone.
  const refusedAs = refused && !fromScript(c) ? errorStatus[refused.error.code] : 200;
  return page(
    c,
    <Change
      frame={around}
      boxes={boxes}
      refused={boxes.some(({ wrong }) => wrong !== null) ? null : sentence}
      kept={kept.length > 0 ? kept.join("\n\n") : null}
    />,
    refusedAs === 401 ? 403 : refusedAs,
  );
}

/** No more boxes than messages that can be sent at once: others are told of each change. */
const maxBoxes = rates.send.burst;

function boxesOf({ db }: Helpline, found: Conversation) {
  const unread = stillUnread(db, conversation(db, found.id) ?? found, maxBoxes);
  const all = unread.map(({ seq, text }) => ({ seq, words: text ?? "" }));
  let left = limits.bodyBytes / 2;
  const fitting = all.toReversed().filter(({ words }) => {
    left -= encodeURIComponent(words).length;
    return left > 0;
  });
  return fitting.toReversed().map((one) => ({ ...one, was: markOf(one.words) }));
}
