import type { DataReader } from "#src/db/db.ts";
import { offeredIn, topicsAsked } from "#src/directory/assessment/assessment.ts";
import { service } from "#src/directory/entry/services.ts";
import { knownRegions, regionNames } from "#src/directory/regions.ts";
import { serviceTopics, type Topic } from "#src/directory/topics.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { basedOnNow, lateOf, type NotDone, savedOf, statusOf } from "#src/http/frame/history.ts";
import { preview, previewLanguages, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import {
  type Assessment,
  type AssessmentRule,
  agesOfRules,
  blankRule,
  doesNothing,
  maxRules,
  maxSay,
  shippedRules,
} from "#src/settings/assessment.ts";
import { settingsHistory } from "#src/settings/changes.ts";
import type { Settings } from "#src/settings/definitions.ts";
import { setSettings, settings } from "#src/settings/settings.ts";
import { AssessmentPage } from "#views/admin/subjects/assessment.tsx";
import { AssessmentRulePage } from "#views/admin/subjects/assessment-rule.tsx";
import {
  movedRule,
  questionsOf,
  readAssessmentForm,
  ruleOf,
  rulePlaceOf,
  textsOf,
  tooLongSentences,
} from "./assessment-form.ts";
import { ageOfRule, type RuleNames, ruleInWords, topicInWords } from "./assessment-words.ts";
import { changeSubject } from "./settings-change.ts";
import { changesInWords } from "./settings-words.ts";

/** GET /admin/assessment; with `?rule=2` or `?rule=new` the form of one rule. */
export const assessmentPage: Handle = (c, helpline) => {
  const { db } = helpline;
  const asked = c.req.query("rule");
  if (asked === undefined) {
    return showAssessment(c, helpline, { saved: savedOf(c, settingsHistory.newest(db, "assessment")) });
  }
  const at = rulePlaceOf(asked);
  const rule = at === null ? blankRule : settings(db).assessmentRules[at];
  if (!rule || (at === null && asked !== "new")) throw new HelplineError("not_found");
  return showRule(c, helpline, { at, rule });
};

/** POST /admin/assessment: the questions, one rule, or the order of the rules, as the pressed button says. */
export const saveAssessment: Handle = async (c, helpline) => {
  const { db } = helpline;
  const { action, basedOn, at, given } = await readAssessmentForm(c);
  const rules = settings(db).assessmentRules;
  if (action === "rule") return saveRule(c, helpline, { at, given, basedOn, rules });
  if (action === "save") {
    const assessment = questionsOf(given);
    if (assessment.on && assessment.questions.length === 0) {
      return showAssessment(c, helpline, { assessment, basedOn, noneAsked: true, unsaved: true });
    }
    return save(c, helpline, { assessment }, basedOn, { assessment, basedOn, unsaved: true });
  }
  const changed = action === "shipped" ? shippedRules : movedRule(rules, action);
  if (!changed) throw new HelplineError("bad_input");
  return save(c, helpline, { assessmentRules: changed }, basedOn, { basedOn });
};

interface RuleSent {
  at: number | null;
  given: Record<string, string[]>;
  basedOn: number;
  rules: AssessmentRule[];
}

async function saveRule(c: C, helpline: Helpline, { at, given, basedOn, rules }: RuleSent): Promise<Response> {
  const { db } = helpline;
  const rule = ruleOf(db, given, at === null ? blankRule : rules[at]);
  const { t } = staffFrame(c, helpline);
  const wrong = new Map<string, string>(
    tooLongSentences(rule).map(({ language, n }) => [
      `say-${language}`,
      t("admin.entry.problem.too_long", { is: n, most: maxSay }),
    ]),
  );
  if (doesNothing(rule)) wrong.set("show", t("admin.assessment.form.nothing"));
  const refused = whyNot(at, rules);
  if (wrong.size > 0 || refused)
    return showRule(c, helpline, { at, rule, wrong, basedOn, ...(refused && { refused }) });
  const assessmentRules =
    at === null ? beforeSpare(rules, rule) : rules.map((one, index) => (index === at ? rule : one));
  const saved = await change(c, helpline, { assessmentRules }, basedOn);
  if (typeof saved !== "number") return showRule(c, helpline, { at, rule, basedOn, ...saved });
  return c.redirect(`/admin/assessment?saved=${saved}#rules`, 303);
}

function whyNot(at: number | null, rules: AssessmentRule[]): HelplineError | null {
  if (at === null && rules.length >= maxRules) {
    return new HelplineError("bad_input", "admin.hours.problem.too_many", { most: maxRules });
  }
  return at === null || rules[at] ? null : new HelplineError("bad_input", "admin.reasons.gone");
}

/** A new rule stands before those that hold where nothing else is open. */
function beforeSpare(rules: AssessmentRule[], rule: AssessmentRule): AssessmentRule[] {
  const spare = rules.findIndex(({ when }) => when.otherwise);
  const at = spare < 0 ? rules.length : spare;
  return [...rules.slice(0, at), rule, ...rules.slice(at)];
}

function change(c: C, helpline: Helpline, values: Partial<Settings>, basedOn: number) {
  return changeSubject(c, helpline, "assessment", { seen: basedOn }, (tx, emit) =>
    setSettings(tx, emit, { subject: "assessment", values, basedOn }),
  );
}

async function save(c: C, helpline: Helpline, values: Partial<Settings>, basedOn: number, shown: Shown) {
  const saved = await change(c, helpline, values, basedOn);
  if (typeof saved !== "number") return showAssessment(c, helpline, { ...shown, ...saved });
  return c.redirect(`/admin/assessment?saved=${saved}`, 303);
}

/** GET and POST /admin/assessment/preview: the questions as young people see them, or as the form would make them. */
export const previewAssessment: Handle = async (c, helpline) => {
  const form = c.req.method === "POST" ? await readAssessmentForm(c) : null;
  const { questions } = form ? questionsOf(form.given) : settings(helpline.db).assessment;
  const wish = previewWish(form?.wish ?? c.req.query(), helpline, `which_${questions[0] ?? "urgent"}`);
  return preview(
    c,
    helpline,
    (tx, emit) => {
      if (questions.length > 0) {
        setSettings(tx, emit, { subject: "assessment", values: { assessment: { on: true, questions } } });
      }
    },
    wish,
  );
};

interface Shown extends NotDone {
  /** What was typed; else what is set. */
  assessment?: Assessment;
  basedOn?: number;
  noneAsked?: boolean;
  saved?: number | null;
  unsaved?: boolean;
}

/** The page of the first questions and their rules, with what was typed where it could not be saved. */
export function showAssessment(c: C, helpline: Helpline, shown: Shown): Response {
  const { db, clock } = helpline;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const set = settings(db);
  const changes = changesInWords(t, db, settingsHistory.latest(db, "assessment"));
  const late = lateOf(shown.late, changes);
  const offered = offeredIn(db, null, clock.now());
  return page(
    c,
    <AssessmentPage
      frame={frame}
      assessment={shown.assessment ?? set.assessment}
      isOn={set.assessment.on}
      missing={
        offered.length === 0 ? "missing" : offered.some(({ entry }) => entry.emergency) ? null : "missing_emergency"
      }
      rules={set.assessmentRules.map((rule) => ruleInWords(t, rule, namesFrom(db, t)))}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "assessment"))}
      noneAsked={shown.noneAsked ?? false}
      saved={shown.saved ?? null}
      unsaved={shown.unsaved ?? false}
      late={late}
      refused={shown.refused ? t(shown.refused.key, shown.refused.values) : null}
      changes={changes}
      languages={previewLanguages(set)}
      zone={homeZone(db)}
    />,
    statusOf(shown.noneAsked === true || shown.refused !== undefined, late),
  );
}

