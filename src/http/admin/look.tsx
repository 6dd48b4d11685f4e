import { lines } from "#src/hours/lines.ts";
import { newestSettingsChange, settingsChanges } from "#src/settings/changes.ts";
import { faceColours, faceOf, faceShapes } from "#src/settings/look.ts";
import { type LookDraft, type LookProblem, lookDraftOf, readLookDraft } from "#src/settings/look-draft.ts";
import type { LogoProblem } from "#src/settings/png-check.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { themeNames, themes, variables } from "#src/settings/themes.ts";
import { Look } from "#views/admin/look.tsx";
import { staysLight, TooHeavy } from "../budget.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page } from "../page.ts";
import { preview, previewWish } from "../preview.tsx";
import { changesInWords } from "../settings-words.ts";
import { staffFrame } from "../staff-frame.ts";
import { unlessTaken } from "./history.ts";
import { readLookForm } from "./look-form.ts";

/** GET /admin/look */
export const lookPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const newest = newestSettingsChange(db, "look");
  const asked = c.req.query("saved");
  const saved = asked === undefined ? null : asked === String(newest) ? newest : 0;
  return showLook(c, helpline, {
    draft: lookDraftOf(settings(db)),
    basedOn: newest,
    saved,
    stale: c.req.query("stale") === "1",
  });
};

/** POST /admin/look: all of it at once, or nothing with a sentence beside each field. */
export const saveLook: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await readLookForm(c, settings(db).logo);
  const { draft, logoProblem, basedOn } = form;
  const shown = { draft, basedOn, unsaved: true };
  if (form.action.startsWith("start ")) return showLook(c, helpline, shown);
  const { values, problems } = readLookDraft(draft);
  if (problems.length > 0 || logoProblem) return showLook(c, helpline, { ...shown, problems, logoProblem });
  const chosen = { subject: "look", values, basedOn } as const;
  try {
    const saved = await unlessTaken(
      db.change(`staff:${c.get("member").id}`, (tx, emit) =>
        staysLight(c, helpline, tx, () => setSettings(tx, emit, chosen)),
      ),
    );
    if (saved !== null) return c.redirect(`/admin/look?saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof TooHeavy)) throw error;
    return showLook(c, helpline, { ...shown, logoProblem: "too_heavy" });
  }
  const newest = newestSettingsChange(db, "look");
  return showLook(c, helpline, { ...shown, basedOn: newest, taken: true, seen: basedOn });
};

/** GET and POST /admin/look/preview: a young person's page as it is, or as the form would make it. */
export const previewLook: Handle = async (c, helpline) => {
  const form = c.req.method === "POST" ? await readLookForm(c, settings(helpline.db).logo) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, "open");
  return preview(
    c,
    helpline,
    // Colours that cannot be read are not shown either: they could not be saved.
    (tx, emit) => form && setSettings(tx, emit, { subject: "look", values: readLookDraft(form.draft).values }),
    wish,
  );
};

interface Shown {
  draft: LookDraft;
  basedOn: number;
  problems?: LookProblem[];
  logoProblem?: LogoProblem | "too_heavy" | null;
  /** The change that was just made, 0 for none that was different; null when nothing was saved. */
  saved?: number | null;
  unsaved?: boolean;
  /** An undo came too late. */
  stale?: boolean;
  /** A colleague was faster than a form that had seen changes up to `seen`. */
  taken?: boolean;
  seen?: number;
}

function showLook(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { problems = [], logoProblem = null, taken = false, seen = 0 } = shown;
  const frame = staffFrame(c, helpline);
  const set = settings(db);
  const changes = changesInWords(frame.t, db, settingsChanges(db, "look"));
  return page(
    c,
    <Look
      frame={frame}
      draft={shown.draft}
      basedOn={shown.basedOn}
      problems={problems}
      logoProblem={logoProblem}
      logoIsNew={shown.draft.logo?.png !== set.logo?.png}
      saved={shown.saved ?? null}
      unsaved={shown.unsaved ?? false}
      taken={taken}
      stale={shown.stale ?? false}
      meanwhile={taken ? changes.filter(({ id }) => id > seen) : []}
      changes={changes}
      zone={lines(db)[0]!.timeZone}
      offered={set.languages}
      choices={{
        themes: themeNames.map((name) => ({ name, theme: themes[name] })),
        variables,
        faces: faceShapes,
        faceColours: faceColours.map((name) => ({ name, fill: faceOf({ face: "round", faceColour: name }).fill })),
      }}
    />,
    problems.length > 0 || logoProblem ? 422 : taken ? 409 : 200,
  );
}
