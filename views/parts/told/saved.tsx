import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "../icons.tsx";

interface SavedProps {
  t: Translate;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved: number | null;
  /** What was saved, in words; Saved, unless given. */
  words?: string | undefined;
  /** Whether it can be undone. */
  undo?: boolean;
}

/** That something was saved, and the way back: its button belongs to a form `undo` on the same page. */
export function Saved({ t, saved, words = t("admin.form.saved"), undo = true }: SavedProps) {
  if (saved === null) return null;
  return (
    <Done words={saved === 0 ? t("admin.form.saved_same") : words}>
      {undo && saved > 0 && (
        <button type="submit" form="undo" class="second">
          {t("admin.history.undo")}
        </button>
      )}
    </Done>
  );
}

/** That something was done, in words. */
export function Done({ words, children }: { words: string; children?: Child }) {
  return (
    <p class="state ok" role="status" id="saved">
      <Icon name="connected" />
      <span>{words}</span>
      {children}
    </p>
  );
}
