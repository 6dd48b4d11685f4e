import { restoredNote } from "#src/backup/restored.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { drillState } from "#src/http/admin/backup/backup.tsx";
import { changeSubject } from "#src/http/admin/subjects/settings-change.ts";
import { changesInWords } from "#src/http/admin/subjects/settings-words.ts";
import { idOf, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { scanned } from "#src/http/frame/qr.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import { type Language, languages } from "#src/i18n/i18n.ts";
import { withoutMisleading } from "#src/i18n/seen.ts";
import { lineDoors } from "#src/queue/door/doors.ts";
import { advice, checklist, countCounsellors, leadMissing } from "#src/queue/line/checklist.ts";
import { setOpening, waitingInAll } from "#src/queue/line/opening.ts";
import { rehearsalCode } from "#src/queue/line/rehearsal.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import {
  checkedSteps,
  maxSetting,
  type Opening,
  openings,
  type Sentences,
  type Settings,
} from "#src/settings/definitions.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { givenLinks } from "#src/staff/accounts/given-links.ts";
import { OpenPage, type OpenProblem } from "#views/admin/hours/open.tsx";

/** GET /admin/open: the steps to an open helpline; once it is open, how to close it for a while. */
export const openPage: Handle = (c, helpline) =>
  showOpening(c, helpline, { saved: savedOf(c, settingsHistory.newest(helpline.db, "opening")) });

/** POST /admin/open: opens the helpline, closes it for a while, or changes the note of a break. */
export const openOrClose: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await fields(c);
  const opening = openings.find((one) => one === form.opening && one !== "not_yet");
  if (!opening) throw new HelplineError("bad_input");
  const closedNote = notesOf(form, settings(db).closedNote);
  const typed = { closedNote, opening };
  const problems = Object.entries(closedNote).flatMap(([language, note]): OpenProblem[] =>
    note.length > maxSetting ? [{ field: `note.${language as Language}`, problem: "note_long" }] : [],
  );
  const isMissing = checklist(db, hasCopy(helpline)).some(({ done }) => !done);
  if (opening === "open" && settings(db).opening === "not_yet" && isMissing && form.anyway !== "yes") {
    problems.push({ field: "anyway", problem: "anyway_needed" });
  }
  if (problems.length > 0) return showOpening(c, helpline, { ...typed, problems });
  const basedOn = idOf(form.based_on);
  const chosen = { ...typed, basedOn, waiting: Math.max(0, idOf(form.waiting)) };
  const saved = await changeSubject(c, helpline, "opening", { seen: basedOn }, (tx, emit) =>
    setOpening(tx, emit, chosen),
  );
  if (typeof saved !== "number") return showOpening(c, helpline, { ...typed, ...saved });
  return c.redirect(`/admin/open?saved=${saved}`, 303);
};

function notesOf(form: Record<string, string>, now: Sentences): Sentences {
  const notes: Sentences = {};
  for (const language of languages) {
    const note = withoutMisleading(form[`note.${language}`] ?? now[language] ?? "")
      .replace(/\s+/g, " ")
      .trim();
    if (note !== "") notes[language] = note;
  }
  return notes;
}

/** POST /admin/open/checked: an admin says that a step is right as it is, or not done after all. */
export const checkStep: Handle = async (c, helpline) => {
  const { step, done } = await fields(c);
  const named = checkedSteps.find((one) => one === step);
  if (!named || (done !== "yes" && done !== "no")) throw new HelplineError("bad_input");
  await act(c, helpline.db, (tx, emit) => {
    const before = settings(tx).checked.filter((one) => one !== named);
    const checked = done === "yes" ? [...before, named] : before;
    return setSettings(tx, emit, { subject: "checklist", values: { checked } });
  });
  return c.redirect(`/admin/open#${named}`, 303);
};

interface Shown extends NotDone {
  saved?: number | null;
  closedNote?: Sentences;
  opening?: Opening;
  problems?: OpenProblem[];
}

/** Shows the page of the opening, with what was typed if it could not be saved. */
export function showOpening(c: C, helpline: Helpline, shown: Shown): Response {
  const { db, clock } = helpline;
  const { saved = null, problems = [], refused } = shown;
  const frame = staffFrame(c, helpline);
  const set = settings(db);
  const changes = changesInWords(frame.t, db, settingsHistory.latest(db, "opening"));
  const late = lateOf(shown.late, changes);
  const invited = givenLinks(db, clock.now()).filter(
    ({ roles, usedBy, forAlias }) => roles.includes("counsellor") && usedBy === null && forAlias === null,
  );
  // A refusal because people came to wait meanwhile is a conflict too.
  const status = refused && problems.length === 0 ? 409 : statusOf(problems.length > 0, late);
  return page(
    c,
    <OpenPage
      frame={frame}
      opening={set.opening}
      closedNote={shown.closedNote ?? set.closedNote}
      isRestored={isRestored(set)}
      maxNote={maxSetting}
      languages={set.languages}
      steps={checklist(db, hasCopy(helpline))}
      advice={advice}
      counsellors={{ n: countCounsellors(db), open: invited.length }}
      lead={leadMissing(db)}
      rehearsal={rehearsalLink(c, helpline)}
      drill={drillState(frame.t, helpline)}
      waiting={waitingInAll(db)}
      byHand={closedByHand(helpline)}
      basedOn={settingsHistory.newest(db, "opening")}
      saved={saved}
      problems={problems}
      refused={refused ? frame.t(refused.key, refused.values) : null}
      late={late}
      changes={changes}
      zone={homeZone(db)}
    />,
    status,
  );
}

/** Closed by a restore, and not looked at since: whoever closed it by hand wrote another note, or none. */
function isRestored({ opening, closedNote }: Settings): boolean {
  const notes = Object.values(restoredNote());
  return opening === "break" && Object.values(closedNote).some((note) => notes.includes(note));
}

const hasCopy = ({ backups }: Helpline) => backups.last() !== null;

function closedByHand({ db, clock }: Helpline): string[] {
  const shut = lineDoors(db, clock.now()).filter(({ door }) => /^(closed|paused)_by_hand$/.test(door.reason));
  return shut.map(({ line }) => line.name);
}

function rehearsalLink(c: C, { db, clock, config }: Helpline) {
  if (db.keyring.state() !== "ready") return "no_key" as const;
  if (settings(db).opening === "open") return "is_open" as const;
  return scanned(`${ownOrigin(c, config)}/?try=${rehearsalCode(db, clock.now())}`);
}
