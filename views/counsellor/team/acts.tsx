import type { Translate } from "#src/i18n/i18n.ts";
import type { Outside, OutsideAct } from "#src/queue/handover/seats.ts";
import { UrgentIn } from "#views/counsellor/safety/urgent-in.tsx";
import { Icon, type IconName } from "#views/parts/icons.tsx";

/** What a colleague may do to a conversation that is another's. */
type ColleagueAct = OutsideAct | "leave" | "stop_reading";

/** Under the address of the conversation. */
const addresses: Record<ColleagueAct, string> = {
  read_along: "read-along",
  join: "join",
  take_over: "take-over",
  leave: "leave",
  stop_reading: "leave",
};
const icons: Record<ColleagueAct, IconName> = {
  read_along: "read",
  join: "plus",
  take_over: "person",
  leave: "leave",
  stop_reading: "leave",
};

/** The answer to an act is the console with what is open from then on. */
export const changesPanes = {
  "hx-target": "#panes",
  "hx-select": "#panes",
  "hx-swap": "outerMorph",
  "hx-select-oob": "#bar:outerMorph,#queue:outerMorph,#chats:outerMorph,#offers:outerMorph",
  "hx-push-url": "true",
};

interface ActProps {
  t: Translate;
  id: number;
  act: ColleagueAct;
  main?: boolean;
  /** In a list of chats: which one the button is about. */
  name?: string;
}

/** A button for one act. */
export function Act({ t, id, act, main = false, name }: ActProps) {
  const action = `/staff/conversation/${id}/${addresses[act]}`;
  return (
    <form method="post" action={action} hx-post={action} {...changesPanes}>
      <button type="submit" class={main ? "main" : "quiet"} id={`${name ? "above-" : ""}${addresses[act]}-${id}`}>
        <Icon name={icons[act]} />
        {t(`staff.act.${act}`)}
        {name && <span class="sr">{`: ${name}`}</span>}
      </button>
    </form>
  );
}

type TakeOverProps = { t: Translate } & Pick<Outside, "id" | "name" | "counsellor" | "urgent">;

/** Takes a chat from a colleague, and asks first. */
export function TakeOver({ t, id, name, counsellor, urgent }: TakeOverProps) {
  return (
    <details class="menu take-over" id={`take-over-ask-${id}`}>
      <summary class="quiet">
        <Icon name={icons.take_over} />
        {t("staff.act.take_over")}
      </summary>
      <div class="float">
        <p>
          <b>{t("staff.act.take_over.ask", { name })}</b>
        </p>
        <UrgentIn t={t} urgent={urgent} />
        <p>{t("staff.act.take_over.means", { alias: counsellor })}</p>
        <Act t={t} id={id} act="take_over" main />
        <button type="button" class="second" data-shut="">
          {t("staff.decide.cancel")}
        </button>
      </div>
    </details>
  );
}
