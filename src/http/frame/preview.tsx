import type { Child } from "hono/jsx";
import type { Message } from "#src/conversation/messages/message.ts";
import type { Tx } from "#src/db/db.ts";
import type { Entry } from "#src/directory/entry/entry.ts";
import type { Emit } from "#src/events.ts";
import { type C, type Helpline, insideChange } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { howProps } from "#src/http/youth/door/how.tsx";
import { doorProps } from "#src/http/youth/door/now.tsx";
import { whichProps } from "#src/http/youth/door/which.tsx";
import { laterProps } from "#src/http/youth/later/later.tsx";
import { otherProps } from "#src/http/youth/later/other.tsx";
import { placeProps } from "#src/http/youth/later/place.tsx";
import { isLanguage, type Language } from "#src/i18n/i18n.ts";
import { allOpen } from "#src/live/youth/youth-doors.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { noAnswers, questionNames } from "#src/settings/assessment.ts";
import type { Opening, Settings } from "#src/settings/definitions.ts";
import { setting, settings, store } from "#src/settings/settings.ts";
import { offeredCards } from "#src/settings/texts/meanwhile.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { ExampleMails } from "#views/admin/mail/example-mails.tsx";
import { type PreviewPage, previewPages } from "#views/admin/preview.tsx";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { Chat } from "#views/youth/chat/chat.tsx";
import { Door } from "#views/youth/door/door.tsx";
import { How } from "#views/youth/door/how.tsx";
import { Which } from "#views/youth/door/which.tsx";
import { Later } from "#views/youth/later/later.tsx";
import { Other } from "#views/youth/later/other.tsx";
import { PlacePage } from "#views/youth/later/place.tsx";
import { exampleMails } from "./mail-examples.ts";
import { frame, themed } from "./youth-frame.ts";

interface PreviewWish {
  page: PreviewPage;
  language: Language;
  /** `auto` follows the system of the one who looks. */
  scheme: "auto" | "light" | "dark";
}

/** Returns the languages of a preview, the default one first. */
export function previewLanguages({ languages, language }: Settings): Language[] {
  return [language, ...languages.filter((one) => one !== language)];
}

/** Returns what a form or an address wants to see; by default the `usual` page, in the default language. */
export function previewWish(
  given: Record<string, string | undefined>,
  helpline: Helpline,
  usual: PreviewPage,
): PreviewWish {
  const { preview_page: page, preview_language: language = "", preview_scheme: scheme } = given;
  return {
    page: previewPages.find((one) => one === page) ?? usual,
    language: isLanguage(language) ? language : settings(helpline.db).language,
    scheme: scheme === "light" || scheme === "dark" ? scheme : "auto",
  };
}

/** Takes back a change that was only made to be looked at. */
class LookedAt extends Error {}

/** Draws a young person's real page inside a change that is then taken back. Throws what `apply` throws. */
export async function preview(
  c: C,
  helpline: Helpline,
  apply: (tx: Tx, emit: Emit) => void,
  wish: PreviewWish,
): Promise<Response> {
  return lookedAt(helpline, (tx, emit) => {
    apply(tx, emit);
    store(tx, { opening: (wish.page === "closed" ? "break" : "open") satisfies Opening });
    return draw(c, insideChange(helpline, tx), wish);
  });
}

/** Draws the page of a directory entry likewise; `apply` returns what is in it. Throws what `apply` throws. */
export async function previewPlace(
  c: C,
  helpline: Helpline,
  apply: (tx: Tx, emit: Emit) => { id: string; entry: Entry },
  wish: Omit<PreviewWish, "page">,
): Promise<Response> {
  return lookedAt(helpline, (tx, emit) => {
    const found = apply(tx, emit);
    const inside = insideChange(helpline, tx);
    const around = frameOf(c, inside, { ...wish, page: "how" });
    const props = placeProps(tx, around.t, found, helpline.clock.now());
    return page(c, still(<PlacePage frame={around} looked={[]} {...props} />));
  });
}

/** Draws a chat in which a counsellor writes some words, likewise. */
export function previewChat(
  c: C,
  helpline: Helpline,
  wish: PreviewWish,
  { alias, text }: { alias: string; text: string },
): Response {
  const chat = sampleChat(helpline, frameOf(c, helpline, wish));
  const [asked, answered] = chat.messages;
  const messages = text === "" ? [asked!] : [asked!, { ...answered!, alias, text }];
  return page(c, still(asWithScripts(<Chat {...chat} state={{ ...chat.state, alias }} messages={messages} />)));
}

async function lookedAt(helpline: Helpline, draw: (tx: Tx, emit: Emit) => Response): Promise<Response> {
  let drawn: Response | undefined;
  try {
    await helpline.db.change("porchlight", (tx, emit) => {
      drawn = draw(tx, emit);
      throw new LookedAt();
    });
  } catch (error) {
    if (!(error instanceof LookedAt)) throw error;
  }
  return drawn!;
}

