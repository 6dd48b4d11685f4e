import type { Tx } from "#src/db/db.ts";
import type { Emit } from "#src/events.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { savedOf } from "#src/http/frame/history.ts";
import { preview, previewWish } from "#src/http/frame/preview.tsx";
import type { Handle, Helpline } from "#src/http/server/context.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { currentTexts, setTexts, type TextName } from "#src/settings/texts/texts.ts";
import { textsAddress } from "#views/admin/texts/texts-place.ts";
import { chosen, readTextsForm, readTextsPlace, type TextsForm, textProblems, touched } from "./texts-form.ts";
import { previewOf, showTexts } from "./texts-shown.tsx";

/** GET /admin/texts: the texts of `?language=fr&group=door`, or those found by `q`. */
export const textsPage: Handle = (c, helpline) => {
  const place = readTextsPlace(c.req.query(), helpline.db);
  return showTexts(c, helpline, { place, saved: savedOf(c, settingsHistory.newest(helpline.db, "texts")) });
};

/** POST /admin/texts: saves all changed texts or none; or resets one, or keeps it although the standard changed. */
export const saveTexts: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await readTextsForm(c, db);
  const typed = touched(db, form);
  const single = singleOf(form, currentTexts(db));
  const problems = single ? new Map() : textProblems(helpline, form.language, typed);
  const shown = { place: form, basedOn: form.basedOn, typed };
  if (problems.size > 0) return showTexts(c, helpline, { ...shown, problems });
  const texts = single ?? chosen(form.language, typed);
  const saved = await changeSubject(c, helpline, "texts", { seen: form.basedOn }, (tx, emit) =>
    setTexts(tx, emit, { texts, basedOn: form.basedOn }),
  );
  if (typeof saved !== "number") return showTexts(c, helpline, { ...shown, ...saved });
  const left = single ? withoutNamed(typed, form, texts) : new Map<Key, string>();
  if (left.size === 0) return c.redirect(textsAddress(form, { saved: String(saved) }), 303);
  return showTexts(c, helpline, { place: form, typed: left, saved });
};

/** GET and POST /admin/texts/preview: a young person's page as it is, or as the form would make it. */
export const previewTexts: Handle = async (c, helpline) => {
  if (c.req.method === "GET") {
    const { group, language } = readTextsPlace(c.req.query(), helpline.db);
    const wish = previewWish({ preview_language: language, ...c.req.query() }, helpline, previewOf(group));
    return preview(c, helpline, () => {}, wish);
  }
  const form = await readTextsForm(c, helpline.db);
  const wish = previewWish({ preview_language: form.language, ...form.wish }, helpline, previewOf(form.group));
  return preview(c, helpline, whatStands(helpline, form), wish);
};

/** Texts that cannot stand yet are left out of the preview. */
function whatStands(helpline: Helpline, form: TextsForm) {
  return (tx: Tx, emit: Emit) => {
    const typed = touched(tx, form);
    for (const key of textProblems(helpline, form.language, typed).keys()) typed.delete(key);
    setTexts(tx, emit, { texts: chosen(form.language, typed) });
  };
}

function singleOf({ action }: TextsForm, own: Record<string, string>): Record<TextName, string | null> | null {
  const [verb = "", ...rest] = action.split(" ");
  if (verb !== "reset" && verb !== "keep") return null;
  const name = rest.join(" ") as TextName;
  if (verb === "reset") return { [name]: null };
  return Object.hasOwn(own, name) ? { [name]: own[name]! } : {};
}

function withoutNamed(typed: Map<Key, string>, { language }: TextsForm, texts: Record<TextName, unknown>) {
  return new Map([...typed].filter(([key]) => !Object.hasOwn(texts, `${language} ${key}`)));
}
