import { homeZone } from "#src/hours/lines.ts";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { changesInWords } from "#src/http/admin/subjects/settings-words.ts";
import { basedOnNow, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { preview, previewLanguages, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import { faceColours, faceOf, faceShapes } from "#src/settings/look/look.ts";
import { type LookDraft, type LookProblem, lookDraftOf, readLookDraft } from "#src/settings/look/look-draft.ts";
import { themeNames, themes, variables } from "#src/settings/look/themes.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { Look } from "#views/admin/look/look.tsx";
import { type LogoRefusal, readLookForm } from "./look-form.ts";

/** GET /admin/look */
export const lookPage: Handle = (c, helpline) =>
  showLook(c, helpline, { saved: savedOf(c, settingsHistory.newest(helpline.db, "look")) });

/** POST /admin/look: all of it at once, or nothing with a sentence beside each field. */
export const saveLook: Handle = async (c, helpline) => {
  const form = await readLookForm(c, helpline);
  const { draft, logoProblem, basedOn } = form;
  const shown = { draft, basedOn, unsaved: true };
  if (form.action.startsWith("start ")) return showLook(c, helpline, shown);
  const { values, problems } = readLookDraft(draft);
  if (problems.length > 0 || logoProblem) return showLook(c, helpline, { ...shown, problems, logoProblem });
  const chosen = { subject: "look", values, basedOn } as const;
  const saved = await changeSubject(c, helpline, "look", { seen: basedOn }, (tx, emit) =>
    setSettings(tx, emit, chosen),
  );
  if (typeof saved !== "number") return showLook(c, helpline, { ...shown, ...saved });
  return c.redirect(`/admin/look?saved=${saved}`, 303);
};

/** GET and POST /admin/look/preview: a young person's page as it is, or as the form would make it. */
export const previewLook: Handle = async (c, helpline) => {
  const form = c.req.method === "POST" ? await readLookForm(c, helpline) : null;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, "open");
  return preview(
    c,
    helpline,
    // Colours that cannot be read are not shown either: they could not be saved.
    (tx, emit) => form && setSettings(tx, emit, { subject: "look", values: readLookDraft(form.draft).values }),
    wish,
  );
};

interface Shown extends NotDone {
  /** What was chosen; else what is set. */
  draft?: LookDraft;
  /** What the form had seen; whoever has been told of newer changes has seen those. */
  basedOn?: number;
  problems?: LookProblem[];
  logoProblem?: LogoRefusal | null;
  /** The change that was just made, 0 when nothing was different; null when nothing was saved. */
  saved?: number | null;
  unsaved?: boolean;
}

/** The page of the look, with what was chosen where it could not be saved. */
export function showLook(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { problems = [], logoProblem = null, refused } = shown;
  const frame = staffFrame(c, helpline);
  const set = settings(db);
  const { draft = lookDraftOf(set) } = shown;
  const changes = changesInWords(frame.t, db, settingsHistory.latest(db, "look"));
  const late = lateOf(shown.late, changes);
  return page(
    c,
    <Look
      frame={frame}
      draft={draft}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "look"))}
      problems={problems}
      logoProblem={logoProblem}
      logoIsNew={draft.logo?.png !== set.logo?.png}
      saved={shown.saved ?? null}
      unsaved={shown.unsaved ?? false}
      late={late}
      refused={refused ? frame.t(refused.key, refused.values) : null}
      changes={changes}
      zone={homeZone(db)}
      offered={previewLanguages(set)}
      choices={{
        themes: themeNames.map((name) => ({ name, theme: themes[name] })),
        variables,
        faces: faceShapes,
        faceColours: faceColours.map((name) => ({ name, fill: faceOf({ face: "round", faceColour: name }).fill })),
      }}
    />,
    statusOf(problems.length > 0 || logoProblem !== null || refused !== undefined, late),
  );
}
