import { isTopic, topicKey } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { AgeOfRule, AssessmentRule, Saying, Show, When } from "#src/settings/assessment.ts";
import { ageInWords, sayingIn } from "#views/parts/fields/answers.ts";
import { countryName } from "#views/parts/fields/countries.ts";

/** What rules name by a code, as people call it. */
export interface RuleNames {
  region(code: string): string;
  /** Of a service. */
  service(id: string): string;
}

/** A rule for people: for whom it is, and what then, one thing each. */
export function ruleInWords(t: Translate, rule: AssessmentRule, names: RuleNames): { when: string[]; what: string[] } {
  const { show, lane, chat, say } = rule;
  const when = whenInWords(t, rule.when, names);
  const words = sayingIn(t, say) || anyOwn(say);
  const what = [
    ...showInWords(t, show, names),
    ...(lane === null ? [] : [t(`admin.assessment.lane.${lane}`)]),
    ...(chat === null ? [] : [t(`admin.assessment.chat.${chat}`)]),
    ...(words === "" ? [] : [t("admin.assessment.say", { words })]),
  ];
  return { when: when.length > 0 ? when : [t("admin.assessment.when.anyone")], what };
}

/** Written in another language than that of whoever reads it, if in any. */
function anyOwn(say: Saying): string {
  return say === null || typeof say === "string" ? "" : (Object.values(say)[0] ?? "");
}

function whenInWords(
  t: Translate,
  { urgent, topics, age, region, channel, otherwise }: When,
  names: RuleNames,
): string[] {
  const said = {
    urgent: urgent.map((one) => t(`youth.which.urgent.${one}`)),
    topics: topics.map((one) => topicInWords(t, one)),
    age: age.map((one) => ageOfRule(t, one)),
    region: region.map((one) => regionInWords(t, one, names)),
    channel: channel.map((one) => t(`youth.which.channel.${one}`)),
  };
  const kinds = Object.keys(said) as (keyof typeof said)[];
  const all = kinds
    .filter((kind) => said[kind].length > 0)
    .map((kind) => t(`admin.assessment.when.${kind}`, { list: said[kind].join(", ") }));
  return otherwise ? [...all, t("admin.assessment.when.otherwise")] : all;
}

function showInWords(t: Translate, { emergency, chosen, fitting, topics, services }: Show, names: RuleNames): string[] {
  const about = topics.map((one) => topicInWords(t, one)).join(", ");
  const places = services.map((one) => names.service(one)).join(", ");
  return [
    ...(emergency ? [t("admin.assessment.show.emergency")] : []),
    ...(places === "" ? [] : [t("admin.assessment.show.services", { list: places })]),
    ...(chosen ? [t("admin.assessment.show.chosen")] : []),
    ...(about === "" ? [] : [t("admin.assessment.show.topics", { list: about })]),
    ...(fitting ? [t("admin.assessment.show.fitting")] : []),
  ];
}

/** A topic by its name; one that this version does not know by its code. */
export function topicInWords(t: Translate, topic: string): string {
  if (topic === "any") return t("admin.assessment.topics.any");
  return isTopic(topic) ? t(topicKey(topic)) : topic;
}

function regionInWords(t: Translate, code: string, names: RuleNames): string {
  return /^[A-Z]{2}$/.test(code) ? countryName(t, code) : names.region(code);
}

/** An age as rules name it, in words. */
export function ageOfRule(t: Translate, age: AgeOfRule): string {
  return age === "younger" || age === "older" ? t(`admin.assessment.age.${age}`) : ageInWords(t, age);
}