function draw(c: C, helpline: Helpline, wish: PreviewWish): Response {
  const around = frameOf(c, helpline, wish);
  switch (wish.page) {
    case "open":
    case "closed":
      return page(c, still(<Door {...doorAs(c, helpline, around, wish.page)} />));
    case "waiting":
      return page(c, still(opened(asWithScripts(<Chat {...waitingChat(helpline, around)} />))));
    case "chat":
      return page(c, still(asWithScripts(<Chat {...sampleChat(helpline, around)} />)));
    case "silent":
    case "paused":
      return page(c, still(asWithScripts(<Chat {...silentChat(helpline, around, wish.page)} />)));
    case "which_urgent":
    case "which_topics":
    case "which_age":
    case "which_region":
    case "which_channel": {
      const at = questionNames.find((name) => wish.page.endsWith(name));
      return page(c, still(<Which {...whichProps(c, helpline, around, { chosen: noAnswers, at })} />));
    }
    case "other":
      return page(c, still(<Other {...otherProps(helpline, around)} />));
    case "later":
      return page(c, still(<Later {...laterProps(c, helpline, around)} wrong={{}} refused={null} />));
    case "mails":
      return page(
        c,
        still(<ExampleMails frame={around} mails={exampleMails(around.t, helpline.db, linkOrigin(helpline.config))} />),
      );
    case "how":
      return page(c, still(<How {...howProps(helpline, around)} />));
  }
}

/** No link may replace the preview, and without a mouse the page must take the focus to be scrolled. */
function still(content: Child): Child {
  return String(content)
    .replace(/(<a\b[^>]*?) href="[^"]*"/g, "$1")
    .replace(/<main/, '$& tabindex="0"');
}

/** The waiting cards stand open, since they are what is looked at. */
function opened(content: Child): Child {
  return String(content).replace(/<details id="(more|meanwhile)"/g, "$& open");
}

const mailsCss = "article>p{margin-top:.75em}";
const focusCss = "main:focus-visible{outline-offset:-6px}";

/** No script runs in a preview, so what is there for browsers without scripts must not show. */
function asWithScripts(content: Child): Child {
  return String(content).replace(/<noscript>.*?<\/noscript>/gs, "");
}

function frameOf(c: C, helpline: Helpline, { page, language, scheme }: PreviewWish): YouthFrame {
  c.set("isPreview", true);
  const { youthCss, youthChatCss, youthMeanwhileCss } = helpline.assets;
  const own = {
    waiting: youthChatCss + youthMeanwhileCss,
    chat: youthChatCss,
    silent: youthChatCss,
    paused: youthChatCss,
  };
  const sheet = youthCss + ({ ...own, mails: mailsCss }[page as string] ?? "") + focusCss;
  const css = themed(c, helpline, sheet, scheme === "auto" ? undefined : scheme);
  return { ...frame(c, helpline), css, script: null, t: textsFor(helpline.db, language), languages: [], query: "" };
}

function doorAs(c: C, helpline: Helpline, around: YouthFrame, as: "open" | "closed") {
  const props = doorProps(c, helpline, 0, around);
  return as === "closed" ? props : { ...props, scene: allOpen(props.scene) };
}

function sampleChat({ db }: Helpline, around: YouthFrame) {
  const { t } = around;
  const message = (seq: number, author: Message["author"], text: string): Message => ({
    conversationId: 0,
    seq,
    author,
    text,
    cards: null,
    at: 0,
    clientId: "",
    alias: author === "counsellor" ? t("admin.preview.alias") : null,
  });
  return {
    frame: around,
    state: {
      version: "",
      kind: "talking",
      alias: t("admin.preview.alias"),
      answeredBy: setting(db, "answeredBy"),
      connected: true,
      asked: null,
    } as const,
    messages: [message(1, "youth", t("admin.preview.youth")), message(2, "counsellor", t("admin.preview.counsellor"))],
    lastSeq: 2,
    clientId: "",
    words: "",
    error: null,
    feeling: "hidden" as const,
    places: [],
    meanwhile: [],
    now: "",
  };
}

function waitingChat(helpline: Helpline, around: YouthFrame) {
  const chat = sampleChat(helpline, around);
  const { placeKeptMinutes: keptMinutes, meanwhile } = settings(helpline.db);
  return {
    ...chat,
    state: { version: "", kind: "waiting", place: 2, open: true, range: null, keptMinutes, closing: null } as const,
    messages: chat.messages.slice(0, 1),
    lastSeq: 1,
    meanwhile: offeredCards(around.t, meanwhile),
    now: around.t("youth.waiting.place", { place: 2 }),
  };
}

function silentChat(helpline: Helpline, around: YouthFrame, as: "silent" | "paused") {
  const chat = sampleChat(helpline, around);
  const { alias } = chat.state;
  const { silenceWarnMinutes, silencePauseMinutes, resumeMinutes } = settings(helpline.db);
  const { t } = around;
  const said = [
    t("notice.silence_line"),
    t("notice.silence_soft", { alias }),
    ...(as === "paused" ? [t("notice.paused")] : []),
  ];
  const notices = said.map((text, n): Message => ({ ...chat.messages[0]!, seq: n + 3, author: "notice", text }));
  const state =
    as === "paused"
      ? ({ version: "", kind: "paused", alias, minutes: resumeMinutes } as const)
      : { ...chat.state, asked: { danger: false, minutes: silencePauseMinutes - silenceWarnMinutes, later: true } };
  const [asked, answered] = chat.messages;
  return {
    ...chat,
    state,
    messages: [asked!, notices[0]!, answered!, ...notices.slice(1)],
    lastSeq: notices.length + 2,
  };
}
