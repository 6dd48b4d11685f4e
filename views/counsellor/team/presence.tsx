import type { Translate } from "#src/i18n/i18n.ts";
import type { NewChats } from "#src/staff/shift/availability.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Whether the reader is there, as the console's top line says it. */
export interface PresenceProps {
  t: Translate;
  availability: "available" | "away";
  /** Whether they get new chats, without a reason or a name. */
  newChats: NewChats;
  /** Until when they count as busy after a chat (ms UTC), and the zone to say it in (IANA name). */
  wrapUp: { until: number; zone: string } | null;
}

/** In the console's top line: available or away. */
export function Availability({ t, ...now }: Pick<PresenceProps, "t" | "availability" | "newChats">) {
  return (
    <form
      id="availability"
      method="post"
      action="/staff/available"
      data-now={now.availability}
      hx-post="/staff/available"
      hx-target="#bar"
      hx-select="#bar"
      hx-swap="outerMorph"
      hx-select-oob="#queue:outerMorph"
    >
      <Presence t={t} {...now} />
    </form>
  );
}

/** Available or away, one press each; and why the reader cannot be available for now. */
export function Presence({ t, availability, newChats }: Pick<PresenceProps, "t" | "availability" | "newChats">) {
  const choice = (value: "available" | "away") => (
    <button
      type="submit"
      id={`be-${value}`}
      name="availability"
      value={value}
      aria-pressed={availability === value ? "true" : "false"}
      aria-describedby="off-new-chats"
      disabled={value === "available" && newChats === "off"}
    >
      <Icon name={value === "available" ? "connected" : "away"} />
      {t(`staff.availability.${value}`)}
    </button>
  );
  return (
    <>
      <fieldset class="choice">
        <legend>{t("staff.availability.legend")}</legend>
        {choice("available")}
        {choice("away")}
      </fieldset>
      <p id="off-new-chats" role="status" data-off={newChats === "off" ? "" : undefined}>
        {newChats === "off" && t("error.new_chats_off")}
        {newChats === "lifted" && t("staff.new_chats.again")}
      </p>
    </>
  );
}

/** Place for the wrap-up, always there: it comes and goes without the rest of the line. */
export function Busy({ t, wrapUp }: Pick<PresenceProps, "t" | "wrapUp">) {
  return <div id="busy">{wrapUp && <WrapUp t={t} {...wrapUp} />}</div>;
}

/** Until when they count as busy after a chat, and the tap that ends it. */
function WrapUp({ t, until, zone }: { t: Translate; until: number; zone: string }) {
  return (
    <form id="wrap-up" method="post" action="/staff/ready" hx-post="/staff/ready" hx-swap="none">
      <span title={t("staff.wrap_up.hint")}>{t("staff.wrap_up.until", { time: t.time(until, zone) })}</span>
      <button type="submit" class="second" id="ready">
        {t("staff.wrap_up.ready")}
      </button>
    </form>
  );
}
