import type { Translate } from "#src/i18n/i18n.ts";
import type { Door } from "#src/queue/door.ts";
import { duration } from "#views/counsellor/ago.tsx";
import { SignOut } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";

export interface BarProps {
  t: Translate;
  availability: "available" | "away";
  /** What young people meet at the door now. */
  lineState: Door;
  waitingCount: number;
  /** How long the first in line has been waiting, whole minutes; null when nobody waits. */
  longestMinutes: number | null;
  alias: string;
  /** Counsellors who are available now, this one included. */
  availableCount: number;
  admin: boolean;
}

/** The top line of the console: is the line open, am I here, who waits. */
export function Bar(props: BarProps) {
  const { t } = props;
  return (
    <header id="bar">
      <h1 class="sr">{t("staff.console.title")}</h1>
      <p class={`line ${props.lineState}`}>
        <span class="dot" />
        <span>
          <b>{t(`staff.line.${props.lineState}`)}</b>{" "}
          <span class="more">{t("staff.line.available", { n: props.availableCount })}</span>
        </span>
      </p>
      <Availability t={t} availability={props.availability} />
      <p class="wait">
        <b>{t("staff.bar.waiting", { n: props.waitingCount })}</b>
        {props.longestMinutes !== null && (
          <span class="more">
            {t("staff.bar.longest")} <span id="longest">{duration(t.language, props.longestMinutes * 60_000)}</span>
          </span>
        )}
      </p>
      <div class="tools">
        <button type="button" class="quiet" id="sound" aria-pressed="false" aria-label={t("staff.sound")} hidden>
          <Icon name="mute" />
          <Icon name="sound" />
          <span class="more">{t("staff.sound")}</span>
        </button>
        <button type="button" class="quiet" id="show-keys" hidden>
          <Icon name="keyboard" />
          <span class="more">{t("staff.keys.title")}</span> <kbd>?</kbd>
        </button>
        <noscript>
          <a class="quiet" href="/staff">
            {t("staff.refresh")}
          </a>
        </noscript>
        <details class="menu" id="me">
          <summary class="quiet">
            <Icon name="person" />
            <span>{props.alias}</span>
            <Icon name="down" />
          </summary>
          <div class="float">
            <p>{t("staff.me.alias", { alias: props.alias })}</p>
            {props.admin && (
              <a class="quiet" href="/admin/staff">
                <Icon name="key" />
                {t("staff.nav.staff")}
              </a>
            )}
            <SignOut t={t} />
          </div>
        </details>
      </div>
    </header>
  );
}

function Availability({ t, availability }: Pick<BarProps, "t" | "availability">) {
  const choice = (value: "available" | "away") => (
    <button
      type="submit"
      id={`be-${value}`}
      name="availability"
      value={value}
      aria-pressed={availability === value ? "true" : "false"}
    >
      <Icon name={value === "available" ? "connected" : "away"} />
      {t(`staff.availability.${value}`)}
    </button>
  );
  return (
    <form
      id="availability"
      method="post"
      action="/staff/available"
      hx-post="/staff/available"
      hx-target="#bar"
      hx-select="#bar"
      hx-swap="outerMorph"
      hx-select-oob="#queue:outerMorph"
    >
      <fieldset class="choice">
        <legend>{t("staff.availability.legend")}</legend>
        {choice("available")}
        {choice("away")}
      </fieldset>
    </form>
  );
}
