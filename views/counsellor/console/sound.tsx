import type { Translate } from "#src/i18n/i18n.ts";
import type { Signals } from "#src/staff/accounts/signals.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Turns the sound on and off; hidden until static/staff-call.js shows it. `named`: with its name beside it. */
export function Sound({ t, named = false }: { t: Translate; named?: boolean }) {
  return (
    <button
      type="button"
      class="quiet"
      id="sound"
      aria-pressed="false"
      aria-label={t("staff.sound")}
      title={t("staff.sound")}
      data-off={t("staff.sound.off")}
      data-blocked={t("staff.sound.blocked")}
      hidden
    >
      <Icon name="mute" />
      <Icon name="sound" />
      {named && <span class="more">{t("staff.sound")}</span>}
    </button>
  );
}

/** How the reader wants to be called, for scripts, and the question whether notices may show, asked by staff-notices.js. */
export function AskNotices({ t, signals, scripts }: { t: Translate; signals: Signals; scripts: string[] }) {
  const { young, colleagues, notices } = signals;
  const heard = [young && "young", colleagues && "colleagues"].filter(Boolean);
  return (
    <div
      id="signals"
      class="float"
      hidden
      data-sound={young === null && colleagues === null ? undefined : heard.join(" ")}
      data-notices={notices === null ? undefined : notices ? "on" : "off"}
      data-scripts={scripts.join(" ")}
      data-message={t("staff.live.message")}
      data-granted={t("staff.notices.granted")}
      data-default={t("staff.notices.default")}
      data-denied={t("staff.notices.denied")}
      data-none={t("staff.notices.none")}
    >
      <p>{t("staff.notices.ask")}</p>
      <div class="row-of">
        <button type="button" class="main" data-answer="on">
          {t("staff.notices.on")}
        </button>
        <button type="button" class="second" data-answer="later">
          {t("staff.notices.later")}
        </button>
      </div>
    </div>
  );
}
