import { errorStatus, type HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { frame, themed } from "#src/http/frame/youth-frame.ts";
import { limits } from "#src/http/limits/limits.ts";
import { conversationOf } from "#src/http/youth/gate.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { StaffRefused } from "#views/session/refused.tsx";
import { FrameRefused } from "#views/youth/chat/frame.tsx";
import { type Again, Refused } from "#views/youth/door/refused.tsx";
import { type C, fields, fromScript, type Helpline, lists } from "./context.ts";
import { isStaffPath } from "./guards.ts";
import type { Audience } from "./headers.ts";
import { page } from "./page.ts";
import { typedIn } from "./typed-words.ts";

/** Answers with a refusal: a sentence for a script, a page that keeps the typed words for a person. */
export async function showRefusal(
  c: C,
  helpline: Helpline,
  error: HelplineError,
  audience: Audience,
): Promise<Response> {
  const status = errorStatus[error.code];
  if (isStaffPath(c.req.path)) {
    const around = staffFrame(c, helpline);
    const sentence = around.t(error.key, error.values);
    if (fromScript(c)) return c.text(sentence, status);
    const words = await typedWords(c, error);
    return page(c, <StaffRefused frame={around} sentence={sentence} words={words} />, status === 401 ? 403 : status);
  }
  const found = knownConversation(c, helpline);
  const around = { ...frame(c, helpline, found), dark: found === undefined };
  // Someone nobody took in time has had no chat that could have ended, and can begin none now.
  const inVain = error.code === "ended" && found?.endReason === "line_closed";
  const sentence = inVain ? closedOn(around.t) : around.t(error.key, error.values);
  // Tells chat.js that this answer is ours and not a proxy's.
  if (fromScript(c)) return c.text(sentence, status, { "X-Chat": "1" });
  const words = await typedWords(c, error);
  const youthStatus = status === 401 ? 403 : status;
  const isOver = error.code === "ended" && !inVain;
  if (await isFramed(c, error, audience)) {
    const { t, emergency } = around;
    const css = themed(c, helpline, helpline.assets.frameCss);
    return page(
      c,
      <FrameRefused t={t} css={css} sentence={sentence} words={words} isOver={isOver} emergency={emergency} />,
      youthStatus,
    );
  }
  const again = await tryAgain(c, error, words);
  return page(
    c,
    <Refused frame={around} sentence={sentence} words={words} isOver={isOver} again={again} />,
    youthStatus,
  );
}

const passing = new Set<HelplineError["code"]>(["too_fast", "not_stored", "locked", "unexpected"]);

/** What passes can be tried again: the page, or a form with words, under its id, so that nothing is sent twice. */
async function tryAgain(c: C, { code }: HelplineError, words: string | null): Promise<Again | string | null> {
  // A path that begins with two slashes would name another host.
  if (!passing.has(code) || !/^\/(\w|$)/.test(c.req.path)) return null;
  const { pathname, search } = new URL(c.req.url);
  if (c.req.method === "GET") return pathname + search;
  if (words === null) return null;
  const sent = Object.entries(await lists(c));
  return {
    address: pathname + search,
    fields: sent.flatMap(([name, values]) => values.map((value): [string, string] => [name, value])),
  };
}

function closedOn(t: Translate): string {
  return `${t("youth.unanswered.title")}. ${t("youth.unanswered.text")}`;
}

/** The form in a frame says so, and newer browsers do too (Fetch Metadata). */
async function isFramed(c: C, error: HelplineError, audience: Audience): Promise<boolean> {
  if (audience !== "frame") return false;
  if (c.req.method === "GET" || c.req.header("sec-fetch-dest") === "iframe") return true;
  return error.code !== "too_big" && (await fields(c)).frame === "1";
}

async function typedWords(c: C, error: HelplineError): Promise<string | null> {
  if (c.req.method !== "POST" || (error.code === "too_big" && !isReadable(c))) return null;
  const words = typedIn(await fields(c));
  return words.length === 0 ? null : words.join("\n\n");
}

/** What is too much for any form is read for its words alone if it says how long it is, and that is not beyond all measure. */
function isReadable(c: C): boolean {
  const bytes = Number(c.req.header("content-length") ?? Number.NaN);
  return bytes <= limits.keptBytes && !c.req.raw.bodyUsed;
}

/** The database may not answer. */
function knownConversation(c: C, helpline: Helpline) {
  try {
    return conversationOf(c, helpline);
  } catch {
    return undefined;
  }
}
