import { HelplineError } from "#src/errors.ts";
import { unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language, languages } from "#src/i18n/i18n.ts";
import { detectors } from "#src/practice/detectors/detect.ts";
import { acts } from "#src/practice/scenario/scenario.ts";
import { problemsByField, type SheetProblem, typedRows } from "#src/practice/writing/fields.ts";
import type { ScenarioSheet } from "#src/practice/writing/sheet.ts";
import { scenarioIn } from "#src/practice/writing/sheet-read.ts";
import { nextSilence, playTried, type Tried, type TriedAgain, tryNext } from "#src/practice/writing/tried.ts";
import { conditionWords, effectWords, factWords } from "#src/practice/writing/words.ts";
import { aliasOf } from "#src/staff/staff.ts";
import {
  discardScenarioDraft,
  draftCheck,
  forgetCheck,
  type ScenarioDraft,
  saveScenarioDraft,
  scenarioDraft,
  takeOverDraft,
} from "#src/training/drafts.ts";
import { CheckingDraft, WriteScenario } from "#views/admin/practice/write.tsx";
import { draftFields, readWriteForm, withRows } from "./write-form.ts";

/** GET /admin/practice/write/:id: a draft, or how far its check is. */
export const draftPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const id = c.req.param("id") ?? "";
  const draft = scenarioDraft(db, id);
  const check = draftCheck(db, id);
  if (!draft && check?.isKept) return c.redirect("/admin/practice?done=taken_over", 303);
  if (!draft) throw new HelplineError("not_found");
  if (check?.version === draft.version && check.problems === null) {
    // Without a script the page must show the progress too.
    c.header("Refresh", "1");
    return page(c, <CheckingDraft frame={staffFrame(c, helpline)} id={id} played={check.played} most={check.most} />);
  }
  const wanted = c.req.query("language") ?? "";
  const language = isLanguage(wanted) ? wanted : languageFor(c, helpline, draft.sheet);
  return showDraft(c, helpline, { draft, sheet: draft.sheet, language, tried: [] });
};

function languageFor(c: C, helpline: Helpline, { languages }: ScenarioSheet): Language {
  const { language } = staffFrame(c, helpline).t;
  return languages.includes(language) ? language : languages[0]!;
}

const triedActs = ["say", "wait", "play", ...acts];

/** POST /admin/practice/write/:id: keeps what was typed, right or not, and does what was pressed. */
export const writeDraft: Handle = async (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const id = c.req.param("id") ?? "";
  const draft = scenarioDraft(db, id);
  if (!draft) throw new HelplineError("not_found");
  const given = await fields(c);
  const form = readWriteForm(given, draft.sheet);
  const { act: pressed = "" } = given;
  const sheet = withRows(form.sheet, pressed) ?? form.sheet;
  const isKnown = ["save", "take", "discard", "throw", "language", "restart", ...triedActs].includes(pressed);
  if (!isKnown && withRows(form.sheet, pressed) === null) throw new HelplineError("bad_input");
  const shown = { sheet, language: form.language, tried: form.tried, say: form.say };

  const saving = act(c, db, saveScenarioDraft, { member, id, version: form.version, sheet });
  const version = await unlessTaken(saving.catch(refusedAsTooBig));
  if (version === null) {
    const theirs = scenarioDraft(db, id);
    if (!theirs) throw new HelplineError("not_found");
    return showDraft(c, helpline, { ...shown, draft: theirs, isLate: true });
  }
  if (version === "too_big") return showDraft(c, helpline, { ...shown, draft, isTooBig: true });
  const saved = { ...draft, version, sheet };
  const opened = pressed.split(" ")[1] ?? null;

  if (pressed === "throw") {
    await act(c, db, discardScenarioDraft, { member, id, version });
    forgetCheck(db, id);
    return c.redirect("/admin/practice?done=discarded", 303);
  }
  if (pressed === "take") return take(c, helpline, saved, shown);
  if (pressed === "language" && isLanguage(given.to ?? "")) {
    return showDraft(c, helpline, { ...shown, draft: saved, language: given.to as Language });
  }
  if (pressed === "restart") return showDraft(c, helpline, { ...shown, draft: saved, tried: [] });
  if (triedActs.includes(pressed)) return showDraft(c, helpline, { ...shown, draft: saved, trying: pressed });
  return showDraft(c, helpline, {
    ...shown,
    draft: saved,
    isSaved: pressed === "save",
    asks: pressed === "discard",
    opened,
  });
};

function refusedAsTooBig(error: unknown): "too_big" {
  if (error instanceof HelplineError && error.code === "too_big") return "too_big";
  throw error;
}

