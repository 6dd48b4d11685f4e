import type { PropsWithChildren } from "hono/jsx";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import { Lamp } from "#views/parts/face.tsx";
import { neutralIcon } from "#views/parts/tab-icon.ts";

/** What every page of the young person needs, whatever it shows. */
export interface YouthFrame {
  t: Translate;
  /** Name of the service as the header shows it. */
  name: string;
  /** Neutral title of the tab: never a topic, a name or a message. */
  title: string;
  /** Text of the one inline style sheet; its hash stands in the CSP. */
  css: string;
  /** Further rules for browsers without scripts; chat page only, else empty. */
  noScriptCss: string;
  /** Emergency number, digits. */
  emergency: string;
  /** Where leaving fast goes: an ordinary site. chat.js goes there itself, without asking the server. */
  exit: string;
  /** Address of the page's script, null where a page does without. */
  script: string | null;
  /** The other languages. */
  languages: { code: Language; name: string; href: string }[];
  /** Keeps what was chosen by a link, the language and the line, on the next page: `?l=fr`, `?l=fr&line=2`, or "". */
  query: string;
  /** A chat is going on: pages beside it show the way back to it. */
  session: boolean;
}

const Leave = ({ t, exit, again }: { t: Translate; exit: string; again?: boolean }) => (
  <a
    id={again ? undefined : "leave"}
    class={again ? "skip" : "leave"}
    href="/leave"
    rel="nofollow noreferrer"
    data-exit={exit}
  >
    {t("youth.frame.leave")}
    <span class="hid"> {t("youth.frame.leave_hint")}</span>
  </a>
);

const Emergency = ({ t, number }: { t: Translate; number: string }) => (
  <aside class="sos">
    <p class="in">
      <span>{t("youth.frame.danger")}</span> <a href={`tel:${number}`}>{t("youth.frame.call", { number })}</a>
    </p>
  </aside>
);

/** The whole document around a young person's page; the caller puts the doctype before it. */
export const YouthPage = ({ frame, children }: PropsWithChildren<{ frame: YouthFrame }>) => {
  const { t } = frame;
  return (
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,interactive-widget=resizes-content" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{frame.title}</title>
        <link rel="icon" href={neutralIcon} />
        <style dangerouslySetInnerHTML={{ __html: frame.css }} />
        {frame.noScriptCss && (
          <noscript>
            <style dangerouslySetInnerHTML={{ __html: frame.noScriptCss }} />
          </noscript>
        )}
        {frame.script && <script src={frame.script} defer />}
      </head>
      <body>
        <a class="skip" href="#main">
          {t("youth.frame.skip")}
        </a>
        <header>
          <div class="in">
            <Leave t={t} exit={frame.exit} />
            <strong>
              <Lamp />
              <span>{frame.name}</span>
            </strong>
          </div>
        </header>
        <Emergency t={t} number={frame.emergency} />
        <main id="main">{children}</main>
        <footer>
          <a href={`/how${frame.query}`}>{t("youth.frame.how")}</a>{" "}
          <a href={`/help${frame.query}`}>{t("youth.frame.help")}</a>
          {frame.languages.map(({ code, name, href }) => (
            <>
              {" "}
              <a href={href} lang={code} hreflang={code}>
                {name}
              </a>
            </>
          ))}
          <Leave t={t} exit={frame.exit} again />
        </footer>
      </body>
    </html>
  );
};

/** The one way on from a page beside the chat: back to it, or to the door. */
export const WayBack = ({ frame }: { frame: YouthFrame }) => (
  <a class="big" href={`/${frame.query}`}>
    {frame.t(frame.session ? "youth.frame.back_to_chat" : "youth.frame.to_door")}
  </a>
);
