import type { Tx } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import type { Emit } from "#src/events.ts";
import { countries } from "#src/hours/holidays.ts";
import { lines } from "#src/hours/lines.ts";
import { languages } from "#src/i18n/i18n.ts";
import { newestSettingsChange, settingsChanges } from "#src/settings/changes.ts";
import type { Settings } from "#src/settings/definitions.ts";
import {
  type PlainSubject,
  plainSubjects,
  readSettingsDraft,
  type SettingsDraft,
  type SettingsProblem,
  settingsDraftOf,
} from "#src/settings/draft.ts";
import { emergencyMost, shippedEmergency } from "#src/settings/emergency.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { SubjectPage } from "#views/admin/subject.tsx";
import { heavy, staysLight, TooHeavy } from "../budget.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { type PreviewPage, preview, previewWish } from "../preview.tsx";
import { changesInWords } from "../settings-words.ts";
import { staffFrame } from "../staff-frame.ts";
import { readSubjectForm } from "../subject-form.ts";

/** GET /admin/settings/:subject */
export const subjectPage: Handle = (c, helpline) => {
  const subject = subjectOf(c);
  const draft = settingsDraftOf(settings(helpline.db));
  const newest = newestSettingsChange(helpline.db, subject);
  const saved = c.req.query("saved") === undefined ? null : c.req.query("saved") === String(newest) ? newest : 0;
  return showSubject(c, helpline, { subject, draft, basedOn: newest, saved, stale: c.req.query("stale") === "1" });
};

/** POST /admin/settings/:subject: all of it at once, or nothing with a sentence beside each field. */
export const saveSubject: Handle = async (c, helpline) => {
  const { db } = helpline;
  const subject = subjectOf(c);
  const form = await readSubjectForm(c);
  const shown = { subject, draft: form.draft, basedOn: form.basedOn, unsaved: true };
  if (form.action.includes("country")) return showSubject(c, helpline, { ...shown, moved: true });
  const { values, problems } = readSettingsDraft(subject, form.draft, settings(db));
  if (problems.length > 0) return showSubject(c, helpline, { ...shown, problems });
  try {
    const chosen = { subject, values, basedOn: form.basedOn };
    const saved = await db.change(`staff:${c.get("member").id}`, (tx, emit) =>
      staysLight(c, helpline, tx, () => setSettings(tx, emit, chosen)),
    );
    return c.redirect(`/admin/settings/${subject}?saved=${saved}`, 303);
  } catch (error) {
    if (error instanceof TooHeavy) return showSubject(c, helpline, { ...shown, refused: heavy(error) });
    if (!(error instanceof HelplineError) || error.code !== "taken") throw error;
    return showSubject(c, helpline, {
      ...shown,
      taken: true,
      basedOn: newestSettingsChange(db, subject),
      seen: form.basedOn,
    });
  }
};

/** GET and POST /admin/settings/:subject/preview: the young person's page as it is, or as the form would make it. */
export const previewSubject: Handle = async (c, helpline) => {
  const subject = subjectOf(c);
  const form = c.req.method === "POST" ? await readSubjectForm(c) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, usualPage[subject]);
  return preview(c, helpline, form ? whatStands(subject, form.draft) : () => {}, wish);
};

const usualPage: Record<PlainSubject, PreviewPage> = {
  helpline: "open",
  emergency: "closed",
  languages: "open",
  chats: "how",
  keeping: "how",
};

/** While something cannot stand yet, the rest of the form is looked at without it. */
function whatStands(subject: PlainSubject, draft: SettingsDraft) {
  return (tx: Tx, emit: Emit) => {
    const now = settings(tx);
    const { values, problems } = readSettingsDraft(subject, draft, now);
    const wrong = new Set(problems.map(({ field }) => field.split(".")[0]));
    const standing = Object.entries(values).filter(([name]) => !wrong.has(name));
    setSettings(tx, emit, { subject, values: Object.fromEntries(standing) as Partial<Settings> });
  };
}

/** The plain subject that an address names. Throws `not_found` for any other. */
function subjectOf(c: C): PlainSubject {
  const found = plainSubjects.find((one) => one === c.req.param("subject"));
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown {
  subject: PlainSubject;
  draft: SettingsDraft;
  basedOn: number;
  problems?: SettingsProblem[];
  /** The change that was just made, 0 for none that was different; null when nothing was saved. */
  saved?: number | null;
  unsaved?: boolean;
  /** A row was added or taken away: nothing is refused. */
  moved?: boolean;
  /** A colleague was faster than a form that had seen changes up to `seen`. */
  taken?: boolean;
  refused?: HelplineError;
  /** An undo came too late. */
  stale?: boolean;
  seen?: number;
}

function showSubject(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { subject, draft, problems = [], saved = null, taken = false, seen = 0 } = shown;
  const frame = staffFrame(c, helpline);
  const changes = changesInWords(frame.t, db, settingsChanges(db, subject));
  return page(
    c,
    <SubjectPage
      frame={frame}
      subject={subject}
      draft={draft}
      basedOn={shown.basedOn}
      problems={problems}
      saved={saved}
      unsaved={shown.unsaved ?? false}
      taken={taken}
      stale={shown.stale ?? false}
      refused={shown.refused ? frame.t(shown.refused.key, shown.refused.values) : null}
      meanwhile={taken ? changes.filter(({ id }) => id > seen) : []}
      changes={changes}
      choices={{ languages, countries: countryChoices, shipped: shippedEmergency, countriesMost: emergencyMost }}
      zone={lines(db)[0]!.timeZone}
      offered={settings(db).languages}
    />,
    problems.length > 0 || shown.refused ? 422 : taken ? 409 : 200,
  );
}

/** Every country whose holidays are known is one that a helpline may serve. */
const countryChoices = [...new Set([...shippedEmergency.map(({ country }) => country), ...countries])];