function take(c: C, helpline: Helpline, draft: ScenarioDraft, shown: Typed): Response {
  const { db, report } = helpline;
  const { id, version, sheet } = draft;
  const read = scenarioIn(sheet);
  if ("problems" in read) return showDraft(c, helpline, { ...shown, draft, isRefused: true });
  const check = draftCheck(db, id);
  const isGoing = check?.version === version && check.problems === null;
  if (!isGoing) {
    const taking = takeOverDraft(db, { member: c.get("member"), id, version, scenario: read.scenario });
    taking.catch((error: unknown) => report("a draft of a scenario was not checked to its end", error));
  }
  return c.redirect(`/admin/practice/write/${encodeURIComponent(id)}?language=${shown.language}`, 303);
}

interface Typed {
  sheet: ScenarioSheet;
  language: Language;
  tried: readonly Tried[];
  say?: string;
}

interface Shown extends Typed {
  draft: ScenarioDraft;
  /** What was pressed to try it. */
  trying?: string;
  isLate?: boolean;
  isTooBig?: boolean;
  isSaved?: boolean;
  isRefused?: boolean;
  /** Whether it is to be discarded. */
  asks?: boolean;
  /** The list in which a row was added, moved or removed. */
  opened?: string | null;
}

function showDraft(c: C, helpline: Helpline, shown: Shown): Response {
  const { db } = helpline;
  const { draft, sheet, language, isLate = false, isTooBig = false, isRefused = false } = shown;
  const values = draftFields(sheet, language);
  const theirs = isLate
    ? [...draftFields(draft.sheet, language)].filter(([name, text]) => values.get(name) !== text)
    : [];
  const check = draftCheck(db, draft.id);
  const isChecked = check?.version === draft.version && !check.isKept && !isLate;
  const found = isChecked ? problemsByField(sheet, check.problems ?? []) : problemsIn(sheet);
  const trial = tryOut(shown);
  const rules = typedRows(sheet, "rules");
  return page(
    c,
    <WriteScenario
      frame={staffFrame(c, helpline)}
      id={draft.id}
      version={draft.version}
      sheet={sheet}
      language={language}
      languages={languages}
      values={values}
      problems={found}
      isRefused={isRefused || (isChecked && found.length > 0)}
      late={isLate ? { who: aliasOf(db, draft.staffId) ?? "", theirs: new Map(theirs) } : null}
      isTooBig={isTooBig}
      isSaved={shown.isSaved ?? false}
      asks={shown.asks ?? false}
      opened={shown.opened ?? null}
      trial={trial}
      fired={(trial.last?.fired ?? []).flatMap((index) => rules[index]?.key ?? [])}
      spoke={rules[trial.last?.spoke ?? -1]?.key ?? null}
      words={{ when: conditionWords, does: effectWords, how: factWords, detectors }}
    />,
    isLate ? 409 : isTooBig ? 413 : isRefused ? 422 : 200,
  );
}

function problemsIn(sheet: ScenarioSheet): SheetProblem[] {
  const read = scenarioIn(sheet);
  return "problems" in read ? read.problems : [];
}

/** Plays what was tried, if something was pressed for it; else it stands there as it was. */
function tryOut({ sheet, language, tried, say = "", trying, isLate }: Shown) {
  const read = scenarioIn(sheet);
  const starts = (sheet.words.starts[language] ?? "").split("\n").filter((line) => line.trim() !== "");
  const asWas = tried.map((one): Tried & Partial<TriedAgain> => one);
  const still = { starts, steps: asWas, say, isBlocked: false, isAgain: false, last: null };
  if ("problems" in read) return { ...still, isBlocked: true };
  if (trying === undefined || isLate) return still;
  const steps = played(read.scenario, language, tried, { trying, say });
  return { ...still, steps, isAgain: trying === "play", say: trying === "say" ? "" : say, last: steps.at(-1) ?? null };
}

function played(
  scenario: Parameters<typeof playTried>[0],
  language: Language,
  tried: readonly Tried[],
  { trying, say }: { trying: string; say: string },
): TriedAgain[] {
  const kind = acts.find((one) => one === trying);
  if (kind) return tryNext(scenario, language, tried, { kind });
  if (trying === "say" && say.trim() !== "") {
    return tryNext(scenario, language, tried, { kind: "message", text: say.trim() });
  }
  const seconds = trying === "wait" ? nextSilence(scenario, language, tried) : null;
  if (seconds !== null) return tryNext(scenario, language, tried, { kind: "silence", seconds });
  return playTried(scenario, language, tried);
}
