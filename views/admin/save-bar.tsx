import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Saved } from "#views/parts/told/saved.tsx";

interface SaveBarProps {
  t: Translate;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved: number | null;
  unsaved: boolean;
  /** What the button says; Save, unless given. */
  label?: string;
  /** What was saved, in words; Saved, unless given. */
  words?: string;
  /** Whether there is something before it to go back to. */
  undo?: boolean;
  /** Other buttons beside the first. */
  children?: Child;
}

/** Save, what came of it, and the way back, where the eye is. */
export function SaveBar({ t, saved, unsaved, label = t("admin.form.save"), words, undo, children }: SaveBarProps) {
  return (
    <div class="save">
      <button type="submit" class="main" name="do" value="save">
        {label}
      </button>
      {children}
      <p class="state warn" id="unsaved" data-live="" data-text={t("admin.form.unsaved")}>
        {unsaved && t("admin.form.unsaved")}
      </p>
      <Saved t={t} saved={saved} words={words} {...(undo === undefined ? {} : { undo })} />
    </div>
  );
}
