import type { Translate } from "#src/i18n/i18n.ts";
import { Composer } from "#views/parts/fields/composer.tsx";
import { FramePage } from "./frame.tsx";

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
  <FramePage t={t} css={css} title={t("youth.chat.label")}>
    <Composer t={t} clientId={clientId} seen={seen} words={words} error={error} framed />
  </FramePage>
);
