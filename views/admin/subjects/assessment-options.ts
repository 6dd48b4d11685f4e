import type { Translate } from "#src/i18n/i18n.ts";
import type { RuleUrgency, WayLiked } from "#src/settings/assessment.ts";

const urgencies: RuleUrgency[] = ["danger", "soon", "no"];
const ways: WayLiked[] = ["chat", "phone", "writing", "visit"];

/** What a young person may say of how urgent it is, for an admin to choose from. */
export const urgentOptions = (t: Translate) =>
  urgencies.map((value) => ({ value, text: t(`youth.which.urgent.${value}`) }));

/** The ways to be helped that a young person may like best, for an admin to choose from. */
export const wayOptions = (t: Translate) => ways.map((value) => ({ value, text: t(`youth.which.channel.${value}`) }));
