import type { Translate } from "#src/i18n/i18n.ts";
import type { TakenBack } from "#src/queue/overview.ts";
import { opensPanes, whatBecame } from "#views/counsellor/console/chats.tsx";
import { Unsent } from "../unsent.tsx";

interface NotYoursProps {
  t: Translate;
  id: number;
  became: TakenBack;
}

/** Stands under the log when the chat is now someone else's: what happened, and words that were not sent. */
export function NotYours({ t, id, became }: NotYoursProps) {
  return (
    <div id={`foot-${id}`} class="foot">
      <div class="over" data-over={id}>
        <p>{`${t("staff.chats.taken_back")} ${whatBecame(t, became)}`}</p>
        <Unsent t={t} id={id} />
        <a class="second" {...opensPanes("/staff")}>
          {t("staff.over.close")}
        </a>
      </div>
      <p id={`refused-${id}`} class="refused" role="alert" />
    </div>
  );
}
