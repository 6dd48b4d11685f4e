import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { Coding } from "#src/record/coding.ts";

export interface RecordCoded {
  coding: Coding;
  /** In the words of the list it was coded with. */
  reasons: string[];
  /** In words; null = not said. */
  age: string | null;
  region: string | null;
  noCounselling: boolean;
}

/** Returns a contact record in one line. */
export function recordInShort(t: Translate, coded: RecordCoded): string {
  const words = [outcomeInWords(t, coded), ...coded.reasons].filter((one) => one !== null);
  return words.length > 0 ? words.join(" · ") : t("staff.record.chosen_none");
}

/** Lists everything that was ticked. */
export function RecordFacts({ t, coded }: { t: Translate; coded: RecordCoded }) {
  const { coding } = coded;
  const said = (value: "yes" | "no" | null) => value && t(`staff.record.${value}`);
  const facts: [Key, string | null][] = [
    ["staff.record.reasons", coded.reasons.join(" · ")],
    ["staff.record.actions", coding.actions.map((one) => t(`staff.record.action.${one}`)).join(" · ")],
    ["staff.record.outcome", outcomeInWords(t, coded)],
    ["staff.record.risk_present", said(coding.riskPresent)],
    ["staff.record.risk_assessed", said(coding.riskAssessed)],
    ["staff.record.risk_plan", said(coding.riskPlan)],
    ["staff.record.age", coded.age],
    ["staff.record.gender", coding.gender && t(`staff.record.gender.${coding.gender}`)],
    ["staff.record.region", coded.region],
    ["staff.record.about", coding.about && t(`staff.record.about.${coding.about}`)],
    ["staff.record.first", said(coding.first)],
  ];
  return (
    <dl class="about-list">
      {facts
        .filter(([, words]) => words)
        .map(([label, words]) => (
          <>
            <dt>{t(label)}</dt>
            <dd dir="auto">{words}</dd>
          </>
        ))}
    </dl>
  );
}

function outcomeInWords(t: Translate, { coding: { outcome }, noCounselling }: RecordCoded): string | null {
  if (outcome === null) return null;
  return t((noCounselling ? `staff.record.no.${outcome}` : `staff.record.outcome.${outcome}`) as Key);
}
