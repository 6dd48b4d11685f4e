import { type Conversation, conversation } from "#src/conversation/conversation.ts";
import { themed } from "#src/http/frame/youth-frame.ts";
import { limits } from "#src/http/limits/limits.ts";
import { refuseReading } from "#src/http/limits/too-fast.ts";
import { isOver, openChannel } from "#src/http/live/channel.ts";
import { openStream } from "#src/http/live/stream.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { topics } from "#src/live/topics.ts";
import { chatState, newestMessages, readableMessages, statusInFrame } from "#src/live/youth/youth-data.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import {
  LogBeat,
  LogBegun,
  LogClosing,
  LogEarlier,
  LogMessage,
  LogOver,
  LogStart,
  LogStatus,
} from "#views/youth/chat/log.tsx";
import { FramedSilence } from "#views/youth/chat/silence.tsx";
import { FramedTaps } from "#views/youth/danger/danger.tsx";
import { isAway } from "../gate.ts";
import { openReader } from "./here.ts";

/** What the frame weighs at first, bytes: uncompressed it still fits into the first packets. */
const firstBytes = 12_600;

/** GET /log: the messages as a document that stays open, without JavaScript; `earlier=1` shows all of them. Throws `too_fast`. */
export const openLog: Handle = (c, helpline) => {
  const found = c.get("conversation");
  const t = textsFor(helpline.db, found.language);
  if (isOver(helpline, found.id) || isAway(helpline, found)) {
    return c.html(
      LogStart({ t, css: themed(c, helpline, helpline.assets.frameCss), last: 0 }) + String(<LogOver t={t} />),
    );
  }
  const isWhole = c.req.query("earlier") === "1";
  refuseReading(helpline, found.id, isWhole ? 0 : undefined);
  const over = String(<LogOver t={t} />);
  const ends = [over, String(<LogOver t={t} inVain />)];
  const leave = openChannel(helpline, found.id, topics.log(found.id), {
    send: (html) => {
      stream.write(html);
      if (ends.some((end) => html.includes(end))) stream.close();
    },
    close: () => stream.close(),
  });
  const reader = openReader(helpline, found.id);
  const stream = openStream(c, () => {
    clearInterval(beat);
    reader.forget();
    leave();
  });
  let beats = 0;
  const beat = setInterval(() => {
    if (reader.isGone()) stream.write(over);
    if (reader.isGone() || stream.stuck()) return stream.close();
    beats += 1;
    stream.write(String(<LogBeat reader={reader.name} beat={beats} />));
  }, limits.heartbeatMs);
  try {
    stream.write(beginning(c, helpline, t, found, isWhole));
  } catch (error) {
    // Nobody reads it, and they would count as here for ever.
    stream.close();
    throw error;
  }
  return c.body(stream.body, 200, {
    "Content-Type": "text/html; charset=utf-8",
    "X-Accel-Buffering": "no",
    // No proxy may hold it back to compress it, and our own compression keeps away.
    "Cache-Control": "no-store, no-transform",
  });
};

function beginning(c: C, helpline: Helpline, t: Translate, found: Conversation, isWhole: boolean): string {
  const lines = isWhole ? readableMessages(helpline, t, found.id) : newestMessages(helpline, t, found.id);
  const now = chatState(helpline, conversation(helpline.db, found.id) ?? found);
  const { frameCss, dangerFrameCss } = helpline.assets;
  const css = themed(c, helpline, frameCss + (now.danger ? dangerFrameCss : ""));
  const asked = String(<FramedTaps t={t} danger={now.danger ?? null} />);
  const start = LogStart({ t, css, last: lines.at(-1)?.seq ?? 0 });
  const end = [<LogStatus text={statusInFrame(t, now)} />];
  if (now.kind === "waiting" && now.closing) end.push(<LogClosing t={t} closing={now.closing} />);
  end.push(<FramedSilence t={t} state={now} />);
  if (now.kind === "talking" && c.req.query("from") === "waiting") end.push(<LogBegun t={t} alias={now.alias} />);
  const all = lines.map((message) => String(<LogMessage t={t} message={message} />));
  const left = firstBytes - Buffer.byteLength(start) - Buffer.byteLength(asked);
  const shown = isWhole ? all : newest(all, left);
  const earlier = (lines.at(-shown.length)?.seq ?? 1) > 1 ? String(<LogEarlier t={t} />) : "";
  return [start, earlier, ...shown, asked, ...end].join("");
}

function newest(pieces: string[], most: number): string[] {
  let left = most;
  let from = pieces.length;
  while (from > 0) {
    left -= Buffer.byteLength(pieces[from - 1]!);
    if (left < 0 && from < pieces.length) break;
    from -= 1;
  }
  return pieces.slice(from);
}
