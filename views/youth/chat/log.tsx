import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { MessageBlock } from "#views/parts/message.tsx";
import { ClosingSoon } from "./chat.tsx";
import type { Closing } from "./chat-state.ts";
import { FrameHead, TopLink } from "./frame.tsx";

/** The start of the streamed log frame, as open HTML that messages and status lines follow; `last`: newest seq at that time. */
export const LogStart = ({ t, css, last }: { t: Translate; css: string; last: number }): string => {
  const head = <FrameHead css={css} title={t("youth.chat.log")} />;
  const label = <h1 class="hid">{t("youth.chat.log")}</h1>;
  const open = `<!doctype html><html lang="${t.language}" dir="${t.dir}">`;
  return `${open}${head}<body><main class="anchor" tabindex="0">${label}<div class="log" role="log" translate="no" data-last="${last}">`;
};

/** The way to the messages before these, inside the frame. */
export const LogEarlier = ({ t }: { t: Translate }) => (
  <a class="soft" href="/log?earlier=1">
    {t("youth.chat.earlier")}
  </a>
);

/** A message of the stream. */
export const LogMessage = ({ t, message }: { t: Translate; message: Message }) => (
  <MessageBlock t={t} message={message} />
);

/** Where the chat stands, in one line; only the newest shows. */
export const LogStatus = ({ text }: { text: string }) => <p class="status">{text}</p>;

/** The last words of theirs that stand above were read. */
export const LogRead = ({ t }: { t: Translate }) => <p class="read soft">{t("youth.message.read")}</p>;

/** Closing is near: said once, among the messages, as the line above has no room for it. */
export const LogClosing = ({ t, closing }: { t: Translate; closing: Closing }) => (
  <div class="m notice">
    <p>
      <ClosingSoon t={t} closing={closing} />
    </p>
  </div>
);

/** The chat has begun, which the page around the frame shows only after a reload. */
export const LogBegun = ({ t, alias }: { t: Translate; alias: string }) => (
  <TopLink text={t("youth.log.begun", { alias })} href="/" />
);

/** An admin changed the top of the page, which shows it only after a reload. */
export const LogTop = ({ t }: { t: Translate }) => <TopLink text={t("youth.log.top")} href="/" />;

/** The last thing in a log, from which only the page around it goes on. `inVain`: the line closed on someone who waited. */
export const LogOver = ({ t, inVain = false }: { t: Translate; inVain?: boolean }) => {
  const on = t("youth.continue.yes");
  return <TopLink text={inVain ? `${t("youth.unanswered.title")}. ${on}` : on} href="/" />;
};

/** Asks for a small unseen answer: a browser that fetches it is still there. The server gives the names. */
export const LogBeat = ({ reader, beat }: { reader: string; beat: number }) => (
  <img src={`/here?r=${reader}&n=${beat}`} alt="" hidden />
);
