import { conversation } from "#src/conversation/conversation.ts";
import { translate } from "#src/i18n/i18n.ts";
import { topics } from "#src/realtime/sources.ts";
import { chatState, readableMessages } from "#src/realtime/youth-scene.ts";
import { LogMessage, LogStart, LogStatus, LogTop } from "#views/youth/log.tsx";
import { isOver, openChannel } from "../channel.ts";
import { type Handle, patient } from "../context.ts";
import { limits } from "../limits.ts";
import { isAway } from "./gate.ts";

/**
 * GET /log: the messages as a document that never ends, for browsers without JavaScript. Whatever happens is written
 * at its end as plain HTML; an empty comment every 15 s keeps proxies awake. Never compressed, never buffered.
 * After the end, and to whoever opens it after a while away, it shows no words, only the way on.
 */
export const log: Handle = (c, helpline) => {
  const found = c.get("conversation");
  const t = translate(found.language);
  if (isOver(helpline, found.id) || isAway(helpline, found)) {
    return c.html(
      LogStart({ t, css: helpline.assets.youthCss, last: 0 }) + String(<LogTop text={t("youth.log.go_on")} href="/" />),
    );
  }
  const lines = readableMessages(helpline.db, t, found.id);
  const last = lines.at(-1)?.seq ?? 0;
  const now = chatState(helpline, conversation(helpline.db, found.id) ?? found);
  const status =
    now.kind === "waiting"
      ? t("youth.waiting.place", { place: now.place })
      : t("youth.talking.here", { alias: now.alias });
  const beginning = [
    LogStart({ t, css: helpline.assets.youthCss, last }),
    ...lines.map((message) => String(<LogMessage t={t} message={message} />)),
    String(<LogStatus text={status} />),
  ].join("");
  let write = (_html: string) => {};
  const close = openChannel(helpline, found.id, topics.log(found.id), { send: (html) => write(html) });
  patient(c, 0);

  const bytes = new TextEncoder();
  let stop = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = (html) => controller.enqueue(bytes.encode(html));
      write(beginning);
      const beat = setInterval(() => {
        // A reader who takes nothing any more is gone, whatever the socket says.
        if ((controller.desiredSize ?? 0) < -limits.backlogBytes) stop();
        else write("<!-- -->");
      }, limits.heartbeatMs);
      stop = () => {
        clearInterval(beat);
        close();
      };
    },
    cancel: () => stop(),
  });
  c.req.raw.signal.addEventListener("abort", () => stop());
  return c.body(stream, 200, {
    "Content-Type": "text/html; charset=utf-8",
    "X-Accel-Buffering": "no",
    // No proxy may hold it back to squeeze it, and our own compression keeps away.
    "Cache-Control": "no-store, no-transform",
  });
};
