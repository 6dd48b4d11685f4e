import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "../icons.tsx";

interface SavedProps {
  t: Translate;
  saved: number | null;
  words?: string | undefined;
  undo?: boolean;
}

/** Says that something was saved; undo belongs to a form `undo` on the same page. */
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

/** Says that something was done. */
export function Done({ words, children }: { words: string; children?: Child }) {
  return (
    <p class="state ok" role="status" id="saved">
      <Icon name="connected" />
      <span>{words}</span>
      {children}
    </p>
  );
}
