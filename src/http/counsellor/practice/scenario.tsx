import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { practiceLines } from "#src/live/console/practice-data.tsx";
import { goodWay } from "#src/practice/readings.ts";
import type { Scenario, Texts } from "#src/practice/scenario/scenario.ts";
import { may } from "#src/staff/permissions.ts";
import { keptScenario } from "#src/training/scenarios.ts";
import { PracticeReading, ScenarioPage } from "#views/counsellor/practice/scenario.tsx";
import { scenarioName, scenarioRow } from "./practices.tsx";

/** GET /staff/practice/scenario/:name: what it is about; with `?stop=2` one chat to read, up to its third answer. */
export const scenarioPage: Handle = (c, helpline) => {
  const found = keptScenario(helpline.db, c.req.param("name") ?? "");
  if (!found || (found.off && !may(c.get("member"), "practice.set"))) throw new HelplineError("not_found");
  const stop = c.req.query("stop");
  return stop === undefined
    ? showScenario(c, helpline, found.scenario)
    : showReading(c, helpline, found.scenario, stop);
};

function showScenario(c: C, helpline: Helpline, scenario: Scenario) {
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const inOwn = <T,>(texts: Texts<T>) => texts[t.language] ?? Object.values(texts)[0];
  return page(
    c,
    <ScenarioPage
      frame={frame}
      scenario={scenarioRow(t, scenario)}
      warns={inOwn<string[]>(scenario.warns) ?? []}
      goals={inOwn<string[]>(scenario.goals) ?? []}
      languages={scenario.for.languages}
      startId={newClientId()}
      hasReading={goodWay(scenario) !== null}
    />,
  );
}

function showReading(c: C, helpline: Helpline, scenario: Scenario, asked: string) {
  const reading = goodWay(scenario);
  if (!reading || !/^\d{1,3}$/.test(asked)) throw new HelplineError("not_found");
  const frame = staffFrame(c, helpline);
  const { language, steps } = reading;
  const stop = Math.min(Number(asked), steps.length);
  const entries = steps.slice(0, stop).map((step) => ({ clientId: "", at: 0, kind: "step" as const, step }));
  return page(
    c,
    <PracticeReading
      frame={frame}
      id={scenario.id}
      name={scenarioName(frame.t, scenario)}
      language={language}
      lines={practiceLines(frame.t, scenario, { language }, entries)}
      stop={stop}
      goesOn={stop < steps.length}
      debrief={scenario.debrief[language] ?? null}
    />,
  );
}
