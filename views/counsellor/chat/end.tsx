import type { Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { UrgentIn } from "#views/counsellor/safety/urgent-in.tsx";
import { Icon } from "#views/parts/icons.tsx";

/** The way to end a conversation: far from Send, and it asks first. */
export function End({ t, id, name, urgent }: { t: Translate } & Pick<OwnChat, "id" | "name" | "urgent">) {
  const action = `/staff/conversation/${id}/end`;
  return (
    <details class="menu end" id={`end-${id}`}>
      <summary class="quiet">
        <Icon name="ended" />
        {t("staff.end.open")}
      </summary>
      <form class="float" method="post" action={action} hx-post={action} hx-swap="none">
        <p>
          <b>{t("staff.end.ask", { name })}</b>
        </p>
        <UrgentIn t={t} urgent={urgent} />
        <p>{t("staff.end.means")}</p>
        <p class="words-left">{t("staff.end.words_left")}</p>
        <button type="submit" class="main" id={`end-now-${id}`}>
          {t("staff.end.confirm")}
        </button>
        <button type="button" class="second" data-shut="">
          {t("staff.end.cancel")}
        </button>
      </form>
    </details>
  );
}
