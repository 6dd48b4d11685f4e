import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline, multipart } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { ScenarioProblem } from "#src/practice/scenario/shape.ts";
import { settings } from "#src/settings/settings.ts";
import { beginDraft, scenarioDrafts } from "#src/training/drafts.ts";
import {
  keepScenario,
  keptScenario,
  keptScenarios,
  maxScenarioFile,
  offerScenario,
  readScenarioFile,
  removeScenario,
} from "#src/training/scenarios.ts";
import { PracticeAdmin } from "#views/admin/practice/practice.tsx";

/** GET /admin/practice: the scenarios that can be practised. */
export const practiceAdmin: Handle = (c, helpline) => showScenarios(c, helpline);

function showScenarios(c: C, helpline: Helpline, problems: ScenarioProblem[] = []) {
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const scenarios = keptScenarios(helpline.db).map(({ scenario, own, off }) => {
    const { id, names, reviewed } = scenario;
    return { id, name: names[t.language] ?? Object.values(names)[0] ?? id, own, off, reviewed };
  });
  const drafts = scenarioDrafts(helpline.db).map(({ id, sheet: { words } }) => {
    return { id, name: words.names[t.language] ?? Object.values(words.names)[0] ?? id };
  });
  const done = doneWords.find((one) => one === c.req.query("done"));
  return page(
    c,
    <PracticeAdmin
      frame={frame}
      scenarios={scenarios}
      drafts={drafts}
      problems={problems}
      done={done ? t(`admin.practice.done.${done}`) : null}
    />,
    problems.length > 0 ? 422 : 200,
  );
}

const doneWords = ["kept", "removed", "off", "on", "taken_over", "discarded"] as const;

/** POST /admin/practice: begins to write one, brings a file, offers a scenario or not, or removes one of the helpline's own. */
export const changePractice: Handle = async (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const isFile = /^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "");
  if (isFile) return bring(c, helpline);
  const { id = "", act: what } = await fields(c);
  if (what === "copy" || what === "change") return write(c, helpline, { from: id, isCopy: what === "copy" });
  if (what === "remove") await act(c, db, removeScenario, { member, id });
  else if (what === "on" || what === "off") await act(c, db, offerScenario, { member, id, offered: what === "on" });
  else throw new HelplineError("bad_input");
  return c.redirect(`/admin/practice?done=${what === "remove" ? "removed" : what}`, 303);
};

async function write(c: C, { db }: Helpline, from: { from: string; isCopy: boolean }) {
  const id = await act(c, db, beginDraft, { member: c.get("member"), by: settings(db).name, ...from });
  return c.redirect(`/admin/practice/write/${encodeURIComponent(id)}`, 303);
}

async function bring(c: C, helpline: Helpline) {
  const form = await multipart(c);
  const file: unknown = form.get("file");
  const text = file instanceof File && file.size <= maxScenarioFile ? await file.text() : "";
  const read = await readScenarioFile(text);
  if ("problems" in read) return showScenarios(c, helpline, read.problems);
  await act(c, helpline.db, keepScenario, { member: c.get("member"), scenario: read.scenario });
  return c.redirect("/admin/practice?done=kept", 303);
}

/** GET /admin/practice/:name: a scenario as a file. */
export const scenarioFile: Handle = (c, helpline) => {
  const found = keptScenario(helpline.db, c.req.param("name") ?? "");
  if (!found) throw new HelplineError("not_found");
  return c.body(`${JSON.stringify(found.scenario, null, 2)}\n`, 200, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": `attachment; filename="${found.scenario.id}.practice.json"`,
  });
};
