import type { PropsWithChildren } from "hono/jsx";
import type { Language, Translate } from "#src/i18n/i18n.ts";
import type { Logo } from "#src/settings/look/logo.ts";
import type { FaceLook, FaceShape } from "#src/settings/look/look.ts";
import type { Discreet } from "#src/settings/look/themes.ts";
import { Lamp, SmallFace } from "#views/parts/face.tsx";
import { discreetIcons, neutralIcon } from "#views/parts/tab-icon.ts";

/** What every page of the young person needs. */
export interface YouthFrame {
  t: Translate;
  name: string;
  /** Neutral title of the tab: never a topic, a name or a message. */
  title: string;
  /** Text of the only inline style sheet, theme colours first; its hash stands in the CSP. */
  css: string;
  /** null = none. */
  face: FaceLook | null;
  /** No one is there to answer: the lamp is not lit. */
  dark?: boolean | undefined;
  /** The helpline's own picture; null = the lamp. */
  logo: Logo | null;
  /** What the page passes for, if they picked that; its name and title are in `name` and `title`. */
  discreet?: Discreet | null;
  /** In the place of logo and lamp: a face they picked, or nothing. */
  mark?: FaceShape | "none" | undefined;
  /** Further rules for browsers without scripts; empty except on the chat page. */
  noScriptCss: string;
  emergency: string;
  silent: boolean;
  /** Where leaving fast goes: an ordinary site. chat.js goes there itself, without asking the server. */
  exit: string;
  /** Left in `document.cookie` on the way out, in case the server does not hear of it; not on repainted parts. */
  left?: string | undefined;
  script: string | null;
  languages: { code: Language; name: string; href: string }[];
  /** Keeps the language and line of a link on the next page: `?l=fr`, `?l=fr&line=2`, or "". */
  query: string;
  /** A chat goes on: pages beside it link back to it. */
  session: boolean;
  /** Path of the page, which does not link to itself. */
  here?: string;
  /** Their address may be kept, locked, for an emergency: said before a chat begins. */
  keepsAddress?: boolean;
  /** The page has the way to "How this works" beside what is sent. */
  saysHow?: boolean;
  /** Id of the form whose fields go along to the page in another language; else its languages are links. */
  along?: string;
}

const Leave = ({
  t,
  exit,
  left,
  again,
}: {
  t: Translate;
  exit: string;
  left?: string | undefined;
  again?: boolean;
}) => (
  <a
    id={again ? undefined : "leave"}
    class={again ? "skip" : "leave"}
    href="/leave"
    rel="nofollow noreferrer"
    data-exit={exit}
    data-left={left}
  >
    <span>{t("youth.frame.leave")}</span>
    <span class="hid"> {t("youth.frame.leave_hint")}</span>
  </a>
);

/** One tap from every page, over a keyboard too. */
const Emergency = ({ t, emergency }: Pick<YouthFrame, "t" | "emergency">) => (
  <aside id="sos">
    <span class="hid">{t("youth.frame.danger")}</span>
    <a class="leave" href={`tel:${emergency}`}>
      {t("youth.frame.call", { number: emergency })}
    </a>
  </aside>
);

/** In CSS pixels: half of what is stored, so that it is sharp on every phone. */
const room = { width: 120, height: 32 };

/** Without alt text, as the name stands beside it; its known size keeps the page still while it loads. */
const LogoImage = ({ logo: { png, width, height } }: { logo: Logo }) => {
  const scale = Math.min(1, room.width / width, room.height / height);
  const [across, down] = [width, height].map((side) => Math.max(1, Math.round(side * scale)));
  return <img src={`data:image/png;base64,${png}`} alt="" width={across} height={down} />;
};

/** A name that someone picked is seen alone, or with the face they picked. */
const Mark = ({ logo, mark, dark = false }: Pick<YouthFrame, "logo" | "mark" | "dark">) => {
  if (mark === "none") return null;
  if (mark) return <SmallFace shape={mark} />;
  return logo ? <LogoImage logo={logo} /> : <Lamp dark={dark} />;
};

type TopProps = Pick<YouthFrame, "t" | "name" | "logo" | "mark" | "dark" | "exit" | "left" | "emergency">;

/** The top of every page. words.js updates an open page element by element, so every text has an element of its own. */
export const Top = ({ t, name, logo, mark, dark = false, exit, left, emergency }: TopProps) => (
  <div id="top">
    <header class="in">
      <Leave t={t} exit={exit} left={left} />
      <Emergency t={t} emergency={emergency} />
      <strong>
        <Mark logo={logo} mark={mark} dark={dark} />
        <span>{name}</span>
      </strong>
    </header>
  </div>
);

/** How to call for help without a voice, where that works. */
export const Silent = ({ t, silent, query }: Pick<YouthFrame, "t" | "silent" | "query">) =>
  silent ? (
    <a class="row-to" href={`/help${query}#danger`}>
      {t("youth.frame.silent")}
    </a>
  ) : null;

const FooterLinks = ({ saysHow = false, ...frame }: YouthFrame) => {
  const { t, silent, query, here } = frame;
  const names = (["how", "other", "help"] as const).filter((name) => here !== `/${name}`);
  return (
    <>
      <Silent t={t} silent={silent} query={query} />
      {names
        .filter((name) => name !== "how" || !saysHow)
        .map((name) => (
          <>
            {" "}
            <a href={`/${name}${query}`}>{t(`youth.frame.${name}`)}</a>
          </>
        ))}{" "}
      {here !== "/how-it-looks" && <a href={`/how-it-looks${query}`}>{t("youth.look.title")}</a>}{" "}
      <Languages {...frame} />
    </>
  );
};

/** More of them are folded: the browser has told which one its owner reads. */
const mostLanguages = 3;

const Languages = ({ t, languages, along }: Pick<YouthFrame, "t" | "languages" | "along">) => {
  const links = languages.map(({ code, name, href }) => (
    <>
      {along ? (
        <button class="plain" form={along} formaction={href} lang={code}>
          {name}
        </button>
      ) : (
        <a href={href} lang={code} hreflang={code}>
          {name}
        </a>
      )}{" "}
    </>
  ));
  if (languages.length <= mostLanguages) return <>{links}</>;
  return (
    <details>
      <summary>
        <Globe />
        {t("youth.other.language")}
      </summary>
      {links}
    </details>
  );
};

/** Says “languages” to someone who reads no word of this one. */
const Globe = () => (
  <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="lines" d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18" />
  </svg>
);

/** The document around a young person's page; the caller puts the doctype before it. */
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
        <link rel="icon" href={frame.discreet ? discreetIcons[frame.discreet] : neutralIcon} />
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
        <Top {...frame} />
        <main id="main">{children}</main>
        <footer>
          <FooterLinks {...frame} />
          <Leave t={t} exit={frame.exit} again />
        </footer>
      </body>
    </html>
  );
};

/** The one way on from a page beside the chat: back to it, or to the door. `secondary`: another button comes first. */
export const WayBack = ({ frame, secondary }: { frame: YouthFrame; secondary?: boolean }) => (
  <a class={secondary ? "big line" : "big"} href={`/${frame.query}`}>
    {frame.t(frame.session ? "youth.frame.back_to_chat" : "youth.frame.to_door")}
  </a>
);