/** What regions and services are called, for whoever reads in a language. */
export function namesFrom(db: DataReader, t: Translate): RuleNames {
  return {
    region: regionNames(db, t.language),
    service: (id) => service(db, id)?.entry.name ?? t("admin.assessment.service_gone"),
  };
}

interface RuleShown extends NotDone {
  at: number | null;
  rule: AssessmentRule;
  wrong?: Map<string, string>;
  basedOn?: number;
}

function showRule(c: C, helpline: Helpline, shown: RuleShown): Response {
  const { db, clock } = helpline;
  const { at, rule, wrong = new Map(), refused } = shown;
  const frame = staffFrame(c, helpline);
  const { t } = frame;
  const set = settings(db);
  const late = lateOf(shown.late, changesInWords(t, db, settingsHistory.latest(db, "assessment")));
  const names = namesFrom(db, t);
  const about = (all: readonly Topic[]) => all.map((topic) => ({ value: topic, text: topicInWords(t, topic) }));
  return page(
    c,
    <AssessmentRulePage
      frame={frame}
      at={at}
      rule={rule}
      texts={textsOf(db, rule.say)}
      choices={{
        asked: about(topicsAsked),
        topics: about(serviceTopics),
        ages: agesOfRules.map((value) => ({ value, text: ageOfRule(t, value) })),
        regions: knownRegions(db).map(({ code, depth }) => ({
          value: code,
          text: "– ".repeat(depth) + names.region(code),
        })),
        chosenServices: rule.show.services.map((id) => ({ value: id, text: names.service(id) })),
        services: offeredIn(db, null, clock.now())
          .filter(({ id }) => !rule.show.services.includes(id))
          .map(({ id, entry }) => ({ value: id, text: entry.name })),
      }}
      languages={set.languages}
      basedOn={basedOnNow(shown, settingsHistory.newest(db, "assessment"))}
      wrong={wrong}
      late={late}
      refused={refused ? t(refused.key, refused.values) : null}
      zone={homeZone(db)}
    />,
    statusOf(wrong.size > 0 || refused !== undefined, late),
  );
}
