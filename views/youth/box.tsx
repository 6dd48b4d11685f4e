import type { Translate } from "#src/i18n/i18n.ts";
import { Composer } from "#views/parts/composer.tsx";

interface BoxProps {
  t: Translate;
  css: string;
  clientId: string;
  seen: number;
  words: string;
  error: string | null;
}

/** The composer in its own frame, for browsers without scripts: sending does not disturb the log. */
export const Box = ({ t, css, clientId, seen, words, error }: BoxProps) => (
  <html lang={t.language} dir={t.dir}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width,initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{t("youth.chat.label")}</title>
      <style dangerouslySetInnerHTML={{ __html: css }} />
    </head>
    <body class="frame">
      <main>
        <h1 class="hid">{t("youth.chat.label")}</h1>
        <Composer t={t} clientId={clientId} seen={seen} words={words} error={error} framed />
      </main>
    </body>
  </html>
);
