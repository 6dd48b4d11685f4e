import type { Translate } from "#src/i18n/i18n.ts";
import { Icon } from "#views/parts/icons.tsx";

/** Turns the sound on and off; hidden until static/staff-call.js shows it. `named`: with its name beside it. */
export function Sound({ t, named = false }: { t: Translate; named?: boolean }) {
  return (
    <button
      type="button"
      class="quiet"
      id="sound"
      aria-pressed="false"
      aria-label={t("staff.sound.title")}
      title={t("staff.sound.title")}
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
