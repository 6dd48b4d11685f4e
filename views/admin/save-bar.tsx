import type { Child } from "hono/jsx";
import type { Translate } from "#src/i18n/i18n.ts";
import { Saved } from "#views/parts/told/saved.tsx";

interface SaveBarProps {
  t: Translate;
  /** Change just made; 0 = nothing differed, null = nothing saved. */
  saved: number | null;
  unsaved: boolean;
  label?: string;
  words?: string;
  undo?: boolean;
  children?: Child;
}

/** Save, its result, and the way back, side by side. */
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
