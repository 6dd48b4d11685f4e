import type { Message } from "#src/conversation/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { MessageBlock } from "#views/parts/message.tsx";

/**
 * The start of the streamed log frame, as HTML that is left open: messages and status lines are written after it for as
 * long as the young person stays. `last` is the seq of the newest message at that time.
 */
export const LogStart = ({ t, css, last }: { t: Translate; css: string; last: number }): string => {
  const head = (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{t("youth.chat.log")}</title>
      <style dangerouslySetInnerHTML={{ __html: css }} />
    </head>
  );
  const label = <h1 class="hid">{t("youth.chat.log")}</h1>;
  const open = `<!doctype html><html lang="${t.language}" dir="${t.dir}">`;
  return `${open}${head}<body class="frame"><main class="anchor" tabindex="0">${label}<div class="log" role="log" translate="no" data-last="${last}">`;
};

/** One message of the stream. */
export const LogMessage = ({ t, message }: { t: Translate; message: Message }) => (
  <MessageBlock t={t} message={message} />
);

/** Where the chat stands, in one line. Only the newest of them shows. */
export const LogStatus = ({ text }: { text: string }) => <p class="status">{text}</p>;

/** A link that takes the whole page along: a frame cannot change the page around it by itself. */
export const LogTop = ({ text, href }: { text: string; href: string }) => (
  <div class="top">
    <a class="big" href={href} target="_top">
      {text}
    </a>
  </div>
);
