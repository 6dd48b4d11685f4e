import type { Urgency } from "#src/conversation/safety/urgent.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Says that someone is in danger, before the reader ends a chat, takes it or hands it over. */
export function UrgentIn({ t, urgent }: { t: Translate; urgent: Urgency | null }) {
  if (urgent === null) return null;
  return (
    <p class="urgent-in">
      <Icon name="urgent" />
      <span>{t(`staff.urgent.${urgent}_in`)}</span>
    </p>
  );
}
