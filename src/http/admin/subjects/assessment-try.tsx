import { askedBy } from "#src/directory/assessment/asked.ts";
import { offeredIn, propose, readAnswers, regionChoices, topicsAsked } from "#src/directory/assessment/assessment.ts";
import { maxSuggestions } from "#src/directory/assessment/assessment-order.ts";
import { unreached } from "#src/directory/assessment/assessment-reach.ts";
import { regionNames } from "#src/directory/regions.ts";
import { inSlices } from "#src/directory/time-slice.ts";
import { firstInstant, localDate } from "#src/hours/instants.ts";
import { homeZone } from "#src/hours/lines.ts";
import { datePlus } from "#src/hours/rules/days.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { wallTime } from "#src/i18n/when.ts";
import { ageBands } from "#src/settings/assessment.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { settings } from "#src/settings/settings.ts";
import { AssessmentTry, type TriedProps } from "#views/admin/subjects/assessment-try.tsx";
import { whyInWords } from "#views/parts/fields/answers.ts";
import { namesFrom } from "./assessment.tsx";
import { ruleInWords, topicInWords } from "./assessment-words.ts";

/** GET /admin/assessment/try: what some answers lead to at some hour; with `reach=1` also what nothing leads to. */
export const tryAssessment: Handle = async (c, helpline) => {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const set = settings(db);
  const zone = homeZone(db);
  const when = momentOf(c, zone, clock.now());
  const regions = regionChoices(db, clock.now());
  const nameOf = regionNames(db, t.language);
  const answers = readAnswers(
    c.req.queries(),
    regions.map(({ code }) => code),
  );
  const left = c.req.query("reach") === "1" ? await inSlices(unreached(db, set, clock.now())) : null;
  return page(
    c,
    <AssessmentTry
      frame={frame}
      answers={answers}
      when={when}
      zone={zone}
      choices={{
        ages: ageBands,
        topics: topicsAsked.map((value) => ({ value, text: topicInWords(t, value) })),
        regions: regions.map(({ code, depth }) => ({
          value: code,
          text: "– ".repeat(depth) + nameOf(code),
        })),
      }}
      most={maxSuggestions}
      tried={c.req.query("hour") === undefined ? null : triedAt(helpline, set, answers, when.at, t)}
      unreached={left?.map(({ id, entry }) => ({ id, name: entry.name })) ?? null}
    />,
  );
};

/** The next time it is that weekday (0 = Monday) and hour; this hour where an address names none. */
function momentOf(c: C, zone: string, now: number): { day: number; hour: number; at: number } {
  const today = localDate(zone, now);
  const weekday = (new Date(today).getUTCDay() + 6) % 7;
  const asked = (name: string, most: number) => {
    const text = c.req.query(name) ?? "";
    return /^\d{1,2}$/.test(text) && Number(text) <= most ? Number(text) : null;
  };
  const day = asked("day", 6) ?? weekday;
  const hour = asked("hour", 23) ?? Number(wallTime(now, zone).slice(11, 13));
  const date = datePlus(today, (day - weekday + 7) % 7);
  return { day, hour, at: firstInstant(zone, date, hour * 60) };
}

function triedAt(
  { db }: Helpline,
  set: Settings,
  answers: ReturnType<typeof readAnswers>,
  at: number,
  t: Parameters<typeof ruleInWords>[0],
): TriedProps {
  const names = namesFrom(db, t);
  // As on the page of somebody who reads the language that this is read in.
  const language = set.languages.includes(t.language) ? t.language : set.language;
  const proposal = propose(answers, set.assessmentRules, askedBy(set, language), offeredIn(db, answers.region, at));
  return {
    rules: proposal.fired.map((index) => ({ index, ...ruleInWords(t, set.assessmentRules[index]!, names) })),
    places: proposal.services.map((one) => ({
      id: one.found.id,
      name: one.found.entry.name,
      rule: one.rule,
      state: one.found.openness.state,
      why: whyInWords(t, one, one.why.region && names.region(one.why.region)),
    })),
    chat: proposal.chat,
    lane: proposal.urgent ? "urgent" : proposal.offered ? "offered" : "none",
  };
}
