import type { Child } from "hono/jsx";
import type { Role } from "#src/events.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";
import { AfterChatsNav, StaffNav, type StaffPlace } from "#views/parts/staff-nav.tsx";
import { neutralIcon } from "#views/parts/tab-icon.ts";

interface Nag {
  text: string;
  href: string;
  link: string;
}

/** What the server tells every staff page; addresses of static files carry their checksum. */
export interface StaffFrame {
  t: Translate;
  assets: {
    css: string;
    pagesCss: string;
    htmx: string;
    console: string;
    room: string;
    hours: string;
    welcome: string;
    settings: string;
    record: string;
    passkey: string;
    paper: string;
    live: string;
    copy: string;
    notices: string;
    practice: string;
  };
  /** Colours as the text of a style sheet, whose hash stands in the CSP. */
  theme: string;
  name: string;
  me: { alias: string; roles: Role[] } | null;
  /** To know before anything else: the master key is missing, someone else set the password. */
  notices: string[];
  nag?: Nag | null;
  readAlone?: Nag | null;
  /** The last copy of the data is too old. */
  noCopy?: Nag | null | undefined;
  /** Pages of the settings that this helpline does not use; for admins only. */
  unused: readonly string[];
  /** Draws the live bar of the shift, except on the console; null = not staff, or kept from the shift. */
  live: (() => Child) | null;
}

// The policy of these pages forbids an indicator style sheet and eval. A repaint leaves an open <details> open;
// an answer above 399 is shown as a sentence, never swapped in.
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  // Longer than anyone waits for a button.
  defaultTimeout: 15_000,
  noSwap: [204, 304, "4xx", "5xx"],
  morphIgnore: ["data-htmx-powered", "open"],
  ws: { pauseOnBackground: false, reconnectDelay: 400, reconnectMaxDelay: 1500 },
});

/** The document around a staff page; `live` adds htmx and its socket, `script` the script of one page. */
export function StaffPage(props: {
  frame: StaffFrame;
  title: string;
  live?: boolean;
  script?: "hours" | "welcome" | "settings" | "record" | "passkey" | "htmx" | "practice" | undefined;
  /** Lines on it have buttons that copy them (views/parts/told/copied.tsx). */
  copies?: boolean | undefined;
  /** Something on it is printed, or typed elsewhere. */
  isPaper?: boolean | undefined;
  children?: Child;
}) {
  const { t, assets, name } = props.frame;
  return (
    <html lang={t.language} dir={t.dir}>
      <head>
        <meta charset="utf-8" />
        <title>{`${props.title} · ${name}`}</title>
        <meta name="viewport" content="width=device-width,initial-scale=1,interactive-widget=resizes-content" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="htmx-config" content={htmxConfig} />
        <link rel="icon" href={neutralIcon} />
        <style dangerouslySetInnerHTML={{ __html: props.frame.theme }} />
        <link rel="stylesheet" href={assets.css} />
        {!props.live && <link rel="stylesheet" href={assets.pagesCss} />}
        {props.live && <script defer src={assets.console} />}
        {props.live && <script defer src={assets.room} />}
        {props.live && <script defer src={assets.htmx} />}
        {props.script && <script defer src={assets[props.script]} />}
        {props.copies && <script defer src={assets.copy} />}
        {props.isPaper && <script defer src={assets.paper} />}
        {/* After the page's own script, which may have a policy of its own for what it paints. */}
        {!props.live && props.frame.live && <script defer src={assets.live} />}
      </head>
      <body>{props.children}</body>
    </html>
  );
}

/** A quiet page of one column: every staff page but the console, with the live bar of the shift. */
export function StaffSheet(props: {
  frame: StaffFrame;
  title: string;
  here?: StaffPlace;
  script?: "hours" | "welcome" | "settings" | "record" | "passkey" | "htmx" | "practice";
  copies?: boolean;
  isPaper?: boolean;
  /** What was sent was refused: said first, and in the title. */
  wrong?: boolean;
  children?: Child;
}) {
  const { t, name, me, notices } = props.frame;
  return (
    <StaffPage
      frame={props.frame}
      title={props.wrong ? t("staff.title_wrong", { title: props.title }) : props.title}
      script={props.script}
      copies={props.copies}
      isPaper={props.isPaper}
    >
      <a class="skip" href="#main">
        {t("staff.skip.main")}
      </a>
      <header class="sheet-bar">
        <a class="brand" href="/staff">
          <Icon name="lamp" />
          {name}
        </a>
        {me && (
          <button type="button" class="quiet to-menu" popovertarget="menu">
            <Icon name="menu" />
            {t("staff.nav.menu")}
          </button>
        )}
        {me && <StaffNav t={t} me={me} here={props.here} />}
      </header>
      {props.frame.live?.()}
      {props.here !== "keys" && <Nagging nag={props.frame.nag} />}
      <Nagging nag={props.frame.noCopy} />
      {props.here !== "read_alone" && <Nagging nag={props.frame.readAlone} />}
      {notices.map((text) => (
        <StaffNotice text={text} />
      ))}
      <main id="main" class="sheet" tabindex={-1} data-typed={props.wrong ? "" : undefined}>
        {me && <AfterChatsNav t={t} me={me} here={props.here} />}
        {props.children}
      </main>
    </StaffPage>
  );
}

/** What someone should see to soon. */
export function Nagging({ nag }: { nag: Nag | null | undefined }) {
  if (!nag) return null;
  return (
    <p class="banner nag">
      {nag.text} <a href={nag.href}>{nag.link}</a>
    </p>
  );
}

/** A fault everyone has to know about: it stays until it is mended. */
export function StaffNotice({ text }: { text: string }) {
  return (
    <div class="fault" role="status">
      <Icon name="urgent" />
      <p>{text}</p>
    </div>
  );
}
