import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import type { Key } from "#src/i18n/i18n.ts";
import { newestSettingsChange } from "#src/settings/changes.ts";
import { currentTexts, setTexts, type TextName } from "#src/settings/texts.ts";
import { textsAddress } from "#views/admin/texts-place.ts";
import { landingMost, staysLight, TooHeavy } from "../budget.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { preview, previewWish } from "../preview.tsx";
import { chosen, problemsOf, readPlace, readTextsForm, type TextsForm, touched } from "../texts-form.ts";
import { previewOf, showTexts } from "../texts-shown.tsx";

/** GET /admin/texts?language=fr&group=door, or with `q` what is searched for */
export const textsPage: Handle = (c, helpline) => {
  const place = readPlace(c.req.query(), helpline.db);
  const newest = newestSettingsChange(helpline.db, "texts");
  const said = c.req.query("saved");
  const saved = said === undefined ? null : said === String(newest) ? newest : 0;
  return showTexts(c, helpline, { place, basedOn: newest, saved, stale: c.req.query("stale") === "1" });
};

/** POST /admin/texts: what was changed of it, all or nothing; or one text as shipped again, or kept although that changed. */
export const saveTexts: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await readTextsForm(c, db);
  const typed = touched(db, form);
  const single = singleOf(form, currentTexts(db));
  const problems = single ? new Map() : problemsOf(form.language, typed);
  if (problems.size > 0) return showTexts(c, helpline, { place: form, basedOn: form.basedOn, typed, problems });
  const texts = single ?? chosen(form.language, typed);
  try {
    const saved = await db.change(`staff:${c.get("member").id}`, (tx, emit) =>
      staysLight(c, helpline, tx, () => setTexts(tx, emit, { texts, basedOn: form.basedOn })),
    );
    const left = single ? withoutNamed(typed, form, texts) : new Map<Key, string>();
    if (left.size === 0) return c.redirect(textsAddress(form, { saved: String(saved) }), 303);
    return showTexts(c, helpline, { place: form, basedOn: newestSettingsChange(db, "texts"), typed: left, saved });
  } catch (error) {
    return notSaved(c, helpline, form, typed, error);
  }
};

/** GET and POST /admin/texts/preview: a young person's page as it is, or as the form would make it. */
export const previewTexts: Handle = async (c, helpline) => {
  if (c.req.method === "GET") {
    const { group, language } = readPlace(c.req.query(), helpline.db);
    const wish = previewWish({ preview_language: language, ...c.req.query() }, helpline, previewOf(group));
    return preview(c, helpline, () => {}, wish);
  }
  const form = await readTextsForm(c, helpline.db);
  const wish = previewWish({ preview_language: form.language, ...form.wish }, helpline, previewOf(form.group));
  return preview(c, helpline, whatStands(form), wish);
};

/** While a text cannot stand yet, the others are looked at without it. */
function whatStands(form: TextsForm) {
  return (tx: Tx, emit: Emit) => {
    const typed = touched(tx, form);
    for (const key of problemsOf(form.language, typed).keys()) typed.delete(key);
    setTexts(tx, emit, { texts: chosen(form.language, typed) });
  };
}

/** What the button beside one text asks for: as shipped again, or ours to stay; null for Save. */
function singleOf({ action }: TextsForm, own: Record<string, string>): Record<TextName, string | null> | null {
  const [verb = "", ...rest] = action.split(" ");
  if (verb !== "reset" && verb !== "keep") return null;
  const name = rest.join(" ") as TextName;
  if (verb === "reset") return { [name]: null };
  const text = own[name];
  return text === undefined ? {} : { [name]: text };
}

/** What was typed beside a text that has just been set by its button. */
function withoutNamed(typed: Map<Key, string>, { language }: TextsForm, texts: Record<TextName, unknown>) {
  return new Map([...typed].filter(([key]) => !Object.hasOwn(texts, `${language} ${key}`)));
}

/** What was typed comes back, with what a colleague did meanwhile as its base: whoever saves again has been told. */
function notSaved(c: C, helpline: Helpline, form: TextsForm, typed: Map<Key, string>, error: unknown) {
  if (error instanceof TooHeavy) {
    const heavy = { bytes: error.bytes, most: landingMost };
    return showTexts(c, helpline, { place: form, basedOn: form.basedOn, typed, heavy });
  }
  if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
  const newest = newestSettingsChange(helpline.db, "texts");
  return showTexts(c, helpline, { place: form, basedOn: newest, typed, taken: { seen: form.basedOn } });
}
