import { readClientId } from "#src/conversation/messages/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, fields, type Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, type Language, type Translate } from "#src/i18n/i18n.ts";
import { isReviewed, type Scenario, scenarioThemes } from "#src/practice/scenario/scenario.ts";
import { may } from "#src/staff/permissions.ts";
import { aliasOf } from "#src/staff/staff.ts";
import { handedIn, type Practice, practicesOf, practiceWays, scenarioOf } from "#src/training/practice-chat.ts";
import { practiceKeptDays, startPractice } from "#src/training/practising.ts";
import { keptScenarios } from "#src/training/scenarios.ts";
import { type PracticeRow, Practices, type ScenarioRow } from "#views/counsellor/practice/practices.tsx";

/** GET /staff/practice: what there is to practise, and what was begun. */
export const practicesPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const rowOf = (one: Practice, alias: string | null = null): PracticeRow[] => {
    const scenario = scenarioOf(db, one);
    const day = t.dateTime(one.startedAt, homeZone(db));
    return scenario ? [{ id: one.id, name: scenarioName(t, scenario), day, way: one.way, alias }] : [];
  };
  const own = practicesOf(db, member.id);
  const offered = keptScenarios(db).flatMap(({ scenario, off }) => (off ? [] : [scenario]));
  const review = may(member, "practice.review");
  return page(
    c,
    <Practices
      frame={frame}
      themes={scenarioThemes.map((theme) => ({
        theme,
        scenarios: offered
          .filter((one) => one.theme === theme)
          .sort((a, b) => a.level - b.level)
          .map((one) => scenarioRow(t, one)),
      }))}
      open={own.filter(({ endedAt }) => endedAt === null).flatMap((one) => rowOf(one))}
      past={own.filter(({ endedAt }) => endedAt !== null).flatMap((one) => rowOf(one))}
      handedIn={review ? handedIn(db).flatMap((one) => rowOf(one, aliasOf(db, one.staffId))) : null}
      days={practiceKeptDays}
    />,
  );
};

/** Returns a scenario as lists show it. */
export function scenarioRow(t: Translate, scenario: Scenario): ScenarioRow {
  const { id, level, minutes } = scenario;
  return {
    id,
    name: scenarioName(t, scenario),
    ages: scenario.for.ages,
    minutes,
    level,
    reviewed: isReviewed(scenario),
  };
}

/** Returns its name in the reader's language, else in the first it has. */
export function scenarioName(t: Translate, { id, names }: Scenario): string {
  return names[t.language] ?? Object.values(names)[0] ?? id;
}

/** POST /staff/practice: begins one. */
export const beginPractice: Handle = async (c, helpline) => {
  const { start_id, scenario = "", language = "", way } = await fields(c);
  const startId = readClientId(start_id);
  const chosen = practiceWays.find((one) => one === way);
  if (!chosen || !isLanguage(language)) throw new HelplineError("bad_input");
  const input = { member: c.get("member"), startId, scenario, language: language as Language, way: chosen };
  const id = await act(c, helpline.db, startPractice, input);
  return c.redirect(`/staff/practice/${id}`, 303);
};
