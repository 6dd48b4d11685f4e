import type { Translate } from "#src/i18n/i18n.ts";
import { duration } from "#views/counsellor/ago.tsx";
import { LineStatus } from "#views/counsellor/line-menu.tsx";
import type { LineNow } from "#views/counsellor/line-state.tsx";
import { SignOut } from "#views/layout/staff.tsx";
import { Icon } from "#views/parts/icons.tsx";

export interface BarProps {
  t: Translate;
  availability: "available" | "away";
  /** Every line in use, and what young people meet at its door now. */
  lines: LineNow[];
  /** Names of the lines one serves that should be open, with nobody there. */
  deserted: string[];
  /** Who waits on the lines one serves. */
  waitingCount: number;
  /** How long the first in line has been waiting, whole minutes; null when nobody waits. */
  longestMinutes: number | null;
  alias: string;
  /** Counsellors who are available now, this one included. */
  availableCount: number;
  admin: boolean;
  /** Whether this member takes people, so that a line is not deserted once they are available. */
  mayTake: boolean;
  /** Whether this member may close, pause and open lines. */
  mayDecide: boolean;
  /** ms UTC */
  now: number;
}

/** The top line of the console: is the line open, am I here, who waits. */
export function Bar(props: BarProps) {
  const { t } = props;
  return (
    <header id="bar" lang={t.language}>
      <h1 class="sr">{t("staff.console.title")}</h1>
      <LineStatus
        t={t}
        lines={props.lines}
        deserted={props.deserted}
        mayTake={props.mayTake}
        mayDecide={props.mayDecide}
        availableCount={props.availableCount}
        now={props.now}
      />
      {props.mayTake && <Availability t={t} availability={props.availability} />}
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
          {/* The empty address is this very page, with the conversations that are open on it. */}
          <a class="quiet" href="">
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
            <a class="quiet" href="/staff/me">
              <Icon name="person" />
              {t("staff.me.link")}
            </a>
            {props.admin &&
              pages.map(({ name, icon }) => (
                <a class="quiet" href={`/admin/${name}`}>
                  <Icon name={icon} />
                  {t(`staff.nav.${name}`)}
                </a>
              ))}
            <SignOut t={t} />
          </div>
        </details>
      </div>
    </header>
  );
}

/** The pages of admins. */
const pages = [
  { name: "hours", icon: "waiting" },
  { name: "lines", icon: "beside" },
  { name: "staff", icon: "key" },
  { name: "settings", icon: "lamp" },
] as const;

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
