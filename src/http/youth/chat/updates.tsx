import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { mayRewrite, stillUnread } from "#src/conversation/messages/rewriting.ts";
import { HelplineError } from "#src/errors.ts";
import { ownLookOf } from "#src/http/frame/youth-cookie.ts";
import { limits } from "#src/http/limits/limits.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { isOver, openChannel } from "#src/http/live/channel.ts";
import { newsInLook } from "#src/http/live/own-top.tsx";
import { extendTimeout, fields, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { topics } from "#src/live/topics.ts";
import {
  askedRows,
  chatState,
  feelingBefore,
  isRead,
  placesBeside,
  readable,
  readableMessages,
  statusLine,
} from "#src/live/youth/youth-data.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Feeling } from "#views/parts/fields/feeling.tsx";
import { MessageItem } from "#views/parts/message.tsx";
import { Now, Read, State } from "#views/youth/chat/chat.tsx";
import { Silence } from "#views/youth/chat/silence.tsx";
import { Danger } from "#views/youth/danger/danger.tsx";
import { PlacesMeanwhile } from "#views/youth/later/places.tsx";
import { Out, Way } from "#views/youth/way.tsx";
import { conversationOf } from "../gate.ts";
import { noteSeen } from "./chat.tsx";

/** POST /updates, `after=12&v=1f2e…&seen=12&page=9a8b…`: a long poll for news that this `page` did not send itself; else 204. */
export const updates: Handle = async (c, helpline) => {
  const found = c.get("conversation");
  const { after: last, v: version = "", seen, page } = await fields(c);
  const after = readAfter(last);
  // A full disk must not keep anyone from hearing what is there.
  await noteSeen(helpline, found.id, seen).catch((error) => helpline.report("seen was not stored", error));
  // It may have moved to another browser meanwhile, and nobody would close this one later.
  if (conversationOf(c, helpline)?.id !== found.id) throw new HelplineError("ended");
  refuseReading(helpline, found.id, version === "" ? 0 : after);
  const own = ownRows(page);
  const missed = missing(helpline, found, after, version);
  if (missed && !own.test(missed)) return piece(c, missed);
  extendTimeout(c, limits.pollMs / 1000 + 10);
  const news = await waitForNews(helpline, found.id, c.req.raw.signal, own);
  if (news === "") return c.body(null, 204);
  return piece(c, newsInLook(helpline, found.id, ownLookOf(c, helpline), news));
};

/** Parses the last seq of a page; 0, which means all of the chat, for anything else. */
export function readAfter(said: string | undefined): number {
  return /^\d{1,9}$/.test(said ?? "") ? Number(said) : 0;
}

/** Returns everything after a seq, the state if it is another than shown, or that it is over; "" if nothing is missing. */
export function missing(helpline: Helpline, found: Conversation, after: number, version: string): string {
  if (isOver(helpline, found.id)) return '<b id="over"></b>';
  const t = textsFor(helpline.db, found.language);
  const fresh = conversation(helpline.db, found.id) ?? found;
  const now = chatState(helpline, fresh);
  // Behind the version stands what the page says of being read: nothing, or the word for it.
  const [shown, read] = [version.slice(0, 8), isRead(helpline.db, fresh)];
  const state =
    now.version === shown
      ? ""
      : [
          <State t={t} state={now} />,
          <Now text={statusLine(t, now)} />,
          <Silence t={t} state={now} />,
          <Out t={t} state={now} />,
          <Way t={t} state={now} change={mayRewrite(helpline.db, fresh)} />,
          <Feeling t={t} feeling={feelingBefore(helpline.db, found)} />,
          <PlacesMeanwhile t={t} places={placesBeside(helpline, fresh)} query="" />,
          <Danger t={t} state={now} />,
        ].join("");
  // A page without a version may also lack changes of its own words.
  const unread = version === "" ? stillUnread(helpline.db, fresh).filter(({ seq }) => seq <= after) : [];
  const own = unread.map((one) => readable(helpline.db, t, one, helpline.clock.now()));
  const lines = readableMessages(helpline, t, found.id, after);
  const asked = askedRows(helpline, t, lines);
  const isTold = version.length > shown.length;
  const mark = version !== "" && isTold === read ? "" : String(<Read t={t} isRead={read} />);
  return (
    state +
    [...own, ...asked, ...lines].map((message) => String(<MessageItem t={t} message={message} />)).join("") +
    mark
  );
}

/** Matches rows that the page sent itself, and nothing else. */
function ownRows(page: string | undefined): RegExp {
  const own = /^[0-9a-f]{8}$/.test(page ?? "") ? page : "-";
  return new RegExp(`^(?:<li id="m\\d+" data-seq="\\d+" data-id="${own}(?:(?!<li).)*</li>)+$`, "s");
}

function waitForNews(helpline: Helpline, conversationId: number, gone: AbortSignal, own: RegExp): Promise<string> {
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
        if (own.test(html)) return;
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
