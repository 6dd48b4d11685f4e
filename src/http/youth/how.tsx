import { publishedRules, rulesFacts } from "#src/settings/published.ts";
import { rules } from "#src/settings/rules.ts";
import { settings } from "#src/settings/settings.ts";
import { How } from "#views/youth/how.tsx";
import type { Handle } from "../context.ts";
import { page } from "../page.ts";
import { frame } from "../youth-frame.ts";
import { conversationOf } from "./gate.ts";

/** GET /how: the rules of the service, computed from what is really set. */
export const how: Handle = (c, helpline) => {
  const around = frame(c, helpline, conversationOf(c, helpline));
  const { version, publishedAt } = publishedRules(helpline.db);
  const date = new Intl.DateTimeFormat(around.t.language, { dateStyle: "long" }).format(publishedAt);
  return page(
    c,
    <How frame={around} sections={rules(rulesFacts(settings(helpline.db)))} version={version} date={date} />,
  );
};
