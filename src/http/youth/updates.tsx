import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { translate } from "#src/i18n/i18n.ts";
import { topics } from "#src/realtime/sources.ts";
import { chatState, feelingBefore, readableMessages } from "#src/realtime/youth-scene.ts";
import { Feeling } from "#views/parts/feeling.tsx";
import { MessageItem } from "#views/parts/message.tsx";
import { State, Way } from "#views/youth/chat.tsx";
import { isOver, openChannel } from "../channel.ts";
import { type Handle, type Helpline, patient } from "../context.ts";
import { limits } from "../limits.ts";
import { piece } from "../page.ts";

/**
 * GET /updates?after=12&v=1f2e…: a long poll. Answers at once with what is missing, else waits for the first news and
 * takes along what comes in the same moment. 204 when nothing came; the browser asks again.
 */
export const updates: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const missed = missing(helpline, found, Number(c.req.query("after") ?? 0), c.req.query("v") ?? "");
  if (missed) return piece(c, missed);
  patient(c, limits.pollMs / 1000 + 10);
  const news = await waitForNews(helpline, found.id, c.req.raw.signal);
  return news === "" ? c.body(null, 204) : piece(c, news);
};

/** Everything after a seq, the state if it is another than the one shown, or that it is over; "" when nothing is missing. */
export function missing(helpline: Helpline, found: Conversation, after: number, version: string): string {
  if (isOver(helpline, found.id)) return '<b id="over"></b>';
  const t = translate(found.language);
  const now = chatState(helpline, conversation(helpline.db, found.id) ?? found);
  const state =
    now.version === version
      ? ""
      : [
          <State t={t} state={now} />,
          <Way t={t} waiting={now.kind === "waiting"} />,
          <Feeling t={t} feeling={feelingBefore(found)} moment="before" />,
        ].join("");
  const lines = readableMessages(helpline.db, t, found.id, Number.isSafeInteger(after) ? after : 0);
  return state + lines.map((message) => String(<MessageItem t={t} message={message} />)).join("");
}

function waitForNews(helpline: Helpline, conversationId: number, gone: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const heard: string[] = [];
    const finish = () => {
      clearTimeout(timer);
      gone.removeEventListener("abort", finish);
      close();
      resolve(heard.join(""));
    };
    const subscriber = {
      send: (html: string) => {
        heard.push(html);
        if (heard.length === 1) setImmediate(finish);
      },
    };
    let close = () => {};
    try {
      close = openChannel(helpline, conversationId, topics.youth(conversationId), subscriber);
    } catch (error) {
      reject(error);
      return;
    }
    const timer = setTimeout(finish, limits.pollMs);
    gone.addEventListener("abort", finish);
  });
}
