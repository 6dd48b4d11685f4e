import type { PropsWithChildren } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { CallInDanger } from "#views/parts/emergency.tsx";
import { KeptWords, StartNew } from "#views/parts/told/kept.tsx";

interface FrameProps {
  t: Translate;
  css: string;
  title: string;
}

/** The head of a frame of the chat without scripts. */
export const FrameHead = ({ css, title }: Omit<FrameProps, "t">) => (
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width,initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>{title}</title>
    <style dangerouslySetInnerHTML={{ __html: css }} />
  </head>
);

/** A whole document for a frame. */
export const FramePage = ({ t, css, title, children }: PropsWithChildren<FrameProps>) => (
  <html lang={t.language} dir={t.dir}>
    <FrameHead css={css} title={title} />
    <body>
      <main>
        <h1 class="hid">{title}</h1>
        {children}
      </main>
    </body>
  </html>
);

/** A link that takes the whole page along: a frame cannot change the page around it. */
export const TopLink = ({ text, href }: { text: string; href: string }) => (
  <div class="top">
    <a class="big" href={href} target="_top">
      {text}
    </a>
  </div>
);

interface FrameRefusedProps {
  t: Translate;
  css: string;
  sentence: string;
  words: string | null;
  /** The chat has ended: a new one takes the words along. */
  isOver: boolean;
  emergency: string;
}

/** A refusal in a few lines: what happened, the way on, the words and the emergency number. */
export const FrameRefused = ({ t, css, sentence, words, isOver, emergency }: FrameRefusedProps) => (
  <FramePage t={t} css={css} title={t("youth.refused.title")}>
    <div class="refusal">
      <p role="alert">{sentence}</p>
      <TopLink text={t("youth.continue.yes")} href="/" />
      <KeptWords t={t} words={words} />
      {isOver && words && <StartNew t={t} query="" target="_top" />}
      <CallInDanger t={t} number={emergency} />
    </div>
  </FramePage>
);
