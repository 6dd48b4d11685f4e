import { tidy } from "#src/conversation/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { lines } from "#src/hours/lines.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { checklist, counsellors } from "#src/queue/checklist.ts";
import { setOpening, waitingInAll } from "#src/queue/opening.ts";
import { rehearsalCode } from "#src/queue/rehearsal.ts";
import { newestSettingsChange, settingsChanges } from "#src/settings/changes.ts";
import { checkedSteps, type Opening, openings, type Sentences } from "#src/settings/definitions.ts";
import { settingMost } from "#src/settings/draft.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { givenLinks } from "#src/staff/given-links.ts";
import { OpenPage, type OpenProblem } from "#views/admin/open.tsx";
import { type C, fields, type Handle, type Helpline } from "../context.ts";
import { ownOrigin } from "../guards.ts";
import { page } from "../page.ts";
import { qrMatrix } from "../qr.ts";
import { changesInWords } from "../settings-words.ts";
import { staffFrame } from "../staff-frame.ts";
import { basedOn } from "../subject-form.ts";

/** GET /admin/open: the way to an open helpline; of an open one, how to close it for a while. */
export const openPage: Handle = (c, helpline) => {
  const newest = newestSettingsChange(helpline.db, "opening");
  const saved = c.req.query("saved") === undefined ? null : c.req.query("saved") === String(newest) ? newest : 0;
  return showOpening(c, helpline, { saved, stale: c.req.query("stale") === "1" });
};

/** POST /admin/open: opens the helpline, closes it for a while, or changes the note of a break. */
export const openOrClose: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await fields(c);
  const opening = openings.find((one) => one === form.opening && one !== "not_yet");
  if (!opening) throw new HelplineError("bad_input");
  const closedNote = notesOf(form, settings(db).closedNote);
  const typed = { closedNote, opening };
  const problems = Object.entries(closedNote).flatMap(([language, note]): OpenProblem[] =>
    note.length > settingMost ? [{ field: `note.${language as Language}`, problem: "note_long" }] : [],
  );
  const isMissing = checklist(db).some(({ done }) => !done);
  if (opening === "open" && settings(db).opening === "not_yet" && isMissing && form.anyway !== "yes") {
    problems.push({ field: "anyway", problem: "anyway_needed" });
  }
  if (problems.length > 0) return showOpening(c, helpline, { ...typed, problems });
  const chosen = { ...typed, basedOn: basedOn(form.based_on), waiting: waitingIn(form.waiting) };
  try {
    const saved = await db.change(`staff:${c.get("member").id}`, (tx, emit) => setOpening(tx, emit, chosen));
    return c.redirect(`/admin/open?saved=${saved}`, 303);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    if (error.code === "taken") return showOpening(c, helpline, { ...typed, seen: chosen.basedOn });
    return showOpening(c, helpline, { ...typed, refused: error });
  }
};

/** The notes of a form, by language; where it has none, those that stand. */
function notesOf(form: Record<string, string>, now: Sentences): Sentences {
  const notes: Sentences = {};
  for (const language of languages) {
    const note = tidy(form[`note.${language}`] ?? now[language] ?? "")
      .replace(/\s+/g, " ")
      .trim();
    if (note !== "") notes[language] = note;
  }
  return notes;
}

function waitingIn(text = ""): number {
  return /^\d{1,6}$/.test(text) ? Number(text) : 0;
}

/** POST /admin/open/checked: an admin says that a step is right as it is, or not done after all. */
export const checkStep: Handle = async (c, helpline) => {
  const { step, done } = await fields(c);
  const named = checkedSteps.find((one) => one === step);
  if (!named || (done !== "yes" && done !== "no")) throw new HelplineError("bad_input");
  await helpline.db.change(`staff:${c.get("member").id}`, (tx, emit) => {
    const before = settings(tx).checked.filter((one) => one !== named);
    const checked = done === "yes" ? [...before, named] : before;
    return setSettings(tx, emit, { subject: "checklist", values: { checked } });
  });
  return c.redirect(`/admin/open#${named}`, 303);
};

interface Shown {
  saved?: number | null;
  /** An undo came too late. */
  stale?: boolean;
  closedNote?: Sentences;
  opening?: Opening;
  problems?: OpenProblem[];
  refused?: HelplineError;
  /** A colleague was faster than a form that had seen changes up to this one. */
  seen?: number;
}

function showOpening(c: C, helpline: Helpline, shown: Shown): Response {
  const { db, clock, config } = helpline;
  const { saved = null, stale = false, problems = [], refused, seen } = shown;
  const frame = staffFrame(c, helpline);
  const set = settings(db);
  const changes = changesInWords(frame.t, db, settingsChanges(db, "opening"));
  const invited = givenLinks(db, clock.now()).filter(
    ({ roles, usedBy, forAlias }) => roles.includes("counsellor") && usedBy === null && forAlias === null,
  );
  const status = problems.length > 0 ? 422 : refused || seen !== undefined ? 409 : 200;
  return page(
    c,
    <OpenPage
      frame={frame}
      opening={set.opening}
      closedNote={shown.closedNote ?? set.closedNote}
      noteMost={settingMost}
      languages={set.languages}
      steps={checklist(db)}
      counsellors={{ n: counsellors(db), open: invited.length }}
      rehearsal={rehearsalLink(c, helpline)}
      files={{ key: config.masterKeyFile, folder: config.dataDir }}
      waiting={waitingInAll(db)}
      basedOn={newestSettingsChange(db, "opening")}
      saved={saved}
      stale={stale}
      problems={problems}
      refused={refused ? frame.t(refused.key, refused.values) : null}
      meanwhile={seen === undefined ? [] : changes.filter(({ id }) => id > seen)}
      taken={seen !== undefined}
      changes={changes}
      zone={lines(db)[0]!.timeZone}
    />,
    status,
  );
}

/** Where an admin writes as a young person; null without a master key. */
function rehearsalLink(c: C, { db, clock, config }: Helpline) {
  if (db.keyring.state() !== "ready") return null;
  const link = `${ownOrigin(c, config)}/?try=${rehearsalCode(db, clock.now())}`;
  const { hostname } = new URL(link);
  return { link, matrix: qrMatrix(link), isHere: /^(localhost|127\..*|\[::1\])$/.test(hostname) };
}
