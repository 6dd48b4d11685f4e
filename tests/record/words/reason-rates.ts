import { type Language, translate } from "#src/i18n/i18n.ts";
import { matchingReasons } from "#src/live/chat/reason-data.ts";
import { shippedReasons } from "#src/settings/reasons.ts";
import { reasonName } from "#views/parts/fields/reason-name.ts";

const noOwn = {};

export interface ReasonRate {
  asked: number;
  /** How many led first to the reason that is meant, or to one that is right too. */
  right: number;
  wrong: string[];
}

/** Returns how many rows of a table (lang, words, group, reason, also) lead first where they should, by language. */
export function reasonRates(table: string): Map<Language, ReasonRate> {
  const rates = new Map<Language, ReasonRate>();
  for (const row of table.trim().split("\n").slice(1)) {
    const [language, typed = "", group = "", reason = "", also = ""] = row.split("\t") as [Language, ...string[]];
    const meant = [`${group}: ${reason}`, ...also.split(";")].map((one) => one.trim());
    const [first] = matchingReasons(shippedReasons, noOwn, language, typed);
    const rate = rates.get(language) ?? { asked: 0, right: 0, wrong: [] };
    rate.asked += 1;
    if (first && meant.includes(labelOf(first.code).trim())) rate.right += 1;
    else rate.wrong.push(`${typed} → ${first ? labelOf(first.code) : "nothing"}, not ${meant[0]}`);
    rates.set(language, rate);
  }
  return rates;
}

/** The English label of an entry, as the tables write it: "Violence: Bullying", "Violence: ". */
function labelOf(code: string): string {
  const t = translate("en");
  const [group = ""] = code.split(".");
  const name = reasonName(t, { code: group, names: null });
  return group === code ? `${name}: ` : `${name}: ${reasonName(t, { code, names: null })}`;
}
