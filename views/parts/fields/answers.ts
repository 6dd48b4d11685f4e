import type { Suggestion } from "#src/directory/assessment/assessment.ts";
import type { Topic } from "#src/directory/topics.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { Answers, SaidAge, Saying } from "#src/settings/assessment.ts";

/** Returns an age band in words: "Under 10", "12", "13–14". */
export function ageInWords(t: Translate, band: SaidAge): string {
  if (band === "over_25") return t("youth.which.age.over");
  const [from = "", to] = band.replace("under_", "").split("-");
  if (band.startsWith("under_")) return t("youth.which.age.below", { age: from });
  return to === undefined ? t("youth.which.age.one", { age: from }) : t("youth.which.age.band", { from, to });
}

/** Returns someone's choices in the words of the form; `region` is its name. "Not urgent" is left out. */
export function answersInWords(t: Translate, answers: Answers, region: string | null): string[] {
  const { urgent, topics, age, channel } = answers;
  return [
    urgent === null || urgent === "no" ? "" : t(`youth.which.urgent.${urgent}`),
    ...topics.map((topic) => t(`topic.${topic as Topic}`)),
    age === null ? "" : ageInWords(t, age),
    region ?? "",
    channel === null ? "" : t(`youth.which.channel.${channel}`),
  ].filter(Boolean);
}

/** Returns the answers that a suggested entry fits, or that someone is there, or "" for no reason. `region` is a name. */
export function whyInWords(
  t: Translate,
  { found: { entry, openness }, why }: Suggestion,
  region: string | null,
): string {
  const answers = answersInWords(t, why, region);
  const isElsewhere = entry.topics.length > 0 && !entry.topics.includes("other");
  if (isElsewhere && why.topics.length === 0 && why.urgent === null) answers.length = 0;
  if (answers.length > 0) return t("youth.which.why", { answers: answers.join(", ") });
  if (entry.topics.includes("other")) return t("youth.which.why_any");
  return openness.state === "open" ? t("youth.which.why_open") : "";
}

/** Returns what a rule says in the language of a page, or "". */
export function sayingIn(t: Translate, say: Saying): string {
  if (say === null) return "";
  return typeof say === "string" ? t(`youth.which.say.${say}`) : (say[t.language] ?? "");
}
